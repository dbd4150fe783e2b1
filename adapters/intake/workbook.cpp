#include "adapters/intake/workbook.hpp"

#include <algorithm>
#include <charconv>
#include <map>

#include "adapters/intake/xml.hpp"

namespace gongdan::intake {
namespace {

struct Sheet {
    std::string name;
    std::string relation;
    bool hidden = false;
};

int to_int(std::string_view text) {
    int value = -1;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

Result<void> parse(const Archive& archive, const std::string& part, XmlHandlers handlers,
                   std::uint64_t bytes_max = kSmallPartMax) {
    if (archive.declared_size(part) > bytes_max) return fail(Errc::too_large, "intake.zip-too-large", bytes_max >> 20);
    auto entry = archive.entry(part);
    if (!entry) return entry.error();
    return XmlStream(std::move(*entry), part, std::move(handlers)).run();
}

void ignore_end(std::string_view) {}
void ignore_text(std::string_view) {}

/// Id → target of a relationship part; targets are relative to `folder` unless they begin with a slash.
Result<std::map<std::string, std::string>> read_relations(const Archive& archive, const std::string& part,
                                                          const std::string& folder) {
    std::map<std::string, std::string> targets;
    const auto start = [&targets, &folder](std::string_view name, const Attributes& attributes) {
        if (name != "Relationship") return;
        const std::string target(attributes.get("Target"));
        targets[std::string(attributes.get("Id"))] = target.starts_with('/') ? target.substr(1) : folder + target;
    };
    if (auto done = parse(archive, part, {start, ignore_end, ignore_text}); !done) return done.error();
    return targets;
}

Result<void> choose_sheet(const std::vector<Sheet>& sheets, const std::string& wanted, Workbook& book,
                          std::string& relation) {
    std::string names;
    for (const Sheet& sheet : sheets) {
        names += (names.empty() ? "" : ", ") + sheet.name;
        const bool fits = wanted.empty() ? !sheet.hidden : sheet.name == wanted;
        if (!fits || !relation.empty()) continue;
        book.sheet = sheet.name;
        relation = sheet.relation;
    }
    if (relation.empty()) return fail(Errc::invalid_input, "intake.no-sheet", wanted, names);
    return {};
}

Result<void> read_sheets(const Archive& archive, const std::string& wanted, Workbook& book) {
    std::vector<Sheet> sheets;
    const auto start = [&sheets, &book](std::string_view name, const Attributes& attributes) {
        if (name == "workbookPr") {
            const auto flag = attributes.get("date1904");
            book.dates_from_1904 = flag == "1" || flag == "true";
        }
        if (name != "sheet") return;
        const auto state = attributes.get("state");
        sheets.push_back({std::string(attributes.get("name")), std::string(attributes.get("id")),
                          !state.empty() && state != "visible"});
    };
    if (auto done = parse(archive, "xl/workbook.xml", {start, ignore_end, ignore_text}); !done) return done.error();
    std::string relation;
    if (auto chosen = choose_sheet(sheets, wanted, book, relation); !chosen) return chosen.error();
    auto relations = read_relations(archive, "xl/_rels/workbook.xml.rels", "xl/");
    if (!relations) return relations.error();
    book.sheet_part = (*relations)[relation];
    if (!archive.has(book.sheet_part)) return fail(Errc::invalid_input, "intake.xlsx-part-missing", book.sheet_part);
    return {};
}

Result<void> read_shared(const Archive& archive, Workbook& book, std::size_t bytes_max) {
    if (!archive.has("xl/sharedStrings.xml")) return {};
    struct {
        std::string text;
        std::size_t bytes = 0;
        bool in_text = false;
        bool in_phonetic = false;  // a reading aid beside the text, not part of it
    } state;
    const auto start = [&state](std::string_view name, const Attributes&) {
        if (name == "si") state.text.clear();
        if (name == "rPh") state.in_phonetic = true;
        if (name == "t") state.in_text = !state.in_phonetic;
    };
    const auto end = [&state, &book, bytes_max](std::string_view name) {
        if (name == "t") state.in_text = false;
        if (name == "rPh") state.in_phonetic = false;
        if (name != "si") return;
        state.bytes += state.text.size() + sizeof(std::string);
        if (state.bytes <= bytes_max) book.shared.push_back(state.text);
    };
    const auto take = [&state, bytes_max](std::string_view text) {
        if (state.in_text && state.text.size() <= bytes_max) state.text += text;
    };
    if (auto done = parse(archive, "xl/sharedStrings.xml", {start, end, take}, kUnpackedMax); !done)
        return done.error();
    if (state.bytes > bytes_max) return fail(Errc::too_large, "intake.zip-too-large", bytes_max >> 20);
    return {};
}

bool is_builtin_date(int format) {
    return (format >= 14 && format <= 22) || (format >= 27 && format <= 36) || (format >= 45 && format <= 47) ||
           (format >= 50 && format <= 58);
}

Result<void> read_styles(const Archive& archive, Workbook& book) {
    if (!archive.has("xl/styles.xml")) return {};
    std::map<int, bool> custom;
    bool in_cells = false;
    const auto start = [&custom, &book, &in_cells](std::string_view name, const Attributes& attributes) {
        if (name == "numFmt") custom[to_int(attributes.get("numFmtId"))] = is_date_format(attributes.get("formatCode"));
        if (name == "cellXfs") in_cells = true;
        if (name != "xf" || !in_cells) return;
        const int format = to_int(attributes.get("numFmtId"));
        const auto own = custom.find(format);
        book.date_styles.push_back(own != custom.end() ? own->second : is_builtin_date(format));
    };
    const auto end = [&in_cells](std::string_view name) {
        if (name == "cellXfs") in_cells = false;
    };
    return parse(archive, "xl/styles.xml", {start, end, ignore_text});
}

}  // namespace

bool is_date_format(std::string_view code) {
    bool quoted = false;
    std::string bare;  // without quoted text, escaped characters and [conditions]; [h] stays
    for (std::size_t i = 0; i < code.size(); ++i) {
        const char c = code[i];
        if (c == '"') quoted = !quoted;
        if (quoted || c == '"') continue;
        if (c == '\\' || c == '_' || c == '*') {
            ++i;
        } else if (c == '[') {
            const auto close = std::min(code.find(']', i), code.size());
            const auto inside = code.substr(i + 1, close - i - 1);
            if (!inside.empty() && inside.find_first_not_of("hHmMsS") == std::string_view::npos) return true;
            i = close;
        } else if (c == ';') {
            break;  // what follows shows negative numbers and text
        } else {
            bare += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
        }
    }
    if (bare.find("general") != std::string::npos) return false;
    return bare.find_first_of("ymdhs") != std::string::npos;
}

Result<Workbook> read_workbook(const Archive& archive, const std::string& sheet, std::size_t shared_bytes_max) {
    Workbook book;
    if (auto done = read_sheets(archive, sheet, book); !done) return done.error();
    if (auto done = read_shared(archive, book, shared_bytes_max); !done) return done.error();
    if (auto done = read_styles(archive, book); !done) return done.error();
    return book;
}

}  // namespace gongdan::intake
