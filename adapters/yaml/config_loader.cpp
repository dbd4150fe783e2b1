#include "adapters/yaml/config_loader.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>

#include "adapters/yaml/edge_loader.hpp"
#include "adapters/yaml/folder.hpp"
#include "adapters/yaml/reader.hpp"
#include "core/audit/seal.hpp"

namespace gongdan {
namespace {

namespace fs = std::filesystem;
using yaml::Collector;
using yaml::Reader;
using yaml::yaml_files;

constexpr int kLevelMax = 99;    ///< of a rung: a larger one is a typing mistake
constexpr int kTimesMax = 1000;  ///< of a rung that repeats: more is a typing mistake, and nobody would read them

/// "HH:MM" as an offset in the day, up to "24:59"; nothing when it is none.
std::optional<Millis> offset_in_day(std::string_view clock) {
    int hours = -1;
    int minutes = -1;
    if (clock.size() == 5 && clock[2] == ':') {
        std::from_chars(clock.data(), clock.data() + 2, hours);
        std::from_chars(clock.data() + 3, clock.data() + 5, minutes);
    }
    if (hours < 0 || hours > 24 || minutes < 0 || minutes > 59) return std::nullopt;
    return std::chrono::hours(hours) + std::chrono::minutes(minutes);
}

Millis day_offset(const Reader& reader, const YAML::Node& node, std::string_view clock) {
    const auto offset = offset_in_day(clock);
    if (!offset) reader.wrong(node, text("yaml.office-hours"));
    return *offset;
}

constexpr std::array<std::pair<std::string_view, Breadth>, 4> kBreadths = {
    {{"own", Breadth::own}, {"areas", Breadth::areas}, {"station", Breadth::station}, {"all", Breadth::all}}};

/// How a role sees the personal data of customers.
enum class PersonalData { shown, on_reason, masked };
constexpr std::array<std::pair<std::string_view, PersonalData>, 3> kPersonalData = {
    {{"shown", PersonalData::shown}, {"on-reason", PersonalData::on_reason}, {"masked", PersonalData::masked}}};

enum class FilingRight { file, approve };
constexpr std::array<std::pair<std::string_view, FilingRight>, 2> kFilingRights = {
    {{"file", FilingRight::file}, {"approve", FilingRight::approve}}};

constexpr std::array<std::pair<std::string_view, Until>, 2> kUntil = {
    {{"day-end", Until::day_end}, {"office-close", Until::office_close}}};

OfficeHours read_hours(const Reader& reader, const YAML::Node& node) {
    OfficeHours hours;
    hours.spans.clear();
    for (const auto& entry : node) {
        const std::string span = reader.string(entry);
        if (span.size() != 11 || span[5] != '-') reader.wrong(entry, text("yaml.office-hours"));
        const auto from = day_offset(reader, entry, span.substr(0, 5));
        const auto to = day_offset(reader, entry, span.substr(6));
        const bool ordered = from < to && (hours.spans.empty() || hours.spans.back().second <= from);
        if (!ordered) reader.wrong(entry, text("yaml.office-hours"));
        hours.spans.emplace_back(from, to);
    }
    return hours;
}

CalendarYear read_year(const Reader& reader, const YAML::Node& key, const YAML::Node& node) {
    reader.expect_map(node, {"provisional", "holidays", "workdays"});
    CalendarYear year;
    year.year = reader.integer(key, kYearMin, kYearMax);
    if (node["provisional"]) year.provisional = reader.boolean(node["provisional"]);
    std::map<std::string, YAML::Node> places;  // by JSON pointer
    const auto read_days = [&reader, &node, &places](const std::string& list, std::vector<Date>& days) {
        for (const auto& day : reader.items(node[list])) {
            places.emplace("/" + list + "/" + std::to_string(days.size()), day);
            days.push_back(reader.date(day));
        }
    };
    read_days("holidays", year.holidays);
    read_days("workdays", year.workdays);
    if (const auto sound = check_year(year); !sound) {
        for (const FieldProblem& problem : sound.error().fields)
            reader.note(places.at(problem.pointer), problem.detail);
    }
    return year;
}

/// "50%" or "+30min", "-15min".
void read_when(const Reader& reader, const YAML::Node& node, Rung& rung) {
    const std::string when = reader.string(node);
    int percent = 0;
    const auto [end, error] = std::from_chars(when.data(), when.data() + when.size(), percent);
    if (error == std::errc() && std::string_view(end) == "%" && percent >= 1 && percent <= 100) {
        rung.permille = percent * 10;
        return;
    }
    const bool sign = !when.empty() && (when.front() == '+' || when.front() == '-');
    const auto limit = sign ? parse_limit(std::string_view(when).substr(1)) : parse_limit("");
    if (!limit || !is_elapsed(*limit)) reader.wrong(node, text("yaml.rung-at", when));
    rung.offset = when.front() == '-' ? -elapsed(*limit) : elapsed(*limit);
}

/// Whom a rung tells, how urgently and how often.
void read_telling(const Reader& reader, const YAML::Node& node, Rung& rung) {
    rung.mark = reader.mark(node);
    rung.roles = reader.strings(node["to"]);
    if (node["level"]) rung.level = reader.integer(node["level"], 1, kLevelMax);
    if (node["repeat"]) {
        const Limit every = reader.limit(node["repeat"]);
        if (!is_elapsed(every)) reader.wrong(node["repeat"], text("yaml.elapsed-only"));
        rung.repeat_every = elapsed(every);
        rung.times = node["times"] ? reader.integer(node["times"], 1, kTimesMax) : 2;
    } else if (node["times"]) {
        reader.wrong(node["times"], text("yaml.times-alone"));
    }
}

Rung read_rung(const Reader& reader, const YAML::Node& node) {
    reader.expect_map(node, {"at", "level", "to", "repeat", "times", "while_filed"});
    Rung rung;
    if (!node["at"] || !node["to"]) reader.wrong(node, text("yaml.rung-at", ""));
    read_when(reader, node["at"], rung);
    if (node["while_filed"]) {
        if (reader.string(node["while_filed"]) != "hold") reader.wrong(node["while_filed"], text("yaml.while-filed"));
        rung.held_by_filing = true;
    }
    read_telling(reader, node, rung);
    return rung;
}

/// What is told when somebody has answered and it is still not done.
Rung read_watch(const Reader& reader, const YAML::Node& node) {
    reader.expect_map(node, {"after", "level", "to", "repeat", "times"});
    Rung watch;
    const Limit span = reader.limit(reader.required(node, "after"));
    if (!is_elapsed(span)) reader.wrong(node["after"], text("yaml.elapsed-only"));
    watch.offset = elapsed(span);
    if (!node["to"]) reader.wrong(node, text("yaml.watch-to"));
    read_telling(reader, node, watch);
    if (watch.roles.empty()) reader.wrong(node["to"], text("yaml.watch-to"));
    return watch;
}

/// A literal, or {by: field, value: literal, …}.
Promise read_promise(const Reader& reader, const YAML::Node& key, const YAML::Node& node) {
    Promise promise;
    promise.name = reader.string(key);
    promise.mark = reader.mark(key);
    if (!node.IsMap()) {
        promise.limit = reader.limit(node);
        return promise;
    }
    for (const auto& [choice, value] : reader.entries(node)) {
        const std::string name = reader.string(choice);
        if (name == "by") {
            promise.by = reader.string(value);
        } else {
            promise.limits.emplace_back(name, reader.limit(value));
        }
    }
    return promise;
}

Ladder read_ladder(const Reader& reader, const YAML::Node& key, const YAML::Node& node) {
    reader.expect_map(node, {"title", "acknowledge", "rungs", "watch"});
    Ladder ladder;
    ladder.name = reader.string(key);
    ladder.mark = reader.mark(key);
    ladder.title = reader.title(node["title"]);
    if (const YAML::Node roles = node["acknowledge"]) {
        ladder.acknowledge = reader.strings(roles);
        if (ladder.acknowledge.empty()) reader.note(roles, text("yaml.acknowledge-empty"));
    }
    int level = 0;  // of the rung before: each level is told once, the lower before the higher (DOMAIN.md §7)
    for (const YAML::Node& rung : reader.items(node["rungs"])) {
        reader.attempt([&reader, &ladder, &level, &rung] {
            ladder.rungs.push_back(read_rung(reader, rung));
            if (!rung["level"]) return;
            const int next = ladder.rungs.back().level;
            if (next <= level) reader.note(rung["level"], text("yaml.level-order", next, level));
            level = next;
        });
    }
    if (node["watch"]) ladder.watch = read_watch(reader, node["watch"]);
    return ladder;
}

RoleRights read_role(const Reader& reader, const YAML::Node& key, const YAML::Node& node) {
    reader.expect_map(node, {"title", "sees", "personal", "reads_only", "filings"});
    RoleRights rights;
    rights.role = reader.string(key);
    rights.title = reader.title(node["title"]);
    if (node["sees"]) rights.sees = reader.one_of(node["sees"], kBreadths);
    if (node["reads_only"]) rights.reads_only = reader.boolean(node["reads_only"]);
    if (node["filings"]) {
        (reader.one_of(node["filings"], kFilingRights) == FilingRight::file ? rights.files : rights.approves) = true;
    }
    const PersonalData shown = node["personal"] ? reader.one_of(node["personal"], kPersonalData) : PersonalData::masked;
    rights.personal = shown == PersonalData::shown;
    rights.unmask = shown != PersonalData::masked;
    return rights;
}

/// {role: {title, sees, personal, reads_only}}, or a list of bare names: those see every ticket, masked.
RoleBook read_roles(const Reader& reader, const YAML::Node& node) {
    RoleBook book;
    if (!node || !node.IsMap()) {
        for (std::string& name : reader.strings(node)) {
            RoleRights rights;
            rights.role = std::move(name);
            rights.unmask = true;
            book.push_back(std::move(rights));
        }
        return book;
    }
    for (const auto& [key, value] : reader.entries(node)) {
        reader.attempt([&reader, &book, &k = key, &n = value] { book.push_back(read_role(reader, k, n)); });
    }
    return book;
}

/// What only a server needs: a mistake here hides none of the others.
void read_server(const Reader& reader, const YAML::Node& root, Settings& settings) {
    if (const YAML::Node listen = root["listen"]) {
        reader.attempt([&reader, &listen, &settings] { settings.listen = reader.string(listen); });
        if (const auto address = parse_address(settings.listen); !address) reader.note(listen, address.error().detail);
    }
    yaml::read_edge(reader, root, settings.edge);
    if (const YAML::Node threads = root["io_threads"]) {
        reader.attempt(
            [&reader, &threads, &settings] { settings.io_threads = reader.integer(threads, 1, kIoThreadsMax); });
    }
    if (const YAML::Node limit = root["attachment_limit_mib"]) {
        reader.attempt([&reader, &limit, &settings] {
            settings.attachment_limit_mib = reader.integer(limit, 1, kAttachmentLimitMax);
        });
    }
}

/// "https://gongdan.example.com" or with a path; links are made by adding to it.
bool is_public_url(std::string_view url) {
    const bool secure = url.starts_with("https://");
    if (!secure && !url.starts_with("http://")) return false;
    url.remove_prefix(secure ? 8 : 7);
    const bool plain = std::all_of(url.begin(), url.end(), [](char c) {
        return c > ' ' && c <= '~' && std::string_view("?#@\"'<>\\").find(c) == std::string_view::npos;
    });
    return plain && !url.empty() && url.front() != '/' && url.front() != ':';
}

void read_links(const Reader& reader, const YAML::Node& root, Settings& settings) {
    if (const YAML::Node url = root["public_url"]) {
        reader.attempt([&reader, &url, &settings] {
            settings.public_url = reader.string(url);
            if (!is_public_url(settings.public_url)) reader.wrong(url, text("yaml.public-url", settings.public_url));
            while (settings.public_url.ends_with('/')) settings.public_url.pop_back();
        });
    }
    if (const YAML::Node hours = root["acknowledge_link_hours"]) {
        reader.attempt([&reader, &hours, &settings] {
            settings.acknowledge_link_hours = reader.integer(hours, 1, kLinkHoursMax);
        });
    }
}

std::string string_or(const Reader& reader, const YAML::Node& node, std::string other) {
    return node ? reader.string(node) : other;
}

OidcSettings read_oidc(const Reader& reader, const YAML::Node& node, const RoleBook& book) {
    reader.expect_map(node, {"issuer", "client_id", "client_secret_file", "redirect_uri", "scopes", "name_claim",
                             "roles_claim", "person_claim", "roles", "ca_file"});
    OidcSettings settings;
    settings.issuer = reader.string(reader.required(node, "issuer"));
    settings.client_id = reader.string(reader.required(node, "client_id"));
    settings.client_secret_file = string_or(reader, node["client_secret_file"], "");
    settings.redirect_uri = reader.string(reader.required(node, "redirect_uri"));
    settings.scopes = node["scopes"] ? reader.strings(node["scopes"]) : std::vector<std::string>{"openid", "profile"};
    settings.name_claim = string_or(reader, node["name_claim"], "preferred_username");
    settings.roles_claim = string_or(reader, node["roles_claim"], "roles");
    settings.person_claim = string_or(reader, node["person_claim"], "");
    settings.ca_file = string_or(reader, node["ca_file"], "");
    for (const auto& [key, value] : reader.entries(reader.required(node, "roles"))) {
        const std::string role = reader.string(value);
        if (find_role(book, role) == nullptr) reader.note(value, text("yaml.oidc-role", role));
        settings.roles.emplace_back(reader.string(key), role);
    }
    return settings;
}

void read_proof(const Reader& reader, const YAML::Node& root, Settings& settings) {
    if (const YAML::Node channels = root["publish_seals"]) {
        reader.attempt([&reader, &channels, &settings] { settings.publish_seals = reader.strings(channels); });
        settings.publish_seals_mark = reader.mark(channels);
    }
    if (const YAML::Node keys = root["former_seal_keys"]) {
        reader.attempt([&reader, &keys, &settings] {
            settings.former_seal_keys = reader.strings(keys);
            for (const std::string& key : settings.former_seal_keys) {
                if (!parse_key(key)) reader.wrong(keys, text("yaml.seal-key", key));
            }
        });
    }
    if (const YAML::Node at = root["verify_at"]) {
        reader.attempt([&reader, &at, &settings] {
            const std::string given = reader.string(at);
            const auto offset = offset_in_day(given);
            if (!offset || *offset >= kDay) reader.wrong(at, text("yaml.verify-at", given));
            settings.verify_at = offset;
        });
    }
}

void read_main(const Reader& reader, const YAML::Node& root, Rulebook& book) {
    reader.expect_map(root, {"roles", "promise_set", "workflows", "data", "listen", "io_threads",
                             "attachment_limit_mib", "oidc", "tls", "trusted_proxies", "limits", "public_url",
                             "acknowledge_link_hours", "publish_seals", "former_seal_keys", "verify_at"});
    Settings& settings = book.settings;
    if (root["workflows"]) settings.workflows = reader.string(root["workflows"]);
    if (root["data"]) settings.data = reader.string(root["data"]);
    read_server(reader, root, settings);
    read_links(reader, root, settings);
    read_proof(reader, root, settings);
    book.roles = read_roles(reader, root["roles"]);
    if (book.roles.empty()) reader.note(root["roles"] ? root["roles"] : root, text("yaml.no-roles"));
    if (const YAML::Node oidc = root["oidc"]) {
        reader.attempt([&reader, &oidc, &book] { book.settings.oidc = read_oidc(reader, oidc, book.roles); });
    }
    book.promise_set = reader.string(reader.required(root, "promise_set"));
    book.promise_set_mark = reader.mark(root["promise_set"]);
    book.workflows_mark = reader.mark(root["workflows"] ? root["workflows"] : root);
}

}  // namespace

Result<ListenAddress> parse_address(const std::string& text) {
    const auto colon = text.rfind(':');
    if (colon == std::string::npos || colon == 0) return fail(Errc::invalid_input, "cli.listen", text);
    ListenAddress address{text.substr(0, colon), 0};
    if (address.host.front() == '[' && address.host.back() == ']')
        address.host = address.host.substr(1, address.host.size() - 2);
    const char* const end = text.data() + text.size();
    const auto [read, error] = std::from_chars(text.data() + colon + 1, end, address.port);
    if (error != std::errc() || read != end) return fail(Errc::invalid_input, "cli.listen", text);
    return address;
}

Result<Calendar> load_calendar(const std::string& text, const std::string& file) {
    return yaml::load<Calendar>(text, file, [](const Reader& reader, const YAML::Node& root) {
        reader.expect_map(root, {"calendar", "version", "timezone", "until", "office_hours", "years"});
        std::vector<CalendarYear> years;
        for (const auto& [key, node] : reader.entries(root["years"])) {
            reader.attempt([&reader, &years, &k = key, &n = node] { years.push_back(read_year(reader, k, n)); });
        }
        const OfficeHours hours = root["office_hours"] ? read_hours(reader, root["office_hours"]) : OfficeHours{};
        const Until until = root["until"] ? reader.one_of(root["until"], kUntil) : Until::day_end;
        const std::string version =
            reader.string(reader.required(root, "calendar")) + "-" + reader.string(reader.required(root, "version"));
        return Calendar(version, std::move(years), hours, until);
    });
}

Result<PromiseSet> load_promises(const std::string& text, const std::string& file) {
    return yaml::load<PromiseSet>(text, file, [&file](const Reader& reader, const YAML::Node& root) {
        reader.expect_map(root, {"promise_set", "title", "in_force_from", "promises"});
        PromiseSet set;
        set.file = file;
        set.name = reader.string(reader.required(root, "promise_set"));
        set.title = reader.title(root["title"]);
        set.in_force_from = start_of(reader.date(reader.required(root, "in_force_from")));
        for (const auto& [key, node] : reader.entries(root["promises"])) {
            reader.attempt(
                [&reader, &set, &k = key, &n = node] { set.promises.push_back(read_promise(reader, k, n)); });
        }
        return set;
    });
}

Result<std::vector<Ladder>> load_ladders(const std::string& text, const std::string& file) {
    return yaml::load<std::vector<Ladder>>(text, file, [](const Reader& reader, const YAML::Node& root) {
        std::vector<Ladder> ladders;
        for (const auto& [key, node] : reader.entries(root)) {
            reader.attempt([&reader, &ladders, &k = key, &n = node] { ladders.push_back(read_ladder(reader, k, n)); });
        }
        return ladders;
    });
}

Result<Rulebook> load_rulebook(const fs::path& config_file) {
    Rulebook book;
    Collector collector;
    const auto config = config_file.parent_path();
    book.settings.workflows = "../workflows";
    (void)collector.take<bool>(config_file, [&book](const std::string& text, const std::string& file) {
        return yaml::load<bool>(text, file, [&book](const Reader& reader, const YAML::Node& node) {
            read_main(reader, node, book);
            return true;
        });
    });
    yaml::resolve_edge(config, book.settings.edge);
    book.settings.workflows = (config / book.settings.workflows).lexically_normal();
    if (auto calendar = collector.take<Calendar>(config / "calendars" / "cn.yaml", load_calendar)) {
        book.calendar = std::make_shared<const Calendar>(std::move(*calendar));
    }
    if (auto ladders = collector.take<std::vector<Ladder>>(config / "ladders.yaml", load_ladders))
        book.ladders = std::move(*ladders);
    for (const auto& file : yaml_files(config / "promises")) {
        if (auto set = collector.take<PromiseSet>(file, load_promises)) book.promise_sets.push_back(std::move(*set));
    }
    for (const auto& file : yaml_files(book.settings.workflows)) {
        if (auto flow = collector.take<std::shared_ptr<const Workflow>>(file, load_workflow))
            book.workflows.push_back(std::move(*flow));
    }
    check_rulebook(book, config_file, collector);
    if (!collector.clean()) return collector.error();
    return book;
}

}  // namespace gongdan
