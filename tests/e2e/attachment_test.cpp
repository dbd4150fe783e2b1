// Photos through the real program: streamed in and out, there after a crash, in the backup, gone after an erasure.

#include <filesystem>
#include <fstream>

#include <catch2/catch.hpp>

#include "adapters/crypto/crypto.hpp"
#include "tests/e2e/program.hpp"
#include "tests/support/images.hpp"

using namespace gongdan;
using namespace gongdan::test;
namespace fs = std::filesystem;

namespace {

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

std::string photo() { return jpeg({exif_block(), "comment", ""}); }

std::string hash_of(const std::string& bytes) { return to_hex(crypto::sha256(bytes)); }

fs::path file_of(const fs::path& vault, const std::string& hash) { return vault / hash.substr(0, 2) / hash.substr(2); }

std::string at(const std::string& number, const std::string& rest = "") {
    return "/api/v1/tickets/" + number + "/attachments" + rest;
}

/// A text of that many bytes: larger than every buffer on its way.
std::string long_note(std::size_t size) {
    std::string note = "note\n";
    while (note.size() < size) note += std::to_string(note.size()) + " 0123456789 abcdefghijklmnopqrstuvwxyz\n";
    note.resize(size);
    return note;
}

constexpr std::size_t kLarge = 8 * 1024 * 1024;
constexpr std::size_t kLimit = 20 * 1024 * 1024;

}  // namespace

TEST_CASE("a photo is there after the server was killed right behind its answer") {
    const TemporaryFolder folder;
    const std::string data = folder / "data";
    const std::string token = make_token(data, "dispatcher");
    std::string number;
    {
        Server server(data, {.arguments = {"--log", "error"}});
        Client client(server.base(), token);
        number = open_fault(client);
        const Answer answer = client.post(at(number, "?name=a.jpg"), photo());
        server.kill();
        REQUIRE(answer.status == 201);
    }
    Server server(data, {.arguments = {"--log", "error"}});
    Client client(server.base(), token);
    const Answer got = client.get(at(number, "/1"));
    CHECK(got.status == 200);
    CHECK(got.body == photo());
    CHECK(object_of(client.get(at(number))).at("items").as_array().size() == 1);
    CHECK(server.stop() == 0);
    CHECK(program({"doctor", "--data", data}).code == 0);
}

TEST_CASE("a large file goes in and out in pieces, one beyond the limit is 413 and leaves nothing") {
    const TemporaryFolder folder;
    const std::string data = folder / "data";
    const std::string token = make_token(data, "dispatcher");
    Server server(data, {.arguments = {"--log", "error"}});
    Client client(server.base(), token);
    const std::string number = open_fault(client);
    const std::string note = long_note(kLarge);
    CHECK(client.post(at(number), note).status == 201);
    CHECK(client.post(at(number), note).status == 200);
    const Answer got = client.get(at(number, "/" + hash_of(note)));
    CHECK(got.status == 200);
    CHECK((got.body == note));
    const Answer large = client.post(at(number), std::string(kLimit + 1, 'x'));
    CHECK(large.status == 413);
    CHECK(has(large.body, "attachment"));
    CHECK(client.post(at("GZ404"), note).status == 404);
    CHECK(server.stop() == 0);
    CHECK(fs::is_empty(folder.path() / "data/attachments/incoming"));
}

TEST_CASE("a backup takes the attachments along, and doctor tells of files that are missing, changed or of nobody") {
    const TemporaryFolder folder;
    const std::string data = folder / "data";
    const std::string token = make_token(data, "dispatcher");
    {
        Server server(data, {.arguments = {"--log", "error"}});
        Client client(server.base(), token);
        REQUIRE(client.post(at(open_fault(client)), photo()).status == 201);
        REQUIRE(program({"backup", folder / "copy.db", "--data", data}).code == 0);
        CHECK(server.stop() == 0);
    }
    CHECK(read_whole(file_of(folder.path() / "copy.db.attachments", hash_of(photo())).string()) == photo());
    const std::string restored = folder / "restored";
    REQUIRE(program({"restore", folder / "copy.db", "--data", restored}).code == 0);
    CHECK(program({"doctor", "--data", restored}).code == 0);

    const fs::path file = file_of(folder.path() / "restored/attachments", hash_of(photo()));
    const fs::path orphan = file_of(folder.path() / "restored/attachments", std::string(64, 'a'));
    std::ofstream(file, std::ios::app) << "!";
    const auto changed = program({"doctor", "--data", restored});
    CHECK(changed.code == 1);
    CHECK(has(changed.output, "was changed"));
    fs::remove(file);
    const auto missing = program({"doctor", "--data", restored});
    CHECK(missing.code == 1);
    CHECK(has(missing.output, "is missing"));
    fs::create_directories(orphan.parent_path());
    std::ofstream(orphan) << "left behind";
    CHECK(has(program({"doctor", "--data", restored}).output, "belongs to no attachment"));
    fs::last_write_time(orphan, fs::file_time_type::clock::now() - std::chrono::hours(25));
    CHECK_FALSE(has(program({"doctor", "--rebuild", "--data", restored}).output, "belongs to no attachment"));
    CHECK_FALSE(fs::exists(orphan));
}

TEST_CASE("erasing a closed ticket takes its photo from the disk and the place from the journal") {
    const TemporaryFolder folder;
    const std::string data = folder / "data";
    const std::string token = make_token(data, "dispatcher");
    const std::string admin = make_token(data, "admin", "chief");
    Server server(data, {.arguments = {"--log", "error"}});
    Client client(server.base(), token);
    Client chief(server.base(), admin);
    const std::string number = open_fault(client);
    const std::string other = open_fault(client);
    REQUIRE(client.post(at(number), photo()).status == 201);
    REQUIRE(client.post(at(other), plain_jpeg()).status == 201);
    REQUIRE(client.post(at(number), plain_jpeg()).status == 201);
    const std::string ticket = "/api/v1/tickets/" + number;
    REQUIRE(client.post(ticket + "/events", R"({"event":"void","data":{"reason":"x"}})").status == 200);
    REQUIRE(chief.post(ticket + "/erase", R"({"reason":"asked"})").status == 200);
    const fs::path vault = folder.path() / "data/attachments";
    CHECK_FALSE(fs::exists(file_of(vault, hash_of(photo()))));
    CHECK(fs::exists(file_of(vault, hash_of(plain_jpeg()))));
    CHECK(client.get(at(number, "/1")).status == 404);
    CHECK_FALSE(has(client.get(ticket + "/journal").body, "39.904200"));
    CHECK(server.stop() == 0);
    CHECK(program({"doctor", "--data", data}).code == 0);
}
