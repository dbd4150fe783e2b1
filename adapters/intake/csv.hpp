#pragma once
/// Separated text after RFC 4180: quoted cells, doubled quotes, line breaks inside quotes. The separator (comma,
/// semicolon, tab, bar) is found out from the first lines, or named by a first line "sep=;" as spreadsheets write it.

#include <string>

#include "adapters/intake/encoding.hpp"
#include "adapters/intake/row.hpp"

namespace gongdan::intake {

class CsvSource : public RowSource {
 public:
    [[nodiscard]] static Result<std::unique_ptr<RowSource>> open(const std::string& path);

    [[nodiscard]] Result<std::optional<Row>> next() override;
    [[nodiscard]] SourceFacts facts() const override;

 private:
    explicit CsvSource(TextFile file) : file_(std::move(file)) {}
    [[nodiscard]] Result<void> begin();
    [[nodiscard]] Result<bool> more();
    [[nodiscard]] Result<bool> cell(Row& row, std::size_t& bytes);
    [[nodiscard]] Result<void> quoted(Row& row, std::string& cell, std::size_t& bytes);
    [[nodiscard]] bool at_line_end() const;
    [[nodiscard]] std::size_t plain_run() const;
    void skip_line_end();
    [[nodiscard]] Result<void> within_limit(std::size_t bytes, const Row& row) const;

    TextFile file_;
    std::string buffer_;
    std::size_t at_ = 0;  ///< of the next character in buffer_
    char separator_ = ',';
    std::int64_t row_ = 0;
    std::int64_t line_ = 1;
};

/// The separator that splits `head` (the first lines of a file) most evenly; a comma when none does.
[[nodiscard]] char find_separator(std::string_view head);

}  // namespace gongdan::intake
