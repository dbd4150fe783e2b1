#include <unistd.h>

#include <algorithm>
#include <iostream>

#include "adapters/cli/commands.hpp"
#include "adapters/cli/terminal.hpp"
#include "adapters/notify/conformance.hpp"

namespace gongdan::cli {
namespace {

namespace fs = std::filesystem;

/// The working folder of the plugin under test, gone afterwards.
class WorkFolder {
 public:
    WorkFolder() {
        std::error_code error;
        std::string pattern = (fs::temp_directory_path(error) / "gongdan-plugin-XXXXXX").string();
        if (::mkdtemp(pattern.data()) != nullptr) path_ = pattern;
    }
    WorkFolder(const WorkFolder&) = delete;
    WorkFolder& operator=(const WorkFolder&) = delete;
    ~WorkFolder() {
        std::error_code error;
        if (!path_.empty()) fs::remove_all(path_, error);
    }
    [[nodiscard]] const fs::path& path() const { return path_; }  ///< empty when none could be made

 private:
    fs::path path_;
};

bool is_library(const fs::path& path) {
    const std::string name = path.filename().string();
    return name.ends_with(".so") || name.find(".so.") != std::string::npos;
}

Result<json::object> read_options(const std::string& written) {
    if (written.empty()) return json::object();
    auto parsed = parse_json(written);
    if (!parsed) return parsed.error();
    if (!parsed->is_object()) return fail(Errc::invalid_input, "conformance.options-object");
    return std::move(parsed->as_object());
}

/// The channel an operator would write for this plugin.
Result<notify::ChannelConfig> channel_of(const PluginTestOptions& options) {
    std::error_code error;
    const fs::path path = fs::absolute(options.path, error);
    if (!fs::is_regular_file(path, error)) return fail(Errc::unavailable, "cli.no-file", options.path);
    const Millis deadline(options.deadline_ms);
    if (deadline < Millis(1) || deadline > notify::kDeadlineMax) {
        const auto most = std::chrono::floor<std::chrono::seconds>(notify::kDeadlineMax).count();
        return fail(Errc::invalid_input, "conformance.deadline", most);
    }
    auto given = read_options(options.options);
    if (!given) return given.error();
    notify::ChannelConfig config;
    config.name = path.filename().string();
    config.folder = fs::current_path(error);
    config.limits.deadline = deadline;
    if (is_library(path)) {
        config.plugin = notify::PluginKind::shared_object;
        config.settings = {{"library", path.string()}, {"options", std::move(*given)}};
        return config;
    }
    if (::access(path.c_str(), X_OK) != 0) return fail(Errc::invalid_input, "conformance.kind", options.path);
    config.plugin = notify::PluginKind::exec;
    config.settings = std::move(*given);
    if (!config.settings.contains("command")) config.settings["command"] = json::array{json::string(path.string())};
    return config;
}

void show(const notify::Finding& finding) {
    const LocalText verdict = finding.passed ? text("conformance.ok") : text("conformance.failed");
    std::cout << fmt::format("{} {:<6} {} / {} ({} ms)\n", verdict.zh, verdict.en, finding.title.zh, finding.title.en,
                             finding.took.count());
    if (finding.remark.en.empty()) return;
    std::cout << "            " << finding.remark.zh << "\n            " << finding.remark.en << "\n";
}

json::object view(const notify::Finding& finding) {
    const auto both = [](const LocalText& said) { return json::object{{"zh", said.zh}, {"en", said.en}}; };
    json::object made{{"check", finding.check},
                      {"ok", finding.passed},
                      {"title", both(finding.title)},
                      {"took_ms", finding.took.count()}};
    if (!finding.remark.en.empty()) made[finding.passed ? "answer" : "why"] = both(finding.remark);
    return made;
}

}  // namespace

int run_plugin_test(const Common& common, const PluginTestOptions& options) {
    const auto config = channel_of(options);
    if (!config) return give_up(config.error());
    const WorkFolder folder;
    if (folder.path().empty()) return give_up(fail(Errc::unavailable, "cli.no-temporary-folder"));
    const auto findings = notify::examine(*config, {folder.path(), {}, {}});
    if (!findings) return give_up(findings.error());
    const auto failed = std::count_if(findings->begin(), findings->end(),
                                      [](const notify::Finding& finding) { return !finding.passed; });
    if (common.json) {
        json::array checks;
        for (const notify::Finding& finding : *findings) checks.push_back(view(finding));
        const json::object report{{"plugin", config->name},
                                  {"kind", notify::name_of(config->plugin)},
                                  {"ok", failed == 0},
                                  {"checks", std::move(checks)}};
        std::cout << json::serialize(report) << "\n";
    } else {
        for (const notify::Finding& finding : *findings) show(finding);
        std::cout << text_line(text("conformance.done", findings->size(), failed));
    }
    return failed == 0 ? kOk : kFault;
}

}  // namespace gongdan::cli
