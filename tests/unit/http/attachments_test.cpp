// Attachments through the API: what comes in, who gets what out, and what is refused with which answer.

#include <catch2/catch.hpp>

#include "adapters/crypto/crypto.hpp"
#include "tests/support/images.hpp"
#include "tests/unit/http/desk.hpp"

using namespace gongdan;
using namespace gongdan::http;
using namespace gongdan::http::test;
using gongdan::test::exif_block;
using gongdan::test::jpeg;
using gongdan::test::plain_jpeg;

namespace {

const std::string kCrew = "area_manager@demo-zhang-san";

std::string at(const std::string& id, const std::string& rest = "") {
    return "/api/v1/tickets/" + id + "/attachments" + rest;
}

std::string photo() { return jpeg({exif_block(), "owner 13800000000", ""}); }

std::string hash_of(const std::string& bytes) { return to_hex(crypto::sha256(bytes)); }

std::string complaint_of(Desk& desk, const std::string& team) {
    const Response opened =
        desk.post("/api/v1/tickets", R"({"workflow":"complaint","data":{"complaint_type":"service","description":"x",)"
                                     R"("contact_phone":"13800000000","team":")" +
                                         team + "\"}}");
    REQUIRE(opened.status == 201);
    return string_or_empty(object_of(opened), "id");
}

std::size_t kept_files(const Desk& desk) { return desk.vault.list().size(); }

}  // namespace

TEST_CASE("an attached photo is 201 with what it is, stands in the ticket and comes back byte for byte") {
    Desk desk;
    const std::string id = desk.open_fault();
    const Response attached = desk.attach(id, photo(), "现场.jpg");
    REQUIRE(attached.status == 201);
    CHECK(header_of(attached, "Location") == at(id, "/" + hash_of(photo())));
    const json::object view = object_of(attached);
    CHECK(view.at("number") == 1);
    CHECK(string_or_empty(view, "sha256") == hash_of(photo()));
    CHECK(view.at("size") == std::int64_t(photo().size()));
    CHECK(view.at("media_type") == "image/jpeg");
    CHECK(view.at("name") == "现场.jpg");
    CHECK(view.at("actor") == "someone");
    CHECK(view.at("evidence").at("latitude") == "39.904200");
    CHECK(object_of(desk.get("/api/v1/tickets/" + id)).at("attachments").as_array().at(0) == view);
    CHECK(object_of(desk.get(at(id))).at("items").as_array().at(0) == view);
    for (const std::string& name : {std::string("/1"), "/" + hash_of(photo())}) {
        const Response got = desk.get(at(id, name));
        CHECK(got.status == 200);
        CHECK(streamed(got) == photo());
    }
}

TEST_CASE("a photo may be shown in a page, all else is saved, and nothing of it can run") {
    Desk desk;
    const std::string id = desk.open_fault();
    REQUIRE(desk.attach(id, photo(), "现场.jpg").status == 201);
    REQUIRE(desk.attach(id, "%PDF-1.7 …", "回执.html").status == 201);
    REQUIRE(desk.attach(id, "alert(1)", "x.js").status == 201);
    const Response image = desk.get(at(id, "/1"));
    CHECK(header_of(image, "Content-Type") == "image/jpeg");
    CHECK(header_of(image, "Content-Disposition") ==
          "inline; filename=\"______.jpg\"; filename*=UTF-8''%E7%8E%B0%E5%9C%BA.jpg");
    CHECK(header_of(image, "Content-Security-Policy") == "default-src 'none'; frame-ancestors 'none'; sandbox");
    CHECK(header_of(image, "ETag") == "\"" + hash_of(photo()) + "\"");
    CHECK(header_of(image, "Cache-Control") == "no-store");
    const Response paper = desk.get(at(id, "/2"));
    CHECK(header_of(paper, "Content-Type") == "application/pdf");
    CHECK(header_of(paper, "Content-Disposition").starts_with("attachment; "));
    CHECK(header_of(paper, "Content-Disposition").ends_with(".html.pdf"));
    const Response script = desk.get(at(id, "/3"));
    CHECK(header_of(script, "Content-Type") == "text/plain; charset=utf-8");
    CHECK(header_of(script, "Content-Disposition") == "attachment; filename=\"x.js.txt\"; filename*=UTF-8''x.js.txt");
}

TEST_CASE("a photo that the reader has is 304") {
    Desk desk;
    const std::string id = desk.open_fault();
    REQUIRE(desk.attach(id, photo()).status == 201);
    const std::string tag = header_of(desk.get(at(id, "/1")), "ETag");
    const Response unchanged = desk.ask({.target = at(id, "/1"), .headers = {{"if-none-match", tag}}});
    CHECK(unchanged.status == 304);
    CHECK(header_of(unchanged, "Content-Security-Policy").find("sandbox") != std::string::npos);
    CHECK_FALSE(unchanged.stream);
}

TEST_CASE("the same file on the same ticket is one attachment: 200, and no event") {
    Desk desk;
    const std::string id = desk.open_fault();
    REQUIRE(desk.attach(id, photo(), "a.jpg").status == 201);
    const json::value revision = object_of(desk.get("/api/v1/tickets/" + id)).at("revision");
    const Response again = desk.attach(id, photo(), "b.jpg");
    CHECK(again.status == 200);
    CHECK(object_of(again).at("name") == "a.jpg");
    CHECK(object_of(desk.get("/api/v1/tickets/" + id)).at("revision") == revision);
    const std::string other = desk.open_fault();
    CHECK(desk.attach(other, photo()).status == 201);
    CHECK(kept_files(desk) == 1);
}

TEST_CASE("who does not see personal data gets the picture without its camera's notes, and no other file") {
    Desk desk;
    const std::string id = desk.open_fault();
    REQUIRE(desk.attach(id, photo(), "张三 13800000000.jpg").status == 201);
    REQUIRE(desk.attach(id, "张三，幸福路 1 号", "客户.txt").status == 201);
    for (const std::string role : {"leader", "auditor", "admin", "county_dept"}) {
        INFO(role);
        const Response image = desk.get(at(id, "/1"), role);
        CHECK(image.status == 200);
        CHECK(streamed(image) == plain_jpeg());
        CHECK(header_of(image, "ETag") == "\"" + hash_of(photo()) + "-clean\"");
        CHECK(header_of(image, "Content-Disposition") ==
              "inline; filename=\"______-1.jpg\"; filename*=UTF-8''%E5%9B%BE%E7%89%87-1.jpg");
        CHECK(desk.get(at(id, "/2"), role).status == 403);
        const json::object view = object_of(desk.get(at(id), role)).at("items").as_array().at(0).as_object();
        CHECK(view.at("name") == "图片-1.jpg");
        CHECK(view.at("evidence").at("taken_at") == "2026-03-02T08:30:00+08:00");
        CHECK(view.at("evidence").at("latitude").is_null());
        CHECK(view.at("evidence").at("longitude").is_null());
        CHECK(view.at("evidence").at("device").is_null());
        const std::string journal = desk.get("/api/v1/tickets/" + id + "/journal", role).body;
        CHECK(journal.find("39.904200") == std::string::npos);
        CHECK(journal.find("13800000000") == std::string::npos);
        CHECK(journal.find("张三") == std::string::npos);
    }
    CHECK(desk.get("/api/v1/tickets/" + id + "/journal").body.find("39.904200") != std::string::npos);
}

TEST_CASE("attachments of a ticket of others do not exist: 404 by every way, and nothing is kept") {
    Desk desk;
    const std::string foreign = complaint_of(desk, "B");
    REQUIRE(desk.attach(foreign, photo()).status == 201);
    for (const std::string& rest : {std::string(), std::string("/1"), "/" + hash_of(photo())}) {
        const Response refused = desk.get(at(foreign, rest), kCrew);
        CHECK(refused.status == 404);
        CHECK(problem_of(refused) == "not-found");
    }
    CHECK(desk.attach(foreign, "crew's note", "", kCrew).status == 404);
    CHECK(desk.attach("999", "note").status == 404);
    CHECK(kept_files(desk) == 1);
    // His own ticket does not lead to the files of another.
    const std::string own = complaint_of(desk, "A");
    REQUIRE(desk.attach(own, "crew's note", "", kCrew).status == 201);
    CHECK(desk.get(at(own, "/" + hash_of(photo())), kCrew).status == 404);
}

TEST_CASE("an attachment is named by number or hash: whatever else is 404") {
    Desk desk;
    const std::string id = desk.open_fault();
    REQUIRE(desk.attach(id, photo()).status == 201);
    for (const std::string name : {"0", "2", "-1", "1.0", "01x", "99999999999999999999", "..%2F..%2Fgongdan.db",
                                   "..%2F1", "%2Fetc%2Fpasswd", "incoming"}) {
        INFO(name);
        const Response refused = desk.get(at(id, "/" + name));
        CHECK(refused.status == 404);
        CHECK(problem_of(refused) == "not-found");
    }
}

TEST_CASE("a type that is not taken is 415, an empty file 422, one beyond the limit 413, and none is kept") {
    Desk desk;
    const std::string id = desk.open_fault();
    for (const std::string& file : {std::string("<html>"), std::string("<svg/>"), std::string("GIF89a\1\0", 8),
                                    std::string("MZ\0\1", 4), std::string("\xFF\xD8\xFF\xE0 broken")}) {
        const Response refused = desk.attach(id, file, "photo.jpg");
        CHECK(refused.status == 415);
        CHECK(problem_of(refused) == "unsupported-media-type");
    }
    CHECK(desk.attach(id, "").status == 422);
    const Response large = desk.attach(id, std::string(Desk::kLimit + 1, 'x'));
    CHECK(large.status == 413);
    CHECK(problem_of(large) == "too-large");
    CHECK(
        desk.ask({.method = "POST", .target = at(id), .body = "x", .headers = {{"content-encoding", "gzip"}}}).status ==
        415);
    CHECK(kept_files(desk) == 0);
    CHECK(desk.attach(id, std::string(Desk::kLimit, 'x')).status == 201);
}

TEST_CASE("a stranger and an auditor are refused before their file is looked at") {
    Desk desk;
    const std::string id = desk.open_fault();
    CHECK(desk.attach(id, photo(), "", "").status == 401);
    CHECK(desk.attach(id, photo(), "", "auditor").status == 403);
    CHECK(desk.ask({.method = "POST", .target = at(id, "?nam=x"), .body = "x"}).status == 422);
    CHECK(kept_files(desk) == 0);
}

TEST_CASE("a path in the name is reduced to its last part, in the answer and in every download") {
    Desk desk;
    const std::string id = desk.open_fault();
    const Response attached = desk.attach(id, "note", "../../etc/cron.d/evil\r\nX: y");
    REQUIRE(attached.status == 201);
    CHECK(object_of(attached).at("name") == "evilX_ y.txt");
    CHECK(header_of(desk.get(at(id, "/1")), "Content-Disposition") ==
          "attachment; filename=\"evilX_ y.txt\"; filename*=UTF-8''evilX_%20y.txt");
}

TEST_CASE("the fifty-first attachment is 409") {
    Desk desk;
    const std::string id = desk.open_fault();
    for (std::size_t i = 0; i < kAttachmentsMax; ++i)
        REQUIRE(desk.attach(id, "note " + std::to_string(i)).status == 201);
    const Response refused = desk.attach(id, "one more");
    CHECK(refused.status == 409);
    CHECK(problem_of(refused) == "conflict");
    CHECK(kept_files(desk) == kAttachmentsMax);
}

TEST_CASE("who took which file stands in the account log, and what hands out no file leaves no line there") {
    Desk desk;
    const std::string id = desk.open_fault();
    REQUIRE(desk.attach(id, photo(), "张三.jpg").status == 201);
    REQUIRE(desk.attach(id, "a note", "客户.txt").status == 201);
    const Response original = desk.get(at(id, "/1"));
    REQUIRE(original.status == 200);
    CHECK(desk.get(at(id, "/1"), "leader").status == 200);
    CHECK(desk.get(at(id, "/2"), "leader").status == 403);
    CHECK(desk.get(at(id, "/7")).status == 404);
    const Ask known{.target = at(id, "/1"), .headers = {{"if-none-match", header_of(original, "ETag")}}};
    CHECK(desk.ask(known).status == 304);
    CHECK(desk.ask({.method = "HEAD", .target = at(id, "/1")}).status == 200);
    std::vector<std::string> lines;
    const json::object log = object_of(desk.get("/api/v1/account-log", "auditor"));
    for (const json::value& item : log.at("items").as_array()) {
        const json::object& line = item.as_object();
        lines.push_back(string_or_empty(line, "what") + " " + string_or_empty(line, "account") + " by " +
                        string_or_empty(line, "actor"));
    }
    const std::string file = "tickets/" + id + "/attachments/1";
    CHECK(lines == std::vector<std::string>{"attachment-downloaded-clean " + file + " by someone",
                                            "attachment-downloaded " + file + " by someone"});
}

TEST_CASE("a ticket whose personal data was erased takes no more files and no more comments") {
    Desk desk;
    const std::string closed = complaint_of(desk, "A");
    const std::string ticket = "/api/v1/tickets/" + closed;
    REQUIRE(desk.attach(closed, photo()).status == 201);
    REQUIRE(desk.post(ticket + "/events", R"({"event":"void","data":{"reason":"x"}})").status == 200);
    CHECK(desk.post(ticket + "/comments", R"({"text":"closed, not erased"})").status == 200);
    REQUIRE(desk.ask({.method = "POST", .target = ticket + "/erase", .body = R"({"reason":"asked"})", .role = "admin"})
                .status == 200);
    CHECK(desk.attach(closed, photo()).status == 409);
    CHECK(kept_files(desk) == 0);
    const Response comment = desk.post(ticket + "/comments", R"({"text":"张三又来电"})");
    CHECK(comment.status == 409);
    CHECK(problem_of(comment) == "conflict");
}

TEST_CASE("erasing a ticket removes its files, but for what another ticket has too") {
    Desk desk;
    const std::string closed = complaint_of(desk, "A");
    const std::string other = complaint_of(desk, "A");
    REQUIRE(desk.attach(closed, photo(), "张三.jpg").status == 201);
    REQUIRE(desk.attach(closed, "only here", "note.txt").status == 201);
    REQUIRE(desk.attach(other, photo()).status == 201);
    const std::string ticket = "/api/v1/tickets/" + closed;
    REQUIRE(desk.post(ticket + "/events", R"({"event":"void","data":{"reason":"x"}})").status == 200);
    const Response erased =
        desk.ask({.method = "POST", .target = ticket + "/erase", .body = R"({"reason":"asked"})", .role = "admin"});
    REQUIRE(erased.status == 200);
    CHECK(kept_files(desk) == 1);
    const json::object view = object_of(desk.get(at(closed))).at("items").as_array().at(0).as_object();
    CHECK(view.at("erased") == true);
    CHECK(view.at("name") == "");
    CHECK(view.at("evidence").is_null());
    for (const std::string& name : {std::string("/1"), std::string("/2"), "/" + hash_of(photo())})
        CHECK(desk.get(at(closed, name)).status == 404);
    CHECK(streamed(desk.get(at(other, "/1"))) == photo());
}

TEST_CASE("a file that is shorter than it was when the reader began is broken off, not ended") {
    Desk desk;
    const std::string id = desk.open_fault();
    REQUIRE(desk.attach(id, std::string(90'000, 'x')).status == 201);
    const Response got = desk.get(at(id, "/1"));
    REQUIRE(got.stream);
    const std::string hash = hash_of(std::string(90'000, 'x'));
    std::filesystem::resize_file(desk.folder.path() / "attachments" / hash.substr(0, 2) / hash.substr(2), 70'000);
    CHECK_THROWS_WITH(streamed(got), "broken off");
    std::filesystem::remove(desk.folder.path() / "attachments" / hash.substr(0, 2) / hash.substr(2));
    CHECK(desk.get(at(id, "/1")).status == 503);
}
