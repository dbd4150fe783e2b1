#include <iostream>

#include "adapters/cli/commands.hpp"
#include "adapters/cli/terminal.hpp"
#include "adapters/host/installation.hpp"

namespace gongdan::cli {

int run_check(const Common& common, const std::vector<std::string>& folders) {
    std::vector<std::filesystem::path> files;
    for (const std::string& folder : folders) files.push_back(std::filesystem::path(folder) / "config" / "gongdan.yaml");
    if (files.empty()) {
        const auto config = find_config(common.config);
        if (!config) return give_up(config.error());
        files.push_back(*config);
    }
    int code = kOk;
    json::array results;
    for (const auto& file : files) {
        const auto installation = host::load_installation(file);
        if (!installation) {
            code = kFault;
            if (!common.json) complain(installation.error());
            results.push_back(json::object{{"config", file.string()},
                                           {"ok", false},
                                           {"detail", installation.error().detail.zh},
                                           {"detail_en", installation.error().detail.en}});
            continue;
        }
        const auto& rules = *installation->rules;
        if (!common.json) {
            std::cout << text_line(text("cli.check-ok", file.string(), rules.workflows.size(), rules.ladders.size(),
                                        rules.promise_sets.size()));
        }
        results.push_back(json::object{{"config", file.string()}, {"ok", true}, {"workflows", rules.workflows.size()}});
    }
    if (common.json) std::cout << json::serialize(results) << "\n";
    return code;
}

}  // namespace gongdan::cli
