# The fuzz targets: with clang and -DGONGDAN_FUZZ=ON (the preset fuzz) a libFuzzer program, otherwise the test
# tests/fuzz, which sends the committed corpus through the same targets.
if(GONGDAN_FUZZ)
  # Without the files of the server: clang 14 has no coroutines of C++20, and the targets need no socket.
  file(GLOB_RECURSE fuzzed CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/adapters/http/*.cpp)
  list(FILTER fuzzed EXCLUDE REGEX "/net/")
  add_executable(gongdan_fuzz tests/fuzz/fuzzer.cpp tests/fuzz/targets.cpp tests/fuzz/http_target.cpp
                 tests/fuzz/json_target.cpp tests/fuzz/yaml_target.cpp tests/fuzz/intake_target.cpp
                 tests/unit/http/fake_service.cpp tests/support/shipped.cpp tests/support/temporary_folder.cpp
                 adapters/http/net/parser.cpp adapters/http/net/asio_source.cpp ${fuzzed})
  target_compile_definitions(gongdan_fuzz PRIVATE GONGDAN_SOURCE_DIR="${CMAKE_SOURCE_DIR}"
                                                  BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION
                                                  BOOST_ASIO_NO_DEPRECATED)
  target_link_options(gongdan_fuzz PRIVATE -fsanitize=fuzzer)
  target_link_libraries(gongdan_fuzz PRIVATE gongdan_host gongdan_sqlite gongdan_intake gongdan_yaml gongdan_crypto OpenSSL::SSL Threads::Threads)
endif()
