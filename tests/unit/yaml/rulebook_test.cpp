// A whole configuration: what is missing, out of bounds, or names what is not there is refused at its place.

#include <fstream>

#include <catch2/catch.hpp>

#include "adapters/yaml/config_loader.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace gongdan;

namespace {

namespace fs = std::filesystem;

constexpr const char* kPlain =
    "roles: [boss]\npromise_set: p\nworkflows: flows\nlisten: 127.0.0.1:9598\nio_threads: 2\n";

class Configuration {
 public:
    Configuration() {
        write("calendars/cn.yaml", "calendar: cn\nversion: 1\nyears: {2026: {}}\n");
        write("ladders.yaml", "l:\n  title: {zh: 一, en: One}\n  rungs: [{at: 50%, to: [boss]}]\n");
        write("promises/p.yaml",
              "promise_set: p\ntitle: {zh: 一, en: One}\nin_force_from: 2011-01-01\npromises: {a: 1h}\n");
        write("flows/w.yaml",
              "workflow: w\ntitle: {zh: 一, en: One}\nnumber_prefix: W\ninitial: a\nevents: {go: {zh: 走, en: Go}}\n"
              "states:\n  a: {title: {zh: 甲, en: A}, on: {go: {target: b}}}\n  b: {final: true, title: {zh: 乙, en: "
              "B}}\n");
    }

    void write(const std::string& name, const std::string& content) const {
        fs::create_directories((folder_.path() / name).parent_path());
        std::ofstream(folder_.path() / name) << content;
    }
    [[nodiscard]] std::string path(const std::string& name) const { return folder_ / name; }
    void remove(const std::string& name) const { fs::remove_all(folder_.path() / name); }

    /// What is said of it in English, file names without the folder; "" when it is sound.
    [[nodiscard]] std::string said(const std::string& main = kPlain) const {
        write("gongdan.yaml", main);
        const auto loaded = load_rulebook(folder_.path() / "gongdan.yaml");
        if (loaded) return "";
        CHECK(loaded.error().detail.zh != loaded.error().detail.en);
        std::string all = loaded.error().detail.en;
        const std::string folder = folder_.path().string() + "/";
        for (auto at = all.find(folder); at != std::string::npos; at = all.find(folder)) all.erase(at, folder.size());
        return all;
    }

    [[nodiscard]] std::string with(const std::string& what, const std::string& instead) const {
        std::string main = kPlain;
        return said(main.replace(main.find(what), what.size(), instead));
    }

 private:
    test::TemporaryFolder folder_;
};

}  // namespace

TEST_CASE("a small configuration is sound") { CHECK(Configuration().said().empty()); }

TEST_CASE("a folder of workflows that is empty or not there is refused where the configuration names it") {
    const Configuration configuration;
    CHECK(configuration.with("workflows: flows", "workflows: flow") ==
          "gongdan.yaml:3:12: there is no workflow in 'flow': name a folder that holds the .yaml files of workflows");
    configuration.remove("flows/w.yaml");
    CHECK(configuration.said().starts_with("gongdan.yaml:3:12: there is no workflow in 'flows'"));
    configuration.write("flows/w.scenarios.yaml", "scenarios: []\n");
    CHECK(configuration.said().starts_with("gongdan.yaml:3:12: there is no workflow in 'flows'"));
}

TEST_CASE(
    "promise sets that are missing, and one that nobody defined, are refused where the configuration names them") {
    const Configuration configuration;
    CHECK(configuration.with("promise_set: p", "promise_set: q") ==
          "gongdan.yaml:2:14: there is no promise set 'q': use one of p");
    configuration.remove("promises");
    CHECK(configuration.said() ==
          "gongdan.yaml:2:14: there is no promise set in 'promises': put at least one .yaml file there");
}

TEST_CASE("a configuration without roles is refused") {
    const Configuration configuration;
    CHECK(configuration.with("[boss]", "[]").starts_with("gongdan.yaml:1:8: roles is empty"));
    CHECK(configuration.with("roles: [boss]\n", "").starts_with("gongdan.yaml:1:1: roles is empty"));
}

TEST_CASE("numbers of the configuration have bounds, and each mistake is listed") {
    const Configuration configuration;
    for (const char* threads : {"0", "-1", "65", "2000000000", "99999999999", "two", "[1]"}) {
        INFO(threads);
        CHECK(configuration.with("io_threads: 2", std::string("io_threads: ") + threads) ==
              "gongdan.yaml:5:13: a whole number from 1 to 64 belongs here");
    }
    CHECK(configuration.with("io_threads: 2", "io_threads: 64").empty());
    CHECK(configuration.with("io_threads: 2", "attachment_limit_mib: 1024").empty());
    CHECK_FALSE(configuration.with("io_threads: 2", "attachment_limit_mib: 1025").empty());
    CHECK_FALSE(configuration.with("io_threads: 2", "attachment_limit_mib: 0").empty());
    CHECK(configuration.with("io_threads: 2", "public_url: https://gongdan.example.com/desk/").empty());
    CHECK(configuration.with("io_threads: 2", "public_url: http://10.0.0.1:9598").empty());
    for (const std::string url : {"gongdan.example.com", "https://", "https:///a", "ftp://a", "'https://a?b=c'",
                                  "'https://a#b'", "'https://user@a'", "'https://a b'", "'https://a\"b'"})
        CHECK_FALSE(configuration.with("io_threads: 2", "public_url: " + url).empty());
    CHECK(configuration.with("io_threads: 2", "acknowledge_link_hours: 168").empty());
    CHECK_FALSE(configuration.with("io_threads: 2", "acknowledge_link_hours: 169").empty());
    for (const char* listen : {"127.0.0.1:65536", "127.0.0.1:-1", "127.0.0.1", ":80", "127.0.0.1:"}) {
        INFO(listen);
        CHECK(configuration.with("127.0.0.1:9598", '"' + std::string(listen) + '"')
                  .starts_with("gongdan.yaml:4:9: write the address"));
    }
    const std::string both = configuration.with("127.0.0.1:9598\nio_threads: 2", "here\nio_threads: 0");
    CHECK(both.find("gongdan.yaml:4:9: ") == 0);
    CHECK(both.find("\ngongdan.yaml:5:13: ") != std::string::npos);
}

TEST_CASE("TLS files, proxies and limits are read, and their mistakes are listed") {
    const Configuration configuration;
    configuration.write("gongdan.yaml", std::string(kPlain) +
                                            "tls: {certificate: tls/c.pem, key: /etc/k.pem}\n"
                                            "trusted_proxies: [10.0.0.0/8, ::1]\n"
                                            "limits: {principal: {per_second: 0}, address: {burst: 7}, streams: 9, "
                                            "streams_each: 3, connections: 50, connections_each: 5}\n");
    const auto loaded = load_rulebook(configuration.path("gongdan.yaml"));
    REQUIRE(loaded.ok());
    const EdgeSettings& edge = loaded->settings.edge;
    CHECK(edge.certificate == configuration.path("tls/c.pem"));
    CHECK(edge.key == "/etc/k.pem");
    CHECK(edge.trusted_proxies == std::vector<std::string>{"10.0.0.0/8", "::1"});
    CHECK(edge.principal.per_second == 0);
    CHECK(edge.principal.burst == 2000);
    CHECK(edge.address.per_second == 50);
    CHECK(edge.address.burst == 7);
    CHECK(edge.streams == 9);
    CHECK(edge.streams_each == 3);
    CHECK(edge.connections == 50);
    CHECK(edge.connections_each == 5);

    const auto said = [&configuration](const std::string& more) { return configuration.said(kPlain + more); };
    CHECK(said("tls: {certificate: a}\n") == "gongdan.yaml:6:6: 'key:' is missing");
    CHECK(said("limits: {address: {burst: 0}, streams: 0}\n") ==
          "gongdan.yaml:6:27: a whole number from 1 to 1000000 belongs here\n"
          "gongdan.yaml:6:40: a whole number from 1 to 4096 belongs here");
    CHECK(said("trusted_proxies: [10.0.0.0/8, 10.0.0.0/33, ::1/x, proxy]\n") ==
          "gongdan.yaml:6:31: '10.0.0.0/33' is no network such as 10.0.0.0/8 or ::1\n"
          "gongdan.yaml:6:44: '::1/x' is no network such as 10.0.0.0/8 or ::1\n"
          "gongdan.yaml:6:51: 'proxy' is no network such as 10.0.0.0/8 or ::1");
    CHECK(said("limits: {rate: 3}\n").starts_with("gongdan.yaml:6:10: unknown key 'rate'"));
}

TEST_CASE("a rung repeats once to a thousand times, and only with a repeat") {
    const auto rung = [](const std::string& more) {
        const auto loaded = load_ladders("l:\n  rungs:\n    - {at: 50%, to: [x], " + more + "}\n", "l.yaml");
        return loaded ? std::string() : loaded.error().detail.en;
    };
    CHECK(rung("repeat: 1h, times: 1").empty());
    CHECK(rung("repeat: 1h, times: 1000").empty());
    for (const char* times : {"0", "-3", "1001", "2000000000"}) {
        CHECK(rung(std::string("repeat: 1h, times: ") + times) ==
              "l.yaml:3:45: a whole number from 1 to 1000 belongs here");
    }
    CHECK(rung("times: 3") == "l.yaml:3:33: times means nothing without a repeat: write both");
}

TEST_CASE("levels of a ladder ascend, each once, and somebody can answer") {
    const auto ladder = [](const std::string& content) {
        const auto loaded = load_ladders("l:\n" + content, "l.yaml");
        return loaded ? std::string() : loaded.error().detail.en;
    };
    const auto levels = [&ladder](const std::string& first, const std::string& second) {
        return ladder("  rungs:\n    - {at: 50%, level: " + first + ", to: [x]}\n    - {at: 80%, level: " + second +
                      ", to: [x]}\n");
    };
    CHECK(levels("1", "2").empty());
    CHECK(levels("2", "5").empty());
    CHECK(levels("2", "2") == "l.yaml:4:24: levels ascend: 2 stands behind level 2, write more than 2");
    CHECK(levels("3", "1") == "l.yaml:4:24: levels ascend: 1 stands behind level 3, write more than 3");
    CHECK(levels("-1", "2") == "l.yaml:3:24: a whole number from 1 to 99 belongs here");
    CHECK(levels("0", "100") ==
          "l.yaml:3:24: a whole number from 1 to 99 belongs here\n"
          "l.yaml:4:24: a whole number from 1 to 99 belongs here");
    CHECK(ladder("  rungs: [{at: 50%, to: [x]}, {at: 80%, to: [y]}]\n").empty());
    CHECK(ladder("  acknowledge: []\n  rungs: [{at: 50%, to: [x]}]\n")
              .starts_with("l.yaml:2:16: with an empty acknowledge nobody could answer"));
}

TEST_CASE("a day of a calendar lies in its year and stands there once") {
    const auto year = [](const std::string& body) {
        const auto loaded = load_calendar("calendar: cn\nversion: 1\nyears:\n  " + body + "\n", "c.yaml");
        return loaded ? std::string() : loaded.error().detail.en;
    };
    CHECK(year("2027: {holidays: [2027-01-01], workdays: [2027-01-02]}").empty());
    CHECK(year("2027: {holidays: [2027-01-01, 2026-12-31]}") ==
          "c.yaml:4:33: 2026-12-31 does not lie in the year 2027: write it under its own year");
    CHECK(year("2027: {holidays: [2027-01-01], workdays: [2027-01-01]}") ==
          "c.yaml:4:45: 2027-01-01 stands twice: write each day once, as a holiday or as a working day");
    CHECK(year("2027: {workdays: [2027-01-02, 2027-01-02]}").starts_with("c.yaml:4:33: 2027-01-02 stands twice"));
    CHECK(year("27: {holidays: []}") == "c.yaml:4:3: a whole number from 1990 to 2199 belongs here");
}
