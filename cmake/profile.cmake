# What runs at every command is compiled for the ways it really takes (profile-guided optimisation, GCC manual 3.12). With LIANBAN_TRAINING=ON
# scripts/build first builds lianban-training with counters, which tells the shipped scenarios, and then everything by what it has counted.
set(LIANBAN_PROFILE "" CACHE STRING "COUNT: count what runs; a folder: compile by the counts that lie in it")

function(lianban_by_profile target)
  if(NOT LIANBAN_PROFILE OR NOT CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    return()
  endif()
  if(LIANBAN_PROFILE STREQUAL "COUNT")
    target_compile_options(${target} PRIVATE -fprofile-generate=${CMAKE_BINARY_DIR}/profile -fprofile-update=atomic
                                             -fprofile-prefix-path=${CMAKE_BINARY_DIR})
    target_link_options(${target} INTERFACE -fprofile-generate)
  else()
    # Functions that were not run, or that have changed since, are compiled as they are without counts.
    target_compile_options(${target} PRIVATE -fprofile-use=${LIANBAN_PROFILE} -fprofile-partial-training
                                             -fprofile-prefix-path=${CMAKE_BINARY_DIR} -Wno-missing-profile -Wno-coverage-mismatch)
  endif()
endfunction()
