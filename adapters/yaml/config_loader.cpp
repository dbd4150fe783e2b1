#include "adapters/yaml/config_loader.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <sstream>

#include "adapters/yaml/reader.hpp"

namespace gongdan {
namespace {

namespace fs = std::filesystem;
using yaml::Reader;

/// "HH:MM" as an offset in the day.
Millis day_offset(const Reader& reader, const YAML::Node& node, std::string_view clock) {
    int hours = -1;
    int minutes = -1;
    if (clock.size() == 5 && clock[2] == ':') {
        std::from_chars(clock.data(), clock.data() + 2, hours);
        std::from_chars(clock.data() + 3, clock.data() + 5, minutes);
    }
    if (hours < 0 || hours > 24 || minutes < 0 || minutes > 59) reader.wrong(node, text("yaml.office-hours"));
    return std::chrono::hours(hours) + std::chrono::minutes(minutes);
}

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
    year.year = reader.integer(key);
    if (node["provisional"]) year.provisional = reader.boolean(node["provisional"]);
    for (const auto& day : node["holidays"]) year.holidays.push_back(reader.date(day));
    for (const auto& day : node["workdays"]) year.workdays.push_back(reader.date(day));
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

Rung read_rung(const Reader& reader, const YAML::Node& node) {
    reader.expect_map(node, {"at", "level", "to", "repeat", "times"});
    Rung rung;
    if (!node["at"] || !node["to"]) reader.wrong(node, text("yaml.rung-at", ""));
    read_when(reader, node["at"], rung);
    rung.roles = reader.strings(node["to"]);
    if (node["level"]) rung.level = reader.integer(node["level"]);
    if (node["repeat"]) {
        const Limit every = reader.limit(node["repeat"]);
        if (!is_elapsed(every)) reader.wrong(node["repeat"], text("yaml.elapsed-only"));
        rung.repeat_every = elapsed(every);
        rung.times = node["times"] ? reader.integer(node["times"]) : 2;
    }
    return rung;
}

Result<std::string> read_file(const fs::path& path) {
    std::ifstream stream(path, std::ios::binary);
    if (!stream) return fail(Errc::unavailable, "cli.no-file", path.string());
    std::ostringstream content;
    content << stream.rdbuf();
    return content.str();
}

std::vector<fs::path> yaml_files(const fs::path& folder) {
    std::vector<fs::path> files;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder, error)) {
        const auto name = entry.path().filename().string();
        if (name.ends_with(".yaml") && !name.ends_with(".scenarios.yaml")) files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    return files;
}

/// Collects every file's error, so that one run shows them all.
class Collector {
 public:
    template <class T, class Load>
    std::optional<T> take(const fs::path& path, Load load) {
        auto content = read_file(path);
        auto loaded = content ? load(*content, path.string()) : Result<T>(content.error());
        if (loaded) return std::move(*loaded);
        add(loaded.error().detail);
        return std::nullopt;
    }
    void add(const LocalText& detail) {
        said_.zh += (said_.zh.empty() ? "" : "\n") + detail.zh;
        said_.en += (said_.en.empty() ? "" : "\n") + detail.en;
    }
    [[nodiscard]] bool clean() const { return said_.zh.empty(); }
    [[nodiscard]] Error error() const { return Error{Errc::invalid_input, said_, {}, {}}; }

 private:
    LocalText said_;
};

void read_main(const Reader& reader, const YAML::Node& root, Rulebook& book) {
    reader.expect_map(root, {"roles", "promise_set", "workflows", "data", "listen", "io_threads"});
    Settings& settings = book.settings;
    if (root["workflows"]) settings.workflows = reader.string(root["workflows"]);
    if (root["data"]) settings.data = reader.string(root["data"]);
    if (root["listen"]) settings.listen = reader.string(root["listen"]);
    if (root["io_threads"]) settings.io_threads = reader.integer(root["io_threads"]);
    book.roles = reader.strings(root["roles"]);
    book.promise_set = reader.string(root["promise_set"]);
}

void check_all(const Rulebook& book, Collector& collector) {
    const Vocabulary vocabulary{book.roles, book.ladders, book.promise_sets};
    for (const auto& workflow : book.workflows) {
        for (const Refusal& refusal : analyse(*workflow, vocabulary)) {
            collector.add(text("yaml.at", workflow->file, refusal.mark.line, refusal.mark.column, refusal.detail.zh,
                               refusal.detail.en));
        }
    }
    const bool known = std::any_of(book.promise_sets.begin(), book.promise_sets.end(),
                                   [&book](const PromiseSet& set) { return set.name == book.promise_set; });
    if (!known) collector.add(text("yaml.no-promise-set", book.promise_set));
}

}  // namespace

Result<Calendar> load_calendar(const std::string& text, const std::string& file) {
    return yaml::load<Calendar>(text, file, [](const Reader& reader, const YAML::Node& root) {
        reader.expect_map(root, {"calendar", "version", "timezone", "until", "office_hours", "years"});
        std::vector<CalendarYear> years;
        for (const auto& year : root["years"]) years.push_back(read_year(reader, year.first, year.second));
        const OfficeHours hours = root["office_hours"] ? read_hours(reader, root["office_hours"]) : OfficeHours{};
        const bool close = root["until"] && reader.string(root["until"]) == "office-close";
        const std::string version = reader.string(root["calendar"]) + "-" + reader.string(root["version"]);
        return Calendar(version, std::move(years), hours, close ? Until::office_close : Until::day_end);
    });
}

Result<PromiseSet> load_promises(const std::string& text, const std::string& file) {
    return yaml::load<PromiseSet>(text, file, [](const Reader& reader, const YAML::Node& root) {
        reader.expect_map(root, {"promise_set", "title", "in_force_from", "promises"});
        PromiseSet set;
        set.name = reader.string(root["promise_set"]);
        set.title = reader.title(root["title"]);
        set.in_force_from = start_of(reader.date(root["in_force_from"]));
        for (const auto& entry : root["promises"]) {
            Promise promise;
            promise.name = reader.string(entry.first);
            if (entry.second.IsScalar()) promise.limit = reader.limit(entry.second);
            for (const auto& choice : entry.second) {
                if (!entry.second.IsMap()) break;
                const auto key = reader.string(choice.first);
                if (key == "by") {
                    promise.by = reader.string(choice.second);
                } else {
                    promise.limits.emplace_back(key, reader.limit(choice.second));
                }
            }
            set.promises.push_back(std::move(promise));
        }
        return set;
    });
}

Result<std::vector<Ladder>> load_ladders(const std::string& text, const std::string& file) {
    return yaml::load<std::vector<Ladder>>(text, file, [](const Reader& reader, const YAML::Node& root) {
        std::vector<Ladder> ladders;
        for (const auto& entry : root) {
            Ladder ladder;
            ladder.name = reader.string(entry.first);
            ladder.mark = Reader::mark(entry.first);
            reader.expect_map(entry.second, {"title", "rungs"});
            ladder.title = reader.title(entry.second["title"]);
            for (const auto& rung : entry.second["rungs"]) ladder.rungs.push_back(read_rung(reader, rung));
            ladders.push_back(std::move(ladder));
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
    book.settings.workflows = (config / book.settings.workflows).lexically_normal();
    if (auto calendar = collector.take<Calendar>(config / "calendars" / "cn.yaml", load_calendar)) {
        book.calendar = std::make_shared<const Calendar>(std::move(*calendar));
    }
    if (auto ladders = collector.take<std::vector<Ladder>>(config / "ladders.yaml", load_ladders)) book.ladders = std::move(*ladders);
    for (const auto& file : yaml_files(config / "promises")) {
        if (auto set = collector.take<PromiseSet>(file, load_promises)) book.promise_sets.push_back(std::move(*set));
    }
    for (const auto& file : yaml_files(book.settings.workflows)) {
        if (auto flow = collector.take<std::shared_ptr<const Workflow>>(file, load_workflow)) book.workflows.push_back(std::move(*flow));
    }
    if (collector.clean()) check_all(book, collector);
    if (!collector.clean()) return collector.error();
    return book;
}

}  // namespace gongdan
