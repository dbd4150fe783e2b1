#pragma once
/// Rules in the journal: what the configuration said from when on, so that whoever holds the journal alone can work out
/// every deadline again, and a seal covers every change.

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "adapters/host/installation.hpp"
#include "core/audit/rule_history.hpp"

namespace gongdan::host {

/// A file of the configuration.
struct RuleFile {
    std::string name;  ///< below the configuration's folder: "calendars/cn.yaml"
    std::string content;
    std::string sha256;  ///< of the content, in hexadecimal
    /// Whether the journal keeps the content: calendars, promise sets and ladders decide deadlines. Of the others,
    /// which name people and ways to reach them, it keeps the hash.
    bool kept = false;
};

/// The files of the configuration that decide what happens to a case, or who may do and hear what, by name. Workflows
/// are not among them. Errc::unavailable when one cannot be read.
[[nodiscard]] Result<std::vector<RuleFile>> rule_files(const std::filesystem::path& config_folder);

/// The configuration event that puts the file, or the workflow, in force.
[[nodiscard]] json::object note_of(const RuleFile& file);
[[nodiscard]] json::object note_of(const Workflow& workflow, const std::string& content);

/// Reads those events again. What a journal of an older program does not hold is taken from `base`, the rules of the
/// installation at hand; it may be empty.
class JournalledRules final : public RuleHistory {
 public:
    explicit JournalledRules(Rules base = {});

    [[nodiscard]] Result<void> take(const Event& event) override;
    [[nodiscard]] const Rules& in_force() const override { return rules_; }
    [[nodiscard]] std::shared_ptr<const Workflow> find_workflow(std::string_view name,
                                                                std::string_view version) const override;
    [[nodiscard]] std::shared_ptr<const Calendar> find_calendar(std::string_view version) const override;

 private:
    [[nodiscard]] Result<void> take_workflow(const json::object& body);
    [[nodiscard]] Result<void> take_file(const json::object& body);
    [[nodiscard]] Result<void> take_year(const json::object& body);
    void put_promises(PromiseSet set);
    void put_calendar(Calendar calendar);

    Rules rules_;
    std::vector<std::shared_ptr<const Workflow>> workflows_;  // shared: pinned by the cases that use them
    std::map<int, CalendarYear> years_;                       // put in while running: they outlive a new file
    std::map<std::string, std::shared_ptr<const Calendar>, std::less<>> calendars_;
};

}  // namespace gongdan::host
