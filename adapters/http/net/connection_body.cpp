// Bodies that do not stay in memory: each piece goes to the request's sink, and the next is read when it is taken.

#include <chrono>
#include <utility>

#include "adapters/http/net/connection.hpp"
#include "adapters/http/net/pending.hpp"
#include "adapters/http/problem.hpp"

// g++ 12.2: no braces, no ?:, no capturing lambda in a statement with co_await; coroutine parameters by value.

namespace gongdan::http::net {
namespace {

/// Offers a piece of a body to whoever takes it, with the connection's continuation waiting in `pending`.
struct Offer {
    Shared* shared;
    std::shared_ptr<Pending> pending;
    std::shared_ptr<BodySink> sink;
    std::string bytes;

    template <class Completion>
    void operator()(Completion&& completion) {
        pending->wait(std::forward<Completion>(completion));
        try {
            sink->take(std::move(bytes),
                       [pending = pending](Response response) { pending->answer(std::move(response)); });
        } catch (const std::exception& failure) {
            write_log(shared->log, LogLevel::error, "sink-threw", {{"what", failure.what()}});
            pending->answer(problem(fail(Errc::internal, "http.internal"), ""));
        }
    }
};

}  // namespace

/// Gives what has come of the body to its sink (there is one); false when the request is refused.
Task<bool> Connection::hand_on() {
    std::string& body = parser_.request().body;
    if (sink_asked_ && body.empty()) co_return true;
    sink_asked_ = true;
    const Phase phase = phase_;
    const auto deadline = deadline_;
    std::string bytes = std::move(body);
    body.clear();
    Response answer = co_await offer(std::move(bytes));
    pending_.reset();
    phase_ = phase;
    deadline_ = deadline;
    if (answer.status == BodySink::kGoOn) co_return true;
    const auto render = std::move(answer.render);
    if (render) render(answer);
    refusal_ = std::move(answer);
    co_return false;
}

Task<Response> Connection::offer(std::string bytes) {
    pending_ = std::make_shared<Pending>(loop_.shared_from_this());
    enter(Phase::handling, loop_.shared().options.handler_timeout);
    UseTask token;
    return asio::async_initiate<UseTask, void(Response)>(Offer{&loop_.shared(), pending_, sink_, std::move(bytes)},
                                                         token);
}

/// A large file takes its time on a slow line.
ServerOptions::Duration Connection::body_time() const {
    const ServerOptions& options = loop_.shared().options;
    if (!sink_) return options.body_timeout;
    const std::uint64_t length = parser_.announced_length() > 0 ? parser_.announced_length() : sink_->limit();
    return options.body_timeout + std::chrono::seconds(length / options.slowest_upload);
}

/// `in_memory`: bytes of the body that will lie in memory at once.
Connection::Outcome Connection::accept_length(std::uint64_t limit, std::uint64_t in_memory) {
    if (parser_.announced_length() > limit) return settle(RequestParser::Progress::body_too_big);
    const ServerOptions& options = loop_.shared().options;
    const auto wanted = std::size_t(in_memory);
    if (loop_.shared().body_bytes.fetch_add(wanted) + wanted > options.body_budget) {
        loop_.shared().body_bytes -= wanted;
        return refuse_request(503, "overloaded", text("http.too-many-bodies"));
    }
    promised_ = wanted;
    parser_.set_body_limit(limit);
    return Outcome::request;
}

}  // namespace gongdan::http::net
