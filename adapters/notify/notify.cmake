# Plugins of our own run in the server; shared objects run in gongdan-plugin-runner, beside the program.
gongdan_library(gongdan_notify adapters/notify gongdan_core gongdan_crypto PkgConfig::CURL Threads::Threads)
list(APPEND gongdan_adapter_headers ${CMAKE_SOURCE_DIR}/adapters/notify/include)
target_include_directories(gongdan_notify PUBLIC ${gongdan_adapter_headers})
# The channels loader stands with the other YAML; what a channel may say is known here.
target_link_libraries(gongdan_yaml PUBLIC gongdan_notify)

add_executable(gongdan_plugin_runner ${CMAKE_SOURCE_DIR}/adapters/notify/runner/main.cpp
                                     ${CMAKE_SOURCE_DIR}/adapters/notify/frame.cpp)
set_target_properties(gongdan_plugin_runner PROPERTIES OUTPUT_NAME gongdan-plugin-runner)
target_include_directories(gongdan_plugin_runner PRIVATE ${gongdan_adapter_headers})
target_link_libraries(gongdan_plugin_runner PRIVATE gongdan_core ${CMAKE_DL_LIBS})
# Whoever uses the host needs the runner beside it.
add_dependencies(gongdan_notify gongdan_plugin_runner)
install(TARGETS gongdan_plugin_runner RUNTIME)

# The worked example for authors of plugins; the tests deliver through it.
add_library(gongdan_example_plugin MODULE ${CMAKE_SOURCE_DIR}/adapters/notify/example_desk_bell.c)
set_target_properties(gongdan_example_plugin PROPERTIES PREFIX "" OUTPUT_NAME desk_bell C_VISIBILITY_PRESET hidden)
target_include_directories(gongdan_example_plugin PRIVATE ${gongdan_adapter_headers})
target_compile_options(gongdan_example_plugin PRIVATE -Wall -Wextra -Wpedantic $<$<BOOL:${GONGDAN_WERROR}>:-Werror>)
