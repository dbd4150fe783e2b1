#pragma once
/// A journal told by hand, for the rules of findings. Times are minutes after 2026-03-02 08:00 in China.

#include <string>
#include <vector>

#include "core/audit/findings.hpp"

namespace gongdan::test {

inline constexpr std::int64_t kMonday = 1'772'409'600'000;  // 2026-03-02T08:00:00+08:00

[[nodiscard]] inline Instant minute(double minutes) { return from_unix_ms(kMonday + std::int64_t(minutes * 60'000)); }

class Story {
 public:
    explicit Story(FindingLimits limits = {}) : scan_(std::move(limits)) {}

    /// Events are recorded when they happen, unless `recorded` says otherwise.
    std::int64_t add(int number, EventType type, double at, json::object body, std::optional<double> recorded = {}) {
        Event event{++seq_, CaseId(number), ++case_seqs_[number], type, minute(at), minute(recorded.value_or(at)), {}};
        event.body = std::move(body);
        scan_.take(event);
        return event.seq;
    }

    std::int64_t open(int number, double at, json::object data = {}, const std::string& workflow = "fault-repair") {
        return add(number, EventType::case_opened, at,
                   {{"workflow", workflow}, {"number", "GZ" + std::to_string(number)}, {"data", std::move(data)}});
    }
    std::int64_t fire(int number, double at, const std::string& event, json::object data = {}, json::object more = {}) {
        json::object body{{"event", event}, {"actor", "li-si"}, {"data", std::move(data)}};
        for (const auto& [key, value] : more) body[key] = value;
        return add(number, EventType::case_moved, at, std::move(body));
    }
    /// A step that an export of another system told.
    std::int64_t import(int number, double at, const std::string& event) {
        return add(number, EventType::case_moved, at, {{"event", event}, {"imported", true}});
    }
    std::int64_t clock(int number, double at, EventType type, const std::string& name,
                       std::optional<double> due = std::nullopt) {
        json::object body{{"clock", name}};
        if (due) body["due_at"] = format_time(minute(*due));
        return add(number, type, at, std::move(body));
    }
    std::int64_t configure(double at, json::object body) {
        return add(0, EventType::configuration_changed, at, std::move(body));
    }
    void skip_numbers(std::int64_t count) { seq_ += count; }

    [[nodiscard]] std::vector<Finding> findings() const { return scan_.findings(); }
    /// "rule/severity", in order.
    [[nodiscard]] std::vector<std::string> told() const {
        std::vector<std::string> all;
        for (const Finding& finding : scan_.findings())
            all.push_back(std::string(finding.rule->id) + "/" + std::string(name_of(finding.severity)));
        return all;
    }
    [[nodiscard]] const FindingScan& scan() const { return scan_; }

 private:
    FindingScan scan_;
    std::int64_t seq_ = 0;
    std::map<int, std::int64_t> case_seqs_;
};

}  // namespace gongdan::test
