# latentwalk_embed(TARGET NAME FILE): the file's bytes as `latentwalk::embedded::NAME`, declared in <embedded/NAME.hpp>.
function(latentwalk_embed target name file)
  set(folder ${CMAKE_CURRENT_BINARY_DIR}/embedded)
  file(READ ${file} bytes HEX)
  string(REGEX REPLACE "(..)" "0x\\1," bytes "${bytes}")
  string(REPEAT "0x..," 20 line)
  string(REGEX REPLACE "(${line})" "\\1\n" bytes "${bytes}")
  file(CONFIGURE OUTPUT ${folder}/${name}.hpp CONTENT
       "#pragma once\n#include <span>\nnamespace latentwalk::embedded {\nextern const std::span<const unsigned char> ${name};\n}\n")
  file(CONFIGURE OUTPUT ${folder}/${name}.cpp CONTENT
       "#include \"${name}.hpp\"\nnamespace latentwalk::embedded {\nstatic const unsigned char ${name}_bytes[] = {\n${bytes}};\nconst std::span<const unsigned char> ${name}(${name}_bytes);\n}\n")
  target_sources(${target} PRIVATE ${folder}/${name}.cpp)
  target_include_directories(${target} PRIVATE ${CMAKE_CURRENT_BINARY_DIR})
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
endfunction()
