# The fuzz targets: with clang and -DGONGDAN_FUZZ=ON (the preset fuzz) a libFuzzer program, otherwise the test
# tests/fuzz, which sends the committed corpus through the same targets.
if(GONGDAN_FUZZ)
  # Without the files of the server: clang 14 has no coroutines of C++20, and the targets need no socket. Of the host
  # and the database only what the fake service stands on: the rest would take minutes to build.
  file(GLOB_RECURSE fuzzed CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/adapters/http/*.cpp)
  list(FILTER fuzzed EXCLUDE REGEX "/net/")
  file(GLOB targets CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/fuzz/*.cpp)
  list(FILTER targets EXCLUDE REGEX "_test\\.cpp$")
  file(GLOB accounts CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/adapters/sqlite/account*.cpp)
  add_executable(gongdan_fuzz ${targets} tests/unit/http/fake_service.cpp tests/support/shipped.cpp
                 tests/support/temporary_folder.cpp adapters/http/net/parser.cpp adapters/http/net/asio_source.cpp
                 adapters/host/account_views.cpp adapters/host/actors.cpp adapters/host/current_duty.cpp adapters/host/finding_book.cpp
                 adapters/host/installation.cpp adapters/host/verification.cpp
                 adapters/host/journal_lines.cpp adapters/host/links.cpp adapters/host/names.cpp adapters/host/presence.cpp adapters/host/rules_journal.cpp
                 adapters/host/simulation.cpp adapters/host/simulation_line.cpp adapters/host/workshop.cpp
                 adapters/sqlite/access.cpp adapters/sqlite/data_directory.cpp
                 adapters/sqlite/database.cpp adapters/sqlite/write_turn.cpp adapters/sqlite/schema.cpp adapters/sqlite/session_cache.cpp
                 adapters/sqlite/throttle.cpp ${accounts} ${fuzzed})
  target_compile_definitions(gongdan_fuzz PRIVATE BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION
                                                  BOOST_ASIO_NO_DEPRECATED)
  # Only where it is used: the objects of all others are found in the cache from a checkout at any path.
  set_source_files_properties(tests/fuzz/intake_target.cpp tests/support/shipped.cpp
                              PROPERTIES COMPILE_DEFINITIONS GONGDAN_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  target_link_options(gongdan_fuzz PRIVATE -fsanitize=fuzzer)
  target_link_libraries(gongdan_fuzz PRIVATE gongdan_attachments gongdan_report gongdan_intake gongdan_yaml gongdan_crypto
                                             PkgConfig::SQLITE OpenSSL::SSL Threads::Threads)
endif()
