#include "adapters/yaml/folder.hpp"

#include <algorithm>
#include <fstream>
#include <map>
#include <sstream>

namespace gongdan {

Result<std::string> read_file(const std::filesystem::path& path) {
    std::ifstream stream(path, std::ios::binary);
    if (!stream) return fail(Errc::unavailable, "cli.no-file", path.string());
    std::ostringstream content;
    content << stream.rdbuf();
    return content.str();
}

}  // namespace gongdan

namespace gongdan::yaml {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kDefinition = ".yaml";
constexpr std::string_view kScenarios = ".scenarios.yaml";

std::vector<fs::path> files_in(const fs::path& folder, bool scenarios) {
    std::vector<fs::path> files;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder, error)) {
        const auto name = entry.path().filename().string();
        if (name.ends_with(kDefinition) && name.ends_with(kScenarios) == scenarios) files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    return files;
}

}  // namespace

std::vector<fs::path> yaml_files(const fs::path& folder) { return files_in(folder, false); }

std::vector<fs::path> scenario_files(const fs::path& folder) { return files_in(folder, true); }

void Collector::add(const LocalText& detail) {
    said_.zh += (said_.zh.empty() ? "" : "\n") + detail.zh;
    said_.en += (said_.en.empty() ? "" : "\n") + detail.en;
}

void Collector::add(const std::string& file, const Refusal& refusal) {
    add(text("yaml.at", file, refusal.mark.line, refusal.mark.column, refusal.detail.zh, refusal.detail.en));
}

void check_workflows(const std::vector<std::shared_ptr<const Workflow>>& workflows, const Vocabulary& vocabulary,
                     Collector& collector) {
    std::map<std::string, std::string> files;
    for (const auto& workflow : workflows) {
        const auto [first, is_new] = files.emplace(workflow->name, workflow->file);
        if (!is_new)
            collector.add(workflow->file,
                          {"workflow-twice", text("yaml.workflow-twice", workflow->name, first->second), {1, 1}});
        for (const Refusal& refusal : analyse(*workflow, vocabulary)) collector.add(workflow->file, refusal);
    }
}

namespace {

std::string names_of(const std::vector<PromiseSet>& sets) {
    std::string all;
    for (const PromiseSet& set : sets) all += (all.empty() ? "" : ", ") + set.name;
    return all;
}

/// Without a workflow or a promise set nothing could ever be opened.
void check_filled(const Rulebook& book, const fs::path& config_file, Collector& collector) {
    const bool read = book.workflows_mark.line > 0;  // a mistake of the configuration file is said already
    const fs::path promises = config_file.parent_path() / "promises";
    if (read && yaml_files(book.settings.workflows).empty()) {
        const LocalText detail = text("yaml.no-workflows", book.settings.workflows.string());
        collector.add(config_file.string(), {"no-workflows", detail, book.workflows_mark});
    }
    if (read && yaml_files(promises).empty()) {
        const LocalText detail = text("yaml.no-promises", promises.string());
        collector.add(config_file.string(), {"no-promises", detail, book.promise_set_mark});
    }
}

/// Says nothing when no promise set could be read: that is said already.
void check_promise_set(const Rulebook& book, const fs::path& config_file, Collector& collector) {
    const bool known = std::any_of(book.promise_sets.begin(), book.promise_sets.end(),
                                   [&book](const PromiseSet& set) { return set.name == book.promise_set; });
    if (known || book.promise_sets.empty() || book.promise_set_mark.line == 0) return;
    const LocalText detail = text("yaml.no-promise-set", book.promise_set, names_of(book.promise_sets));
    collector.add(config_file.string(), {"no-promise-set", detail, book.promise_set_mark});
}

}  // namespace

void check_rulebook(const Rulebook& book, const fs::path& config_file, Collector& collector) {
    check_filled(book, config_file, collector);
    check_promise_set(book, config_file, collector);
    const bool readable = !book.roles.empty() && !book.ladders.empty() && !book.promise_sets.empty();
    if (!readable) return;
    const Vocabulary vocabulary{names_of(book.roles), book.ladders, book.promise_sets};
    for (const Refusal& refusal : analyse_ladders(vocabulary)) {
        collector.add((config_file.parent_path() / "ladders.yaml").string(), refusal);
    }
    check_workflows(book.workflows, vocabulary, collector);
}

}  // namespace gongdan::yaml
