# latentwalk_bundle(TARGET COUNT): compiles COUNT sources at a time as one. Headers (LibTorch, CLI11, xtensor, JSON) cost most
# of the time, and so are read once a bundle. scripts/lint defines CMAKE_UNITY_BUILD and sees the sources one by one.
function(latentwalk_bundle target count)
  if(NOT DEFINED CMAKE_UNITY_BUILD)
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE ${count})
  endif()
endfunction()
