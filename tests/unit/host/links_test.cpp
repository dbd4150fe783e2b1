// Links by which somebody acknowledges on his telephone: nobody else makes one, and they say nothing to who finds one.

#include <catch2/catch.hpp>

#include <sys/stat.h>

#include <fstream>

#include "adapters/crypto/crypto.hpp"
#include "adapters/host/links.hpp"
#include "adapters/host/secret_key.hpp"
#include "tests/support/shipped.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace gongdan;
using namespace gongdan::host;
using namespace gongdan::test;
using LinkState = FoundLink::State;
using std::chrono::hours;

namespace {

const std::string kEscalation = "42.arrival.1.3.1";
const std::string kPerson = "demo-wu-jiu";
const Instant kSent = on("08:45:00");

Links links_of(char key = 'k') { return Links({std::string(32, key), "https://gongdan.example.com/desk", hours(24)}); }

std::string token_of(const std::string& url) { return url.substr(url.rfind('/') + 1); }

const Organisation& people() { return *shipped().organisation; }

LinkState state_of(const Links& links, const std::string& token, Instant now = kSent) {
    return links.open(token, people(), now).state;
}

}  // namespace

TEST_CASE("a link names its escalation and its person, and its address shows neither") {
    const Links links = links_of();
    const std::string url = links.make(kEscalation, kPerson, kSent);
    CHECK(url.starts_with("https://gongdan.example.com/desk/a/"));
    CHECK(token_of(url).size() <= 64);
    CHECK(crypto::from_base64url(token_of(url)).find("wu-jiu") == std::string::npos);
    const FoundLink found = links.open(token_of(url), people(), kSent);
    CHECK(found.state == LinkState::good);
    CHECK(found.escalation == kEscalation);
    CHECK(found.person == kPerson);
    CHECK(token_of(links.make("digest.7", kPerson, kSent)) != token_of(url));
}

TEST_CASE("a token that was altered in any place, cut, or made with another key is none") {
    const Links links = links_of();
    const std::string token = token_of(links.make(kEscalation, kPerson, kSent));
    for (std::size_t i = 0; i < token.size(); ++i) {
        std::string altered = token;
        altered[i] = altered[i] == 'A' ? 'B' : 'A';
        INFO(i);
        CHECK(state_of(links, altered) == LinkState::unknown);
        CHECK(state_of(links, token.substr(0, i)) == LinkState::unknown);
    }
    CHECK(state_of(links, token + "A") == LinkState::unknown);
    CHECK(state_of(links, token + "=") == LinkState::unknown);
    CHECK(state_of(links, std::string(100'000, 'A')) == LinkState::unknown);
    CHECK(state_of(links_of('x'), token) == LinkState::unknown);
    CHECK(state_of(links, token) == LinkState::good);
}

TEST_CASE("the parts of two good tokens make no third") {
    const Links links = links_of();
    const std::string mine = crypto::from_base64url(token_of(links.make(kEscalation, kPerson, kSent)));
    const std::string his = crypto::from_base64url(token_of(links.make(kEscalation, "demo-sun-qi", kSent)));
    constexpr std::size_t kPersonAt = 5;
    constexpr std::size_t kPersonLength = 8;
    std::string mixed = mine;
    mixed.replace(kPersonAt, kPersonLength, his.substr(kPersonAt, kPersonLength));
    CHECK(state_of(links, crypto::to_base64url(mixed)) == LinkState::unknown);
    // A longer escalation id with the tag of the shorter one.
    std::string longer = mine;
    longer.insert(longer.size() - 16, "0");
    CHECK(state_of(links, crypto::to_base64url(longer)) == LinkState::unknown);
}

TEST_CASE("a link expires to the second, and is gone with its person") {
    const Links links = links_of();
    const std::string token = token_of(links.make(kEscalation, kPerson, kSent));
    CHECK(state_of(links, token, kSent + hours(24) - std::chrono::seconds(1)) == LinkState::good);
    CHECK(state_of(links, token, kSent + hours(24)) == LinkState::expired);
    CHECK(links.open(token, Organisation{}, kSent).state == LinkState::nobody);
    CHECK(links.open(token, Organisation{}, kSent + hours(25)).state == LinkState::expired);
}

TEST_CASE("the key is made once, for its owner's eyes only, and a damaged or open one is refused") {
    const TemporaryFolder folder;
    const auto first = secret_key(folder / "link.key");
    REQUIRE(first.ok());
    CHECK(first->size() == 32);
    CHECK(secret_key(folder / "link.key").value() == *first);
    const std::string file = folder / "link.key";
    struct stat status {};
    REQUIRE(::stat(file.c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0600);
    REQUIRE(::chmod(file.c_str(), 0640) == 0);
    CHECK(secret_key(folder / "link.key").error().code == Errc::unavailable);
    REQUIRE(::chmod(file.c_str(), 0600) == 0);
    std::ofstream(file, std::ios::binary) << "short";
    CHECK(secret_key(folder / "link.key").error().code == Errc::unavailable);
    const TemporaryFolder other;
    CHECK(secret_key(other / "link.key").value() != *first);
    CHECK(secret_key(other.path() / "missing" / "link.key").error().code == Errc::read_only);
}
