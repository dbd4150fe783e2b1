#include "adapters/host/names.hpp"

#include <map>
#include <optional>

namespace gongdan::host {
namespace {

/// Who stands behind accounts and tokens, each looked up when it is needed.
class People {
 public:
    explicit People(const NameSources& sources) : sources_(sources) {}

    /// The id of a person; empty = none.
    Result<std::string> behind(const std::string& actor) {
        const auto account = sources_.accounts.find(actor);
        if (account) return account->scope.person;
        if (account.error().code != Errc::not_found) return account.error();
        if (!of_tokens_) {
            const auto tokens = sources_.access.list_tokens();
            if (!tokens) return tokens.error();
            of_tokens_.emplace();
            for (const TokenInfo& token : *tokens)
                of_tokens_->emplace(token.name, token.scope.value_or(Scope{}).person);
        }
        const auto token = of_tokens_->find(actor);
        return token == of_tokens_->end() ? std::string() : token->second;
    }

 private:
    const NameSources& sources_;
    std::optional<std::map<std::string, std::string>> of_tokens_;  // read once, when somebody is no account
};

}  // namespace

Result<json::object> names_of(const std::set<std::string>& actors, const NameSources& sources) {
    json::object names;
    People people(sources);
    for (const std::string& actor : actors) {
        const Person* person = sources.organisation.find_person(actor);
        if (person == nullptr) {
            const auto behind = people.behind(actor);
            if (!behind) return behind.error();
            person = sources.organisation.find_person(*behind);
        }
        if (person != nullptr && !person->name.empty()) names[actor] = person->name;
    }
    return names;
}

}  // namespace gongdan::host
