#include "adapters/cli/rules.hpp"

#include "adapters/yaml/config_loader.hpp"

namespace gongdan::cli {

Result<std::shared_ptr<const Rules>> load_rules(const std::filesystem::path& root) {
    auto book = load_rulebook(root);
    if (!book) return book.error();
    auto rules = std::make_shared<Rules>();
    rules->workflows = std::move(book->workflows);
    rules->calendar = std::move(book->calendar);
    rules->promise_sets = std::move(book->promise_sets);
    rules->promise_set = std::move(book->promise_set);
    rules->ladders = std::move(book->ladders);
    return std::shared_ptr<const Rules>(std::move(rules));
}

}  // namespace gongdan::cli
