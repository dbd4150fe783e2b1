#pragma once
/// The answer to one request on its way from the handler (any thread) to its connection. Filled once, by whoever comes
/// first: the handler, the sweeper (too late) or the end of the server.

#include <atomic>
#include <memory>
#include <utility>

#include <boost/asio/post.hpp>

#include "adapters/http/message.hpp"
#include "adapters/http/net/asio.hpp"
#include "adapters/http/net/loop.hpp"

namespace gongdan::http::net {

class Pending {
 public:
    explicit Pending(std::shared_ptr<Loop> loop) : loop_(std::move(loop)) {}

    /// On the connection's thread, before anybody can answer. `completion` is Asio's, called with the Response.
    template <class Completion>
    void wait(Completion completion) {
        continuation_ = std::make_unique<Holder<Completion>>(std::move(completion));
    }

    /// Thread-safe. The connection goes on on its own thread. False when it was answered before: then nothing is
    /// touched, so a late handler may call this even when the server is long gone.
    bool answer(Response response) {
        if (answered_.exchange(true)) return false;
        auto resume = [continuation = std::move(continuation_), response = std::move(response)]() mutable {
            continuation->go_on(std::move(response));
        };
        asio::post(loop_->context(), std::move(resume));
        return true;
    }

 private:
    // Not asio::any_completion_handler: the one of Boost 1.81 recurses without end when it is moved into a lambda.
    struct Continuation {
        virtual ~Continuation() = default;
        virtual void go_on(Response response) = 0;
    };
    template <class Completion>
    struct Holder : Continuation {
        explicit Holder(Completion given) : completion(std::move(given)) {}
        void go_on(Response response) override { std::move(completion)(std::move(response)); }
        Completion completion;
    };

    std::shared_ptr<Loop> loop_;  // shared: it must outlive the hand-over
    std::unique_ptr<Continuation> continuation_;
    std::atomic<bool> answered_{false};
};

}  // namespace gongdan::http::net
