#include "adapters/host/installation.hpp"

namespace gongdan::host {

Result<Installation> load_installation(const std::filesystem::path& config_file) {
    auto book = load_rulebook(config_file);
    if (!book) return book.error();
    auto rules = std::make_shared<Rules>();
    rules->workflows = std::move(book->workflows);
    rules->calendar = std::move(book->calendar);
    rules->promise_sets = std::move(book->promise_sets);
    rules->promise_set = std::move(book->promise_set);
    rules->ladders = std::move(book->ladders);
    Installation installation;
    installation.config_file = config_file;
    installation.settings = std::move(book->settings);
    installation.roles = std::move(book->roles);
    installation.rules = std::move(rules);
    return installation;
}

}  // namespace gongdan::host
