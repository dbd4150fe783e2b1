#pragma once
/// Workflows and configuration from YAML. Errors name file:line:column and what would be right; all of a file's
/// mistakes that can be seen at once are listed.

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/base/result.hpp"
#include "core/calendar/calendar.hpp"
#include "core/statechart/analysis.hpp"

namespace gongdan {

/// Everything that is data: what `workflows/` and `config/` say.
struct Rulebook {
    std::vector<std::shared_ptr<const Workflow>> workflows;  ///< shared: cases pin the version they were opened with
    std::shared_ptr<const Calendar> calendar;
    std::vector<PromiseSet> promise_sets;
    std::string promise_set;  ///< for cases accepted from now on
    std::vector<Ladder> ladders;
    std::vector<std::string> roles;
};

/// Reads one definition; `file` is named in errors. Not yet analysed.
[[nodiscard]] Result<std::shared_ptr<const Workflow>> load_workflow(const std::string& text, const std::string& file);

[[nodiscard]] Result<Calendar> load_calendar(const std::string& text, const std::string& file);
[[nodiscard]] Result<PromiseSet> load_promises(const std::string& text, const std::string& file);
[[nodiscard]] Result<std::vector<Ladder>> load_ladders(const std::string& text, const std::string& file);

/// Reads and analyses everything below `root` (which holds workflows/ and config/).
[[nodiscard]] Result<Rulebook> load_rulebook(const std::filesystem::path& root);

}  // namespace gongdan
