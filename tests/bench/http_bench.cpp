// Transitions over HTTP: 64 keep-alive connections against the real program, each opening tickets and leading them to
// the crew's arrival; beside the same client asking a route that touches no store, and beside the engine alone.

#include <fmt/format.h>

#include "adapters/crypto/crypto.hpp"
#include "tests/bench/bench.hpp"
#include "tests/bench/desk.hpp"
#include "tests/bench/measure.hpp"
#include "tests/bench/served.hpp"

namespace gongdan::bench {
namespace {

constexpr int kConnections = 64;

std::size_t requests_of(Size size) {
    switch (size) {
        case Size::smoke: return 4 * kConnections;
        case Size::usual: return 20'000;
        case Size::full: return 100'000;
    }
    return 0;
}

/// What one connection has under way.
struct Conversation {
    std::string ticket;    ///< id of the open ticket
    std::size_t step = 0;  ///< index into kSteps of what comes next; kSteps.size() = a new ticket
};

class Callers {
 public:
    explicit Callers(const Endpoint& endpoint) : endpoint_(endpoint), conversations_(kConnections) {}

    std::string next(int connection, const Answer* answer) {
        Conversation& talk = conversations_[std::size_t(connection)];
        if (answer != nullptr && answer->status == 201) talk = {id_in(answer->body), 0};
        if (talk.ticket.empty() || talk.step == kSteps.size()) return open();
        const Step& step = kSteps[talk.step++];
        return request_text(endpoint_, "/api/v1/tickets/" + talk.ticket + "/events",
                            fmt::format(R"({{"event":"{}","data":{}}})", step.event, step.data));
    }

 private:
    std::string open() {
        const Instant now = std::chrono::floor<Millis>(std::chrono::system_clock::now());
        const json::object body{{"workflow", "fault-repair"}, {"data", fault_data(opened_++, now - Millis(1000))}};
        return request_text(endpoint_, "/api/v1/tickets", json::serialize(body));
    }

    static std::string id_in(const std::string& body) {
        const auto parsed = must(parse_json(body), "an answer");
        return string_or_empty(parsed.as_object(), "id");
    }

    const Endpoint& endpoint_;
    std::vector<Conversation> conversations_;
    int opened_ = 0;
};

struct Sample {
    double per_second = 0;
    double half_ms = 0;
    double last_ms = 0;
    double server_us = 0;  ///< processor time of the server for one request
};

Sample load(const Served& server, std::size_t requests, const Next& next) {
    const double before_s = use_of(server.pid()).processor_s;
    const LoadResult result = run_load(server.endpoint(), kConnections, requests, next);
    if (result.failures > 0) throw std::runtime_error(fmt::format("{} requests failed", result.failures));
    const double spent_s = use_of(server.pid()).processor_s - before_s;
    return {double(requests) / result.seconds, percentile(result.latencies_ms, 0.5),
            percentile(result.latencies_ms, 0.99), spent_s * 1e6 / double(requests)};
}

/// The same mix of commands without HTTP, in groups as large as there are connections.
double engine_per_second(const std::filesystem::path& folder, std::size_t requests) {
    const Scratch scratch(folder);
    const auto store = must(
        sqlite::SqliteStore::open(scratch.path() / "engine.db", {find_shipped(), sqlite::kCacheMax, ""}), "a database");
    Engine engine(*store, shipped(), crypto::sha256, crypto::salt);
    const int rounds = int(requests / (kConnections * (kSteps.size() + 1)));
    std::vector<Request> all;
    for (int round = 0; round < rounds; ++round) {
        const int first = round * kConnections;
        for (int i = 0; i < kConnections; ++i) all.push_back(open_request(first + i, morning()));
        for (const Step& step : kSteps) {
            for (int i = 0; i < kConnections; ++i) all.push_back(step_request(first + i + 1, step));
        }
    }
    const Stopwatch watch;
    run_all(engine, all, kConnections, morning());
    return double(all.size()) / watch.seconds();
}

}  // namespace

void http_figures(const Options& options, Report& report) {
    report.heading(fmt::format("HTTP: {} keep-alive connections against gongdan serve", kConnections));
    const std::size_t requests = requests_of(options.size);
    const Scratch scratch(options.folder);
    const auto data = scratch.path() / "data";
    const std::string token = make_token(data);
    Served server(data, token);
    const std::string health = request_text({server.endpoint().port, ""}, "/healthz", "");
    Callers callers(server.endpoint());
    Pairs against_engine;
    Pairs against_health;
    Pairs half_ms;
    Pairs last_ms;
    Pairs server_us;
    for (int i = 0; i < options.repeat; ++i) {
        const double engine = engine_per_second(options.folder, requests);
        const Sample still = load(server, requests, [&health](int, const Answer*) { return health; });
        const Sample busy = load(server, requests, [&callers](int connection, const Answer* answer) {
            return callers.next(connection, answer);
        });
        against_engine.add(busy.per_second, engine);
        against_health.add(busy.per_second, still.per_second);
        half_ms.add(busy.half_ms, still.half_ms);
        last_ms.add(busy.last_ms, still.last_ms);
        server_us.add(busy.server_us, still.server_us);
    }
    server.stop();
    const auto line = [&report](const char* name, const char* unit, const Pairs& pairs, const char* baseline) {
        report.add({name, unit, pairs.value(), baseline, pairs.baseline(), pairs.ratio(), {}});
    };
    line("transitions", "/s", against_engine, "the engine alone, groups of 64");
    line("transitions beside no store", "/s", against_health, "GET /healthz, requests");
    line("answer p50", "ms", half_ms, "GET /healthz");
    line("answer p99", "ms", last_ms, "GET /healthz");
    line("server's processor time", "us/request", server_us, "GET /healthz");
}

}  // namespace gongdan::bench
