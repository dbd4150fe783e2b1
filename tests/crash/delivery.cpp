#include "tests/crash/delivery.hpp"

#include <sqlite3.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>
#include <thread>

#include <catch2/catch.hpp>

namespace gongdan::test {
namespace {

namespace fs = std::filesystem;

constexpr auto kPatience = std::chrono::minutes(1);
constexpr auto kArrival = std::chrono::minutes(45);        // of an urban fault (sgcc-2011)
constexpr auto kArrivalEighty = std::chrono::minutes(36);  // its 80 %

std::string whole(const std::string& file) {
    std::ostringstream content;
    content << std::ifstream(file, std::ios::binary).rdbuf();
    return content.str();
}

void append(const std::string& file, const std::string& more) {
    std::ofstream(file, std::ios::binary | std::ios::app) << more;
}

void replace(const std::string& file, const std::string& what, const std::string& with) {
    std::string content = whole(file);
    const auto at = content.find(what);
    REQUIRE(at != std::string::npos);
    std::ofstream(file, std::ios::binary) << content.replace(at, what.size(), with);
}

std::string channels_yaml(const Receivers& receivers, const std::string& limits) {
    std::ostringstream yaml;
    yaml << "\nemail:\n  title: {zh: 邮件, en: Mail}\n  plugin: email\n  settings: {host: 127.0.0.1, port: "
         << receivers.port("email") << ", security: none, from: gongdan@power.example}\n  limits: " << limits << "\n";
    for (const std::string robot : {"dingtalk", "wecom", "feishu"}) {
        yaml << robot << ":\n  title: {zh: 群机器人, en: Robot}\n  plugin: " << robot
             << "\n  settings: {url: 'http://127.0.0.1:" << receivers.port(robot)
             << "/hook/0123456789abcdef-token', allow_private: [127.0.0.0/8]}\n  limits: " << limits << "\n";
    }
    return yaml.str();
}

/// `person` of the shipped organisation is reached over the four channels instead of the desk's file.
void reach_over_all(const std::string& organisation, const std::string& person) {
    const std::string name = person.substr(std::string("demo-").size());
    std::string addresses = "{channel: email, address: " + name + "@power.example}";
    for (const char* robot : {"dingtalk", "wecom", "feishu"})
        addresses += std::string(", {channel: ") + robot + ", address: " + name + "}";
    replace(organisation, "{channel: desk-file, address: " + person + "}", addresses);
}

std::set<std::pair<int, std::string>> entries_in(const std::string& text) {
    static const std::regex kEntry("【([0-9])级】(GZ[0-9]+)");
    std::set<std::pair<int, std::string>> entries;
    for (std::sregex_iterator found(text.begin(), text.end(), kEntry), end; found != end; ++found)
        entries.emplace(std::stoi((*found)[1]), (*found)[2]);
    return entries;
}

json::object object_of(const Answer& answer) {
    INFO(answer.status << " " << answer.body);
    auto parsed = parse_json(answer.body);
    REQUIRE(parsed.ok());
    return parsed->as_object();
}

}  // namespace

Instant wall() { return std::chrono::floor<Millis>(std::chrono::system_clock::now()); }

void wait_until(const std::string& what, const std::function<bool()>& holds) {
    const auto until = std::chrono::steady_clock::now() + kPatience;
    while (!holds()) {
        if (std::chrono::steady_clock::now() > until) FAIL("waited in vain: " << what);
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
}

std::string mark_of(int level) { return "【" + std::to_string(level) + "级】"; }

// Debian's own Python, not one that comes first in PATH: the package python3-aiosmtpd is installed for that one.
Receivers::Receivers() : process_({"/usr/bin/python3", std::string(GONGDAN_SOURCE_DIR) + "/tests/crash/receivers.py"}) {
    const auto line = process_.read_line();
    INFO(process_.errors());
    REQUIRE(line);
    ports_ = json::parse(*line).as_object();
    control_ = std::make_unique<Client>("http://127.0.0.1:" + std::to_string(port("control")), "");
}

void Receivers::set(const std::string& channel, const std::string& mode, json::object more) {
    more["channel"] = channel;
    more["mode"] = mode;
    REQUIRE(control_->post("/control", json::serialize(more)).status == 200);
}

void Receivers::set_all(const std::string& mode, const json::object& more) {
    for (const std::string& channel : kChannels) set(channel, mode, more);
}

json::object Receivers::state() { return object_of(control_->get("/state")); }

std::vector<Told> Receivers::told() {
    std::vector<Told> told;
    const json::object now = state();
    for (const json::value& value : now.at("messages").as_array()) {
        const json::object& message = value.as_object();
        Told one;
        one.channel = string_or_empty(message, "channel");
        one.to = string_or_empty(message, "to");
        one.to = one.to.substr(0, one.to.find('@'));
        one.id = string_or_empty(message, "id");
        one.text = string_or_empty(message, "text");
        one.held = get_bool(message, "held").value_or(false);
        one.entries = entries_in(one.text);
        told.push_back(std::move(one));
    }
    return told;
}

void Receivers::wait_held(int level) {
    wait_until("every channel holds a message of level " + std::to_string(level), [this, level] {
        std::set<std::string> holding;
        for (const Told& one : told()) {
            if (one.held && one.text.find(mark_of(level)) != std::string::npos) holding.insert(one.channel);
        }
        return holding.size() == kChannels.size();
    });
}

void Receivers::wait_at_doors() {
    wait_until("a connection waits at every channel", [this] {
        const json::object now = state();
        for (const auto& [channel, count] : now.at("waiting").as_object()) {
            if (count.as_int64() == 0) return false;
        }
        return true;
    });
}

DeliveryDesk::DeliveryDesk(const Receivers& receivers, const std::string& limits) {
    for (const char* name : {"workflows", "config"})
        fs::copy(fs::path(GONGDAN_SOURCE_DIR) / name, folder_.path() / name, fs::copy_options::recursive);
    append(folder_ / "config/channels.yaml", channels_yaml(receivers, limits));
    for (const char* person : {"demo-wu-jiu", "demo-sun-qi"})
        reach_over_all(folder_ / "config/organisation/organisation.yaml", person);
    const auto made =
        run_to_end({GONGDAN_BINARY, "token", "create", "--data", data_, "--name", "load", "--role", "admin"});
    REQUIRE(made.code == 0);
    token_ = made.output.substr(0, made.output.find('\n'));
}

void DeliveryDesk::start() {
    server_ = std::make_unique<Process>(std::vector<std::string>{GONGDAN_BINARY, "serve", "--data", data_, "--config",
                                                                 folder_ / "config/gongdan.yaml", "--listen",
                                                                 "127.0.0.1:0", "--log", "debug", "--no-limits"});
    while (const auto line = server_->read_line()) {
        const auto at = line->find("http://");
        if (at == std::string::npos) continue;
        client_ = std::make_unique<Client>(line->substr(at), token_);
        return;
    }
    FAIL("the server did not say where it listens: " << server_->errors());
}

Fault DeliveryDesk::open_fault(int level, Instant due) {
    const Instant hangup = due - (level == kDistrict ? Millis(kArrival) : Millis(kArrivalEighty));
    const json::object data{
        {"site_class", "urban"}, {"fault_address", "演示路"}, {"area", "demo-101"}, {"hangup_at", format_time(hangup)}};
    const Answer answer =
        client_->post("/api/v1/tickets", json::serialize(json::object{{"workflow", "fault-repair"}, {"data", data}}));
    INFO(answer.body);
    REQUIRE(answer.status == 201);
    const json::object view = object_of(answer);
    Fault fault{string_or_empty(view, "id"), string_or_empty(view, "number"), {}};
    fault.due[kForeman] = hangup + kArrivalEighty;
    if (level == kDistrict) fault.due[kDistrict] = hangup + kArrival;
    return fault;
}

void DeliveryDesk::wait_raised(int level, std::size_t count) {
    wait_until("rungs of level " + std::to_string(level) + " are raised", [this, level, count] {
        const Answer answer = client_->get("/api/v1/escalations?limit=500");
        if (answer.status != 200) return false;
        std::size_t raised = 0;
        const json::object page = object_of(answer);
        for (const json::value& item : page.at("items").as_array())
            raised += get_int(item.as_object(), "level") == level ? 1 : 0;
        return raised >= count;
    });
}

std::int64_t DeliveryDesk::pending(const std::string& channel) {
    const json::object page = object_of(client_->get("/api/v1/channels"));
    for (const json::value& item : page.at("items").as_array()) {
        const json::object& view = item.as_object();
        if (string_or_empty(view, "name") != channel) continue;
        CHECK(get_int(view, "dead") == 0);
        return get_int(view, "pending").value_or(-1);
    }
    return -1;
}

void DeliveryDesk::wait_delivered(const std::vector<std::string>& channels) {
    for (const std::string& channel : channels)
        wait_until(channel + " has delivered all", [this, &channel] { return pending(channel) == 0; });
}

WriteLock::WriteLock(const std::string& database) {
    constexpr int kBusy_ms = 30'000;
    REQUIRE(sqlite3_open(database.c_str(), &handle_) == SQLITE_OK);
    sqlite3_busy_timeout(handle_, kBusy_ms);
    REQUIRE(sqlite3_db_config(handle_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr) == SQLITE_OK);
    REQUIRE(sqlite3_exec(handle_, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr) == SQLITE_OK);
}

WriteLock::~WriteLock() { sqlite3_close(handle_); }

}  // namespace gongdan::test
