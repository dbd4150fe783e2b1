# Every header compiles alone. A header with a source beside it is proven by that source, which includes it first (a scan
# in tests/arch sees to that); each of the others gets a source of one line here.
file(GLOB_RECURSE headers CONFIGURE_DEPENDS RELATIVE ${CMAKE_SOURCE_DIR} ${CMAKE_SOURCE_DIR}/core/*.hpp
     ${CMAKE_SOURCE_DIR}/adapters/*.hpp ${CMAKE_SOURCE_DIR}/adapters/*.h)
# Beast takes many seconds a file, and its few headers are included by little else.
list(FILTER headers EXCLUDE REGEX "^adapters/(http/net|console)/")
set(header_sources)
foreach(header IN LISTS headers)
  string(REGEX REPLACE "\\.hp?p?$" ".cpp" sibling ${header})
  if(EXISTS ${CMAKE_SOURCE_DIR}/${sibling})
    continue()
  endif()
  set(source ${CMAKE_BINARY_DIR}/headers/${sibling})
  file(CONFIGURE OUTPUT ${source} CONTENT "#include \"${header}\"\n")
  list(APPEND header_sources ${source})
endforeach()
add_library(gongdan_headers OBJECT ${header_sources})
target_link_libraries(gongdan_headers PRIVATE gongdan_options)
