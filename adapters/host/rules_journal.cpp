#include "adapters/host/rules_journal.hpp"

#include <algorithm>

#include "adapters/crypto/crypto.hpp"
#include "adapters/yaml/folder.hpp"

namespace gongdan::host {
namespace {

namespace fs = std::filesystem;

/// YAML below the folders that hold it, and the files beside gongdan.yaml.
std::vector<fs::path> files_in(const fs::path& config) {
    std::vector<fs::path> files = yaml::yaml_files(config);
    for (const char* folder : {"calendars", "organisation", "promises"}) {
        for (const fs::path& file : yaml::yaml_files(config / folder)) files.push_back(file);
    }
    return files;
}

bool decides_deadlines(const std::string& name) {
    return name == "ladders.yaml" || name.starts_with("calendars/") || name.starts_with("promises/");
}

Result<std::vector<Date>> dates_in(const json::object& body, std::string_view key) {
    std::vector<Date> dates;
    const json::array* list = get_array(body, key);
    if (list == nullptr) return dates;
    for (const json::value& entry : *list) {
        const auto date = parse_date(entry.is_string() ? std::string_view(entry.get_string()) : std::string_view());
        if (!date) return date.error();
        dates.push_back(*date);
    }
    return dates;
}

}  // namespace

Result<std::vector<RuleFile>> rule_files(const fs::path& config_folder) {
    std::vector<RuleFile> files;
    for (const fs::path& path : files_in(config_folder)) {
        auto content = read_file(path);
        if (!content) return content.error();
        RuleFile file{path.lexically_relative(config_folder).generic_string(), std::move(*content), "", false};
        file.sha256 = to_hex(crypto::sha256(file.content));
        file.kept = decides_deadlines(file.name);
        files.push_back(std::move(file));
    }
    std::sort(files.begin(), files.end(),
              [](const RuleFile& one, const RuleFile& other) { return one.name < other.name; });
    return files;
}

json::object note_of(const RuleFile& file) {
    json::object note{{"what", "file"}, {"name", file.name}, {"sha256", file.sha256}};
    if (file.kept) note["content"] = file.content;
    return note;
}

json::object note_of(const Workflow& workflow, const std::string& content) {
    return {{"what", "workflow"}, {"name", workflow.name}, {"version", workflow.version}, {"content", content}};
}

JournalledRules::JournalledRules(Rules base) : rules_(std::move(base)), workflows_(rules_.workflows) {
    if (rules_.calendar == nullptr)
        rules_.calendar = std::make_shared<const Calendar>("none", std::vector<CalendarYear>());
    calendars_[rules_.calendar->version()] = rules_.calendar;
}

Result<void> JournalledRules::take(const Event& event) {
    const std::string what = string_or_empty(event.body, "what");
    if (what == "calendar-year") return take_year(event.body);
    if (!event.body.contains("content")) return {};  // of no deadline, or of a program that kept no contents
    if (what == "workflow") return take_workflow(event.body);
    return what == "file" ? take_file(event.body) : Result<void>();
}

Result<void> JournalledRules::take_workflow(const json::object& body) {
    const std::string version = string_or_empty(body, "version");
    const std::string name = string_or_empty(body, "name") + "@" + version;
    auto workflow = load_workflow(string_or_empty(body, "content"), name);
    if (!workflow) return workflow.error();
    if ((*workflow)->version != version) return fail(Errc::invalid_input, "rules.other-content", name);
    workflows_.push_back(std::move(*workflow));
    return {};
}

Result<void> JournalledRules::take_file(const json::object& body) {
    const std::string name = string_or_empty(body, "name");
    const std::string content = string_or_empty(body, "content");
    if (to_hex(crypto::sha256(content)) != string_or_empty(body, "sha256"))
        return fail(Errc::invalid_input, "rules.other-content", name);
    if (name.starts_with("calendars/")) {
        auto calendar = load_calendar(content, name);
        if (!calendar) return calendar.error();
        put_calendar(std::move(*calendar));
    } else if (name.starts_with("promises/")) {
        auto promises = load_promises(content, name);
        if (!promises) return promises.error();
        put_promises(std::move(*promises));
    }
    return {};
}

Result<void> JournalledRules::take_year(const json::object& body) {
    auto holidays = dates_in(body, "holidays");
    auto workdays = dates_in(body, "workdays");
    if (!holidays) return holidays.error();
    if (!workdays) return workdays.error();
    const CalendarYear year{int(get_int(body, "year").value_or(0)), get_bool(body, "provisional").value_or(false),
                            std::move(*holidays), std::move(*workdays)};
    years_[year.year] = year;
    rules_.calendar = std::make_shared<const Calendar>(rules_.calendar->with_year(year));
    // A start lays the years over the file anew, so the server may name its calendar otherwise than is done here.
    const std::string named = string_or_empty(body, "calendar");
    calendars_[named.empty() ? rules_.calendar->version() : named] = rules_.calendar;
    return {};
}

void JournalledRules::put_calendar(Calendar calendar) {
    for (const auto& [number, year] : years_) calendar = calendar.with_year(year);
    rules_.calendar = std::make_shared<const Calendar>(std::move(calendar));
    calendars_[rules_.calendar->version()] = rules_.calendar;
}

void JournalledRules::put_promises(PromiseSet set) {
    const auto known = std::find_if(rules_.promise_sets.begin(), rules_.promise_sets.end(),
                                    [&set](const PromiseSet& candidate) { return candidate.name == set.name; });
    if (known == rules_.promise_sets.end()) {
        rules_.promise_sets.push_back(std::move(set));
    } else {
        *known = std::move(set);
    }
}

std::shared_ptr<const Workflow> JournalledRules::find_workflow(std::string_view name, std::string_view version) const {
    const auto found = std::find_if(workflows_.begin(), workflows_.end(), [name, version](const auto& workflow) {
        return workflow->name == name && workflow->version == version;
    });
    return found == workflows_.end() ? nullptr : *found;
}

std::shared_ptr<const Calendar> JournalledRules::find_calendar(std::string_view version) const {
    const auto found = calendars_.find(version);
    return found == calendars_.end() ? nullptr : found->second;
}

}  // namespace gongdan::host
