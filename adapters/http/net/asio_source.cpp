// The one file that compiles the bodies of Asio and Beast (BOOST_ASIO_SEPARATE_COMPILATION, …): saves about 3 s in
// every other file of this folder. Beast's src.hpp would also bring WebSocket and zlib, so its HTTP sources are named
// here.

#include <boost/asio/impl/src.hpp>
#include <boost/asio/ssl/impl/src.hpp>

#define BOOST_BEAST_SOURCE  // instantiates basic_parser here
#include <boost/beast/core/impl/error.ipp>
#include <boost/beast/core/impl/string.ipp>
#include <boost/beast/http/detail/basic_parser.ipp>
#include <boost/beast/http/detail/rfc7230.ipp>
#include <boost/beast/http/impl/basic_parser.ipp>
#include <boost/beast/http/impl/error.ipp>
#include <boost/beast/http/impl/field.ipp>
#include <boost/beast/http/impl/rfc7230.ipp>
#include <boost/beast/http/impl/status.ipp>
#include <boost/beast/http/impl/verb.ipp>
