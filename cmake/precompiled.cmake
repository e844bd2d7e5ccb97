# Headers that most files read, compiled once: saves a tenth (core) to a half (RPC) of the time of a file. A file still
# includes what it uses, so that it also builds with -DLIANBAN_PRECOMPILED=OFF.
option(LIANBAN_PRECOMPILED "Compile common headers once" ON)

set(core_headers <algorithm> <chrono> <cstdint> <deque> <filesystem> <fstream> <functional> <map> <memory> <mutex> <optional>
  <set> <sstream> <string> <string_view> <thread> <unordered_map> <unordered_set> <utility> <variant> <vector>
  absl/status/status.h absl/status/statusor.h absl/time/clock.h absl/time/time.h fmt/format.h nlohmann/json.hpp)
set(rpc_headers ${core_headers} grpcpp/grpcpp.h google/protobuf/message.h google/protobuf/util/time_util.h spdlog/spdlog.h
  lianban/casework/v1/casework.grpc.pb.h lianban/catalog/v1/catalog.grpc.pb.h lianban/identity/v1/identity.grpc.pb.h
  lianban/intake/v1/intake.grpc.pb.h)

# The JSON library's checks of what its callers do end the program, without words to print. What it checks of itself whenever a value is
# made, moved or destroyed is left out: without it replay is 1.09 times as fast (four pairs of runs).
set(json_options "-DJSON_ASSERT(holds)=(__builtin_strcmp(__func__,\"assert_invariant\")==0||(holds)?(void)0:__builtin_trap())")

# Test code runs once: compiling it quickly is worth more than its speed. What it tests is optimised.
set(test_options -O0)

function(lianban_precompile name headers)
  list(TRANSFORM ${headers} REPLACE "^([^<].*)$" "<\\1>" OUTPUT_VARIABLE names)
  # Written once: a newer one would make every file be compiled again after each run of CMake.
  if(NOT EXISTS ${CMAKE_BINARY_DIR}/${name}.cpp)
    file(WRITE ${CMAKE_BINARY_DIR}/${name}.cpp "")
  endif()
  add_library(${name} OBJECT EXCLUDE_FROM_ALL ${CMAKE_BINARY_DIR}/${name}.cpp)
  target_link_libraries(${name} PRIVATE ${ARGN})
  target_compile_options(${name} PRIVATE ${json_options})
  target_precompile_headers(${name} PRIVATE ${names})
  # Not from the compiler cache: it has handed out a header of an older contract.
  set_target_properties(${name} PROPERTIES CXX_COMPILER_LAUNCHER "")
endfunction()

if(LIANBAN_PRECOMPILED)
  set(core_test_headers ${core_headers} gmock/gmock.h gtest/gtest.h)
  set(rpc_test_headers ${rpc_headers} gmock/gmock.h gtest/gtest.h)
  set(core_libraries absl::statusor absl::time fmt::fmt)
  set(rpc_libraries ${core_libraries} lianban_api spdlog::spdlog)
  lianban_precompile(lianban_precompiled_core core_headers ${core_libraries})
  lianban_precompile(lianban_precompiled_rpc rpc_headers ${rpc_libraries})
  lianban_precompile(lianban_precompiled_core_test core_test_headers ${core_libraries} GTest::gmock)
  lianban_precompile(lianban_precompiled_rpc_test rpc_test_headers ${rpc_libraries} GTest::gmock)
  target_compile_options(lianban_precompiled_core_test PRIVATE ${test_options})
  target_compile_options(lianban_precompiled_rpc_test PRIVATE ${test_options})
endif()

# lianban_use_precompiled(TARGET test?): with the RPC headers when TARGET links the contracts.
function(lianban_use_precompiled target test depends)
  target_compile_options(${target} PRIVATE ${json_options})
  if(test)
    target_compile_options(${target} PRIVATE ${test_options})
  endif()
  if(NOT LIANBAN_PRECOMPILED)
    return()
  endif()
  set(kind core)
  if("lianban_api" IN_LIST depends)
    set(kind rpc)
    target_link_libraries(${target} PRIVATE spdlog::spdlog)
  endif()
  if(test)
    string(APPEND kind _test)
  endif()
  target_link_libraries(${target} PRIVATE fmt::fmt)  # the same definitions on every command line, as spdlog above
  target_precompile_headers(${target} REUSE_FROM lianban_precompiled_${kind})
endfunction()
