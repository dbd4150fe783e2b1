#pragma once
/// Bytes of a text file as UTF-8. Chinese systems export UTF-8 (with or without a byte order mark) or GB18030, and
/// spreadsheets also UTF-16; the file itself does not say which.

#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

#include "core/base/result.hpp"

namespace gongdan::intake {

enum class Encoding { utf8, gb18030, utf16_little, utf16_big };

[[nodiscard]] std::string_view name_of(Encoding encoding);

/// Length of the valid UTF-8 sequence `text` begins with; 0 when its first byte begins none, -1 when `text` ends too
/// early to tell. `text` is not empty.
[[nodiscard]] int utf8_sequence(std::string_view text);

/// Evidence for and against UTF-8, gathered over a whole file in pieces.
struct Utf8Evidence {
    std::int64_t good = 0;  ///< characters of two bytes or more
    std::int64_t bad = 0;   ///< bytes that fit nowhere

    /// GB18030 text breaks UTF-8 at nearly every character. A few bad bytes among many good ones are a damaged or cut
    /// UTF-8 file, which must not be read as GB18030 as a whole.
    [[nodiscard]] bool is_utf8() const { return bad == 0 || good >= 20 * bad; }
};

/// Reads a file twice: once to tell the encoding (an early look could meet only ASCII), once to decode it. Memory is
/// bounded. Not thread-safe.
class TextFile {
 public:
    /// Errc::not_found when the file cannot be read.
    [[nodiscard]] static Result<TextFile> open(const std::string& path);
    TextFile(TextFile&&) noexcept;
    TextFile& operator=(TextFile&&) noexcept;
    ~TextFile();

    /// Appends the next piece as valid UTF-8 without byte order mark; false at the end. What is no character becomes
    /// U+FFFD and is counted.
    [[nodiscard]] Result<bool> read(std::string& out);

    [[nodiscard]] Encoding encoding() const { return encoding_; }
    [[nodiscard]] std::int64_t damaged_characters() const { return damaged_; }

 private:
    class Converter;
    using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

    explicit TextFile(File file);
    [[nodiscard]] Result<void> detect();
    void take_utf8(std::string& out, bool at_end);

    File file_;
    Encoding encoding_ = Encoding::utf8;
    std::unique_ptr<Converter> converter_;  ///< null for UTF-8
    std::string pending_;                   ///< bytes read and not yet decoded
    std::int64_t damaged_ = 0;
    bool ended_ = false;
};

}  // namespace gongdan::intake
