#include "adapters/http/net/channel.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>

// g++ 12.2: no braces, no ?:, no capturing lambda in a statement with co_await; coroutine parameters by value.

namespace gongdan::http::net {

struct Channel::Tls {
    Tls(Socket& socket, TlsContextPtr with) : context(std::move(with)), stream(socket, *context) {}
    TlsContextPtr context;  // a reload must not take it away
    asio::ssl::stream<Socket&> stream;
};

Channel::Channel(Socket socket) : socket_(std::move(socket)) {
    ErrorCode ignored;
    socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
    socket_.non_blocking(true, ignored);
}

Channel::~Channel() = default;

asio::ip::address Channel::peer() const {
    ErrorCode gone;
    const auto peer = socket_.remote_endpoint(gone);
    return gone ? asio::ip::address() : peer.address();
}

Task<bool> Channel::shake_hands(TlsContextPtr context) {
    tls_ = std::make_unique<Tls>(socket_, std::move(context));
    ErrorCode error;
    co_await tls_->stream.async_handshake(asio::ssl::stream_base::server, into(error));
    co_return !error;
}

Task<std::size_t> Channel::read_some(asio::mutable_buffer room) {
    ErrorCode error;
    std::size_t count = 0;
    if (tls_) {
        count = co_await tls_->stream.async_read_some(room, into(error));
    } else {
        count = co_await socket_.async_read_some(room, into(error));
    }
    if (error) co_return 0;
    co_return count;
}

Task<bool> Channel::write(std::string_view head, std::string_view body) {
    std::array<asio::const_buffer, 2> buffers = {asio::buffer(head), asio::buffer(body)};
    ErrorCode error;
    if (tls_) {
        co_await asio::async_write(tls_->stream, buffers, into(error));
        co_return !error;
    }
    const std::size_t sent = socket_.send(buffers, 0, error);
    if (error == asio::error::would_block) error = ErrorCode();
    if (error) co_return false;
    if (sent == head.size() + body.size()) co_return true;
    const std::size_t of_head = std::min(sent, head.size());
    buffers[0] += of_head;
    buffers[1] += sent - of_head;
    co_await asio::async_write(socket_, buffers, into(error));
    co_return !error;
}

Task<void> Channel::say_goodbye() {
    ErrorCode ignored;
    if (tls_) co_await tls_->stream.async_shutdown(into(ignored));
    socket_.shutdown(asio::socket_base::shutdown_send, ignored);
}

Task<void> Channel::drain() {
    ErrorCode error;
    std::array<char, 4096> scrap;
    while (!error) {
        const auto buffer = asio::buffer(scrap);
        co_await socket_.async_read_some(buffer, into(error));
    }
}

void Channel::cancel() {
    ErrorCode ignored;
    socket_.cancel(ignored);
}

void Channel::close() {
    ErrorCode ignored;
    socket_.close(ignored);
}

}  // namespace gongdan::http::net
