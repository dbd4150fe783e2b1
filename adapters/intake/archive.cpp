#include "adapters/intake/archive.hpp"

#include <zip.h>

namespace gongdan::intake {

struct Archive::Held {
    zip_t* zip = nullptr;
    Held() = default;
    Held(const Held&) = delete;
    Held& operator=(const Held&) = delete;
    ~Held() {
        if (zip != nullptr) zip_discard(zip);
    }
};

struct Archive::Entry::Held {
    zip_file_t* file = nullptr;
    std::string name;
    std::uint64_t declared = 0;
    std::uint64_t taken = 0;
    Held() = default;
    Held(const Held&) = delete;
    Held& operator=(const Held&) = delete;
    ~Held() {
        if (file != nullptr) zip_fclose(file);
    }
};

Archive::Archive(std::unique_ptr<Held> held) : held_(std::move(held)) {}
Archive::Archive(Archive&&) noexcept = default;
Archive& Archive::operator=(Archive&&) noexcept = default;
Archive::~Archive() = default;
Archive::Entry::Entry(std::unique_ptr<Held> held) : held_(std::move(held)) {}
Archive::Entry::Entry(Entry&&) noexcept = default;
Archive::Entry& Archive::Entry::operator=(Entry&&) noexcept = default;
Archive::Entry::~Entry() = default;

Result<Archive> Archive::open(const std::string& path) {
    auto held = std::make_unique<Held>();
    int problem = 0;
    held->zip = zip_open(path.c_str(), ZIP_RDONLY, &problem);
    if (held->zip == nullptr) return fail(Errc::invalid_input, "intake.zip-damaged", path);
    const zip_int64_t count = zip_get_num_entries(held->zip, 0);
    if (count > kEntriesMax) return fail(Errc::too_large, "intake.zip-entries", count, kEntriesMax);
    std::uint64_t total = 0;
    for (zip_int64_t i = 0; i < count; ++i) {
        zip_stat_t stat;
        if (zip_stat_index(held->zip, static_cast<zip_uint64_t>(i), 0, &stat) != 0) {
            return fail(Errc::invalid_input, "intake.zip-damaged", path);
        }
        const std::uint64_t size = (stat.valid & ZIP_STAT_SIZE) != 0 ? stat.size : 0;
        const std::uint64_t packed = (stat.valid & ZIP_STAT_COMP_SIZE) != 0 ? stat.comp_size : 0;
        if (size > kUnpackedMax - total) return fail(Errc::too_large, "intake.zip-too-large", kUnpackedMax >> 20);
        total += size;
        if (size > kUnpackedHarmless && size / kUnpackedRatioMax > packed) {
            return fail(Errc::too_large, "intake.zip-bomb", std::string(stat.name), size >> 20, kUnpackedRatioMax);
        }
    }
    return Archive(std::move(held));
}

bool Archive::has(const std::string& name) const {
    return zip_name_locate(held_->zip, name.c_str(), ZIP_FL_NOCASE) >= 0;
}

std::uint64_t Archive::declared_size(const std::string& name) const {
    zip_stat_t stat;
    if (zip_stat(held_->zip, name.c_str(), ZIP_FL_NOCASE, &stat) != 0) return 0;
    return (stat.valid & ZIP_STAT_SIZE) != 0 ? stat.size : kUnpackedMax;
}

Result<Archive::Entry> Archive::entry(const std::string& name) const {
    const zip_int64_t index = zip_name_locate(held_->zip, name.c_str(), ZIP_FL_NOCASE);
    if (index < 0) return fail(Errc::invalid_input, "intake.xlsx-part-missing", name);
    zip_stat_t stat;
    auto held = std::make_unique<Entry::Held>();
    held->name = name;
    if (zip_stat_index(held_->zip, static_cast<zip_uint64_t>(index), 0, &stat) != 0) {
        return fail(Errc::invalid_input, "intake.zip-damaged", name);
    }
    held->declared = (stat.valid & ZIP_STAT_SIZE) != 0 ? stat.size : kUnpackedMax;
    held->file = zip_fopen_index(held_->zip, static_cast<zip_uint64_t>(index), 0);
    if (held->file == nullptr) return fail(Errc::invalid_input, "intake.zip-damaged", name);
    return Entry(std::move(held));
}

Result<std::size_t> Archive::Entry::read(std::span<char> piece) {
    const zip_int64_t got = zip_fread(held_->file, piece.data(), piece.size());
    if (got < 0) return fail(Errc::invalid_input, "intake.zip-damaged", held_->name);
    held_->taken += static_cast<std::uint64_t>(got);
    if (held_->taken > held_->declared) return fail(Errc::too_large, "intake.zip-lies", held_->name);
    return static_cast<std::size_t>(got);
}

}  // namespace gongdan::intake
