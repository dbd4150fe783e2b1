#include "tests/arch/include_rules.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace gongdan::arch {
namespace {

/// Where a folder of core stands: it may include folders of a lower rank, and itself.
constexpr std::array<std::pair<std::string_view, int>, 9> kRanks = {{{"base", 0},
                                                                     {"calendar", 1},
                                                                     {"statechart", 2},
                                                                     {"clock", 2},
                                                                     {"ticket", 3},
                                                                     {"escalation", 3},
                                                                     {"audit", 4},
                                                                     {"access", 4},
                                                                     {"engine", 5}}};

/// Arrows between neighbours of one rank that exist on purpose; each names what it may see.
struct Exception {
    std::string_view from;
    std::string_view target;
    std::string_view why;
};
constexpr std::array<Exception, 4> kNeighbours = {{
    {"clock", "core/statechart/model.hpp", "a clock runs by its definition, which is part of the workflow"},
    {"escalation", "core/ticket/decide.hpp", "a plan looks ahead by the rules in force"},
    {"escalation", "core/ticket/event.hpp", "a notice is caused by an event"},
    {"escalation", "core/ticket/snapshot.hpp", "a notice tells of a case"},
}};

/// Standard headers that bring in what core must not have: threads, files, streams, randomness.
constexpr std::array<std::string_view, 16> kNotInCore = {
    "thread",  "mutex",      "shared_mutex", "condition_variable", "future",    "stop_token", "semaphore", "latch",
    "barrier", "filesystem", "fstream",      "iostream",           "coroutine", "random",     "csignal",   "ctime"};

/// A foreign library, the start of its headers, and the only places that may include them.
struct Home {
    std::string_view library;
    std::vector<std::string_view> headers;
    std::vector<std::string_view> places;
};

const std::vector<Home>& homes() {
    static const std::vector<Home> all = {
        {"Beast and Asio", {"boost/beast", "boost/asio"}, {"adapters/http/net/"}},
        {"SQLite", {"sqlite3"}, {"adapters/sqlite/"}},
        {"yaml-cpp", {"yaml-cpp/"}, {"adapters/yaml/"}},
        // workflow_loader.cpp hashes the text a workflow was loaded from: one call.
        {"libsodium", {"sodium"}, {"adapters/crypto/"}},
        {"OpenSSL", {"openssl/"}, {"adapters/crypto/", "adapters/http/net/"}},
        {"libcurl", {"curl/"}, {"adapters/notify/", "adapters/oidc/"}},
        {"libexif", {"libexif/"}, {"adapters/attachments/"}},
        {"rhonabwy", {"rhonabwy"}, {"adapters/oidc/"}},
        {"CLI11", {"CLI/"}, {"adapters/cli/"}},
        {"libpq", {"libpq", "postgresql/"}, {"adapters/postgres/"}},
        {"libxlsxwriter", {"xlsxwriter"}, {"adapters/report/"}},
    };
    return all;
}

std::string_view folder_in_core(std::string_view path) {
    path.remove_prefix(std::string_view("core/").size());
    return path.substr(0, path.find('/'));
}

int rank_of(std::string_view folder) {
    const auto found =
        std::find_if(kRanks.begin(), kRanks.end(), [folder](const auto& r) { return r.first == folder; });
    return found == kRanks.end() ? -1 : found->second;
}

bool is_excepted(std::string_view from, std::string_view target) {
    return std::any_of(kNeighbours.begin(), kNeighbours.end(),
                       [from, target](const Exception& e) { return e.from == from && e.target == target; });
}

bool may_include_in_core(std::string_view from, std::string_view target) {
    const auto to = folder_in_core(target);
    if (from == to) return true;
    return rank_of(to) >= 0 && rank_of(to) < rank_of(from) ? true : is_excepted(from, target);
}

bool is_standard(std::string_view target) { return target.find_first_of("./") == std::string_view::npos; }

bool core_may_see(std::string_view target) {
    if (target.starts_with("boost/json") || target.starts_with("fmt/")) return true;
    return is_standard(target) && std::find(kNotInCore.begin(), kNotInCore.end(), target) == kNotInCore.end();
}

bool starts_with_any(std::string_view text, const std::vector<std::string_view>& starts) {
    return std::any_of(starts.begin(), starts.end(),
                       [text](std::string_view start) { return text.starts_with(start); });
}

/// "adapters/http" for "adapters/http/net/server.cpp"; empty outside adapters.
std::string adapter_of(std::string_view path) {
    if (!path.starts_with("adapters/")) return {};
    return std::string(path.substr(0, path.find('/', std::string_view("adapters/").size())));
}

using Graph = std::map<std::string, std::set<std::string>>;

/// Every folder that can be reached from `start` by at least one arrow.
std::set<std::string> reachable(const Graph& graph, const std::string& start) {
    std::set<std::string> seen;
    std::vector<std::string> open{start};
    while (!open.empty()) {
        const auto at = open.back();
        open.pop_back();
        const auto found = graph.find(at);
        if (found == graph.end()) continue;
        for (const auto& next : found->second) {
            if (seen.insert(next).second) open.push_back(next);
        }
    }
    return seen;
}

}  // namespace

std::vector<Include> includes_of(const SourceFile& file) {
    std::vector<Include> found;
    int number = 0;
    for (auto line : lines_of(file.uncommented)) {
        ++number;
        line = trim(line);
        if (!line.starts_with('#')) continue;
        line = trim(line.substr(1));
        if (!line.starts_with("include")) continue;
        line = trim(line.substr(std::string_view("include").size()));
        if (line.empty() || (line.front() != '"' && line.front() != '<')) continue;
        const bool quoted = line.front() == '"';
        found.push_back({std::string(line.substr(1, line.find(quoted ? '"' : '>', 1) - 1)), quoted, number});
    }
    return found;
}

std::vector<Finding> scan_core_arrows(const SourceFile& file) {
    std::vector<Finding> findings;
    const auto from = folder_in_core(file.path);
    if (rank_of(from) < 0)
        findings.push_back({file.path, 1, "core/" + std::string(from) + " has no rank in the arrows"});
    for (const auto& include : includes_of(file)) {
        const bool ours = std::string_view(include.target).starts_with("core/");
        const bool allowed =
            include.quoted ? ours && may_include_in_core(from, include.target) : core_may_see(include.target);
        if (allowed) continue;
        findings.push_back(
            {file.path, include.line, "core/" + std::string(from) + " must not include " + include.target});
    }
    return findings;
}

std::vector<Finding> scan_adapter_arrows(const SourceFile& file) {
    std::vector<Finding> findings;
    for (const auto& include : includes_of(file)) {
        const std::string_view target = include.target;
        const bool public_c_header = target.starts_with("gongdan/");
        const bool ours = target.starts_with("core/") || target.starts_with("adapters/") || public_c_header;
        if (include.quoted && !ours) {
            findings.push_back({file.path, include.line, "adapters must not include " + include.target});
        }
        for (const auto& home : homes()) {
            if (!starts_with_any(target, home.headers) || starts_with_any(file.path, home.places)) continue;
            findings.push_back(
                {file.path, include.line, std::string(home.library) + " is at home elsewhere: " + include.target});
        }
    }
    return findings;
}

std::vector<Finding> scan_circles(const std::vector<SourceFile>& files) {
    Graph graph;
    for (const auto& file : files) {
        const auto from = adapter_of(file.path);
        if (from.empty()) continue;
        for (const auto& include : includes_of(file)) {
            const auto to = adapter_of(include.target);
            if (!to.empty() && to != from) graph[from].insert(to);
        }
    }
    std::vector<Finding> findings;
    for (const auto& [folder, next] : graph) {
        if (!reachable(graph, folder).contains(folder)) continue;
        std::string arrows = "includes lead in a circle back to " + folder + "; it includes";
        for (const auto& target : next) arrows += " " + target;
        findings.push_back({folder, 1, std::move(arrows)});
    }
    return findings;
}

std::vector<Finding> scan_own_header_first(const SourceFile& file, const std::vector<SourceFile>& all) {
    const std::string_view path = file.path;
    if (!path.ends_with(".cpp")) return {};
    const std::string header = std::string(path.substr(0, path.size() - 4)) + ".hpp";
    const bool has_header = std::any_of(all.begin(), all.end(), [&header](const auto& f) { return f.path == header; });
    const auto includes = includes_of(file);
    if (!has_header || (!includes.empty() && includes.front().target == header)) return {};
    return {{file.path, includes.empty() ? 1 : includes.front().line, "include " + header + " first"}};
}

}  // namespace gongdan::arch
