#pragma once
/// The files of attachments: `<data>/attachments/ab/cdef…`, each named by the SHA-256 of its bytes, so that one content
/// is kept once and a damaged file shows. Folders 0700, files 0600: they hold customers' data.
///
/// A file is on disk, its name too, before its attachment is committed. What a crash leaves without an attachment
/// (an orphan) harms nobody; the doctor finds it.

#include <atomic>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/attachments/media.hpp"
#include "adapters/crypto/crypto.hpp"
#include "core/base/result.hpp"
#include "core/ticket/attachment.hpp"

namespace gongdan::attachments {

/// Photos of today's phones have 3 to 12 MB, scanned papers less.
inline constexpr std::int64_t kLimitDefault = 20 * 1024 * 1024;
inline constexpr std::size_t kIncomingMax =
    64;  ///< uploads at a time: together they may take kIncomingMax limits of disk

class Vault;

/// Keeps the file of one content from being removed while it lives: between its arrival and its commit nobody refers
/// to it yet.
using Pin = std::shared_ptr<void>;

struct Kept {
    AttachedFile file;  ///< without a name
    Pin pin;
};

/// A file on its way in. Not thread-safe; blocks on the disk. When it dies without keep(), nothing remains. The vault
/// must outlive it.
class Incoming {
 public:
    Incoming(Vault& vault, int descriptor, std::filesystem::path partial);
    Incoming(const Incoming&) = delete;
    Incoming& operator=(const Incoming&) = delete;
    ~Incoming();

    /// Errc::too_large beyond the limit, Errc::read_only when the disk does not let us.
    [[nodiscard]] Result<void> write(std::string_view bytes);
    /// All has come: looks what it is and puts it in its place, on disk when this returns. Once.
    /// Errc::invalid_input for a type that is not taken, or an empty file.
    [[nodiscard]] Result<Kept> keep();
    /// The same for bytes that were looked at before (a restored copy).
    [[nodiscard]] Result<Kept> keep_unseen();

 private:
    [[nodiscard]] Result<void> settle(Kept& kept);

    Vault& vault_;
    int descriptor_;
    std::filesystem::path partial_;
    std::int64_t size_ = 0;
    crypto::Sha256Stream hash_;
};

/// A file on its way out, in pieces. Not thread-safe; blocks on the disk.
class Outgoing {
 public:
    Outgoing(std::unique_ptr<Bytes> bytes, Pieces pieces) : bytes_(std::move(bytes)), pieces_(std::move(pieces)) {}
    /// The next bytes, at most kWindow; empty at the end. Errc::unavailable when the file is shorter than it was.
    [[nodiscard]] Result<std::string> next();

 private:
    std::unique_ptr<Bytes> bytes_;
    Pieces pieces_;
    std::size_t piece_ = 0;
    std::uint64_t done_ = 0;  // of the piece
};

/// Thread-safe. Calls block on the disk.
class Vault {
 public:
    /// `folder` is made when it is first needed. `limit`: largest file, in bytes.
    explicit Vault(std::filesystem::path folder, std::int64_t limit = kLimitDefault)
        : folder_(std::move(folder)), limit_(limit) {}
    Vault(const Vault&) = delete;
    Vault& operator=(const Vault&) = delete;

    [[nodiscard]] std::int64_t limit() const { return limit_; }

    /// Throws away what uploads of a past run left half done. By the one who holds the directory's lock.
    void clear_incoming() const;

    /// Errc::overloaded with kIncomingMax under way, Errc::read_only when the disk does not let us.
    [[nodiscard]] Result<std::unique_ptr<Incoming>> begin();

    /// Errc::not_found when there is no such file.
    [[nodiscard]] Result<Outgoing> open(std::string_view sha256) const;
    /// Of an image: the picture alone, see Examined::clean. Errc::forbidden for what cannot be cleaned.
    [[nodiscard]] Result<Outgoing> open_clean(std::string_view sha256) const;

    /// Removes the file unless it is pinned or `in_use` says so, which is asked with every other arrival held up.
    using InUse = std::function<Result<bool>(const std::string& sha256)>;
    [[nodiscard]] Result<void> remove_unused(const std::string& sha256, const InUse& in_use);

    struct Entry {
        std::string sha256;
        std::chrono::seconds age{};  ///< since it came, by the clock of the file system
    };
    /// What lies there, by name.
    [[nodiscard]] std::vector<Entry> list() const;
    /// Do the bytes have the hash they are named by? Errc::not_found, Errc::internal when they have another.
    [[nodiscard]] Result<void> verify(std::string_view sha256) const;

    /// Copies every file of this vault into `target`, each checked and on disk when it returns.
    [[nodiscard]] Result<void> copy_into(Vault& target) const;

 private:
    friend class Incoming;
    [[nodiscard]] std::filesystem::path file_of(std::string_view sha256) const;
    [[nodiscard]] Result<void> place(const std::filesystem::path& partial, const std::string& sha256, Pin& pin);
    [[nodiscard]] Pin pin(const std::string& sha256);

    std::filesystem::path folder_;
    std::int64_t limit_;
    std::atomic<std::size_t> incoming_ = 0;
    struct Pins {
        std::mutex mutex;
        std::map<std::string, int> count;
    };
    std::shared_ptr<Pins> pins_ = std::make_shared<Pins>();  // shared with the pins, which may outlive the vault
    std::mutex placing_;                                     // one arrival or removal at a time
};

}  // namespace gongdan::attachments
