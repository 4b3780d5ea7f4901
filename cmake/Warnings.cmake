# latentwalk_warnings(TARGET): the project's warnings, on its own code only. -Wrestrict is off: GCC 12 reports it falsely
# for every "literal" + std::string (GCC bug 105651).
function(latentwalk_warnings target)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion
                         $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>
                         $<$<BOOL:${LATENTWALK_WARNINGS_AS_ERRORS}>:-Werror>)
endfunction()
