#include <algorithm>
#include <iostream>

#include "adapters/cli/people.hpp"
#include "adapters/host/account_views.hpp"
#include "adapters/host/wall_clock.hpp"
#include "core/access/scope.hpp"

namespace gongdan::cli {
namespace {

/// A token without a scope reaches as far as there are tickets, even when its role would not.
void warn_when_unlimited(const host::NewToken& token, const RoleBook& roles) {
    if (token.scope) return;
    const bool limited = std::any_of(token.roles.begin(), token.roles.end(), [&roles](const std::string& name) {
        const RoleRights* role = find_role(roles, name);
        return role != nullptr && role->sees != Breadth::all;
    });
    if (limited) std::cerr << text_line(text("cli.token-unlimited", token.name));
}

}  // namespace

int run_token_create(const Common& common, const TokenOptions& options) {
    auto access = open_access(common);
    if (!access) return give_up(access.error());
    auto scope = wanted_scope(options.scope, *access->installation.organisation);
    if (!scope) return give_up(scope.error());
    const auto expires_at = wanted_expiry(options.expires, host::wall_now());
    if (!expires_at) return give_up(expires_at.error());
    const host::NewToken wish{options.name, options.roles, std::move(*scope), *expires_at};
    const auto token = access->table->create_token(wish, at_the_machine());
    if (!token) return give_up(token.error());
    warn_when_unlimited(wish, *access->installation.roles);
    std::cout << *token << "\n";
    return kOk;
}

int run_token_feed(const Common& common, const TokenOptions& options) {
    auto access = open_access(common);
    if (!access) return give_up(access.error());
    // Checks that the organisation has the person.
    const auto scope = wanted_scope(options.scope, *access->installation.organisation);
    if (!scope) return give_up(scope.error());
    const auto expires_at = wanted_expiry(options.expires, host::wall_now());
    if (!expires_at) return give_up(expires_at.error());
    const auto secret = access->table->create_feed({options.name, options.scope.person, *expires_at}, at_the_machine());
    if (!secret) return give_up(secret.error());
    std::cout << access->installation.settings.public_url << host::feed_path(*secret) << "\n";
    return kOk;
}

int run_token_list(const Common& common) {
    auto access = open_access(common);
    if (!access) return give_up(access.error());
    const auto tokens = access->table->list_tokens();
    if (!tokens) return give_up(tokens.error());
    json::array list;
    for (const host::TokenInfo& token : *tokens) {
        if (common.json) {
            list.push_back(host::token_view(token));
        } else {
            std::cout << token.name << "\t" << joined(token.roles) << "\t" << format_time(token.created_at) << "\t"
                      << (token.revoked_at ? format_time(*token.revoked_at) : "") << "\t"
                      << (token.scope ? scope_line(*token.scope) : "*") << "\t" << time_or_dash(token.expires_at)
                      << "\t" << time_or_dash(token.last_used_at) << "\n";
        }
    }
    if (common.json) std::cout << json::serialize(list) << "\n";
    return kOk;
}

int run_token_revoke(const Common& common, const std::string& name) {
    auto access = open_access(common);
    if (!access) return give_up(access.error());
    const auto done = access->table->revoke_token(name, at_the_machine());
    return done ? kOk : give_up(done.error());
}

}  // namespace gongdan::cli
