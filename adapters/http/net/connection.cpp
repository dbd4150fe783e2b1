#include "adapters/http/net/connection.hpp"

#include <chrono>
#include <utility>

#include <fmt/format.h>
#include <boost/asio/co_spawn.hpp>

#include "adapters/http/address.hpp"
#include "adapters/http/net/pending.hpp"
#include "adapters/http/net/response_head.hpp"
#include "adapters/http/problem.hpp"

// g++ 12.2: no braces, no ?:, no capturing lambda in a statement with co_await; coroutine parameters by value.

namespace gongdan::http::net {

namespace {

constexpr std::size_t kHeaderRead = 4096;
constexpr std::size_t kBodyRead = 64 * 1024;
constexpr std::size_t kKeptBuffer = 16 * 1024;  ///< an idle connection keeps no more than this
constexpr std::size_t kInlineBody = 4096;       ///< a smaller body is copied behind the head: one buffer to send
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

bool may_have_body(int status) { return status != 204 && status != 304 && status >= 200; }

}  // namespace

Connection::Connection(Loop& loop, Socket socket)
    : loop_(loop),
      channel_(std::move(socket)),
      parser_(static_cast<std::uint32_t>(loop.shared().options.header_limit)),
      stream_timer_(loop.context()) {
    const asio::ip::address peer = channel_.peer();
    if (peer.is_unspecified()) return;
    peer_ = plain_address(peer);
    remote_ = peer_.to_string();
    group_ = address_group(remote_);
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
    channel_.close();
    stream_timer_.cancel();
}

void Connection::enter(Phase phase, ServerOptions::Duration allowed) {
    phase_ = phase;
    deadline_ = loop_.now() + (forced_ ? std::min<ServerOptions::Duration>(allowed, kForcedLimit) : allowed);
}

void Connection::expire() {
    deadline_ = SteadyClock::time_point::max();
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
            channel_.cancel();
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
    enter(Phase::handshake, loop_.shared().options.header_timeout);
    const bool agreed = co_await channel_.shake_hands(std::move(context));
    if (!agreed) ++loop_.shared().failed_handshakes;
    co_return agreed;
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
    const auto buffer = input_.prepare(room);
    const std::size_t count = co_await channel_.read_some(buffer);
    input_.commit(count);
    co_return count > 0;
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
    request.secure = channel_.secure();
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

/// Puts the head of an answer into output_.
void Connection::begin_answer(const Response& response, std::string_view framing) {
    write_head(response, {loop_.date(), framing, keep_alive_, http_1_0_, secure_}, output_);
}

Task<bool> Connection::respond(Response response) {
    std::string framing;
    if (may_have_body(response.status)) framing = fmt::format("Content-Length: {}\r\n", response.body.size());
    begin_answer(response, framing);
    if (head_only_ || !may_have_body(response.status)) response.body.clear();
    enter(Phase::writing, loop_.shared().options.write_timeout);
    const bool sent = co_await flush(std::move(response.body));
    co_return sent;
}

/// Sends output_ and `body`.
Task<bool> Connection::flush(std::string body) {
    if (body.size() <= kInlineBody) {
        output_ += body;
        body.clear();
    }
    const bool sent = co_await channel_.write(output_, body);
    co_return sent;
}

/// Half-closes and waits for the peer to do the same: closing with unread input would reset the connection, and the
/// peer might never see the answer.
Task<void> Connection::linger() {
    enter(Phase::lingering, kLinger);
    co_await channel_.say_goodbye();
    co_await channel_.drain();
}

}  // namespace gongdan::http::net
