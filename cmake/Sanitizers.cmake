# ASan and UBSan for everything that is built, so that no object of the program is left unwatched.
if(LATENTWALK_SANITIZE)
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
endif()
