#include "adapters/intake/report.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace gongdan::intake {
namespace {

constexpr std::size_t kTextRowsMax = 1'000;  // more nobody reads; the JSON report has them

json::object both(const LocalText& text) { return {{"zh", text.zh}, {"en", text.en}}; }

json::array list(const std::vector<std::string>& words) {
    json::array array;
    for (const std::string& word : words) array.emplace_back(word);
    return array;
}

std::string joined(const std::vector<std::string>& words) { return fmt::format("{}", fmt::join(words, ", ")); }

json::object row_json(const RowReport& row) {
    json::array reasons;
    for (const LocalText& reason : row.reasons) reasons.emplace_back(both(reason));
    json::array findings;
    for (const RowFinding& finding : row.findings) {
        auto object = both(finding.detail);
        object["code"] = finding.code;
        findings.emplace_back(std::move(object));
    }
    return {{"row", row.row},
            {"line", row.line},
            {"number", row.number},
            {"outcome", name_of(row.outcome)},
            {"reasons", std::move(reasons)},
            {"findings", std::move(findings)}};
}

void append_line(std::string& out, const LocalText& text, Language language) {
    out += in_language(text, language) + "\n";
}

void append_columns(std::string& out, const FileReport& file, Language language) {
    const auto say = [&out, language](std::string_view id, const std::vector<std::string>& words) {
        if (!words.empty()) append_line(out, text(id, joined(words)), language);
    };
    say("intake.report-unknown", file.unknown_columns);
    say("intake.report-repeated", file.repeated_columns);
    say("intake.report-missing", file.missing_columns);
    say("intake.report-unused", file.unused_fields);
}

void append_row(std::string& out, const RowReport& row, Language language) {
    const auto outcome = text("intake.outcome-" + std::string(name_of(row.outcome)));
    append_line(out, text("intake.report-row", row.row, row.number.empty() ? "-" : row.number, outcome.zh, outcome.en),
                language);
    for (const LocalText& reason : row.reasons) out += "    " + in_language(reason, language) + "\n";
    for (const RowFinding& finding : row.findings) out += "    " + in_language(finding.detail, language) + "\n";
}

}  // namespace

std::string_view name_of(Outcome outcome) {
    switch (outcome) {
        case Outcome::imported: return "imported";
        case Outcome::duplicate: return "duplicate";
        case Outcome::skipped: return "skipped";
        case Outcome::failed: return "failed";
    }
    return "";
}

void ImportReport::add(RowReport row) {
    ++counts_[row.outcome];
    for (const RowFinding& finding : row.findings) ++findings_[finding.code];
    if (rows_.size() < kReportedRowsMax) {
        rows_.push_back(std::move(row));
    } else {
        ++left_out_;
    }
}

std::int64_t ImportReport::count(Outcome outcome) const {
    const auto found = counts_.find(outcome);
    return found == counts_.end() ? 0 : found->second;
}

std::int64_t ImportReport::rows_read() const {
    std::int64_t sum = file_.other.header + file_.other.blank + file_.other.footer;
    for (const auto& [outcome, count] : counts_) sum += count;
    return sum;
}

std::string report_text(const ImportReport& report, Language language) {
    const FileReport& file = report.file();
    const OtherRows& other = file.other;
    std::string out;
    append_line(out, text("intake.report-file", file.file, file.source.format, file.source.encoding, file.mapping),
                language);
    append_line(out,
                text("intake.report-totals", report.rows_read(), report.count(Outcome::imported),
                     report.count(Outcome::duplicate), report.count(Outcome::skipped), report.count(Outcome::failed)),
                language);
    append_line(out, text("intake.report-other", other.header, other.blank, other.footer), language);
    if (!report.stopped_by().zh.empty()) {
        append_line(out, text("intake.report-stopped", report.stopped_by().zh, report.stopped_by().en), language);
    }
    if (file.source.damaged_characters > 0) {
        append_line(out, text("intake.report-damaged", file.source.damaged_characters), language);
    }
    append_columns(out, file, language);
    for (const auto& [code, count] : report.findings())
        append_line(out, text("intake.report-finding", code, count), language);
    std::size_t shown = 0;
    std::int64_t silent = report.rows_left_out();
    for (const RowReport& row : report.rows()) {
        if (row.outcome == Outcome::imported && row.findings.empty()) continue;
        if (shown++ < kTextRowsMax) {
            append_row(out, row, language);
        } else {
            ++silent;
        }
    }
    if (silent > 0) append_line(out, text("intake.report-more", silent), language);
    return out;
}

json::object report_json(const ImportReport& report) {
    const FileReport& file = report.file();
    json::object findings;
    for (const auto& [code, count] : report.findings()) findings[code] = count;
    json::array rows;
    for (const RowReport& row : report.rows()) rows.emplace_back(row_json(row));
    json::object totals{{"rows", report.rows_read()},
                        {"header", file.other.header},
                        {"blank", file.other.blank},
                        {"footer", file.other.footer}};
    for (const Outcome outcome : {Outcome::imported, Outcome::duplicate, Outcome::skipped, Outcome::failed}) {
        totals[name_of(outcome)] = report.count(outcome);
    }
    json::object source{
        {"format", file.source.format},
        {"encoding", file.source.encoding},
        {"separator", file.source.separator == 0 ? std::string() : std::string(1, file.source.separator)},
        {"sheet", file.source.sheet},
        {"damaged_characters", file.source.damaged_characters}};
    json::object whole{{"file", file.file},
                       {"mapping", file.mapping},
                       {"source", std::move(source)},
                       {"totals", std::move(totals)},
                       {"columns", json::object{{"unknown", list(file.unknown_columns)},
                                                {"repeated", list(file.repeated_columns)},
                                                {"missing", list(file.missing_columns)}}},
                       {"unused_fields", list(file.unused_fields)},
                       {"findings", std::move(findings)},
                       {"rows", std::move(rows)},
                       {"rows_left_out", report.rows_left_out()}};
    if (!report.stopped_by().zh.empty()) whole["stopped_by"] = both(report.stopped_by());
    return whole;
}

}  // namespace gongdan::intake
