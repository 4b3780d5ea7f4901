# What the viewer alone needs: Dear ImGui with its GLFW and OpenGL 3 backends, GLFW, OpenGL and, for pictures without
# a display, EGL. Dear ImGui and GLFW come from the distribution, or from a pinned download where it lacks them.
find_package(OpenGL REQUIRED COMPONENTS OpenGL OPTIONAL_COMPONENTS EGL)

find_package(glfw3 3.3 QUIET)
if(NOT glfw3_FOUND)
  message(STATUS "glfw: no system package, fetching 3.3.8")
  set(GLFW_BUILD_EXAMPLES OFF)
  set(GLFW_BUILD_TESTS OFF)
  set(GLFW_BUILD_DOCS OFF)
  set(GLFW_INSTALL OFF)
  FetchContent_Declare(glfw GIT_REPOSITORY https://github.com/glfw/glfw.git GIT_TAG 3.3.8 GIT_SHALLOW ON)
  FetchContent_MakeAvailable(glfw)
endif()

add_library(latentwalk_imgui INTERFACE)
find_package(PkgConfig)
if(PkgConfig_FOUND)
  pkg_check_modules(IMGUI IMPORTED_TARGET imgui)
endif()
if(IMGUI_FOUND)
  target_link_libraries(latentwalk_imgui INTERFACE PkgConfig::IMGUI)
  list(TRANSFORM IMGUI_INCLUDE_DIRS APPEND /backends OUTPUT_VARIABLE backends)
  target_include_directories(latentwalk_imgui SYSTEM INTERFACE ${IMGUI_INCLUDE_DIRS} ${backends})
else()
  message(STATUS "imgui: no system package, fetching 1.90.1")
  FetchContent_Declare(imgui GIT_REPOSITORY https://github.com/ocornut/imgui.git GIT_TAG v1.90.1 GIT_SHALLOW ON)
  FetchContent_MakeAvailable(imgui)
  add_library(latentwalk_imgui_source STATIC
    ${imgui_SOURCE_DIR}/imgui.cpp ${imgui_SOURCE_DIR}/imgui_draw.cpp ${imgui_SOURCE_DIR}/imgui_tables.cpp
    ${imgui_SOURCE_DIR}/imgui_widgets.cpp ${imgui_SOURCE_DIR}/misc/cpp/imgui_stdlib.cpp
    ${imgui_SOURCE_DIR}/backends/imgui_impl_glfw.cpp ${imgui_SOURCE_DIR}/backends/imgui_impl_opengl3.cpp)
  target_include_directories(latentwalk_imgui_source SYSTEM PUBLIC ${imgui_SOURCE_DIR} ${imgui_SOURCE_DIR}/backends
                             ${imgui_SOURCE_DIR}/misc/cpp)
  target_link_libraries(latentwalk_imgui_source PUBLIC glfw OpenGL::OpenGL ${CMAKE_DL_LIBS})
  target_link_libraries(latentwalk_imgui INTERFACE latentwalk_imgui_source)
endif()
