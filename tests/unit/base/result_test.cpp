#include "core/base/result.hpp"

#include <array>
#include <memory>
#include <set>
#include <string>

#include <catch2/catch.hpp>

using namespace gongdan;

namespace {

constexpr std::array<Errc, 12> kAll = {
    Errc::invalid_input,  Errc::unauthenticated, Errc::forbidden,  Errc::not_found, Errc::not_allowed, Errc::conflict,
    Errc::stale_revision, Errc::too_large,       Errc::overloaded, Errc::read_only, Errc::unavailable, Errc::internal};

Result<std::string> name_if(bool known) {
    if (!known) return fail(Errc::not_found, "case.unknown", "GZ1");
    return std::string("GZ1");
}

}  // namespace

TEST_CASE("a result holds its value or its error, and says which") {
    const auto good = name_if(true);
    REQUIRE(good);
    CHECK(good.ok());
    CHECK(*good == "GZ1");
    CHECK(good->size() == 3);

    const auto bad = name_if(false);
    REQUIRE_FALSE(bad);
    CHECK(bad.error().code == Errc::not_found);
    CHECK(bad.error().detail.zh.find("GZ1") != std::string::npos);
    CHECK(bad.error().detail.en.find("GZ1") != std::string::npos);
}

TEST_CASE("a result carries values that can only be moved") {
    Result<std::unique_ptr<int>> result(std::make_unique<int>(7));
    REQUIRE(result);
    const auto taken = std::move(result).value();
    REQUIRE(taken != nullptr);
    CHECK(*taken == 7);
}

TEST_CASE("a result without a value is success unless it was given an error") {
    const Result<void> done;
    CHECK(done.ok());
    const Result<void> failed(fail(Errc::read_only, "json.incomplete", 3));
    REQUIRE_FALSE(failed);
    CHECK(failed.error().code == Errc::read_only);
}

TEST_CASE("every failure has a status of HTTP and a name of its own") {
    std::set<std::string_view> names;
    for (const auto code : kAll) {
        CHECK(http_status(code) >= 400);
        CHECK(http_status(code) <= 503);
        CHECK(names.insert(name_of(code)).second);
    }
    CHECK(http_status(Errc::invalid_input) == 422);
    CHECK(http_status(Errc::unauthenticated) == 401);
    CHECK(http_status(Errc::forbidden) == 403);
    CHECK(http_status(Errc::not_found) == 404);
    CHECK(http_status(Errc::not_allowed) == 409);
    CHECK(http_status(Errc::stale_revision) == 412);
    CHECK(http_status(Errc::too_large) == 413);
    CHECK(http_status(Errc::read_only) == 503);
    CHECK(http_status(Errc::internal) == 500);
}
