#include "adapters/intake/csv.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace gongdan::intake {
namespace {

constexpr std::array<char, 4> kSeparators = {',', '\t', ';', '|'};
constexpr std::size_t kHeadLines = 30;

/// How often `separator` stands outside quotes, line by line.
std::vector<int> counts(std::string_view head, char separator) {
    std::vector<int> lines;
    bool inside = false;
    int count = 0;
    bool blank = true;
    for (const char c : head) {
        if (c == '"') inside = !inside;
        if (!inside && c == '\n') {
            if (!blank) lines.push_back(count);
            if (lines.size() >= kHeadLines) return lines;
            count = 0;
            blank = true;
            continue;
        }
        blank = blank && c == '\r';
        count += !inside && c == separator ? 1 : 0;
    }
    if (!blank) lines.push_back(count);
    return lines;
}

}  // namespace

char find_separator(std::string_view head) {
    char best = ',';
    std::pair<int, int> best_score{0, 0};
    for (const char separator : kSeparators) {
        std::map<int, int> lines_with;  // number of separators → number of lines
        for (const int count : counts(head, separator)) ++lines_with[count];
        lines_with.erase(0);
        for (const auto& [count, lines] : lines_with) {
            const std::pair<int, int> score{lines, count};
            if (score <= best_score) continue;
            best = separator;
            best_score = score;
        }
    }
    return best;
}

Result<std::unique_ptr<RowSource>> CsvSource::open(const std::string& path) {
    auto file = TextFile::open(path);
    if (!file) return file.error();
    std::unique_ptr<CsvSource> source(new CsvSource(std::move(*file)));
    if (auto begun = source->begin(); !begun) return begun.error();
    return std::unique_ptr<RowSource>(std::move(source));
}

Result<void> CsvSource::begin() {
    constexpr std::size_t kHead = 64 * 1024;
    while (buffer_.size() < kHead) {
        const auto got = more();
        if (!got) return got.error();
        if (!*got) break;
    }
    const bool named = buffer_.size() >= 5 && buffer_.starts_with("sep=") &&
                       (buffer_.size() == 5 || buffer_[5] == '\r' || buffer_[5] == '\n');
    separator_ = named ? buffer_[4] : find_separator(buffer_);
    return {};
}

/// Reads on; what is behind `at_` is dropped. False at the end of the file.
Result<bool> CsvSource::more() {
    buffer_.erase(0, at_);
    at_ = 0;
    const std::size_t before = buffer_.size();
    while (buffer_.size() == before) {
        const auto got = file_.read(buffer_);
        if (!got) return got.error();
        if (!*got) return false;
    }
    return true;
}

bool CsvSource::at_line_end() const { return buffer_[at_] == '\n' || buffer_[at_] == '\r'; }

/// How many characters from here on end no cell; at least one is taken by the caller's check.
std::size_t CsvSource::plain_run() const {
    std::size_t end = at_ + 1;
    while (end < buffer_.size() && buffer_[end] != separator_ && buffer_[end] != '\n' && buffer_[end] != '\r') ++end;
    return end - at_;
}

void CsvSource::skip_line_end() {
    if (buffer_[at_] == '\r' && at_ + 1 < buffer_.size() && buffer_[at_ + 1] == '\n') ++at_;
    ++at_;
    ++line_;
}

Result<void> CsvSource::within_limit(std::size_t bytes, const Row& row) const {
    if (bytes > kRowBytesMax) return fail(Errc::too_large, "intake.row-too-long", row.row, row.line, kRowBytesMax);
    if (row.cells.size() > kColumnsMax) return fail(Errc::too_large, "intake.too-many-columns", row.row, kColumnsMax);
    return {};
}

Result<std::optional<Row>> CsvSource::next() {
    if (at_ + 1 >= buffer_.size()) {  // two characters, so that CR LF is never split
        const auto got = more();
        if (!got) return got.error();
    }
    if (at_ >= buffer_.size()) return std::optional<Row>();
    if (row_ >= kRowsMax) return fail(Errc::too_large, "intake.too-many-rows", kRowsMax);
    Row row;
    row.row = ++row_;
    row.line = line_;
    std::size_t bytes = 0;
    while (true) {
        const auto again = cell(row, bytes);
        if (!again) return again.error();
        if (!*again) return std::optional<Row>(std::move(row));
    }
}

/// Takes one cell and what ends it; true when another cell follows in this row.
Result<bool> CsvSource::cell(Row& row, std::size_t& bytes) {
    std::string taken;
    bool first = true;
    while (true) {
        if (at_ + 1 >= buffer_.size()) {
            const auto got = more();
            if (!got) return got.error();
            if (at_ >= buffer_.size()) break;
        }
        const char c = buffer_[at_];
        if (c == separator_ || at_line_end()) break;
        if (c == '"' && first) {
            if (auto done = quoted(row, taken, bytes); !done) return done.error();
        } else {
            const std::size_t run = plain_run();
            taken.append(buffer_, at_, run);
            at_ += run;
            bytes += run;
            if (auto fits = within_limit(bytes, row); !fits) return fits.error();
        }
        first = false;
    }
    row.cells.push_back({std::move(taken), false});
    if (auto fits = within_limit(++bytes, row); !fits) return fits.error();
    if (at_ >= buffer_.size()) return false;
    if (buffer_[at_] == separator_) {
        ++at_;
        return true;
    }
    skip_line_end();
    return false;
}

/// Takes a quoted part from its opening quote to behind its closing one.
Result<void> CsvSource::quoted(Row& row, std::string& cell, std::size_t& bytes) {
    ++at_;
    while (true) {
        if (at_ + 1 >= buffer_.size()) {
            const auto got = more();
            if (!got) return got.error();
            if (at_ >= buffer_.size()) {
                row.unclosed_quote = true;
                return {};
            }
        }
        const char c = buffer_[at_];
        const bool doubled = c == '"' && at_ + 1 < buffer_.size() && buffer_[at_ + 1] == '"';
        at_ += doubled ? 2 : 1;
        if (c == '"' && !doubled) return {};
        if (c == '\n') ++line_;
        cell += c;
        if (auto fits = within_limit(++bytes, row); !fits) return fits.error();
    }
}

SourceFacts CsvSource::facts() const {
    SourceFacts facts;
    facts.format = "csv";
    facts.encoding = name_of(file_.encoding());
    facts.separator = separator_;
    facts.damaged_characters = file_.damaged_characters();
    return facts;
}

}  // namespace gongdan::intake
