# latentwalk_warnings(TARGET): the project's warnings, on its own code only.
function(latentwalk_warnings target)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion
                         $<$<BOOL:${LATENTWALK_WARNINGS_AS_ERRORS}>:-Werror>)
endfunction()
