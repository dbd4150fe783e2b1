# Catch2 2.13 (Debian 12): the header-only v2 package; its main is compiled once.
find_package(Catch2 REQUIRED)
add_library(gongdan_test_main STATIC tests/support/images.cpp tests/support/main.cpp
            tests/support/temporary_folder.cpp)
target_link_libraries(gongdan_test_main PUBLIC gongdan_options Catch2::Catch2)

add_library(gongdan_test_support STATIC tests/support/second_look.cpp tests/support/shipped.cpp)
target_link_libraries(gongdan_test_support PUBLIC gongdan_host)
target_compile_definitions(gongdan_test_support PRIVATE GONGDAN_SOURCE_DIR="${CMAKE_SOURCE_DIR}")

# One executable a folder below tests/unit, tests/property, … : every *_test.cpp in it is globbed, so none is left out.
function(gongdan_test name folder)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/${folder}/*.cpp)
  if(sources)
    add_executable(${name} ${sources})
    target_link_libraries(${name} PRIVATE gongdan_test_main ${ARGN})
    target_compile_definitions(${name} PRIVATE GONGDAN_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
    add_test(NAME ${folder} COMMAND ${name})
  endif()
endfunction()

# Child processes and an HTTP client, for tests of the real program and against real servers.
add_library(gongdan_test_process STATIC tests/support/process.cpp tests/support/client.cpp)
target_link_libraries(gongdan_test_process PUBLIC gongdan_options PkgConfig::CURL)

gongdan_test(test_arch arch)
gongdan_test(test_base unit/base gongdan_core)
gongdan_test(test_calendar unit/calendar gongdan_yaml)
gongdan_test(test_calendar_property property/calendar gongdan_core)
gongdan_test(test_clock unit/clock gongdan_core)
gongdan_test(test_clock_property property/clock gongdan_core)
gongdan_test(test_statechart unit/statechart gongdan_core)
gongdan_test(test_yaml unit/yaml gongdan_yaml)
gongdan_test(test_ticket unit/ticket gongdan_core)
gongdan_test(test_intake unit/intake gongdan_intake gongdan_yaml)
gongdan_test(test_access unit/access gongdan_core)
gongdan_test(test_engine unit/engine gongdan_test_support)
gongdan_test(test_scenarios scenario gongdan_cli)
gongdan_test(test_audit unit/audit gongdan_crypto)
gongdan_test(test_audit_property property/audit gongdan_test_support)
gongdan_test(test_report unit/report gongdan_report gongdan_test_support)
gongdan_test(test_escalation unit/escalation gongdan_yaml)
gongdan_test(test_escalation_property property/escalation gongdan_test_support)
gongdan_test(test_crypto unit/crypto gongdan_crypto)
gongdan_test(test_attachments unit/attachments gongdan_attachments)
# jansson comes with rhonabwy; only a forged token is made with it.
gongdan_test(test_oidc unit/oidc gongdan_oidc jansson)
gongdan_test(test_http unit/http gongdan_http gongdan_sqlite gongdan_test_support)
gongdan_test(test_conformance conformance gongdan_sqlite)
gongdan_test(test_sqlite unit/sqlite gongdan_sqlite gongdan_report gongdan_test_support)

gongdan_test(test_notify unit/notify gongdan_yaml gongdan_test_process)
# Shared objects for the tests of the plugin runner: one that misbehaves on request, and one that is no adapter.
foreach(fixture naughty_adapter stranger)
  add_library(gongdan_${fixture} MODULE tests/unit/notify/fixtures/${fixture}.c)
  target_include_directories(gongdan_${fixture} PRIVATE ${gongdan_adapter_headers})
  target_link_libraries(gongdan_${fixture} PRIVATE Threads::Threads)
endforeach()
target_compile_definitions(test_notify PRIVATE GONGDAN_EXAMPLE_PLUGIN="$<TARGET_FILE:gongdan_example_plugin>"
                                               GONGDAN_NAUGHTY_PLUGIN="$<TARGET_FILE:gongdan_naughty_adapter>"
                                               GONGDAN_STRANGER="$<TARGET_FILE:gongdan_stranger>")
add_dependencies(test_notify gongdan_example_plugin gongdan_naughty_adapter gongdan_stranger)

# The fuzz targets over their corpus (./dev fuzz makes libFuzzer send more).
gongdan_test(test_fuzz fuzz gongdan_http gongdan_sqlite gongdan_intake gongdan_test_support)
target_sources(test_fuzz PRIVATE ${CMAKE_SOURCE_DIR}/tests/unit/http/fake_service.cpp)

# Whole stretches of a day in virtual time, over the real store.
gongdan_test(test_simulation simulation gongdan_host gongdan_sqlite gongdan_test_support)

gongdan_test(test_host unit/host gongdan_host gongdan_sqlite gongdan_test_support)

# The real program: killed and started again; used as a person or a script would.
# SQLite: to hold the write lock while the program wants to record.
gongdan_test(test_crash crash gongdan_core gongdan_test_process PkgConfig::SQLITE)
gongdan_test(test_e2e e2e gongdan_cli gongdan_test_support gongdan_test_process)
set_tests_properties(crash e2e PROPERTIES LABELS slow)
target_compile_definitions(test_e2e PRIVATE GONGDAN_BUILD_DIR="${CMAKE_BINARY_DIR}")
foreach(outside test_crash test_e2e)
  target_compile_definitions(${outside} PRIVATE GONGDAN_BINARY="$<TARGET_FILE:gongdan>")
  add_dependencies(${outside} gongdan)
endforeach()

if(GONGDAN_SANITIZE MATCHES "thread")
  target_sources(gongdan_plugin_runner PRIVATE ${CMAKE_SOURCE_DIR}/tests/support/tsan_options.c)
endif()

# The console: what has logic in it (Vitest), and its pages in Debian's Chromium against the real program.
if(GONGDAN_CONSOLE)
  add_test(NAME unit/console COMMAND ${NPM_PROGRAM} run --silent test WORKING_DIRECTORY ${console_folder})
  file(GLOB browser_tests CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/browser/*.test.mjs)
  add_test(NAME browser COMMAND ${NODE_PROGRAM} --test ${browser_tests})
  set_tests_properties(browser PROPERTIES LABELS slow ENVIRONMENT "GONGDAN_PROGRAM=$<TARGET_FILE:gongdan>")
endif()
