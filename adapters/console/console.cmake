# The console: npm ci, Vite, and pack.mjs, which makes the built files a source file of the program. Every build folder
# makes its own; node_modules lies beside package.json and is shared by all.
set(console_folder ${CMAKE_SOURCE_DIR}/adapters/console)

if(GONGDAN_CONSOLE)
  find_program(NPM_PROGRAM npm)
  find_program(NODE_PROGRAM NAMES node nodejs)
  if(NOT NPM_PROGRAM OR NOT NODE_PROGRAM)
    message(FATAL_ERROR "The console needs node and npm (./dev installs them), or -DGONGDAN_CONSOLE=OFF leaves it out.")
  endif()
  set(console_modules ${console_folder}/node_modules/.package-lock.json)
  add_custom_command(
    OUTPUT ${console_modules}
    COMMAND ${NPM_PROGRAM} ci --no-audit --no-fund --ignore-scripts --loglevel=error
    DEPENDS ${console_folder}/package.json ${console_folder}/package-lock.json
    WORKING_DIRECTORY ${console_folder}
    COMMENT "Installing what the console is made of (npm ci)"
    VERBATIM)
  file(GLOB_RECURSE console_sources CONFIGURE_DEPENDS ${console_folder}/src/* ${console_folder}/public/*)
  set(console_assets ${CMAKE_BINARY_DIR}/console/assets.cpp)
  add_custom_command(
    OUTPUT ${console_assets}
    COMMAND ${NPM_PROGRAM} run --silent check
    COMMAND ${NPM_PROGRAM} run --silent bundle -- --logLevel warn --emptyOutDir --outDir ${CMAKE_BINARY_DIR}/console/dist
    COMMAND ${NODE_PROGRAM} pack.mjs ${CMAKE_BINARY_DIR}/console/dist ${CMAKE_BINARY_DIR}/console
    DEPENDS ${console_modules} ${console_sources} ${console_folder}/index.html ${console_folder}/pack.mjs
            ${console_folder}/vite.config.ts ${console_folder}/tsconfig.json
    WORKING_DIRECTORY ${console_folder}
    COMMENT "Building the console"
    VERBATIM)
  add_library(gongdan_console STATIC ${console_assets})
else()
  add_library(gongdan_console STATIC ${console_folder}/none.cpp)
endif()
target_link_libraries(gongdan_console PUBLIC gongdan_options Boost::json)
