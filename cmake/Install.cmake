# What `cmake --install` puts where, in components: engine (command line program and models), library and devel (the C
# interface; headers, CMake and pkg-config files, the core), viewer, trainer, site. All of it is found from where it lies,
# so the prefix may be moved.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)
set(LATENTWALK_DATADIR ${CMAKE_INSTALL_DATADIR}/latentwalk)
set(CMAKE_INSTALL_DEFAULT_COMPONENT_NAME engine)

# The libraries. The core's own dependencies are headers, and Highway, that the user's machine has (latentwalkConfig.cmake).
install(TARGETS latentwalk_c EXPORT latentwalkTargets
        LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT library NAMELINK_COMPONENT devel
        INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(TARGETS latentwalk_core latentwalk_learning latentwalk_headers EXPORT latentwalkCoreTargets
        ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT devel
        INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(DIRECTORY shared/include/latentwalk shared/c/include/latentwalk ${PROJECT_BINARY_DIR}/shared/include/latentwalk
        DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT devel FILES_MATCHING PATTERN *.h PATTERN *.hpp)

set(config_folder ${CMAKE_INSTALL_LIBDIR}/cmake/latentwalk)
install(EXPORT latentwalkTargets NAMESPACE latentwalk:: DESTINATION ${config_folder} COMPONENT devel)
install(EXPORT latentwalkCoreTargets NAMESPACE latentwalk:: DESTINATION ${config_folder} COMPONENT devel)
configure_package_config_file(cmake/latentwalkConfig.cmake.in ${PROJECT_BINARY_DIR}/latentwalkConfig.cmake
                              INSTALL_DESTINATION ${config_folder} PATH_VARS LATENTWALK_DATADIR)
# The C interface only grows within a major version, as the SOVERSION says.
write_basic_package_version_file(${PROJECT_BINARY_DIR}/latentwalkConfigVersion.cmake COMPATIBILITY SameMajorVersion)
install(FILES ${PROJECT_BINARY_DIR}/latentwalkConfig.cmake ${PROJECT_BINARY_DIR}/latentwalkConfigVersion.cmake
        DESTINATION ${config_folder} COMPONENT devel)

# pkg-config's files say where they are relative to themselves.
file(RELATIVE_PATH up /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
string(REGEX REPLACE "/$" "" up "${up}")
foreach(name latentwalk latentwalk-core)
  configure_file(cmake/${name}.pc.in ${PROJECT_BINARY_DIR}/${name}.pc @ONLY)
  install(FILES ${PROJECT_BINARY_DIR}/${name}.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT devel)
endforeach()

# The programs, and what each reads (cmake/Shipped.cmake).
function(latentwalk_install_shipped component name)
  cmake_path(GET name PARENT_PATH folder)
  if(IS_DIRECTORY ${LATENTWALK_SHIPPED_${name}})
    install(DIRECTORY ${LATENTWALK_SHIPPED_${name}}/ DESTINATION ${LATENTWALK_DATADIR}/${name} COMPONENT ${component}
            FILES_MATCHING PATTERN *.safetensors PATTERN *.json PATTERN *.gz PATTERN history EXCLUDE)
  else()
    install(FILES ${LATENTWALK_SHIPPED_${name}} DESTINATION ${LATENTWALK_DATADIR}/${folder} COMPONENT ${component})
  endif()
endfunction()
# A program with its manual page and completions (native/command_line). Debian's zsh looks in another folder than zsh itself.
set(LATENTWALK_ZSH_COMPLETIONS ${CMAKE_INSTALL_DATADIR}/zsh/site-functions CACHE STRING "Where zsh's completions go")
function(latentwalk_install_program program component)
  install(TARGETS ${program} RUNTIME COMPONENT ${component})
  if(TARGET ${program}_man_page)
    install(FILES ${PROJECT_BINARY_DIR}/share/man/man1/${program}.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT ${component})
  endif()
  set(completion native/command_line/completion/completion)
  install(FILES ${completion}.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME ${program} COMPONENT ${component})
  install(FILES ${completion}.zsh DESTINATION ${LATENTWALK_ZSH_COMPLETIONS} RENAME _${program} COMPONENT ${component})
  install(FILES ${completion}.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d RENAME ${program}.fish COMPONENT ${component})
endfunction()
latentwalk_install_shipped(engine models)
latentwalk_install_shipped(engine configs)
latentwalk_install_shipped(engine classifier/digit-classifier.safetensors)
latentwalk_install_shipped(engine classifier/digit-detector.safetensors)
if(TARGET latentwalk)
  latentwalk_install_program(latentwalk engine)
  install(DIRECTORY models/ DESTINATION ${CMAKE_INSTALL_DOCDIR}/models COMPONENT engine FILES_MATCHING PATTERN *.md PATTERN history EXCLUDE)
  install(FILES README.md CHANGELOG.md LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT engine)
  install(DIRECTORY docs DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT engine FILES_MATCHING PATTERN *.md PATTERN study EXCLUDE PATTERN images EXCLUDE PATTERN api EXCLUDE)
endif()
if(TARGET latentwalk-viewer)
  latentwalk_install_program(latentwalk-viewer viewer)
  latentwalk_install_shipped(viewer digits)
endif()
if(TARGET latentwalk-train)
  latentwalk_install_program(latentwalk-train trainer)
  latentwalk_install_shipped(trainer classifier/digit-classifier.json)
  if(NOT TARGET latentwalk-viewer)
    latentwalk_install_shipped(trainer digits)
  endif()
endif()

# The site, where the preset wasm has built it: any web server serves it.
install(DIRECTORY build/site DESTINATION ${LATENTWALK_DATADIR} COMPONENT site OPTIONAL)
