#include "adapters/cli/simulate.hpp"

#include <istream>
#include <map>
#include <optional>
#include <ostream>

#include "core/engine/engine.hpp"

namespace gongdan::cli {
namespace {

/// RFC 9457 body of a refusal.
json::object problem_of(const Error& error) {
    json::object problem{{"type", "urn:gongdan:problem:" + std::string(name_of(error.code))},
                         {"title", name_of(error.code)},
                         {"status", http_status(error.code)},
                         {"detail", error.detail.zh},
                         {"detail_en", error.detail.en}};
    if (!error.fields.empty()) {
        json::array fields;
        for (const FieldProblem& field : error.fields) {
            fields.push_back(json::object{{"pointer", field.pointer},
                                          {"code", field.code},
                                          {"detail", field.detail.zh},
                                          {"detail_en", field.detail.en}});
        }
        problem["errors"] = std::move(fields);
    }
    if (!error.allowed.empty()) problem["allowed_events"] = json::value_from(error.allowed);
    return problem;
}

class Simulation {
 public:
    Simulation(std::ostream& out, std::shared_ptr<const Rules> rules)
        : out_(out), engine_(std::move(rules), [this](const Event& event) { write(event); }) {}

    Result<void> take(const json::object& line) {
        const auto op = string_or_empty(line, "op");
        const auto at = parse_time(string_or_empty(line, "at"));
        if (!at) return at.error();
        if (last_at_ && *at < *last_at_) return fail(Errc::invalid_input, "simulate.backwards", format_time(*at), format_time(*last_at_));
        last_at_ = *at;
        if (op == "advance") {
            engine_.run_through(*at);
            return {};
        }
        engine_.run_before(*at);
        Result<void> done;
        if (op == "open") {
            done = open(line, *at);
        } else if (op == "fire") {
            done = fire(line, *at);
        } else if (op == "acknowledge") {
            done = acknowledge(line, *at);
        } else if (op == "calendar") {
            done = calendar(line, *at);
        } else {
            return fail(Errc::invalid_input, "simulate.unknown-op", op);
        }
        if (!done) reject(line, op, *at, done.error());
        return {};
    }

    void finish() {
        if (last_at_) engine_.run_through(*last_at_);
    }

 private:
    Result<void> open(const json::object& line, Instant at) {
        const auto occurred = occurred_at(line);
        if (!occurred) return occurred.error();
        const std::string ref = string_or_empty(line, "ref");
        if (ref.empty()) return fail(Errc::invalid_input, "simulate.no-ref");
        if (refs_.contains(ref)) return fail(Errc::conflict, "simulate.ref-twice", ref);
        OpenCommand command{string_or_empty(line, "workflow"), actor(line), data(line), *occurred, CaseId{}};
        if (const auto parent = get_string(line, "parent")) {
            command.parent = resolve(*parent);
            if (to_int(command.parent) == 0) return fail(Errc::not_found, "case.unknown", *parent);
        }
        opening_ = ref;
        auto opened = engine_.open(command, at);
        opening_.clear();
        if (!opened) return opened.error();
        return {};
    }

    Result<void> fire(const json::object& line, Instant at) {
        const auto occurred = occurred_at(line);
        if (!occurred) return occurred.error();
        const CaseId id = resolve(string_or_empty(line, "ref"));
        if (to_int(id) == 0) return fail(Errc::not_found, "case.unknown", string_or_empty(line, "ref"));
        FireCommand command{string_or_empty(line, "event"), actor(line), data(line), *occurred, std::nullopt};
        const CaseId master = resolve(string_or_empty(command.data, "into"));
        return engine_.fire(id, command, master, at);
    }

    Result<void> acknowledge(const json::object& line, Instant at) {
        const CaseId id = resolve(string_or_empty(line, "ref"));
        if (to_int(id) == 0) return fail(Errc::not_found, "case.unknown", string_or_empty(line, "ref"));
        return engine_.acknowledge(id, {string_or_empty(line, "escalation"), actor(line)}, at);
    }

    Result<void> calendar(const json::object& line, Instant at) {
        const auto number = get_int(line, "year");
        if (!number || *number < 1990 || *number > 2199) return fail(Errc::invalid_input, "simulate.no-year");
        CalendarYear year;
        year.year = int(*number);
        if (auto read = read_dates(line, "holidays", year.holidays); !read) return read;
        if (auto read = read_dates(line, "workdays", year.workdays); !read) return read;
        engine_.replace_calendar(std::make_shared<const Calendar>(engine_.rules().calendar->with_year(year)), at);
        return {};
    }

    static Result<void> read_dates(const json::object& line, std::string_view key, std::vector<Date>& dates) {
        const json::array* list = get_array(line, key);
        if (list == nullptr) return {};
        for (const json::value& entry : *list) {
            const auto date = parse_date(entry.is_string() ? std::string_view(entry.get_string()) : std::string_view());
            if (!date) return date.error();
            dates.push_back(*date);
        }
        return {};
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

    /// A ref of this run, or a ticket number; 0 when it is neither.
    [[nodiscard]] CaseId resolve(std::string_view name) const {
        if (const auto found = refs_.find(name); found != refs_.end()) return found->second;
        const CaseSnapshot* numbered = engine_.find_number(name);
        return numbered == nullptr ? CaseId{} : numbered->id;
    }

    void write(const Event& event) {
        if (!opening_.empty() && event.type == EventType::case_opened) {
            refs_[opening_] = event.case_id;
            names_[event.case_id] = opening_;
        }
        json::object line{{"seq", ++seq_},
                          {"at", format_time(event.occurred_at)},
                          {"recorded_at", format_time(event.recorded_at)},
                          {"ref", names_[event.case_id]},
                          {"case", std::to_string(to_int(event.case_id))},
                          {"type", name_of(event.type)}};
        for (const auto& [key, value] : event.body) {
            if (key != "next_rung" && key != "next_repeat") line[key] = value;
        }
        out_ << json::serialize(line) << '\n';
    }

    void reject(const json::object& command, const std::string& op, Instant at, const Error& error) {
        const std::string ref = string_or_empty(command, "ref");
        const CaseId id = resolve(ref);
        json::object line{{"seq", ++seq_}, {"at", format_time(at)}, {"recorded_at", format_time(at)}, {"ref", ref}};
        if (to_int(id) != 0) line["case"] = std::to_string(to_int(id));
        line["type"] = "command.rejected";
        line["op"] = op;
        if (const auto event = get_string(command, "event")) line["event"] = *event;
        line["status"] = http_status(error.code);
        line["problem"] = problem_of(error);
        out_ << json::serialize(line) << '\n';
    }

    std::ostream& out_;
    Engine engine_;
    std::map<std::string, CaseId, std::less<>> refs_;
    std::map<CaseId, std::string> names_;
    std::string opening_;
    std::optional<Instant> last_at_;
    std::int64_t seq_ = 0;
};

}  // namespace

Result<void> simulate(std::istream& in, std::ostream& out, std::shared_ptr<const Rules> rules) {
    Simulation simulation(out, std::move(rules));
    std::string line;
    for (int number = 1; std::getline(in, line); ++number) {
        if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
        const auto parsed = parse_json(line);
        if (!parsed) return fail(Errc::invalid_input, "simulate.line", number, parsed.error().detail.zh, parsed.error().detail.en);
        const json::object* object = parsed->if_object();
        if (object == nullptr) return fail(Errc::invalid_input, "simulate.not-object", number);
        if (auto done = simulation.take(*object); !done) {
            return fail(Errc::invalid_input, "simulate.line", number, done.error().detail.zh, done.error().detail.en);
        }
    }
    simulation.finish();
    return {};
}

}  // namespace gongdan::cli
