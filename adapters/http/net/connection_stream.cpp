// Answers that go on: what the stream holds is sent as it comes, until it ends or the peer goes away.

#include <array>
#include <utility>

#include <fmt/format.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>

#include "adapters/http/net/connection.hpp"

// g++ 12.2: no braces, no ?:, no capturing lambda in a statement with co_await; coroutine parameters by value.

namespace gongdan::http::net {

Task<void> Connection::stream(Response response) {
    streaming_ = std::move(response.stream);
    keep_alive_ = false;
    std::string framing;
    if (!http_1_0_) framing = "Transfer-Encoding: chunked\r\n";
    begin_answer(response, framing);
    streaming_->attach(
        [this] { asio::post(loop_.context(), [self = shared_from_this()] { self->stream_timer_.cancel(); }); });
    if (winding_down_) streaming_->dismiss();
    asio::co_spawn(loop_.context(), watch_peer(shared_from_this()), asio::detached);
    enter(Phase::streaming, loop_.shared().options.write_timeout);
    bool going = co_await flush(std::string());
    while (going && !head_only_) going = co_await pump();
    streaming_->abandon();
    enter(Phase::lingering, kLinger);
    co_await channel_.say_goodbye();
    ErrorCode error;
    while (!peer_gone_) {
        stream_timer_.expires_after(kLinger);
        co_await stream_timer_.async_wait(into(error));
    }
}

/// Sends what the stream holds, or waits for more; false at its end.
Task<bool> Connection::pump() {
    Stream::Chunk chunk = streaming_->take();
    if (peer_gone_ || chunk.cut) co_return false;
    enter(Phase::streaming, loop_.shared().options.write_timeout);
    output_.clear();
    if (chunk.end) {
        if (!http_1_0_) output_ = "0\r\n\r\n";
        co_await flush(std::string());
        co_return false;
    }
    if (!chunk.bytes.empty()) {
        if (!http_1_0_) output_ = fmt::format("{:x}\r\n", chunk.bytes.size());
        if (!http_1_0_) chunk.bytes += "\r\n";
        const bool sent = co_await flush(std::move(chunk.bytes));
        co_return sent;
    }
    deadline_ = SteadyClock::time_point::max();  // quiet, not slow
    ErrorCode error;
    stream_timer_.expires_after(loop_.shared().options.heartbeat);
    co_await stream_timer_.async_wait(into(error));
    if (!error) streaming_->beat();
    co_return channel_.is_open();
}

/// Notices that the peer has gone while we only write.
Task<void> Connection::watch_peer(std::shared_ptr<Connection> self) {
    std::array<char, 512> scrap;
    std::size_t count = 1;
    while (count > 0) {
        const auto buffer = asio::buffer(scrap);
        count = co_await self->channel_.read_some(buffer);
    }
    self->peer_gone_ = true;
    self->stream_timer_.cancel();
}

}  // namespace gongdan::http::net
