#include "adapters/intake/xlsx.hpp"

#include <algorithm>
#include <charconv>

#include "adapters/intake/datetime.hpp"
#include "adapters/intake/values.hpp"

namespace gongdan::intake {
namespace {

constexpr std::size_t kExactDigits = 15;  // a spreadsheet keeps no more of a number

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Column of a cell reference ("AB12" → 27); nothing when it is malformed.
std::optional<std::size_t> column_of(std::string_view reference) {
    std::size_t column = 0;
    std::size_t letters = 0;
    for (const char c : reference) {
        if (c < 'A' || c > 'Z' || letters == 4) break;
        column = column * 26 + static_cast<std::size_t>(c - 'A' + 1);
        ++letters;
    }
    if (column == 0) return std::nullopt;
    return column - 1;
}

std::int64_t to_integer(std::string_view text, std::int64_t otherwise) {
    std::int64_t value = otherwise;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

/// A long whole number whose digits past the fifteenth are all zero was most likely cut by the spreadsheet.
bool has_lost_digits(std::string_view plain) {
    if (!plain.empty() && plain.front() == '-') plain.remove_prefix(1);
    const bool whole = std::all_of(plain.begin(), plain.end(), is_digit);
    return whole && plain.size() > kExactDigits && plain.find_first_not_of('0', kExactDigits) == std::string_view::npos;
}

/// Carriage returns are written as _x000D_ in workbooks.
void unescape(std::string& text) {
    constexpr std::string_view kReturn = "_x000D_";
    for (auto at = text.find(kReturn); at != std::string::npos; at = text.find(kReturn, at))
        text.erase(at, kReturn.size());
}

}  // namespace

std::string plain_number(std::string_view stored) {
    const auto e = stored.find_first_of("eE");
    if (e == std::string_view::npos) return std::string(stored);
    const std::string_view power_text = stored.substr(e + 1);
    const auto power = to_integer(power_text.starts_with('+') ? power_text.substr(1) : power_text, 1'000);
    std::string digits(stored.substr(0, e));
    const bool negative = digits.starts_with('-');
    if (negative) digits.erase(0, 1);
    const auto point = std::min(digits.find('.'), digits.size());
    if (point < digits.size()) digits.erase(point, 1);
    if (power < 0 || power > 30 || !std::all_of(digits.begin(), digits.end(), is_digit)) return std::string(stored);
    const std::size_t whole = point + static_cast<std::size_t>(power);
    if (digits.size() <= whole) {
        digits.append(whole - digits.size(), '0');
    } else {
        digits.insert(whole, ".");
    }
    return (negative ? "-" : "") + digits;
}

Result<std::unique_ptr<RowSource>> XlsxSource::open(const std::string& path, const std::string& sheet) {
    auto archive = Archive::open(path);
    if (!archive) return archive.error();
    auto book = read_workbook(*archive, sheet);
    if (!book) return book.error();
    std::unique_ptr<XlsxSource> source(new XlsxSource(std::move(*archive), std::move(*book)));
    if (auto begun = source->begin(); !begun) return begun.error();
    return std::unique_ptr<RowSource>(std::move(source));
}

Result<void> XlsxSource::begin() {
    auto entry = archive_.entry(book_.sheet_part);
    if (!entry) return entry.error();
    XmlHandlers handlers;
    handlers.start = [this](std::string_view name, const Attributes& attributes) { on_start(name, attributes); };
    handlers.end = [this](std::string_view name) { on_end(name); };
    handlers.text = [this](std::string_view text) { on_text(text); };
    stream_ = std::make_unique<XmlStream>(std::move(*entry), book_.sheet_part, std::move(handlers));
    return {};
}

Result<std::optional<Row>> XlsxSource::next() {
    while (ready_.empty()) {
        if (problem_) return *problem_;
        const auto more = stream_->feed();
        if (!more) return more.error();
        if (!*more) return problem_ ? Result<std::optional<Row>>(*problem_) : std::optional<Row>();
    }
    Row row = std::move(ready_.front());
    ready_.pop_front();
    return std::optional<Row>(std::move(row));
}

void XlsxSource::complain(Error error) {
    if (!problem_) problem_ = std::move(error);
}

void XlsxSource::on_start(std::string_view name, const Attributes& attributes) {
    if (name == "row") {
        const std::int64_t number = std::max(to_integer(attributes.get("r"), row_.row + 1), row_.row + 1);
        row_ = Row{number, number, {}, false};
        row_bytes_ = 0;
        column_ = 0;
        if (number > kRowsMax) complain(fail(Errc::too_large, "intake.too-many-rows", kRowsMax));
    } else if (name == "c") {
        column_ = column_of(attributes.get("r")).value_or(column_);
        type_ = attributes.get("t");
        style_ = static_cast<int>(to_integer(attributes.get("s"), 0));
        value_.clear();
    } else if (name == "rPh") {
        in_phonetic_ = true;
    } else if (name == "v" || name == "t") {
        in_value_ = !in_phonetic_;
    }
}

void XlsxSource::on_text(std::string_view text) {
    if (!in_value_ || problem_) return;
    value_ += text;
    if (row_bytes_ + value_.size() > kRowBytesMax) {
        complain(fail(Errc::too_large, "intake.row-too-long", row_.row, row_.line, kRowBytesMax));
    }
}

void XlsxSource::on_end(std::string_view name) {
    if (name == "v" || name == "t") in_value_ = false;
    if (name == "rPh") in_phonetic_ = false;
    if (name == "c") finish_cell();
    if (name != "row" || problem_) return;
    const std::int64_t number = row_.row;
    ready_.push_back(std::move(row_));
    row_ = Row{number, number, {}, false};
}

void XlsxSource::finish_cell() {
    if (problem_) return;
    if (column_ >= kColumnsMax)
        return complain(fail(Errc::too_large, "intake.too-many-columns", row_.row, kColumnsMax));
    Cell cell;
    if (type_ == "s") {
        const auto index = static_cast<std::size_t>(to_integer(value_, -1));
        if (index < book_.shared.size()) cell.text = book_.shared[index];
    } else if (type_.empty() || type_ == "n") {
        const auto style = static_cast<std::size_t>(style_);
        const auto serial =
            style < book_.date_styles.size() && book_.date_styles[style] ? parse_number(value_) : std::nullopt;
        cell.text = serial ? format_serial(*serial, book_.dates_from_1904) : plain_number(value_);
        cell.precision_lost = !serial && has_lost_digits(cell.text);
    } else {
        cell.text = value_;
    }
    unescape(cell.text);
    row_bytes_ += cell.text.size() + 1;
    if (row_bytes_ > kRowBytesMax)
        return complain(fail(Errc::too_large, "intake.row-too-long", row_.row, row_.line, kRowBytesMax));
    if (!cell.text.empty()) {
        if (row_.cells.size() <= column_) row_.cells.resize(column_ + 1);
        row_.cells[column_] = std::move(cell);
    }
    ++column_;
}

SourceFacts XlsxSource::facts() const {
    SourceFacts facts;
    facts.format = "xlsx";
    facts.encoding = "UTF-8";
    facts.sheet = book_.sheet;
    facts.dates_from_1904 = book_.dates_from_1904;
    return facts;
}

}  // namespace gongdan::intake
