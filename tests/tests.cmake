# Catch2 2.13 (Debian 12): the header-only v2 package; its main is compiled once.
find_package(Catch2 REQUIRED)
add_library(gongdan_test_main STATIC tests/support/main.cpp)
target_link_libraries(gongdan_test_main PUBLIC gongdan_options Catch2::Catch2)

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

gongdan_test(test_base unit/base gongdan_core)
gongdan_test(test_calendar unit/calendar gongdan_core)
gongdan_test(test_calendar_property property/calendar gongdan_core)
gongdan_test(test_statechart unit/statechart gongdan_core)
gongdan_test(test_yaml unit/yaml gongdan_yaml)
gongdan_test(test_ticket unit/ticket gongdan_core)
gongdan_test(test_scenarios scenario gongdan_cli)
