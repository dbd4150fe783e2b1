#include "adapters/cli/commands.hpp"
#include "adapters/cli/terminal.hpp"
namespace gongdan::cli {
int run_export_workflow(const Common&, const std::string& name, const std::string&) { return give_up(fail(Errc::not_found, "open.unknown-workflow", name)); }
}
