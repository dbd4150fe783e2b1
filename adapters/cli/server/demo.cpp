#include "adapters/cli/server/demo.hpp"

#include <algorithm>
#include <fstream>
#include <map>
#include <ostream>

#include "adapters/host/virtual_time.hpp"

namespace gongdan::cli {
namespace {

const host::Doer kDemo{"demo", ""};

/// The column in which a token or password stands behind its role.
std::string padding_after(const std::string& role) {
    constexpr std::size_t kColumn = 18;
    return std::string(role.size() < kColumn ? kColumn - role.size() : 1, ' ');
}

/// Plays the script in virtual time, up to now: each command at its own time, each alarm at its own.
class Script {
 public:
    Script(Engine& engine, Store& store, Instant now) : engine_(engine), store_(store), now_(now) {}

    Result<void> play(const json::object& line) {
        const auto minutes = get_int(line, "minutes_ago");
        if (!minutes) return {};  // the first line tells what the file is
        const Instant at = now_ - std::chrono::minutes(*minutes);
        if (auto fired = run_until(at - Millis(1)); !fired) return fired;
        const std::string op = string_or_empty(line, "op");
        const Request request{wish_of(line, op), std::nullopt, {}};
        auto result = engine_.run({&request, 1}, at);
        const auto& reply = result.replies.front();
        if (!reply) return reply.error();
        if (op == "open") numbers_[string_or_empty(line, "ref")] = reply->record->snapshot.number;
        return {};
    }
    Result<void> finish() { return run_until(now_); }

 private:
    using Wish = decltype(Request::wish);

    [[nodiscard]] Wish wish_of(const json::object& line, const std::string& op) const {
        const Actor actor{string_or_empty(line, "actor"), {string_or_empty(line, "role")}};
        const std::string ticket = resolve(string_or_empty(line, "ref"));
        if (op == "open") {
            return OpenRequest{{string_or_empty(line, "workflow"), actor, data_of(line), std::nullopt, CaseId{}},
                               resolve(string_or_empty(line, "parent"))};
        }
        if (op == "fire") {
            return FireRequest{ticket,
                               {string_or_empty(line, "event"), actor, data_of(line), std::nullopt, std::nullopt}};
        }
        return AcknowledgeRequest{ticket, {string_or_empty(line, "escalation"), actor}};
    }

    Result<void> run_until(Instant until) {
        return host::fire_alarms(engine_, store_, until, [](const Committed&) {});
    }

    [[nodiscard]] std::string resolve(const std::string& ref) const {
        const auto found = numbers_.find(ref);
        return found == numbers_.end() ? ref : found->second;
    }

    [[nodiscard]] json::object data_of(const json::object& line) const {
        json::object data;
        if (const json::object* given = get_object(line, "data")) data = *given;
        if (const auto into = get_string(data, "into")) data["into"] = resolve(std::string(*into));
        if (const json::object* times = get_object(line, "times")) {
            for (const auto& [field, minutes] : *times) {
                data[field] = format_time(now_ - std::chrono::minutes(get_int(*times, field).value_or(0)));
            }
        }
        return data;
    }

    Engine& engine_;
    Store& store_;
    Instant now_;
    std::map<std::string, std::string> numbers_;
};

/// Revokes the tokens of earlier starts. The name for the next one: names stay taken for ever, so starts are counted.
Result<std::string> retire_earlier(host::Access& access, const std::vector<host::TokenInfo>& earlier,
                                   const std::string& base) {
    std::string name = base;
    const auto bears_it = [&name](const host::TokenInfo& token) { return token.name == name; };
    for (int start = 2; std::any_of(earlier.begin(), earlier.end(), bears_it); ++start) {
        if (auto done = access.revoke_token(name, kDemo); !done) return done.error();
        name = base + "-" + std::to_string(start);
    }
    return name;
}

}  // namespace

Result<void> print_demo_tokens(host::Access& access, const std::vector<std::string>& roles, std::ostream& out) {
    const auto earlier = access.list_tokens();
    if (!earlier) return earlier.error();
    out << text("demo.tokens").zh << "\n" << text("demo.tokens").en << "\n";
    for (const std::string& role : roles) {
        const auto name = retire_earlier(access, *earlier, "demo-" + role);
        if (!name) return name.error();
        const auto token = access.create_token({*name, {role}}, kDemo);
        if (!token) return token.error();
        out << "  " << role << padding_after(role) << *token << "\n";
    }
    out.flush();
    return {};
}

Result<void> print_demo_accounts(host::Accounts& accounts, const host::Installation& installation, std::ostream& out) {
    out << text("demo.accounts").zh << "\n" << text("demo.accounts").en << "\n";
    const auto& people = installation.organisation->people;
    for (const RoleRights& rights : *installation.roles) {
        const std::string& role = rights.role;
        const auto holder = std::find_if(people.begin(), people.end(), [&role](const Person& person) {
            return std::find(person.roles.begin(), person.roles.end(), role) != person.roles.end();
        });
        Scope scope;
        if (holder != people.end()) scope.person = holder->id;
        const bool there = accounts.find(role).ok();
        const auto password = there ? accounts.reset_password(role, {std::nullopt, false}, kDemo)
                                    : accounts.create({role, {role}, scope, std::nullopt, false}, kDemo);
        if (!password) return password.error();
        // Not like the lines of the tokens: scripts look for those by their role.
        out << "  user " << role << padding_after(role) << *password << "\n";
    }
    out.flush();
    return {};
}

Result<void> play_demo(Engine& engine, Store& store, const host::Installation& installation, Instant now) {
    // Whatever is there already was played at an earlier start.
    if (const auto there = store.load(CaseId(1)); !there || *there) return there ? Result<void>() : there.error();
    const auto file = installation.config_folder() / "demo" / "board.ndjson";
    std::ifstream stream(file);
    if (!stream) return fail(Errc::unavailable, "cli.no-file", file.string());
    Script script(engine, store, now);
    std::string line_text;
    for (int number = 1; std::getline(stream, line_text); ++number) {
        const auto parsed = parse_json(line_text);
        const json::object* line = parsed ? parsed->if_object() : nullptr;
        if (line == nullptr) return fail(Errc::invalid_input, "simulate.not-object", number);
        if (auto played = script.play(*line); !played) {
            return fail(Errc::invalid_input, "simulate.line", number, played.error().detail.zh,
                        played.error().detail.en);
        }
    }
    return script.finish();
}

}  // namespace gongdan::cli
