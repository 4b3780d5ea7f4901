# What ships with the programs, by its name in share/latentwalk. The build tree has links where an installation has the
# files, so that the programs look in one place (native/support/shipped.hpp).
set(LATENTWALK_SHIPPED_models ${PROJECT_SOURCE_DIR}/models)
set(LATENTWALK_SHIPPED_configs ${PROJECT_SOURCE_DIR}/configs)
set(LATENTWALK_SHIPPED_classifier/digit-classifier.safetensors ${PROJECT_SOURCE_DIR}/assets/classifier/digit-classifier.safetensors)
set(LATENTWALK_SHIPPED_classifier/digit-classifier.json ${PROJECT_SOURCE_DIR}/assets/classifier/digit-classifier.json)
set(LATENTWALK_SHIPPED_classifier/digit-detector.safetensors ${PROJECT_SOURCE_DIR}/assets/classifier/digit-detector.safetensors)
set(LATENTWALK_SHIPPED_digits ${PROJECT_SOURCE_DIR}/assets/digits)

foreach(name models configs classifier/digit-classifier.safetensors classifier/digit-classifier.json
        classifier/digit-detector.safetensors digits)
  set(link ${PROJECT_BINARY_DIR}/share/latentwalk/${name})
  cmake_path(GET link PARENT_PATH folder)
  file(MAKE_DIRECTORY ${folder})
  # Relative: a clone may be moved with its build folders.
  file(RELATIVE_PATH target ${folder} ${LATENTWALK_SHIPPED_${name}})
  file(CREATE_LINK ${target} ${link} SYMBOLIC)
endforeach()
