#include "adapters/report/write.hpp"

#include <algorithm>

#include "core/base/utf8.hpp"

namespace gongdan::report {
namespace {

constexpr std::size_t kTextRowsMax = 200;  ///< of a sheet: who wants all takes another format

/// Columns of a terminal: Chinese characters take two.
std::size_t width_of(std::string_view text) {
    std::size_t width = 0;
    while (!text.empty()) {
        const std::size_t size = std::max<std::size_t>(1, character_size(text));
        width += size >= 3 ? 2 : 1;
        text.remove_prefix(size);
    }
    return width;
}

void append_padded(std::string& out, const std::string& cell, std::size_t width, bool right) {
    const std::string space(width - std::min(width, width_of(cell)), ' ');
    out += right ? space + cell : cell + space;
}

class TextSheet {
 public:
    TextSheet(const Sheet& sheet, Language language) : sheet_(sheet) {
        for (std::size_t i = 0; i < sheet.columns.size(); ++i) {
            if (sheet.columns[i].id != "key") columns_.push_back(i);
        }
        std::vector<std::string> head;
        for (const std::size_t i : columns_) head.push_back(in_language(sheet.columns[i].title, language));
        lines_.push_back(std::move(head));
        for (std::size_t row = 0; row < std::min(sheet.rows.size(), kTextRowsMax); ++row) {
            std::vector<std::string> line;
            for (const std::size_t i : columns_) line.push_back(shown(sheet.columns[i], sheet.rows[row][i], language));
            lines_.push_back(std::move(line));
        }
        for (const auto& line : lines_) {
            widths_.resize(line.size());
            for (std::size_t i = 0; i < line.size(); ++i) widths_[i] = std::max(widths_[i], width_of(line[i]));
        }
    }

    void append_to(std::string& out) const {
        for (const auto& line : lines_) {
            const std::size_t begin = out.size();
            for (std::size_t i = 0; i < line.size(); ++i) {
                if (i > 0) out += "  ";
                append_padded(out, line[i], widths_[i], sheet_.columns[columns_[i]].kind != Column::Kind::text);
            }
            out.erase(std::max(out.find_last_not_of(' ') + 1, begin));
            out += '\n';
        }
    }

 private:
    const Sheet& sheet_;
    std::vector<std::size_t> columns_;
    std::vector<std::vector<std::string>> lines_;
    std::vector<std::size_t> widths_;
};

json::value value_of(const Column& column, const Cell& cell) {
    const bool text = column.kind == Column::Kind::text;
    if (text) return json::value(cell.text);
    if (!cell.number) return nullptr;
    const bool whole = column.kind == Column::Kind::count || column.kind == Column::Kind::seconds;
    return whole ? json::value(*cell.number) : json::value(plain(column, cell));
}

json::object both(const LocalText& text) { return {{"zh", text.zh}, {"en", text.en}}; }

json::object sheet_view(const Sheet& sheet) {
    json::array columns;
    for (const Column& column : sheet.columns)
        columns.push_back(json::object{{"id", column.id}, {"title", both(column.title)}});
    json::array rows;
    for (const auto& row : sheet.rows) {
        json::object view;
        for (std::size_t i = 0; i < row.size(); ++i) view[sheet.columns[i].id] = value_of(sheet.columns[i], row[i]);
        rows.push_back(std::move(view));
    }
    return {{"title", both(sheet.title)},
            {"note", both(sheet.note)},
            {"columns", std::move(columns)},
            {"rows", std::move(rows)},
            {"left_out", sheet.left_out}};
}

}  // namespace

std::optional<Format> format_of(std::string_view name) {
    if (name == "table") return Format::table;
    if (name == "csv") return Format::csv;
    if (name == "json") return Format::json;
    if (name == "xlsx") return Format::xlsx;
    if (name == "html") return Format::html;
    return std::nullopt;
}

std::string table_text(const Document& document, Language language) {
    std::string out = in_language(document.title, language) + "\n";
    for (const auto& [what, which] : document.facts)
        out += in_language(what, language) + ": " + in_language(which, language) + "\n";
    for (const LocalText& note : document.notes) out += "! " + in_language(note, language) + "\n";
    for (const Sheet& sheet : document.sheets) {
        if (sheet.rows.empty()) continue;
        out += "\n" + in_language(sheet.title, language) + "\n";
        TextSheet(sheet, language).append_to(out);
        const auto left_out =
            sheet.left_out + std::int64_t(sheet.rows.size() - std::min(sheet.rows.size(), kTextRowsMax));
        if (left_out > 0) out += in_language(text("report.left-out", left_out), language) + "\n";
        if (!in_language(sheet.note, language).empty()) out += "* " + in_language(sheet.note, language) + "\n";
    }
    return out;
}

std::string csv_cell(const std::string& value) {
    constexpr std::string_view kFormula = "=+-@\t\r";
    const bool formula = !value.empty() && kFormula.find(value.front()) != std::string_view::npos;
    const std::string safe = formula ? "'" + value : value;
    if (safe.find_first_of(",\"\r\n") == std::string::npos) return safe;
    std::string all = "\"";
    for (const char c : safe) all.append(c == '"' ? 2 : 1, c);
    return all + "\"";
}

std::string csv_line(const std::vector<Column>& columns, const std::vector<Cell>& row) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
        const std::string value = plain(columns[i], row[i]);
        const bool text = columns[i].kind == Column::Kind::text;
        line += (i > 0 ? "," : "") + (text ? csv_cell(value) : value);
    }
    return line + "\r\n";
}

std::string csv_text(const Document& document) {
    std::string out;
    const Sheet& sheet = document.sheets.front();
    for (std::size_t i = 0; i < sheet.columns.size(); ++i) out += (i > 0 ? "," : "") + sheet.columns[i].id;
    out += "\r\n";
    for (const auto& row : sheet.rows) out += csv_line(sheet.columns, row);
    return out;
}

json::object json_view(const Document& document) {
    json::array facts;
    for (const auto& [what, which] : document.facts)
        facts.push_back(json::object{{"what", both(what)}, {"value", both(which)}});
    json::array notes;
    for (const LocalText& note : document.notes) notes.push_back(both(note));
    json::object sheets;
    for (const Sheet& sheet : document.sheets) sheets[sheet.id] = sheet_view(sheet);
    return {{"title", both(document.title)},
            {"facts", std::move(facts)},
            {"notes", std::move(notes)},
            {"sheets", std::move(sheets)}};
}

}  // namespace gongdan::report
