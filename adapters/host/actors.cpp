#include "adapters/host/actors.hpp"

namespace gongdan::host {

Result<std::set<std::string>> actors_of(const std::string& person, Accounts& accounts, Access& access) {
    std::set<std::string> actors{person};
    const auto people = accounts.list();
    if (!people) return people.error();
    for (const Account& account : *people) {
        if (account.scope.person == person) actors.insert(account.name);
    }
    const auto tokens = access.list_tokens();
    if (!tokens) return tokens.error();
    for (const TokenInfo& token : *tokens) {
        if (token.scope && token.scope->person == person) actors.insert(token.name);
    }
    return actors;
}

}  // namespace gongdan::host
