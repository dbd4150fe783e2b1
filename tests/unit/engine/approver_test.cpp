// Who approves: always somebody else, whatever he calls himself.

#include <catch2/catch.hpp>

#include "adapters/crypto/crypto.hpp"
#include "core/engine/memory_store.hpp"
#include "tests/support/shipped.hpp"

using namespace gongdan;
using namespace gongdan::test;

namespace {

class Desk {
 public:
    Result<Reply> run(const Request& request, Instant now) {
        return std::move(engine_.run({&request, 1}, now).replies.front());
    }

 private:
    MemoryStore store_;
    Engine engine_{store_, shipped(), crypto::sha256, fixed_salt};
};

}  // namespace

TEST_CASE("an extension needs somebody else who approves it, and a reason, whatever the workflow asks for") {
    Desk desk;
    OpenRequest open;
    open.command.workflow = "complaint";
    open.command.actor = {"li", {"dispatcher"}};
    open.command.data = {{"complaint_type", "service"}, {"description", "x"}};
    REQUIRE(desk.run({open, std::nullopt, nullptr}, on("08:00:00")).ok());
    const auto extend = [&desk](const std::string& approver, const std::string& reason) {
        FireRequest fire;
        fire.ticket = "1";
        fire.command.event = "extend";
        fire.command.actor = {"li", {"dispatcher"}, {"p-li", "李调度"}};
        fire.command.data = {{"clock", "reply"}, {"limit", "10wd"}, {"approver", approver}, {"reason", reason}};
        return desk.run({fire, std::nullopt, nullptr}, on("08:10:00"));
    };
    for (const std::string called : {"li", "p-li", "李调度", "李调度 ", "  p-li\t"}) {
        CAPTURE(called);
        const auto own = extend(called, "x");
        REQUIRE_FALSE(own.ok());
        CHECK(own.error().fields.at(0).pointer == "/data/approver");
        CHECK(own.error().fields.at(0).code == "own");
    }
    const auto silent = extend("wang", "");
    REQUIRE_FALSE(silent.ok());
    CHECK(silent.error().fields.at(0).pointer == "/data/reason");
    CHECK(extend("wang", "x").ok());
}

TEST_CASE("nobody approves his own pause or his own making void either") {
    Desk desk;
    REQUIRE(desk.run(open_fault(), on("08:00:00")).ok());
    const auto pause = [&desk](const std::string& approver) {
        Request request = fire("1", "suspend", "dispatcher", R"({"reason":"用户要求"})");
        auto& command = std::get<FireRequest>(request.wish).command;
        command.actor.also = {"p-li"};
        command.data["approver"] = approver;
        return desk.run(request, on("08:01:00"));
    };
    const auto own = pause("p-li");
    REQUIRE_FALSE(own.ok());
    CHECK(own.error().fields.at(0).pointer == "/data/approver");
    CHECK(pause("wang").ok());
}
