#include <iostream>

#include "adapters/cli/commands.hpp"
#include "adapters/cli/terminal.hpp"
#include "adapters/host/installation.hpp"
#include "core/statechart/export.hpp"

namespace gongdan::cli {

int run_export_workflow(const Common& common, const std::string& name, const std::string& format) {
    const auto config = find_config(common.config);
    if (!config) return give_up(config.error());
    const auto installation = host::load_installation(*config);
    if (!installation) return give_up(installation.error());
    const auto workflow = installation->rules->find_workflow(name);
    if (!workflow) return give_up(fail(Errc::not_found, "open.unknown-workflow", name));
    const auto wanted = export_format_of(format);
    if (!wanted) return give_up(fail(Errc::invalid_input, "cli.export-format", format));
    std::cout << export_workflow(*workflow, *wanted);
    return kOk;
}

}  // namespace gongdan::cli
