# For authors of plugins: the C header, how pkg-config and CMake find it, and a project to start from. Nothing else of ours
# is public.
install(DIRECTORY ${CMAKE_SOURCE_DIR}/adapters/notify/include/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
        FILES_MATCHING PATTERN "*.h")
install(DIRECTORY ${CMAKE_SOURCE_DIR}/docs/plugins/template/ DESTINATION ${CMAKE_INSTALL_DATADIR}/gongdan/plugin-template
        USE_SOURCE_PERMISSIONS)

add_library(gongdan_adapter INTERFACE)
set_target_properties(gongdan_adapter PROPERTIES EXPORT_NAME adapter)
install(TARGETS gongdan_adapter EXPORT gongdan-adapter INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(EXPORT gongdan-adapter NAMESPACE gongdan:: FILE gongdan-adapter-config.cmake
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/gongdan-adapter)

# The prefix is only known to `cmake --install`: the file tells it by where it stands itself.
file(RELATIVE_PATH GONGDAN_PREFIX_FROM_PC /prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig /prefix)
configure_file(${CMAKE_SOURCE_DIR}/adapters/notify/gongdan-adapter.pc.in ${CMAKE_BINARY_DIR}/gongdan-adapter.pc @ONLY)
install(FILES ${CMAKE_BINARY_DIR}/gongdan-adapter.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
