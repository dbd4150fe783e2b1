#pragma once
/// A zip archive read with limits: an archive may be small on disk and endless inside.

#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "core/base/result.hpp"

namespace gongdan::intake {

inline constexpr std::int64_t kEntriesMax = 10'000;           ///< workbooks have dozens
inline constexpr std::uint64_t kUnpackedMax = 4ULL << 30;     ///< a million rows of 88 columns are about 2.5 GB of XML
inline constexpr std::uint64_t kUnpackedRatioMax = 250;       ///< sheets shrink 10 to 60 times; a bomb 1 000 times
inline constexpr std::uint64_t kUnpackedHarmless = 16 << 20;  ///< below this the ratio does not matter

class Archive {
 public:
    /// Errc::invalid_input for what is no sound zip, Errc::too_large past a limit, judged by the sizes it declares.
    [[nodiscard]] static Result<Archive> open(const std::string& path);
    Archive(Archive&&) noexcept;
    Archive& operator=(Archive&&) noexcept;
    ~Archive();

    [[nodiscard]] bool has(const std::string& name) const;

    /// Bytes that the entry says it unpacks to, which it cannot exceed; 0 when there is none.
    [[nodiscard]] std::uint64_t declared_size(const std::string& name) const;

    /// One entry, read piece by piece. The archive must outlive it.
    class Entry {
     public:
        Entry(Entry&&) noexcept;
        Entry& operator=(Entry&&) noexcept;
        ~Entry();
        /// Fills `piece` as far as it goes; 0 at the end. Errc::invalid_input when the data are damaged,
        /// Errc::too_large when more comes out than was declared.
        [[nodiscard]] Result<std::size_t> read(std::span<char> piece);

     private:
        friend class Archive;
        struct Held;
        explicit Entry(std::unique_ptr<Held> held);
        std::unique_ptr<Held> held_;
    };
    /// Errc::invalid_input when there is no such entry or it is locked with a password.
    [[nodiscard]] Result<Entry> entry(const std::string& name) const;

 private:
    struct Held;
    explicit Archive(std::unique_ptr<Held> held);
    std::unique_ptr<Held> held_;
};

}  // namespace gongdan::intake
