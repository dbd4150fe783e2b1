// Attachments as facts of the journal: who may add them, how many, and what an erasure leaves.

#include <catch2/catch.hpp>

#include "adapters/crypto/crypto.hpp"
#include "core/engine/memory_store.hpp"
#include "core/ticket/snapshot_json.hpp"
#include "core/ticket/view.hpp"
#include "tests/support/shipped.hpp"

using namespace gongdan;
using namespace gongdan::test;

namespace {

const Instant kNow = *parse_time("2026-03-02T08:00:00+08:00");

AttachedFile photo(const std::string& name = "张三 13800000000.jpg") {
    return {
        std::string(64, 'a'), 1234, "image/jpeg", name, {"2026-03-02T07:59:00+08:00", "39.904200", "116.407400", "M"}};
}

AttachCommand by(const std::string& role, AttachedFile file = photo()) { return {std::move(file), {"wang", {role}}}; }

CaseSnapshot complaint() {
    OpenCommand open;
    open.workflow = "complaint";
    open.actor = {"li", {"call_taker"}};
    open.data = {{"complaint_type", "service"}, {"description", "x"}};
    auto decision = decide_open(open, CaseId(1), "TS1", *shipped().rules, kNow);
    REQUIRE(decision.ok());
    return decision->after;
}

Decision attached(const CaseSnapshot& snapshot, const AttachCommand& command) {
    auto decision = decide_attach(snapshot, command, *shipped().rules, kNow);
    REQUIRE(decision.ok());
    return std::move(*decision);
}

std::string salt() { return std::string(16, 's'); }

}  // namespace

TEST_CASE("an attachment is an event, is kept in the snapshot, and reads back the same") {
    const Decision decision = attached(complaint(), by("area_manager"));
    REQUIRE(decision.after.attachments.size() == 1);
    CHECK(decision.events.back().type == EventType::case_noted);
    CHECK(string_or_empty(decision.events.back().body, "effect") == "attached");
    CHECK(decision.after.attachment(std::string(64, 'a')) != nullptr);
    CHECK(decision.after.attachment(std::string(64, 'b')) == nullptr);
    CHECK(decision.after.data.object().if_contains("name") == nullptr);
    const auto back = snapshot_from_json(snapshot_to_json(decision.after), decision.after.workflow);
    REQUIRE(back.ok());
    CHECK(snapshot_text(*back) == snapshot_text(decision.after));
}

TEST_CASE("an auditor attaches nothing, nobody the same file twice, and fifty are enough") {
    CaseSnapshot snapshot = complaint();
    CHECK(decide_attach(snapshot, by("auditor"), *shipped().rules, kNow).error().code == Errc::forbidden);
    CHECK(decide_attach(snapshot, {photo(), {"x", {}}}, *shipped().rules, kNow).error().code == Errc::forbidden);
    for (std::size_t i = 0; i < kAttachmentsMax; ++i) {
        AttachedFile file = photo();
        file.sha256 = std::to_string(i);
        snapshot = attached(snapshot, by("dispatcher", file)).after;
    }
    AttachedFile again = photo();
    again.sha256 = "1";
    CHECK(decide_attach(snapshot, by("dispatcher", again), *shipped().rules, kNow).error().code == Errc::conflict);
    CHECK(decide_attach(snapshot, by("dispatcher"), *shipped().rules, kNow).error().code == Errc::conflict);
}

TEST_CASE("name and evidence lie beside the chain, and are gone from it when they are erased") {
    const Decision decision = attached(complaint(), by("dispatcher"));
    ChainTail tail;
    StoredEvent stored =
        store_event(decision.events.back(), personal_of_attachment(), tail, crypto::sha256, SaltSource(salt));
    CHECK(stored.body.find("39.904200") == std::string::npos);
    CHECK(stored.body.find("13800000000") == std::string::npos);
    CHECK(stored.body.find(std::string(64, 'a')) != std::string::npos);
    CHECK(personal_values_match(stored, crypto::sha256));
    CHECK(attachment_of(*restore_event(stored)).file.evidence.latitude == "39.904200");
    stored.personal.clear();
    const Attachment erased = attachment_of(*restore_event(stored));
    CHECK(erased.file.name.empty());
    CHECK(erased.file.evidence.empty());
    CHECK(chain_hash({}, canonical_bytes(stored), crypto::sha256) == stored.hash);
}

TEST_CASE("a case without personal fields of its own is erased for its attachments' sake, once") {
    CaseSnapshot snapshot = attached(complaint(), by("dispatcher")).after;
    FireCommand end;
    end.event = "void";
    end.actor = {"chief", {"admin", "dispatcher"}};
    end.data = {{"reason", "x"}};
    auto ended = decide_fire(snapshot, end, nullptr, *shipped().rules, kNow);
    REQUIRE(ended.ok());
    const EraseCommand erase{"asked", {"chief", {"admin"}}};
    const auto erased = decide_erase(ended->after, erase, *shipped().rules, kNow);
    REQUIRE(erased.ok());
    const Attachment& left = erased->after.attachments.front();
    CHECK(left.erased);
    CHECK(left.file.name.empty());
    CHECK(left.file.evidence.empty());
    CHECK(left.file.size == 1234);
    CHECK(erased->after.attachment(std::string(64, 'a')) == nullptr);
    CHECK(decide_erase(erased->after, erase, *shipped().rules, kNow).error().code == Errc::conflict);
}

TEST_CASE("who sees no personal data sees neither place nor device, in the view and in the event") {
    const Decision decision = attached(complaint(), by("dispatcher"));
    const json::array views = attachment_views(decision.after.attachments, Privacy::masked);
    CHECK(json::serialize(views) ==
          R"([{"number":1,"sha256":")" + std::string(64, 'a') +
              R"(","size":1234,"media_type":"image/jpeg","name":"图片-1.jpg",)"
              R"("added_at":"2026-03-02T08:00:00+08:00","actor":"wang","evidence":{"taken_at":)"
              R"("2026-03-02T07:59:00+08:00","latitude":null,"longitude":null,"device":null},"erased":false}])");
    const std::string event = json::serialize(masked_event_view(decision.events.back(), *decision.after.workflow));
    CHECK(event.find(R"("name":"图片.jpg")") != std::string::npos);
    CHECK(event.find("39.9") == std::string::npos);
    CHECK(event.find("13800000000") == std::string::npos);
}
