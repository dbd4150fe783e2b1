// `gongdan findings`: what an auditor should look at, for reading, for a spreadsheet, for a program.

#include <algorithm>
#include <iostream>

#include "adapters/cli/data.hpp"
#include "adapters/sqlite/scan.hpp"
#include "core/audit/findings.hpp"
#include "core/engine/finding_access.hpp"

namespace gongdan::cli {
namespace {

constexpr std::int64_t kProgressEvery = 50'000;

/// A day, from its beginning, or a time; nothing when not given.
Result<std::optional<Instant>> instant_of(const std::string& given) {
    if (given.empty()) return std::optional<Instant>();
    if (const auto date = parse_date(given)) return std::optional(start_of(*date));
    if (const auto at = parse_time(given)) return std::optional(*at);
    return fail(Errc::invalid_input, "roster.when", given);
}

Result<FindingFilter> filter_of(const FindingsOptions& options) {
    const auto from = instant_of(options.from);
    if (!from) return from.error();
    const auto to = instant_of(options.to);
    if (!to) return to.error();
    const bool known = options.rule.empty() || find_finding_rule(options.rule) != nullptr;
    if (!known) return fail(Errc::invalid_input, "findings.no-rule", options.rule);
    return FindingFilter{options.rule, severity_of(options.severity).value_or(Severity::note),
                         options.open ? std::optional(true) : std::nullopt, *from, *to};
}

Result<void> read_journal(const std::filesystem::path& file, FindingScan& findings) {
    auto scan = sqlite::Scan::open(file);
    if (!scan) return scan.error();
    std::int64_t taken = 0;
    return scan->events(0, [&findings, &taken](const StoredEvent& stored) -> Result<void> {
        const auto event = restore_event(stored);
        if (!event) return event.error();
        findings.take(*event);
        show_progress(++taken, kProgressEvery);
        return {};
    });
}

/// The gravest rules first, in the order of the table; the findings of one in order of their events.
void put_in_order(std::vector<Finding>& findings) {
    std::stable_sort(findings.begin(), findings.end(),
                     [](const Finding& one, const Finding& other) { return one.rule < other.rule; });
}

std::int64_t count_of(const std::vector<Finding>& findings, Severity least) {
    return std::count_if(findings.begin(), findings.end(),
                         [least](const Finding& finding) { return !finding.decision && finding.severity >= least; });
}

std::string decision_of(const Finding& finding) {
    if (!finding.decision) return "";
    const FindingDecision& decision = *finding.decision;
    return fmt::format("{} {} ({}): {}", name_of(decision.verdict), decision.by, decision.role, decision.reason);
}

void print_table(const std::vector<Finding>& findings) {
    const FindingRule* rule = nullptr;
    for (const Finding& finding : findings) {
        if (finding.rule != rule) {
            rule = finding.rule;
            const auto many = std::count_if(findings.begin(), findings.end(),
                                            [rule](const Finding& each) { return each.rule == rule; });
            const LocalText title = rule->title();
            std::cout << "\n" << title.zh << "  " << title.en << "  " << rule->id << ": " << many << "\n";
        }
        const std::string whom = finding.person.empty() ? finding.team : finding.person;
        const Instant second = std::chrono::floor<std::chrono::seconds>(finding.at);
        std::cout << fmt::format("  {:<8} {}  {}  {}  [{}]\n", name_of(finding.severity), format_time(second),
                                 finding.number, whom, finding.id)
                  << "    " << finding.what.zh << "\n    " << finding.what.en << "\n";
        if (const std::string decision = decision_of(finding); !decision.empty())
            std::cout << "    = " << decision << "\n";
    }
}

/// A spreadsheet would take a value that begins like a formula for one (names come from imports).
std::string csv_field(std::string_view value) {
    std::string field =
        value.empty() || std::string_view("=+-@\t\r").find(value.front()) == std::string_view::npos ? "\"" : "\"'";
    for (const char each : value) field += each == '"' ? std::string("\"\"") : std::string(1, each);
    return field + "\"";
}

void print_csv(const std::vector<Finding>& findings) {
    std::cout << "id,rule,severity,number,at,person,team,text_zh,text_en,evidence,decision\r\n";
    for (const Finding& finding : findings) {
        std::string evidence;
        for (const std::int64_t seq : finding.evidence) evidence += (evidence.empty() ? "" : " ") + std::to_string(seq);
        const std::array<std::string, 11> fields = {finding.id,
                                                    std::string(finding.rule->id),
                                                    std::string(name_of(finding.severity)),
                                                    finding.number,
                                                    format_time(finding.at),
                                                    finding.person,
                                                    finding.team,
                                                    finding.what.zh,
                                                    finding.what.en,
                                                    evidence,
                                                    decision_of(finding)};
        for (std::size_t i = 0; i < fields.size(); ++i) std::cout << (i == 0 ? "" : ",") << csv_field(fields[i]);
        std::cout << "\r\n";
    }
}

void print_json(const std::vector<Finding>& findings, const FindingScan& scan) {
    json::array items;
    for (const Finding& finding : findings) items.push_back(finding_view(finding));
    std::cout << json::serialize(json::object{{"findings", std::move(items)},
                                              {"undecided", count_of(findings, Severity::note)},
                                              {"undecided_serious", count_of(findings, Severity::serious)},
                                              {"through", scan.last_seq()},
                                              {"left_out", scan.left_out()}})
              << "\n";
}

}  // namespace

int run_findings(const Common& common, const FindingsOptions& options) {
    const auto filter = filter_of(options);
    if (!filter) return give_up(filter.error());
    const auto installation = installed(common);
    if (!installation) return give_up(installation.error());
    const auto file = existing_database(data_folder(common.data, installation->settings));
    if (!file) return give_up(file.error());
    FindingScan scan(installation->finding_limits);
    if (auto read = read_journal(*file, scan); !read) return give_up(read.error());
    auto findings = scan.findings();
    std::erase_if(findings, [&filter](const Finding& finding) { return !filter->takes(finding); });
    put_in_order(findings);
    const std::int64_t serious = count_of(findings, Severity::serious);
    if (common.json || options.format == "json") {
        print_json(findings, scan);
    } else if (options.format == "csv") {
        print_csv(findings);
    } else {
        print_table(findings);
        std::cout << "\n"
                  << text_line(text("findings.done", findings.size(), count_of(findings, Severity::note), serious,
                                    scan.last_seq()));
        if (scan.left_out() > 0) std::cout << text_line(text("findings.left-out", scan.left_out()));
    }
    return serious == 0 ? kOk : kFault;
}

}  // namespace gongdan::cli
