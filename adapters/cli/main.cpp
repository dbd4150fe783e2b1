#include <iostream>

#include <CLI/CLI.hpp>

#include "adapters/cli/commands.hpp"
#include "adapters/cli/terminal.hpp"

using namespace gongdan::cli;

namespace {

/// Ties a subcommand to the function that runs it.
struct Choice {
    CLI::App* command;
    std::function<int()> run;
};

}  // namespace

int main(int argc, char** argv) {
    CLI::App app("工单 Gongdan: tickets and work orders that run on time");
    app.require_subcommand(1);
    std::vector<Choice> choices;
    Common common;
    const auto with_config = [&common](CLI::App* command) {
        command->add_option("--config", common.config, "配置文件 / configuration file (config/gongdan.yaml)");
        return command;
    };

    SimulateOptions simulate;
    auto* simulate_command = with_config(
        app.add_subcommand("simulate", "在虚拟时间中运行命令 / run commands in virtual time, NDJSON in and out"));
    simulate_command->add_option("file", simulate.file, "命令文件，- 为标准输入 / commands, - for standard input")->required();
    choices.push_back({simulate_command, [&common, &simulate] { return run_simulate(common, simulate); }});

    std::vector<std::string> folders;
    bool check_json = false;
    auto* check_command = with_config(
        app.add_subcommand("check", "检查流程、日历、承诺与升级阶梯 / check workflows, calendars, promises and ladders"));
    check_command->add_option("dir", folders, "含 workflows/ 与 config/ 的目录 / folders that hold workflows/ and config/");
    check_command->add_flag("--json", check_json, "以 JSON 输出 / print JSON");
    choices.push_back({check_command, [&common, &folders, &check_json] { return run_check(common, folders, check_json); }});

    auto* version_command = app.add_subcommand("version", "版本 / version");
    choices.push_back({version_command, [] {
                           std::cout << "gongdan " GONGDAN_VERSION "\n";
                           return kOk;
                       }});

    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? kOk : kWrongUse;
    }
    for (const Choice& choice : choices) {
        if (choice.command->parsed()) return choice.run();
    }
    return kWrongUse;
}
