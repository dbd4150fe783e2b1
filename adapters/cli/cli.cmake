find_package(CLI11 REQUIRED)
gongdan_library(gongdan_cli adapters/cli gongdan_core gongdan_crypto gongdan_yaml gongdan_host gongdan_sqlite gongdan_proof
                gongdan_notify gongdan_report gongdan_intake gongdan_oidc gongdan_attachments gongdan_http gongdan_console)
target_compile_definitions(gongdan_cli PUBLIC GONGDAN_VERSION="${PROJECT_VERSION}")
add_executable(gongdan adapters/cli/main.cpp)
target_link_libraries(gongdan PRIVATE gongdan_cli CLI11::CLI11)
