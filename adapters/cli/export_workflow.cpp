#include <iostream>

#include "adapters/cli/books.hpp"
#include "core/statechart/export.hpp"

namespace gongdan::cli {

int run_export_workflow(const Common& common, const std::string& name, const std::string& format) {
    const auto installation = installed(common);
    if (!installation) return give_up(installation.error());
    const auto workflow = installation->rules->find_workflow(name);
    if (!workflow) return give_up(fail(Errc::not_found, "open.unknown-workflow", name));
    const auto wanted = export_format_of(format);
    if (!wanted) return give_up(fail(Errc::invalid_input, "cli.export-format", format));
    std::cout << export_workflow(*workflow, *wanted);
    return kOk;
}

}  // namespace gongdan::cli
