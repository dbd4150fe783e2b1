#include "adapters/intake/columns.hpp"

#include <algorithm>

#include "adapters/intake/values.hpp"

namespace gongdan::intake {
namespace {

/// "派工用时(分钟)" → "派工用时"; "*工单编号:" → "工单编号".
std::string stem_of(std::string folded) {
    const auto marks = [](char c) { return c == '*' || c == ':'; };
    while (!folded.empty() && marks(folded.back())) folded.pop_back();
    folded.erase(folded.begin(), std::find_if_not(folded.begin(), folded.end(), marks));
    const auto open = folded.rfind('(');
    if (!folded.empty() && folded.back() == ')' && open != std::string::npos && open > 0) folded.erase(open);
    return folded;
}

std::vector<std::string> split(std::string_view text, char divider) {
    std::vector<std::string> parts;
    while (true) {
        const auto at = text.find(divider);
        if (auto part = clean(text.substr(0, at)); !part.empty()) parts.push_back(std::move(part));
        if (at == std::string_view::npos) return parts;
        text.remove_prefix(at + 1);
    }
}

std::string text_at(const Row& row, std::size_t at) { return at < row.cells.size() ? clean(row.cells[at].text) : ""; }

/// The header that `upper` alone, or `lower` under it, makes.
Header match(const Row& upper, const Row* lower, const Catalogue& catalogue) {
    Header header;
    header.row = lower != nullptr ? lower->row : upper.row;
    const std::size_t width = std::max(upper.cells.size(), lower != nullptr ? lower->cells.size() : 0);
    std::unordered_map<std::string, bool> exact;
    for (std::size_t i = 0; i < width; ++i) {
        std::string name = lower != nullptr ? text_at(*lower, i) : "";
        if (name.empty()) name = text_at(upper, i);
        header.names.push_back(name);
        if (name.empty()) continue;
        const Column* column = catalogue.find(name);
        if (column == nullptr) {
            header.unknown.push_back(name);
            continue;
        }
        const bool own_name = fold(name) == fold(column->header);
        const auto [at, added] = header.cells.try_emplace(column->id, i);
        if (added) {
            exact[column->id] = own_name;
        } else if (own_name && !exact[column->id]) {  // its own name counts more than an alias that came first
            header.repeated.push_back(header.names[at->second]);
            at->second = i;
            exact[column->id] = true;
        } else {
            header.repeated.push_back(name);
        }
    }
    return header;
}

}  // namespace

Result<void> Catalogue::add(Column column) {
    const std::size_t at = columns_.size();
    if (!by_id_.emplace(column.id, at).second) return fail(Errc::conflict, "intake.column-twice", column.id, column.id);
    std::vector<std::string> names = column.aliases;
    names.insert(names.begin(), column.header);
    for (const std::string& name : names) {
        const std::string folded = fold(name);
        const auto [known, added] = by_name_.emplace(folded, at);
        if (!added && known->second != at)
            return fail(Errc::conflict, "intake.column-twice", name, columns_[known->second].id);
        const auto [stem, first] = by_stem_.emplace(stem_of(folded), at);
        if (!first && stem->second != at) stem->second = std::string::npos;
    }
    columns_.push_back(std::move(column));
    return {};
}

const Column* Catalogue::find(std::string_view header) const {
    const std::string folded = fold(header);
    if (const auto found = by_name_.find(folded); found != by_name_.end()) return &columns_[found->second];
    const auto stem = by_stem_.find(stem_of(folded));
    return stem == by_stem_.end() || stem->second == std::string::npos ? nullptr : &columns_[stem->second];
}

const Column* Catalogue::by_id(std::string_view id) const {
    const auto found = by_id_.find(id);
    return found == by_id_.end() ? nullptr : &columns_[found->second];
}

Result<Catalogue> load_catalogue(const std::string& path) {
    auto source = open_rows(path, "");
    if (!source) return source.error();
    Catalogue names;
    for (const char* name : {"canonical", "zh_header", "aliases_zh", "required_for_import"}) {
        if (auto added = names.add({name, name, {}, true}); !added) return added.error();
    }
    auto first = (*source)->next();
    if (!first) return first.error();
    const Header header = *first ? find_header({**first}, names) : Header{};
    if (header.cells.size() != names.columns().size()) return fail(Errc::invalid_input, "intake.catalogue", path, 1);
    Catalogue catalogue;
    while (true) {
        auto row = (*source)->next();
        if (!row) return row.error();
        if (!*row) return catalogue;
        const auto value = [&header, &row](std::string_view id) {
            const Cell* cell = header.cell(**row, id);
            return cell == nullptr ? std::string() : clean(cell->text);
        };
        Column column{value("canonical"), value("zh_header"), split(value("aliases_zh"), '|'), false};
        column.expected = value("required_for_import") == "Y";
        if (column.id.empty() || column.header.empty())
            return fail(Errc::invalid_input, "intake.catalogue", path, (*row)->row);
        if (auto added = catalogue.add(std::move(column)); !added) return added.error();
    }
}

const Cell* Header::cell(const Row& row_of_data, std::string_view id) const {
    const auto found = cells.find(id);
    if (found == cells.end() || found->second >= row_of_data.cells.size()) return nullptr;
    return &row_of_data.cells[found->second];
}

Header find_header(const std::vector<Row>& rows, const Catalogue& catalogue) {
    Header best;
    const auto consider = [&best](Header header) {
        if (header.cells.size() > best.cells.size()) best = std::move(header);
    };
    for (std::size_t i = 0; i < rows.size(); ++i) {
        consider(match(rows[i], nullptr, catalogue));
        if (i + 1 < rows.size()) consider(match(rows[i], &rows[i + 1], catalogue));
    }
    return best;
}

}  // namespace gongdan::intake
