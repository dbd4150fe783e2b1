#include "adapters/host/simulation_line.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "core/base/check.hpp"

namespace gongdan::host {
namespace {

enum class Type { text, time, year, flag, object, dates, texts };

struct Member {
    std::string_view name;
    Type type;
    bool required = false;
};

constexpr std::array<Member, 4> kEveryLine = {
    {{"at", Type::text}, {"op", Type::text}, {"actor", Type::text}, {"role", Type::text}}};
constexpr std::array<Member, 5> kOpen = {{{"ref", Type::text, true},
                                          {"workflow", Type::text, true},
                                          {"data", Type::object},
                                          {"occurred_at", Type::text},
                                          {"parent", Type::text}}};
constexpr std::array<Member, 4> kFire = {
    {{"ref", Type::text, true}, {"event", Type::text, true}, {"data", Type::object}, {"occurred_at", Type::text}}};
constexpr std::array<Member, 2> kAcknowledge = {{{"ref", Type::text, true}, {"escalation", Type::text, true}}};
constexpr std::array<Member, 4> kCalendar = {{{"year", Type::year, true},
                                              {"holidays", Type::dates, true},
                                              {"workdays", Type::dates, true},
                                              {"provisional", Type::flag}}};

constexpr std::array<Member, 6> kFile = {{{"areas", Type::texts, true},
                                          {"workflows", Type::texts, true},
                                          {"from", Type::time, true},
                                          {"to", Type::time, true},
                                          {"reason", Type::text, true},
                                          {"evidence", Type::text, true}}};
constexpr std::array<Member, 1> kFiling = {{{"filing", Type::text, true}}};

struct Op {
    std::string_view name;
    std::span<const Member> members;
};

constexpr std::array<Op, 8> kOps = {{{"open", kOpen},
                                     {"fire", kFire},
                                     {"acknowledge", kAcknowledge},
                                     {"calendar", kCalendar},
                                     {"file", kFile},
                                     {"approve", kFiling},
                                     {"withdraw", kFiling},
                                     {"advance", {}}}};

bool is_dates(const json::value& value) {
    const json::array* list = value.if_array();
    return list != nullptr && std::all_of(list->begin(), list->end(), [](const json::value& entry) {
               return entry.is_string() && parse_date(std::string_view(entry.get_string())).ok();
           });
}

bool is_texts(const json::value& value) {
    const json::array* list = value.if_array();
    return list != nullptr &&
           std::all_of(list->begin(), list->end(), [](const json::value& entry) { return entry.is_string(); });
}

bool is_time(const json::value& value) {
    return value.is_string() && parse_time(std::string_view(value.get_string())).ok();
}

bool is_year(const json::value& value) {
    return value.is_int64() && value.get_int64() >= kYearMin && value.get_int64() <= kYearMax;
}

bool fits(Type type, const json::value& value) {
    switch (type) {
        case Type::text: return value.is_string();
        case Type::time: return is_time(value);
        case Type::year: return is_year(value);
        case Type::flag: return value.is_bool();
        case Type::object: return value.is_object();
        case Type::dates: return is_dates(value);
        case Type::texts: return is_texts(value);
    }
    GONGDAN_UNREACHABLE("a Type outside its enum");
}

LocalText what_fits(Type type, std::string_view name) {
    switch (type) {
        case Type::text: return text("simulate.text", name);
        case Type::time: return text("simulate.time", name);
        case Type::year: return text("simulate.year", name, kYearMin, kYearMax);
        case Type::flag: return text("simulate.flag", name);
        case Type::object: return text("simulate.object", name);
        case Type::dates: return text("simulate.dates", name);
        case Type::texts: return text("simulate.texts", name);
    }
    GONGDAN_UNREACHABLE("a Type outside its enum");
}

const Member* find(std::span<const Member> members, std::string_view name) {
    const auto found =
        std::find_if(members.begin(), members.end(), [name](const Member& member) { return member.name == name; });
    return found == members.end() ? nullptr : &*found;
}

std::string names_of(std::span<const Member> members) {
    std::string all;
    for (const auto& some : {std::span<const Member>(kEveryLine), members}) {
        for (const Member& member : some) all += (all.empty() ? "" : ", ") + std::string(member.name);
    }
    return all;
}

std::vector<FieldProblem> problems_of(const json::object& line, const Op& op) {
    std::vector<FieldProblem> problems;
    for (const auto& [key, value] : line) {
        const std::string_view name = key;
        const Member* everywhere = find(kEveryLine, name);
        const Member* known = everywhere != nullptr ? everywhere : find(op.members, name);
        const std::string pointer = "/" + std::string(name);
        if (known == nullptr) {
            problems.push_back({pointer, "unknown", text("simulate.unknown-key", name, op.name, names_of(op.members))});
        } else if (!fits(known->type, value)) {
            problems.push_back({pointer, "type", what_fits(known->type, name)});
        }
    }
    for (const Member& member : op.members) {
        if (!member.required || line.contains(member.name)) continue;
        problems.push_back(
            {"/" + std::string(member.name), "required", text("simulate.missing-key", op.name, member.name)});
    }
    return problems;
}

}  // namespace

Result<void> check_line(const json::object& line) {
    const std::string name = string_or_empty(line, "op");
    const auto op = std::find_if(kOps.begin(), kOps.end(), [&name](const Op& known) { return known.name == name; });
    std::vector<FieldProblem> problems;
    if (op == kOps.end()) {
        problems.push_back({"/op", "enum", text("simulate.unknown-op", name)});
    } else {
        problems = problems_of(line, *op);
    }
    if (problems.empty()) return {};
    return Error{Errc::invalid_input, problems.front().detail, std::move(problems), {}};
}

}  // namespace gongdan::host
