// The store of files: by content, private, checked, and free of what nobody needs.

#include <sys/stat.h>

#include <algorithm>
#include <fstream>

#include <catch2/catch.hpp>

#include "adapters/attachments/vault.hpp"
#include "tests/support/images.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace gongdan;
using namespace gongdan::attachments;
using namespace gongdan::test;
namespace fs = std::filesystem;

namespace {

Result<Kept> put(Vault& vault, const std::string& bytes) {
    auto incoming = vault.begin();
    REQUIRE(incoming.ok());
    for (std::size_t at = 0; at < bytes.size(); at += 7) {
        if (auto done = (*incoming)->write(std::string_view(bytes).substr(at, 7)); !done) return done.error();
    }
    return (*incoming)->keep();
}

std::string whole(Result<Outgoing> outgoing) {
    REQUIRE(outgoing.ok());
    std::string bytes;
    while (true) {
        const auto part = outgoing->next();
        REQUIRE(part.ok());
        if (part->empty()) return bytes;
        bytes += *part;
    }
}

unsigned mode_of(const fs::path& path) {
    struct stat about {};
    REQUIRE(stat(path.c_str(), &about) == 0);
    return about.st_mode & 0777U;
}

std::size_t files_in(const fs::path& folder) {
    if (!fs::exists(folder)) return 0;
    const auto all = fs::recursive_directory_iterator(folder);
    return std::size_t(std::count_if(begin(all), end(all), [](const auto& entry) { return entry.is_regular_file(); }));
}

const std::string kNote = "到现场\n";

}  // namespace

TEST_CASE("a file is kept once under its hash, for its owner alone, with what the camera said") {
    const TemporaryFolder folder;
    Vault vault(folder.path() / "attachments");
    const std::string photo = jpeg({exif_block(), "comment", ""});
    const auto kept = put(vault, photo);
    REQUIRE(kept.ok());
    const std::string hash = to_hex(crypto::sha256(photo));
    CHECK(kept->file.sha256 == hash);
    CHECK(kept->file.size == std::int64_t(photo.size()));
    CHECK(kept->file.media_type == "image/jpeg");
    CHECK(kept->file.evidence.latitude == "39.904200");
    const fs::path file = folder.path() / "attachments" / hash.substr(0, 2) / hash.substr(2);
    CHECK(mode_of(file) == 0600U);
    CHECK(mode_of(file.parent_path()) == 0700U);
    CHECK(mode_of(folder.path() / "attachments") == 0700U);
    CHECK(put(vault, photo).ok());
    CHECK(files_in(folder.path()) == 1);
    CHECK(whole(vault.open(hash)) == photo);
    CHECK(whole(vault.open_clean(hash)) == plain_jpeg());
    CHECK(vault.verify(hash).ok());
}

TEST_CASE("what is refused leaves nothing behind") {
    const TemporaryFolder folder;
    Vault vault(folder.path() / "attachments", 100);
    CHECK(put(vault, "<html>").error().code == Errc::invalid_input);
    CHECK(put(vault, "").error().code == Errc::invalid_input);
    CHECK(put(vault, std::string(101, 'x')).error().code == Errc::too_large);
    CHECK(put(vault, std::string(100, 'x')).ok());
    {
        const auto abandoned = vault.begin();
        REQUIRE((*abandoned)->write("half").ok());
    }
    CHECK(files_in(folder.path()) == 1);
}

TEST_CASE("too many uploads at a time are refused, and the next is taken when one has ended") {
    const TemporaryFolder folder;
    Vault vault(folder.path() / "attachments");
    std::vector<std::unique_ptr<Incoming>> running;
    for (std::size_t i = 0; i < kIncomingMax; ++i) running.push_back(std::move(*vault.begin()));
    CHECK(vault.begin().error().code == Errc::overloaded);
    running.pop_back();
    CHECK(vault.begin().ok());
}

TEST_CASE("only a hash names a file: paths are not found") {
    const TemporaryFolder folder;
    Vault vault(folder.path() / "attachments");
    REQUIRE(put(vault, kNote).ok());
    for (const std::string& name :
         {std::string("../gongdan.db"), std::string("incoming/x"), std::string(), std::string(64, 'g'),
          std::string(64, 'A'), "../" + std::string(61, 'a'), std::string(64, 'a')}) {
        INFO(name);
        CHECK(vault.open(name).error().code == Errc::not_found);
        CHECK(vault.open_clean(name).error().code == Errc::not_found);
    }
}

TEST_CASE("a text cannot be cleaned and is not shown to those who may not see it whole") {
    const TemporaryFolder folder;
    Vault vault(folder.path() / "attachments");
    const auto kept = put(vault, kNote);
    REQUIRE(kept.ok());
    CHECK(vault.open_clean(kept->file.sha256).error().code == Errc::forbidden);
}

TEST_CASE("a file is removed only when nobody uses it and none such is just coming in") {
    const TemporaryFolder folder;
    Vault vault(folder.path() / "attachments");
    auto kept = put(vault, kNote);
    REQUIRE(kept.ok());
    const std::string hash = kept->file.sha256;
    const auto nobody = [](const std::string&) -> Result<bool> { return false; };
    const auto somebody = [](const std::string&) -> Result<bool> { return true; };
    REQUIRE(vault.remove_unused(hash, nobody).ok());
    CHECK(vault.list().size() == 1);  // pinned
    kept->pin.reset();
    REQUIRE(vault.remove_unused(hash, somebody).ok());
    CHECK(vault.list().size() == 1);
    REQUIRE(vault.remove_unused(hash, nobody).ok());
    CHECK(vault.list().empty());
    CHECK(vault.remove_unused(hash, nobody).ok());
}

TEST_CASE("a changed file is found, and is whole again when its content comes once more") {
    const TemporaryFolder folder;
    Vault vault(folder.path() / "attachments");
    const auto kept = put(vault, kNote);
    REQUIRE(kept.ok());
    const std::string& hash = kept->file.sha256;
    const fs::path file = folder.path() / "attachments" / hash.substr(0, 2) / hash.substr(2);
    std::ofstream(file, std::ios::app) << "!";
    CHECK(vault.verify(hash).error().code == Errc::internal);
    REQUIRE(put(vault, kNote).ok());
    CHECK(vault.verify(hash).ok());
}

TEST_CASE("a copy of the vault is checked file by file") {
    const TemporaryFolder folder;
    Vault vault(folder.path() / "attachments");
    const auto note = put(vault, kNote);
    REQUIRE(note.ok());
    REQUIRE(put(vault, plain_jpeg()).ok());
    Vault copy(folder.path() / "copy");
    REQUIRE(vault.copy_into(copy).ok());
    CHECK(copy.list().size() == 2);
    CHECK(whole(copy.open(note->file.sha256)) == kNote);
    CHECK(files_in(folder.path() / "copy") == 2);
    const std::string& hash = note->file.sha256;
    std::ofstream(folder.path() / "attachments" / hash.substr(0, 2) / hash.substr(2)) << "damaged";
    Vault second(folder.path() / "second");
    CHECK(vault.copy_into(second).error().code == Errc::internal);
}
