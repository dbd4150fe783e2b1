#include "adapters/host/simulation.hpp"

#include <istream>
#include <map>
#include <optional>
#include <ostream>

#include "adapters/crypto/crypto.hpp"
#include "adapters/host/simulation_line.hpp"
#include "adapters/host/virtual_time.hpp"
#include "core/engine/engine.hpp"
#include "core/engine/memory_store.hpp"
#include "core/ticket/view.hpp"

namespace gongdan::host {
namespace {

/// Random enough for a run that nobody keeps, and the same every time.
std::string fixed_salt() { return std::string(16, 'x'); }

class Simulation {
 public:
    using Take = std::function<void(json::object event)>;

    Simulation(Configuration configuration, Take out)
        : out_(std::move(out)), engine_(store_, std::move(configuration), crypto::sha256, fixed_salt) {}

    Result<void> take(const json::object& line) {
        const auto op = string_or_empty(line, "op");
        const auto at = parse_time(string_or_empty(line, "at"));
        if (!at) return at.error();
        if (last_at_ && *at < *last_at_)
            return fail(Errc::invalid_input, "simulate.backwards", format_time(*at), format_time(*last_at_));
        last_at_ = *at;
        const auto sound = check_line(line);
        if (sound && op == "advance") return run_alarms(*at);
        if (auto done = run_alarms(*at - Millis(1)); !done) return done;
        const auto done = sound ? carry_out(line, op, *at) : sound;
        if (!done) reject(line, op, *at, done.error());
        return {};
    }

    Result<void> finish() { return last_at_ ? run_alarms(*last_at_) : Result<void>(); }

 private:
    /// `op` is one of those that check_line() knows.
    Result<void> carry_out(const json::object& line, const std::string& op, Instant at) {
        if (op == "open") return open(line, at);
        if (op == "fire") return fire(line, at);
        if (op == "acknowledge") return acknowledge(line, at);
        if (op == "calendar") return calendar(line, at);
        return filing(line, wish_of(line, op), at);
    }

    Result<void> open(const json::object& line, Instant at) {
        const auto occurred = occurred_at(line);
        if (!occurred) return occurred.error();
        const std::string ref = string_or_empty(line, "ref");
        if (ref.empty()) return fail(Errc::invalid_input, "simulate.no-ref");
        if (refs_.contains(ref)) return fail(Errc::conflict, "simulate.ref-twice", ref);
        OpenRequest request{{string_or_empty(line, "workflow"), actor(line), data(line), *occurred, CaseId{}},
                            resolve(string_or_empty(line, "parent"))};
        opening_ = ref;
        auto done = run({std::move(request), std::nullopt, {}}, at);
        opening_.clear();
        return done;
    }

    Result<void> fire(const json::object& line, Instant at) {
        const auto occurred = occurred_at(line);
        if (!occurred) return occurred.error();
        FireRequest request{resolve(string_or_empty(line, "ref")),
                            {string_or_empty(line, "event"), actor(line), data(line), *occurred, std::nullopt}};
        if (const auto into = get_string(request.command.data, "into"))
            request.command.data["into"] = resolve(std::string(*into));
        return run({std::move(request), std::nullopt, {}}, at);
    }

    Result<void> acknowledge(const json::object& line, Instant at) {
        AcknowledgeRequest request{resolve(string_or_empty(line, "ref")),
                                   {string_or_empty(line, "escalation"), actor(line)}};
        return run({std::move(request), std::nullopt, {}}, at);
    }

    Result<void> calendar(const json::object& line, Instant at) {
        const CalendarYear entry{int(get_int(line, "year").value_or(0)), get_bool(line, "provisional").value_or(false),
                                 dates(line, "holidays"), dates(line, "workdays")};
        const auto committed = engine_.replace_calendar_year(entry, actor(line), at);
        if (!committed) return committed.error();
        write(*committed);
        return {};
    }

    /// `op` is file, approve or withdraw. check_line() has seen to the types.
    [[nodiscard]] FilingWish wish_of(const json::object& line, const std::string& op) const {
        if (op == "file") {
            return NewFiling{texts(line, "areas"),
                             texts(line, "workflows"),
                             parse_time(string_or_empty(line, "from")).value(),
                             parse_time(string_or_empty(line, "to")).value(),
                             string_or_empty(line, "reason"),
                             string_or_empty(line, "evidence")};
        }
        std::string id = string_or_empty(line, "filing");
        if (id == "last") id = last_filing_;
        if (op == "approve") return ApproveFiling{std::move(id)};
        return WithdrawFiling{std::move(id)};
    }

    Result<void> filing(const json::object& line, const FilingWish& wish, Instant at) {
        const auto changed = engine_.change_filing(wish, Viewer::system(actor(line)), std::nullopt, at);
        if (!changed) return changed.error();
        last_filing_ = engine_.configuration().rules->filings.back().id;
        write(changed->committed);
        return {};
    }

    Result<void> run(const Request& request, Instant at) {
        auto result = engine_.run({&request, 1}, at);
        write(result.committed);
        if (!result.replies.front()) return result.replies.front().error();
        return {};
    }

    Result<void> run_alarms(Instant until) {
        return fire_alarms(engine_, store_, until, [this](const Committed& committed) { write(committed); });
    }

    /// check_line() has seen to it that these are dates.
    static std::vector<Date> dates(const json::object& line, std::string_view key) {
        std::vector<Date> days;
        for (const json::value& entry : *get_array(line, key)) {
            days.push_back(parse_date(std::string_view(entry.get_string())).value());
        }
        return days;
    }

    static std::vector<std::string> texts(const json::object& line, std::string_view key) {
        std::vector<std::string> all;
        for (const json::value& entry : *get_array(line, key)) all.emplace_back(entry.get_string());
        return all;
    }

    static Result<std::optional<Instant>> occurred_at(const json::object& line) {
        if (!line.contains("occurred_at")) return std::optional<Instant>();
        const auto parsed = parse_time(string_or_empty(line, "occurred_at"));
        if (!parsed) return parsed.error();
        return std::optional<Instant>(*parsed);
    }

    static Actor actor(const json::object& line) {
        return {string_or_empty(line, "actor"), {string_or_empty(line, "role")}};
    }

    static json::object data(const json::object& line) {
        const json::object* found = get_object(line, "data");
        return found == nullptr ? json::object() : *found;
    }

    /// The id behind a ref of this run; anything else stays as it is (a ticket number, or nothing known).
    [[nodiscard]] std::string resolve(const std::string& name) const {
        const auto found = refs_.find(name);
        return found == refs_.end() ? name : std::to_string(to_int(found->second));
    }

    void write(const Committed& committed) {
        for (const Event& event : committed.events) {
            if (event.type != EventType::configuration_changed) write(event);
        }
    }

    void write(const Event& event) {
        if (!opening_.empty() && event.type == EventType::case_opened) {
            refs_[opening_] = event.case_id;
            names_[event.case_id] = opening_;
        }
        const json::object view = event_view(event);
        json::object line{{"seq", ++seq_},
                          {"at", view.at("at")},
                          {"recorded_at", view.at("recorded_at")},
                          {"ref", names_[event.case_id]},
                          {"case", view.at("case")},
                          {"type", view.at("type")}};
        for (const auto& [key, value] : view) {
            if (!line.contains(key)) line[key] = value;
        }
        out_(std::move(line));
    }

    void reject(const json::object& command, const std::string& op, Instant at, const Error& error) {
        const std::string ref = string_or_empty(command, "ref");
        json::object line{{"seq", ++seq_}, {"at", format_time(at)}, {"recorded_at", format_time(at)}, {"ref", ref}};
        if (const auto known = refs_.find(ref); known != refs_.end())
            line["case"] = std::to_string(to_int(known->second));
        line["type"] = "command.rejected";
        line["op"] = op;
        if (const auto event = get_string(command, "event")) line["event"] = *event;
        line["status"] = http_status(error.code);
        line["problem"] = problem_view(error);
        out_(std::move(line));
    }

    Take out_;
    MemoryStore store_;
    Engine engine_;
    std::map<std::string, CaseId, std::less<>> refs_;
    std::map<CaseId, std::string> names_;
    std::string opening_;
    std::string last_filing_;  ///< id; empty before the first
    std::optional<Instant> last_at_;
    std::int64_t seq_ = 0;
};

Result<void> take_line(Simulation& simulation, const std::string& line, int number) {
    if (line.find_first_not_of(" \t\r") == std::string::npos) return {};
    const auto parsed = parse_json(line);
    if (!parsed)
        return fail(Errc::invalid_input, "simulate.line", number, parsed.error().detail.zh, parsed.error().detail.en);
    const json::object* object = parsed->if_object();
    if (object == nullptr) return fail(Errc::invalid_input, "simulate.not-object", number);
    if (auto done = simulation.take(*object); !done)
        return fail(Errc::invalid_input, "simulate.line", number, done.error().detail.zh, done.error().detail.en);
    return {};
}

}  // namespace

Result<void> simulate(std::istream& in, std::ostream& out, Configuration configuration) {
    const auto write = [&out](const json::object& event) { out << json::serialize(event) << '\n'; };
    Simulation simulation(std::move(configuration), write);
    std::string line;
    for (int number = 1; std::getline(in, line); ++number) {
        if (auto done = take_line(simulation, line, number); !done) return done;
    }
    return simulation.finish();
}

Result<std::vector<json::object>> simulate_lines(const std::vector<std::string>& lines, Configuration configuration) {
    std::vector<json::object> events;
    Simulation simulation(std::move(configuration),
                          [&events](json::object event) { events.push_back(std::move(event)); });
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (auto done = take_line(simulation, lines[i], int(i) + 1); !done) return done.error();
    }
    if (auto done = simulation.finish(); !done) return done.error();
    return events;
}

}  // namespace gongdan::host
