#pragma once
/// The bytes of a file, seen through a window of bounded size: no file lies in memory as a whole.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "core/base/result.hpp"

namespace gongdan::attachments {

inline constexpr std::size_t kWindow = 64 * 1024;  ///< bytes in memory at a time

/// Where bytes come from. Not thread-safe.
class Bytes {
 public:
    virtual ~Bytes() = default;
    [[nodiscard]] virtual std::uint64_t size() const = 0;
    /// Reads up to `count` bytes from `offset` into `to`; how many there were. 0 at the end and when reading fails.
    [[nodiscard]] virtual std::size_t read(std::uint64_t offset, char* to, std::size_t count) = 0;
};

/// Errc::unavailable when the file cannot be opened, Errc::not_found when it does not exist.
[[nodiscard]] Result<std::unique_ptr<Bytes>> open_file(const std::filesystem::path& file);

/// Bytes in memory, which must outlive it: for tests and fuzzing.
class TextBytes final : public Bytes {
 public:
    explicit TextBytes(std::string_view text) : text_(text) {}
    [[nodiscard]] std::uint64_t size() const override { return text_.size(); }
    [[nodiscard]] std::size_t read(std::uint64_t offset, char* to, std::size_t count) override;

 private:
    std::string_view text_;
};

/// Looks at bytes anywhere, cheaply when it goes forward. Beyond the end there is nothing.
class Window {
 public:
    explicit Window(Bytes& bytes) : bytes_(bytes) {}
    [[nodiscard]] std::uint64_t size() const { return bytes_.size(); }
    /// `count` (at most kWindow) bytes from `offset`, fewer at the end. Valid until the next call.
    [[nodiscard]] std::string_view view(std::uint64_t offset, std::size_t count);
    /// The byte there; 0 beyond the end.
    [[nodiscard]] std::uint8_t byte(std::uint64_t offset) {
        const auto seen = view(offset, 1);
        return seen.empty() ? 0U : static_cast<std::uint8_t>(seen.front());
    }
    [[nodiscard]] std::uint32_t big16(std::uint64_t offset) { return number(offset, 2, true); }
    [[nodiscard]] std::uint32_t big32(std::uint64_t offset) { return number(offset, 4, true); }
    [[nodiscard]] std::uint32_t little32(std::uint64_t offset) { return number(offset, 4, false); }

 private:
    [[nodiscard]] std::uint32_t number(std::uint64_t offset, std::size_t count, bool big);

    Bytes& bytes_;
    std::string buffer_;
    std::uint64_t start_ = 0;  // of buffer_
};

}  // namespace gongdan::attachments
