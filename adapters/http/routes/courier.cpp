#include "adapters/http/routes/courier.hpp"

#include <atomic>

namespace gongdan::http {
namespace {

/// Its pieces are pushed by one job at a time on the reader pool.
class Courier : public std::enable_shared_from_this<Courier> {
 public:
    Courier(host::Service& service, Freight freight) : service_(service), freight_(std::move(freight)) {}

    static std::shared_ptr<Stream> start(host::Service& service, Freight freight) {
        Stream::Options options;
        options.capacity = 2 * freight.piece;
        options.whole = true;
        const auto courier = std::make_shared<Courier>(service, std::move(freight));
        // The stream holds its courier, who knows the stream only while it lives.
        options.on_drained = [courier] { courier->fetch(); };
        auto stream = std::make_shared<Stream>(std::move(options));
        courier->stream_ = stream;
        return stream;
    }

 private:
    /// The connection has nothing left. What is asked for while a job runs, the same job does.
    void fetch() {
        if (asked_.fetch_add(1) > 0) return;
        go_on();
    }

    void go_on() {
        service_.offload([self = shared_from_this()] { self->work(); });
    }

    void work() {
        while (true) {
            const int answering = asked_;
            // Long looking is done in turns: others read, too.
            if (!push_next()) return go_on();
            if (asked_.fetch_sub(answering) == answering) return;
        }
    }

    /// False when it has to look further.
    bool push_next() {
        const auto stream = stream_.lock();
        if (!stream || stream->closed() || !stream->fits(freight_.piece)) return true;
        const bool welcome = !freight_.still_welcome || freight_.still_welcome();
        auto piece = welcome ? freight_.pieces->next() : fail(Errc::unauthenticated, "http.no-token");
        if (!piece) {
            stream->break_off();
        } else if (!*piece) {
            stream->finish();
        } else if ((*piece)->empty()) {
            return false;
        } else {
            (void)stream->push(**piece);
        }
        return true;
    }

    host::Service& service_;
    Freight freight_;
    std::weak_ptr<Stream> stream_;
    std::atomic<int> asked_ = 0;
};

}  // namespace

std::shared_ptr<Stream> dispatch(host::Service& service, Freight freight) {
    return Courier::start(service, std::move(freight));
}

}  // namespace gongdan::http
