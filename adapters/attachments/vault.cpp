#include "adapters/attachments/vault.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "adapters/attachments/evidence.hpp"

namespace gongdan::attachments {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kHashDigits = 64;
constexpr std::size_t kFolderDigits = 2;
constexpr std::string_view kIncoming = "incoming";

Error cannot_write(const fs::path& path, int error) {
    return fail(Errc::read_only, "attachment.cannot-write", path.filename().string(),
                std::generic_category().message(error));
}

bool is_hash(std::string_view text) {
    return text.size() == kHashDigits && std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
           });
}

Result<void> sync_folder(const fs::path& folder) {
    const int descriptor = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return cannot_write(folder, errno);
    const bool done = fsync(descriptor) == 0;
    const int error = errno;
    close(descriptor);
    return done ? Result<void>() : Result<void>(cannot_write(folder, error));
}

/// Makes the folder; its name is on disk when this returns.
Result<void> make_folder(const fs::path& folder) {
    if (mkdir(folder.c_str(), S_IRWXU) != 0 && errno != EEXIST) return cannot_write(folder, errno);
    // One that is there already may be of a process that died before its name was on disk.
    return sync_folder(folder.has_parent_path() ? folder.parent_path() : fs::path("."));
}

}  // namespace

// ------------------------------------------------------------------------------------------------ in

Incoming::Incoming(Vault& vault, int descriptor, fs::path partial)
    : vault_(vault), descriptor_(descriptor), partial_(std::move(partial)) {}

Incoming::~Incoming() {
    if (descriptor_ >= 0) close(descriptor_);
    if (!partial_.empty()) unlink(partial_.c_str());
    --vault_.incoming_;
}

Result<void> Incoming::write(std::string_view bytes) {
    size_ += std::int64_t(bytes.size());
    if (size_ > vault_.limit()) return fail(Errc::too_large, "attachment.too-large", vault_.limit());
    hash_.add(bytes);
    while (!bytes.empty()) {
        const ssize_t done = ::write(descriptor_, bytes.data(), bytes.size());
        if (done < 0 && errno == EINTR) continue;
        if (done < 0) return cannot_write(partial_, errno);
        bytes.remove_prefix(std::size_t(done));
    }
    return {};
}

Result<Kept> Incoming::keep() {
    if (size_ == 0) {
        Error empty = fail(Errc::invalid_input, "attachment.empty");
        empty.fields.push_back({"", "required", empty.detail});
        return empty;
    }
    const auto bytes = open_file(partial_);
    if (!bytes) return bytes.error();
    const auto examined = examine(**bytes);
    if (!examined) return fail(Errc::invalid_input, "attachment.type");
    Kept kept;
    kept.file.media_type = examined->media->type;
    kept.file.evidence = read_evidence(examined->exif);
    if (auto done = settle(kept); !done) return done.error();
    return kept;
}

Result<Kept> Incoming::keep_unseen() {
    Kept kept;
    if (auto done = settle(kept); !done) return done.error();
    return kept;
}

Result<void> Incoming::settle(Kept& kept) {
    if (fsync(descriptor_) != 0) return cannot_write(partial_, errno);
    kept.file.sha256 = to_hex(hash_.finish());
    kept.file.size = size_;
    if (auto done = vault_.place(partial_, kept.file.sha256, kept.pin); !done) return done;
    partial_.clear();
    return {};
}

// ------------------------------------------------------------------------------------------------ out

Result<std::string> Outgoing::next() {
    while (piece_ < pieces_.size() && done_ == pieces_[piece_].size) {
        ++piece_;
        done_ = 0;
    }
    if (piece_ == pieces_.size()) return std::string();
    const Piece& piece = pieces_[piece_];
    if (!piece.instead.empty()) {
        done_ = piece.size;
        return piece.instead;
    }
    std::string part(std::size_t(std::min<std::uint64_t>(kWindow, piece.size - done_)), '\0');
    part.resize(bytes_->read(piece.offset + done_, part.data(), part.size()));
    if (part.empty()) return fail(Errc::unavailable, "attachment.cannot-read", "", "short");
    done_ += part.size();
    return part;
}

// ------------------------------------------------------------------------------------------------ the vault

fs::path Vault::file_of(std::string_view sha256) const {
    return folder_ / sha256.substr(0, kFolderDigits) / sha256.substr(kFolderDigits);
}

void Vault::clear_incoming() const {
    std::error_code ignored;
    fs::remove_all(folder_ / kIncoming, ignored);
}

Result<std::unique_ptr<Incoming>> Vault::begin() {
    constexpr std::size_t kSaltBytes = 16;
    if (++incoming_ > kIncomingMax) {
        --incoming_;
        return fail(Errc::overloaded, "attachment.too-busy");
    }
    const fs::path waiting = folder_ / kIncoming;
    auto made = make_folder(folder_);
    if (made) made = make_folder(waiting);
    fs::path partial = waiting / to_hex(crypto::random_bytes(kSaltBytes));
    const int descriptor =
        made ? ::open(partial.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR) : -1;
    if (descriptor < 0) {
        --incoming_;
        return made ? cannot_write(partial, errno) : made.error();
    }
    return std::make_unique<Incoming>(*this, descriptor, std::move(partial));
}

Pin Vault::pin(const std::string& sha256) {
    const std::lock_guard lock(pins_->mutex);
    ++pins_->count[sha256];
    return {nullptr, [pins = pins_, sha256](void*) {
                const std::lock_guard held(pins->mutex);
                if (--pins->count[sha256] == 0) pins->count.erase(sha256);
            }};
}

/// Over a file that is there already: it has the same bytes, or was damaged.
Result<void> Vault::place(const fs::path& partial, const std::string& sha256, Pin& pinned) {
    const std::lock_guard lock(placing_);
    const fs::path file = file_of(sha256);
    if (auto made = make_folder(file.parent_path()); !made) return made;
    pinned = pin(sha256);
    if (rename(partial.c_str(), file.c_str()) != 0) return cannot_write(file, errno);
    return sync_folder(file.parent_path());
}

Result<Outgoing> Vault::open(std::string_view sha256) const {
    if (!is_hash(sha256)) return fail(Errc::not_found, "attachment.cannot-read", "", "");
    auto bytes = open_file(file_of(sha256));
    if (!bytes) return bytes.error();
    Pieces whole{{0, (*bytes)->size()}};
    return Outgoing(std::move(*bytes), std::move(whole));
}

Result<Outgoing> Vault::open_clean(std::string_view sha256) const {
    if (!is_hash(sha256)) return fail(Errc::not_found, "attachment.cannot-read", "", "");
    auto bytes = open_file(file_of(sha256));
    if (!bytes) return bytes.error();
    auto examined = examine(**bytes);
    if (!examined || !examined->media->image) return fail(Errc::forbidden, "attachment.masked");
    return Outgoing(std::move(*bytes), std::move(examined->clean));
}

Result<void> Vault::remove_unused(const std::string& sha256, const InUse& in_use) {
    const std::lock_guard lock(placing_);
    {
        const std::lock_guard held(pins_->mutex);
        if (pins_->count.contains(sha256)) return {};
    }
    const auto used = in_use(sha256);
    if (!used) return used.error();
    const fs::path file = file_of(sha256);
    if (*used || unlink(file.c_str()) == 0 || errno == ENOENT) return {};
    return cannot_write(file, errno);
}

std::vector<Vault::Entry> Vault::list() const {
    std::vector<Entry> found;
    std::error_code failed;
    const auto now = fs::file_time_type::clock::now();
    for (const auto& folder : fs::directory_iterator(folder_, failed)) {
        for (const auto& file : fs::directory_iterator(folder.path(), failed)) {
            const std::string name = folder.path().filename().string() + file.path().filename().string();
            if (!is_hash(name)) continue;
            const auto age = now - file.last_write_time(failed);
            found.push_back({name, std::chrono::duration_cast<std::chrono::seconds>(age)});
        }
    }
    std::sort(found.begin(), found.end(), [](const Entry& a, const Entry& b) { return a.sha256 < b.sha256; });
    return found;
}

Result<void> Vault::verify(std::string_view sha256) const {
    auto outgoing = open(sha256);
    if (!outgoing) return outgoing.error();
    crypto::Sha256Stream hash;
    while (true) {
        const auto part = outgoing->next();
        if (!part) return part.error();
        if (part->empty()) break;
        hash.add(*part);
    }
    if (to_hex(hash.finish()) == sha256) return {};
    return fail(Errc::internal, "attachment.cannot-copy", sha256);
}

Result<void> Vault::copy_into(Vault& target) const {
    for (const Entry& entry : list()) {
        auto from = open(entry.sha256);
        if (!from && from.error().code == Errc::not_found) continue;  // erased meanwhile
        if (!from) return from.error();
        auto to = target.begin();
        if (!to) return to.error();
        while (true) {
            const auto part = from->next();
            if (!part) return part.error();
            if (part->empty()) break;
            if (auto done = (*to)->write(*part); !done) return done;
        }
        const auto kept = (*to)->keep_unseen();
        if (!kept) return kept.error();
        if (kept->file.sha256 != entry.sha256) return fail(Errc::internal, "attachment.cannot-copy", entry.sha256);
    }
    target.clear_incoming();
    return {};
}

}  // namespace gongdan::attachments
