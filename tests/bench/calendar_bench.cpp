// A year for the calendar while tickets are open: until the last clock has moved, beside looking at the same clocks
// without moving any; and how long a desk waits for its answers meanwhile, beside the same desk on a quiet day.

#include <future>
#include <thread>

#include <fmt/format.h>

#include "adapters/crypto/crypto.hpp"
#include "tests/bench/bench.hpp"
#include "tests/bench/desk.hpp"
#include "tests/bench/measure.hpp"
#include "tests/bench/served.hpp"

namespace gongdan::bench {
namespace {

constexpr std::size_t kOpeningGroup = 4096;
constexpr int kClocks = 2;  ///< of a complaint: the contact and the answer
constexpr Millis kTokenEvery = std::chrono::milliseconds(20);
constexpr int kDeskLines = 4;           ///< telephones that are answered at a time
constexpr std::size_t kDeskRound = 20;  ///< openings between two looks at whether the change is over

std::vector<int> sizes_of(Size size) {
    switch (size) {
        case Size::smoke: return {30};
        case Size::usual: return {2'000, 10'000};
        case Size::full: return {2'000, 10'000, 20'000};
    }
    return {};
}

json::object complaint() { return {{"complaint_type", "quality"}, {"description", "电压低"}}; }

std::unique_ptr<sqlite::SqliteStore> open_store(const std::filesystem::path& file) {
    return must(sqlite::SqliteStore::open(file, {find_shipped(), sqlite::kCacheMax, ""}), "the database");
}

/// Complaints, whose answers are due in working days.
void complain(const std::filesystem::path& file, int count, Instant now) {
    const auto store = open_store(file);
    Engine engine(*store, shipped(), crypto::sha256, crypto::salt);
    std::vector<Request> openings;
    for (int i = 0; i < count; ++i) {
        const OpenCommand command{"complaint", {"ct1", {"call_taker"}}, complaint(), std::nullopt, CaseId{}};
        openings.push_back({OpenRequest{command, ""}, std::nullopt, {}});
    }
    run_all(engine, openings, kOpeningGroup, now);
}

/// The year as it is in force, with the working days after `now` off until there are `count`.
CalendarYear with_days_off(const Calendar& calendar, Instant now, int count) {
    const Date today = date_of(now);
    CalendarYear year{int(std::chrono::year_month_day(today).year()), false, {}, {}};
    if (const auto known = calendar.years().find(year.year); known != calendar.years().end()) year = known->second;
    for (Date day = today + std::chrono::days(1); count > 0; day += std::chrono::days(1)) {
        if (calendar.kind_of(day) != DayKind::working_day) continue;
        year.holidays.push_back(day);
        --count;
    }
    std::sort(year.holidays.begin(), year.holidays.end());
    return year;
}

double seconds_to_look(Store& store, const CalendarYear& year, Instant now) {
    const Stopwatch watch;
    CalendarPreview preview(*shipped().rules, year, now);
    for (const CaseId id : must(store.with_clocks({}, 1'000'000), "the open cases"))
        preview.take(must(store.load(id), "a case")->snapshot, false);
    keep(preview.counts());
    return watch.seconds();
}

double seconds_to_move(Store& store, const CalendarYear& year, Instant now, int count) {
    Engine engine(store, shipped(), crypto::sha256, crypto::salt);
    const Stopwatch watch;
    const auto done = must(engine.change_calendar({year, {"boss", {"admin"}}, ""}, std::nullopt, now), "the year");
    const double took = watch.seconds();
    const auto moved = get_int(parse_json(done.reply.kept->body).value().as_object(), "moved");
    if (moved != kClocks * count) throw std::runtime_error(fmt::format("{} clocks moved", moved.value_or(-1)));
    return took;
}

void measure_engine(const Options& options, int count, Report& report) {
    const Scratch scratch(options.folder);
    const auto prepared = scratch.path() / "prepared.db";
    complain(prepared, count, morning());
    const CalendarYear year = with_days_off(*shipped().rules->calendar, morning(), 2);
    Pairs pairs;
    for (int i = 0; i < options.repeat; ++i) {
        const auto file = scratch.path() / fmt::format("{}.db", i);
        std::filesystem::copy_file(prepared, file);
        const auto store = open_store(file);
        const double look = seconds_to_look(*store, year, morning());
        pairs.add(seconds_to_move(*store, year, morning(), count), look);
    }
    report.add({fmt::format("a year moves {} clocks", kClocks * count),
                "s",
                pairs.value(),
                "looking at them",
                pairs.baseline(),
                pairs.ratio(),
                {}});
}

/// Opens tickets on a few lines until `over`; how long each took, in milliseconds.
std::vector<double> answer_calls(const Endpoint& endpoint, const std::function<bool()>& over) {
    std::vector<double> latencies_ms;
    int opened = 0;
    const Instant hangup = std::chrono::floor<Millis>(std::chrono::system_clock::now());
    const auto next = [&endpoint, &opened, hangup](int, const Answer*) {
        const json::object body{{"workflow", "fault-repair"}, {"data", fault_data(opened++, hangup - Millis(1000))}};
        return request_text(endpoint, "/api/v1/tickets", json::serialize(body));
    };
    do {
        const LoadResult round = run_load(endpoint, kDeskLines, kDeskRound, next);
        if (round.failures > 0) throw std::runtime_error(fmt::format("{} openings failed", round.failures));
        latencies_ms.insert(latencies_ms.end(), round.latencies_ms.begin(), round.latencies_ms.end());
    } while (!over());
    return latencies_ms;
}

struct Issued {
    std::vector<double> latencies_ms;
    int refused = 0;
};

/// Makes tokens, one after the other, until `over`: like a log-in, each is written over a connection of its own.
Issued issue_tokens(const Endpoint& endpoint, const std::function<bool()>& over) {
    Issued issued;
    do {
        const Stopwatch watch;
        const json::object wish{{"name", fmt::format("bench-{}", issued.latencies_ms.size())},
                                {"roles", json::array{"auditor"}}};
        const Answer answer = ask(endpoint, "/api/v1/tokens", json::serialize(wish));
        issued.latencies_ms.push_back(watch.seconds() * 1000);
        if (answer.status != 201) ++issued.refused;
        std::this_thread::sleep_for(kTokenEvery);
    } while (!over());
    return issued;
}

void measure_desk(const Options& options, int count, Report& report) {
    const Scratch scratch(options.folder);
    const auto data = scratch.path() / "data";
    const std::string token = make_token(data);
    const Instant now = std::chrono::floor<Millis>(std::chrono::system_clock::now());
    complain(data / "gongdan.db", count, now);
    Served server(data, token);
    const auto quiet = answer_calls(server.endpoint(), [rounds = 0]() mutable { return ++rounds == 5; });
    const json::object wish = calendar_year_view(with_days_off(*shipped().rules->calendar, now, 2));
    json::object body{{"year", wish.at("year")}, {"holidays", wish.at("holidays")}, {"workdays", wish.at("workdays")}};
    const Answer seen = ask(server.endpoint(), "/api/v1/calendars/preview", json::serialize(body));
    body["preview"] = must(parse_json(seen.body), "the preview").as_object().at("preview");
    const Stopwatch watch;
    const std::shared_future<Answer> change = std::async(std::launch::async, [&server, text = json::serialize(body)] {
        return ask(server.endpoint(), "/api/v1/calendars", text);
    });
    const auto is_over = [change] { return change.wait_for(std::chrono::seconds(0)) == std::future_status::ready; };
    auto issuing =
        std::async(std::launch::async, [&server, &is_over] { return issue_tokens(server.endpoint(), is_over); });
    const auto busy = answer_calls(server.endpoint(), is_over);
    const double took_s = watch.seconds();
    const Answer& done = change.get();
    if (done.status != 200) throw std::runtime_error("the year: " + done.body);
    const Issued issued = issuing.get();
    server.stop();
    const auto line = [&report, count](const char* name, double value, double still) {
        report.add({fmt::format("{} while {} clocks move", name, kClocks * count),
                    "ms",
                    value,
                    "on a quiet day",
                    still,
                    value / still,
                    {}});
    };
    report.note(fmt::format("{} clocks moved in {:.2f} s beside a desk that opened {} tickets", kClocks * count, took_s,
                            busy.size()));
    report.note(fmt::format("meanwhile {} tokens were made, {} refused; p50 {:.1f} ms, the slowest {:.1f} ms",
                            issued.latencies_ms.size(), issued.refused, percentile(issued.latencies_ms, 0.5),
                            percentile(issued.latencies_ms, 1)));
    line("an opening, p50", percentile(busy, 0.5), percentile(quiet, 0.5));
    line("an opening, p99", percentile(busy, 0.99), percentile(quiet, 0.99));
    line("an opening, the slowest", percentile(busy, 1), percentile(quiet, 1));
}

}  // namespace

void calendar_figures(const Options& options, Report& report) {
    report.heading("calendar: a year put in while tickets are open");
    for (const int count : sizes_of(options.size)) {
        measure_engine(options, count, report);
        measure_desk(options, count, report);
    }
}

}  // namespace gongdan::bench
