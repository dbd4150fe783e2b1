# Only net/*.cpp see Beast and Asio; their bodies are compiled once, in net/asio_source.cpp.
gongdan_library(gongdan_http adapters/http gongdan_core gongdan_crypto gongdan_attachments gongdan_report OpenSSL::SSL Threads::Threads)
target_compile_definitions(gongdan_http PRIVATE BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION
                                                BOOST_ASIO_NO_DEPRECATED)
