#include <filesystem>
#include <fstream>
#include <iostream>

#include <CLI/CLI.hpp>

#include "adapters/cli/rules.hpp"
#include "adapters/cli/simulate.hpp"

namespace {

namespace fs = std::filesystem;
using gongdan::Error;
using gongdan::Result;

// Exit codes: 0 ok, 1 found a fault in what it checked, 2 wrong use, 3 environment.
constexpr int kFault = 1;
constexpr int kWrongUse = 2;
constexpr int kEnvironment = 3;

void complain(const Error& error) { std::cerr << "gongdan: " << error.detail.zh << "\n         " << error.detail.en << "\n"; }

/// The folder that holds workflows/ and config/: where --config points, beside the checkout, or where it was installed.
std::optional<fs::path> find_root(const std::string& config) {
    if (!config.empty()) return fs::absolute(config).parent_path().parent_path();
    std::error_code error;
    for (fs::path at = fs::read_symlink("/proc/self/exe", error).parent_path(); !at.empty(); at = at.parent_path()) {
        if (fs::exists(at / "config" / "gongdan.yaml", error)) return at;
        if (fs::exists(at / "share" / "gongdan" / "config" / "gongdan.yaml", error)) return at / "share" / "gongdan";
        if (at == at.root_path()) break;
    }
    return std::nullopt;
}

int run_simulate(const std::string& file, const std::string& config) {
    const auto root = find_root(config);
    if (!root) {
        complain(gongdan::fail(gongdan::Errc::unavailable, "cli.no-root"));
        return kEnvironment;
    }
    const auto rules = gongdan::cli::load_rules(*root);
    if (!rules) {
        complain(rules.error());
        return kEnvironment;
    }
    std::ifstream stream;
    if (file != "-") {
        stream.open(file);
        if (!stream) {
            complain(gongdan::fail(gongdan::Errc::not_found, "cli.no-file", file));
            return kWrongUse;
        }
    }
    const auto done = gongdan::cli::simulate(file == "-" ? std::cin : stream, std::cout, *rules);
    std::cout.flush();
    if (done) return 0;
    complain(done.error());
    return kWrongUse;
}

int run_check(const std::vector<std::string>& folders) {
    std::vector<fs::path> roots(folders.begin(), folders.end());
    if (roots.empty()) {
        const auto root = find_root("");
        if (!root) {
            complain(gongdan::fail(gongdan::Errc::unavailable, "cli.no-root"));
            return kEnvironment;
        }
        roots.push_back(*root);
    }
    int code = 0;
    for (const fs::path& root : roots) {
        const auto rules = gongdan::cli::load_rules(root);
        if (rules) {
            std::cout << root.string() << ": " << (*rules)->workflows.size() << " workflows, ok\n";
            continue;
        }
        complain(rules.error());
        code = kFault;
    }
    return code;
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app("工单 Gongdan: tickets and work orders that run on time");
    app.require_subcommand(1);

    std::string config;
    std::string file;
    auto* simulate = app.add_subcommand("simulate", "在虚拟时间中运行命令 / run commands in virtual time, NDJSON in and out");
    simulate->add_option("file", file, "命令文件，- 为标准输入 / commands, - for standard input")->required();
    simulate->add_option("--config", config, "配置文件 / configuration file, e.g. config/gongdan.yaml");

    std::vector<std::string> folders;
    auto* check = app.add_subcommand("check", "检查流程、日历、承诺与升级阶梯 / check workflows, calendars, promises and ladders");
    check->add_option("dir", folders, "含 workflows/ 与 config/ 的目录 / folders that hold workflows/ and config/");

    auto* version = app.add_subcommand("version", "版本 / version");

    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : kWrongUse;
    }
    if (simulate->parsed()) return run_simulate(file, config);
    if (check->parsed()) return run_check(folders);
    if (version->parsed()) std::cout << "gongdan " GONGDAN_VERSION "\n";
    return 0;
}
