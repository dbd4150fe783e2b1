# The figures: one program. ctest runs it with the least sizes, so that it cannot rot.
gongdan_tool(gongdan_bench tests/bench gongdan_host gongdan_sqlite gongdan_crypto PkgConfig::SQLITE CLI11::CLI11)
# The figures over HTTP run the real program.
target_sources(gongdan_bench PRIVATE ${CMAKE_SOURCE_DIR}/tests/support/process.cpp)
add_dependencies(gongdan_bench gongdan)
target_compile_definitions(gongdan_bench PRIVATE GONGDAN_SOURCE_DIR="${CMAKE_SOURCE_DIR}"
                                                 GONGDAN_BINARY="$<TARGET_FILE:gongdan>")
if(GONGDAN_TESTS)
  add_test(NAME bench COMMAND gongdan_bench --smoke)
endif()
