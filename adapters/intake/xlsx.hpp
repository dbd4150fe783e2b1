#pragma once
/// One sheet of an XLSX workbook, row by row. Memory: the shared strings and one piece of XML.

#include <deque>
#include <string>

#include "adapters/intake/row.hpp"
#include "adapters/intake/workbook.hpp"
#include "adapters/intake/xml.hpp"

namespace gongdan::intake {

class XlsxSource : public RowSource {
 public:
    /// `sheet` empty = the first visible one.
    [[nodiscard]] static Result<std::unique_ptr<RowSource>> open(const std::string& path, const std::string& sheet);

    [[nodiscard]] Result<std::optional<Row>> next() override;
    [[nodiscard]] SourceFacts facts() const override;

 private:
    XlsxSource(Archive archive, Workbook book) : archive_(std::move(archive)), book_(std::move(book)) {}
    [[nodiscard]] Result<void> begin();
    void on_start(std::string_view name, const Attributes& attributes);
    void on_end(std::string_view name);
    void on_text(std::string_view text);
    void finish_cell();
    void complain(Error error);

    Archive archive_;
    Workbook book_;
    std::unique_ptr<XmlStream> stream_;
    std::deque<Row> ready_;  ///< complete rows of the piece last parsed
    Row row_;                ///< under construction
    std::size_t row_bytes_ = 0;
    std::size_t column_ = 0;
    std::string type_;
    int style_ = 0;
    std::string value_;
    bool in_value_ = false;
    bool in_phonetic_ = false;
    std::optional<Error> problem_;
};

/// A number as a workbook stores it ("2026030212345678", "2.026030212345678E15", "0.25") with its exponent written out.
[[nodiscard]] std::string plain_number(std::string_view stored);

}  // namespace gongdan::intake
