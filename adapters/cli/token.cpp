#include <iostream>

#include "adapters/cli/books.hpp"
#include "adapters/host/wall_clock.hpp"
#include "adapters/sqlite/access.hpp"

namespace gongdan::cli {
namespace {

/// Beside a running server: tokens have a connection of their own.
Result<std::unique_ptr<sqlite::SqliteAccess>> open_access(const Common& common) {
    const auto installation = installed(common);
    if (!installation) return installation.error();
    const auto folder = data_folder(common.data, installation->settings);
    if (auto made = sqlite::make_directory(folder); !made) return made.error();
    return sqlite::SqliteAccess::open(sqlite::database_file(folder), names_of(*installation->roles),
                                      {host::wall_now, std::chrono::steady_clock::now});
}

std::string joined(const std::vector<std::string>& roles) {
    std::string all;
    for (const std::string& role : roles) all += (all.empty() ? "" : ",") + role;
    return all;
}

}  // namespace

int run_token_create(const Common& common, const std::string& name, const std::vector<std::string>& roles) {
    auto access = open_access(common);
    if (!access) return give_up(access.error());
    const auto token = (*access)->create_token(name, roles);
    if (!token) return give_up(token.error());
    std::cout << *token << "\n";
    return kOk;
}

int run_token_list(const Common& common) {
    auto access = open_access(common);
    if (!access) return give_up(access.error());
    const auto tokens = (*access)->list_tokens();
    if (!tokens) return give_up(tokens.error());
    json::array list;
    for (const host::TokenInfo& token : *tokens) {
        const auto revoked = token.revoked_at ? format_time(*token.revoked_at) : std::string();
        if (common.json) {
            list.push_back(
                json::object{{"name", token.name},
                             {"roles", json::value_from(token.roles)},
                             {"created_at", format_time(token.created_at)},
                             {"revoked_at", token.revoked_at ? json::value(revoked) : json::value(nullptr)}});
        } else {
            std::cout << token.name << "\t" << joined(token.roles) << "\t" << format_time(token.created_at) << "\t"
                      << revoked << "\n";
        }
    }
    if (common.json) std::cout << json::serialize(list) << "\n";
    return kOk;
}

int run_token_revoke(const Common& common, const std::string& name) {
    auto access = open_access(common);
    if (!access) return give_up(access.error());
    const auto done = (*access)->revoke_token(name);
    return done ? kOk : give_up(done.error());
}

}  // namespace gongdan::cli
