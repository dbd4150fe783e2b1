#include "adapters/http/net/connection.hpp"

#include <array>
#include <chrono>
#include <iterator>
#include <utility>

#include <fmt/format.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>

#include "adapters/http/address.hpp"
#include "adapters/http/net/pending.hpp"
#include "adapters/http/problem.hpp"

// g++ 12.2: no braces, no ?:, no capturing lambda in a statement with co_await; coroutine parameters by value.

namespace gongdan::http::net {

struct TlsStream {
    TlsStream(Socket& socket, TlsContextPtr with) : context(std::move(with)), stream(socket, *context) {}
    TlsContextPtr context;  // a reload must not take it away
    asio::ssl::stream<Socket&> stream;
};

namespace {

constexpr std::string_view kPolicy = "Content-Security-Policy";
constexpr std::string_view kReferrer = "Referrer-Policy";
constexpr std::size_t kHeaderRead = 4096;
constexpr std::size_t kBodyRead = 64 * 1024;
constexpr std::size_t kKeptBuffer = 16 * 1024;     ///< an idle connection keeps no more than this
constexpr std::size_t kInlineBody = 4096;          ///< a smaller body is copied behind the head: one buffer to send
constexpr auto kLinger = std::chrono::seconds(1);  ///< for the peer to read the last answer before we close
constexpr auto kForcedLimit = std::chrono::milliseconds(200);  ///< for every step once stop_timeout has passed

/// Hands the request to the routes, with the connection's continuation waiting in `pending`.
struct HandOver {
    Shared* shared;
    std::shared_ptr<Pending> pending;
    Request request;

    template <class Completion>
    void operator()(Completion&& completion) {
        pending->wait(std::forward<Completion>(completion));
        ++shared->requests;
        try {
            shared->handler(std::move(request),
                            [pending = pending](Response response) { pending->answer(std::move(response)); });
        } catch (const std::exception& failure) {
            write_log(shared->log, LogLevel::error, "handler-threw", {{"what", failure.what()}});
            pending->answer(problem(fail(Errc::internal, "http.internal"), ""));
        }
    }
};

bool has_line_break(std::string_view text) { return text.find_first_of("\r\n") != std::string_view::npos; }

bool may_have_body(int status) { return status != 204 && status != 304 && status >= 200; }

}  // namespace

Connection::Connection(Loop& loop, Socket socket)
    : loop_(loop),
      socket_(std::move(socket)),
      parser_(static_cast<std::uint32_t>(loop.shared().options.header_limit)),
      stream_timer_(loop.context()) {
    ErrorCode ignored;
    socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
    socket_.non_blocking(true, ignored);
    const auto peer = socket_.remote_endpoint(ignored);
    if (!ignored) {
        peer_ = plain_address(peer.address());
        remote_ = peer_.to_string();
        group_ = address_group(remote_);
    }
}

Connection::~Connection() = default;

// ------------------------------------------------------------------------------------------------ life and deadlines

void Connection::spawn(Task<void> task) {
    asio::co_spawn(loop_.context(), std::move(task),
                   [self = shared_from_this()](const std::exception_ptr& failure) { self->end(failure); });
}

void Connection::start() { spawn(serve(shared_from_this())); }
void Connection::refuse(Refusal why) { spawn(serve_refusal(shared_from_this(), why)); }
bool Connection::of_proxy() const { return loop_.shared().proxies.contains(peer_); }

void Connection::end(const std::exception_ptr& failure) {
    if (failure) write_log(loop_.shared().log, LogLevel::error, "connection-failed", {});
    if (streaming_) streaming_->abandon();
    close();
    release_body();
    loop_.leave(*this);
}

void Connection::close() {
    ErrorCode ignored;
    socket_.close(ignored);
    stream_timer_.cancel();
}

void Connection::enter(Phase phase, ServerOptions::Duration allowed) {
    phase_ = phase;
    deadline_ = loop_.now() + (forced_ ? std::min<ServerOptions::Duration>(allowed, kForcedLimit) : allowed);
}

void Connection::expire() {
    deadline_ = SteadyClock::time_point::max();
    ErrorCode ignored;
    switch (phase_) {
        case Phase::handshake:
            ++loop_.shared().timed_out;
            close();
            break;
        case Phase::idle:
        case Phase::lingering: close(); break;
        case Phase::header:
        case Phase::body:
            ++loop_.shared().timed_out;
            expired_ = true;
            socket_.cancel(ignored);
            break;
        case Phase::handling:
            ++loop_.shared().timed_out;
            pending_->answer(problem(fail(Errc::unavailable, "http.handler-timeout"), ""));
            break;
        case Phase::writing:
        case Phase::streaming:
            ++loop_.shared().timed_out;
            close();
            break;
    }
}

void Connection::check_welcome() {
    if (streaming_) streaming_->check_welcome();
}

void Connection::wind_down() {
    winding_down_ = true;
    keep_alive_ = false;
    if (streaming_) streaming_->dismiss();
    if (phase_ == Phase::idle || phase_ == Phase::handshake) close();
}

void Connection::force() {
    forced_ = true;
    if (phase_ == Phase::handling) {
        pending_->answer(problem(fail(Errc::unavailable, "http.stopping"), ""));
    } else {
        close();
    }
}

// ------------------------------------------------------------------------------------------------ the conversation

Task<void> Connection::serve(std::shared_ptr<Connection> self) {
    const bool agreed = co_await self->shake_hands();
    if (!agreed) co_return;
    for (;;) {
        const Outcome outcome = co_await self->read_request();
        if (outcome == Outcome::closed) co_return;
        if (outcome == Outcome::refused) break;
        const Request& request = self->parser_.request();
        self->head_only_ = request.method == "HEAD";
        Response response = co_await self->ask();
        self->pending_.reset();
        const auto render = std::move(response.render);  // moved out: it may replace the whole response
        if (render) render(response);
        if (self->winding_down_) self->keep_alive_ = false;
        if (response.stream) {
            co_await self->stream(std::move(response));
            co_return;
        }
        const bool sent = co_await self->respond(std::move(response));
        if (!sent) co_return;
        if (!self->keep_alive_) {
            co_await self->linger();
            co_return;
        }
    }
    self->head_only_ = false;
    self->keep_alive_ = false;
    const bool told = co_await self->respond(std::move(self->refusal_));
    if (told) co_await self->linger();
}

Task<void> Connection::serve_refusal(std::shared_ptr<Connection> self, Refusal why) {
    if (self->loop_.shared().options.tls) co_return;
    int status = 503;
    if (why == Refusal::crowded) status = 429;
    Response busy = problem(status, "too-many-connections", text("http.too-many-connections"), "");
    if (status == 429) busy.with("Retry-After", std::string(kRetryAfterSeconds));
    const bool told = co_await self->respond(std::move(busy));
    if (told) co_await self->linger();
}

/// True at once without TLS.
Task<bool> Connection::shake_hands() {
    TlsContextPtr context = loop_.shared().tls.current();
    if (!context) co_return true;
    secure_ = true;
    tls_ = std::make_unique<TlsStream>(socket_, std::move(context));
    enter(Phase::handshake, loop_.shared().options.header_timeout);
    ErrorCode error;
    co_await tls_->stream.async_handshake(asio::ssl::stream_base::server, into(error));
    if (error) ++loop_.shared().failed_handshakes;
    co_return !error;
}

Task<Connection::Outcome> Connection::read_request() {
    parser_.reset();
    release_body();
    sink_.reset();
    sink_asked_ = false;
    if (input_.size() == 0 && input_.capacity() > kKeptBuffer) input_.shrink_to_fit();
    enter(Phase::idle, loop_.shared().options.idle_timeout);
    for (;;) {
        if (input_.size() > 0) {
            if (phase_ == Phase::idle) enter(Phase::header, loop_.shared().options.header_timeout);
            const auto bytes = input_.cdata();
            const std::string_view view(static_cast<const char*>(bytes.data()), bytes.size());
            std::size_t consumed = 0;
            const auto progress = parser_.feed(view, consumed);
            input_.consume(consumed);
            if (progress == RequestParser::Progress::header_done) {
                const Outcome refused = accept_body();
                if (refused == Outcome::refused) co_return refused;
                bool wanted = true;
                if (sink_) wanted = co_await hand_on();
                if (!wanted) co_return Outcome::refused;
                const bool confirmed = co_await send_continue();
                if (!confirmed) co_return Outcome::closed;
                enter(Phase::body, body_time());
                if (input_.size() > 0) continue;
            } else {
                bool taken = true;
                if (sink_) taken = co_await hand_on();
                if (!taken) co_return Outcome::refused;
                if (progress != RequestParser::Progress::need_more) co_return settle(progress);
            }
        }
        const bool more = co_await read_more();
        if (more) continue;
        if (expired_) co_return refuse_request(408, "timeout", text("http.timeout"));
        co_return Outcome::closed;
    }
}

Task<bool> Connection::read_more() {
    std::size_t room = kHeaderRead;
    if (phase_ == Phase::body) room = kBodyRead;
    ErrorCode error;
    const auto buffer = input_.prepare(room);
    std::size_t count = 0;
    if (tls_) {
        count = co_await tls_->stream.async_read_some(buffer, into(error));
    } else {
        count = co_await socket_.async_read_some(buffer, into(error));
    }
    input_.commit(count);
    co_return !error;
}

Connection::Outcome Connection::settle(RequestParser::Progress progress) {
    using Progress = RequestParser::Progress;
    switch (progress) {
        case Progress::done:
            if (!parser_.target_ok()) return refuse_request(400, "malformed-request", text("http.malformed-request"));
            complete_request();
            return Outcome::request;
        case Progress::header_too_big:
            return refuse_request(431, "header-too-large",
                                  text("http.header-too-large", loop_.shared().options.header_limit));
        case Progress::body_too_big:
            if (sink_) refusal_ = sink_->too_large();
            if (sink_) return Outcome::refused;
            return refuse_request(413, "too-large", text("http.body-too-large"));
        case Progress::malformed:
        case Progress::need_more:
        case Progress::header_done: break;
    }
    return refuse_request(400, "malformed-request", text("http.malformed-request"));
}

void Connection::complete_head(Request& request) {
    request.remote_address = remote_;
    request.secure = tls_ != nullptr;
    loop_.shared().proxies.apply(peer_, request);
    secure_ = request.secure;
    const auto trace = request.header("traceparent");
    if (trace && is_traceparent(*trace)) request.traceparent = std::string(*trace);
}

void Connection::complete_request() {
    Request& request = parser_.request();
    request.sink = sink_;
    complete_head(request);
    http_1_0_ = parser_.is_http_1_0();
    keep_alive_ = parser_.keep_alive() && !winding_down_;
}

Connection::Outcome Connection::accept_body() {
    const ServerOptions& options = loop_.shared().options;
    if (options.body_sink && parser_.target_ok()) {
        complete_head(parser_.request());
        sink_ = options.body_sink(parser_.request());
    }
    if (sink_) return accept_length(sink_->limit(), kBodyRead);
    const std::size_t limit = options.body_limit ? options.body_limit(parser_.request().path) : kBodyLimit;
    // A chunked body does not say how long it will be.
    return accept_length(limit, parser_.announced_length() > 0 ? parser_.announced_length() : limit);
}

void Connection::release_body() { loop_.shared().body_bytes -= std::exchange(promised_, 0); }

Connection::Outcome Connection::refuse_request(int status, std::string_view name, const LocalText& detail) {
    if (status != 408 && status != 503) ++loop_.shared().malformed;
    refusal_ = problem(status, name, detail, "");
    return Outcome::refused;
}

/// A client with a large body may ask first whether it is wanted (RFC 9110 §10.1.1).
Task<bool> Connection::send_continue() {
    const auto expect = parser_.request().header("expect");
    if (!expect || *expect != "100-continue" || parser_.is_http_1_0()) co_return true;
    output_ = "HTTP/1.1 100 Continue\r\n\r\n";
    const bool sent = co_await flush(std::string());
    co_return sent;
}

Task<Response> Connection::ask() {
    pending_ = std::make_shared<Pending>(loop_.shared_from_this());
    enter(Phase::handling, loop_.shared().options.handler_timeout);
    UseTask token;
    return asio::async_initiate<UseTask, void(Response)>(
        HandOver{&loop_.shared(), pending_, std::move(parser_.request())}, token);
}

// ------------------------------------------------------------------------------------------------ writing

void Connection::compose_head(const Response& response, std::string_view framing) {
    output_.clear();
    auto out = std::back_inserter(output_);
    fmt::format_to(out, "HTTP/1.1 {} {}\r\nDate: {}\r\n", response.status, reason_phrase(response.status),
                   loop_.date());
    for (const Header& header : response.headers) {
        // A value must never be able to add a line of its own.
        if (has_line_break(header.name) || has_line_break(header.value)) continue;
        fmt::format_to(out, "{}: {}\r\n", header.name, header.value);
    }
    output_ += framing;
    if (!keep_alive_) output_ += "Connection: close\r\n";
    if (keep_alive_ && http_1_0_) output_ += "Connection: keep-alive\r\n";
    add_security_headers(response);
    output_ += "\r\n";
}

/// On every answer, whatever made it; a page that needs more than nothing brings its own policies. Of two of a kind a
/// browser takes the last: with no-referrer it would not say where a form comes from, and the form would be refused.
void Connection::add_security_headers(const Response& response) {
    output_ +=
        "X-Content-Type-Options: nosniff\r\n"
        "X-Frame-Options: DENY\r\n"
        "Cross-Origin-Resource-Policy: same-origin\r\n";
    if (!response.header(kReferrer)) fmt::format_to(std::back_inserter(output_), "{}: no-referrer\r\n", kReferrer);
    if (!response.header(kPolicy))
        fmt::format_to(std::back_inserter(output_), "{}: default-src 'none'; frame-ancestors 'none'\r\n", kPolicy);
    if (secure_) output_ += "Strict-Transport-Security: max-age=31536000\r\n";
}

Task<bool> Connection::respond(Response response) {
    std::string framing;
    if (may_have_body(response.status)) framing = fmt::format("Content-Length: {}\r\n", response.body.size());
    compose_head(response, framing);
    if (head_only_ || !may_have_body(response.status)) response.body.clear();
    enter(Phase::writing, loop_.shared().options.write_timeout);
    const bool sent = co_await flush(std::move(response.body));
    co_return sent;
}

/// Sends output_ and `body` as one piece: at once when the socket takes it, which saves a turn of the event loop.
Task<bool> Connection::flush(std::string body) {
    if (body.size() <= kInlineBody) {
        output_ += body;
        body.clear();
    }
    std::array<asio::const_buffer, 2> buffers = {asio::buffer(output_), asio::buffer(body)};
    ErrorCode error;
    if (tls_) {
        co_await asio::async_write(tls_->stream, buffers, into(error));
        co_return !error;
    }
    const std::size_t sent = socket_.send(buffers, 0, error);
    if (error == asio::error::would_block) error = ErrorCode();
    if (error) co_return false;
    if (sent == output_.size() + body.size()) co_return true;
    const std::size_t of_head = std::min(sent, output_.size());
    buffers[0] += of_head;
    buffers[1] += sent - of_head;
    co_await asio::async_write(socket_, buffers, into(error));
    co_return !error;
}

/// Half-closes and waits for the peer to do the same: closing with unread input would reset the connection, and the
/// peer might never see the answer.
Task<void> Connection::linger() {
    enter(Phase::lingering, kLinger);
    co_await say_goodbye();
    ErrorCode error;
    socket_.shutdown(asio::socket_base::shutdown_send, error);
    std::array<char, 4096> scrap;
    while (!error) {
        const auto buffer = asio::buffer(scrap);
        co_await socket_.async_read_some(buffer, into(error));
    }
}

/// Over TLS the peer must be told that this is the end, and not an attacker's cut.
Task<void> Connection::say_goodbye() {
    if (!tls_) co_return;
    ErrorCode ignored;
    co_await tls_->stream.async_shutdown(into(ignored));
}

// ------------------------------------------------------------------------------------------------ streams

Task<void> Connection::stream(Response response) {
    streaming_ = std::move(response.stream);
    keep_alive_ = false;
    std::string framing;
    if (!http_1_0_) framing = "Transfer-Encoding: chunked\r\n";
    compose_head(response, framing);
    streaming_->attach(
        [this] { asio::post(loop_.context(), [self = shared_from_this()] { self->stream_timer_.cancel(); }); });
    if (winding_down_) streaming_->dismiss();
    asio::co_spawn(loop_.context(), watch_peer(shared_from_this()), asio::detached);
    enter(Phase::streaming, loop_.shared().options.write_timeout);
    bool going = co_await flush(std::string());
    while (going && !head_only_) going = co_await pump();
    streaming_->abandon();
    enter(Phase::lingering, kLinger);
    co_await say_goodbye();
    ErrorCode error;
    socket_.shutdown(asio::socket_base::shutdown_send, error);
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
    co_return socket_.is_open();
}

/// Notices that the peer has gone while we only write.
Task<void> Connection::watch_peer(std::shared_ptr<Connection> self) {
    std::array<char, 512> scrap;
    ErrorCode error;
    while (!error) {
        const auto buffer = asio::buffer(scrap);
        if (self->tls_) {
            co_await self->tls_->stream.async_read_some(buffer, into(error));
        } else {
            co_await self->socket_.async_read_some(buffer, into(error));
        }
    }
    self->peer_gone_ = true;
    self->stream_timer_.cancel();
}

}  // namespace gongdan::http::net
