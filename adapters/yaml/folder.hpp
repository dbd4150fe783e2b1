#pragma once
/// Files of a folder, and one list of mistakes over all of them. Internal to adapters/yaml.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "adapters/yaml/config_loader.hpp"

namespace gongdan::yaml {

/// The definitions in `folder`, sorted by name: *.yaml without *.scenarios.yaml.
[[nodiscard]] std::vector<std::filesystem::path> yaml_files(const std::filesystem::path& folder);
[[nodiscard]] std::vector<std::filesystem::path> scenario_files(const std::filesystem::path& folder);

/// Collects every file's mistakes, so that one run shows them all.
class Collector {
 public:
    /// What `load` makes of the file; nothing, with its mistakes noted, when it cannot be read.
    template <class T, class Load>
    [[nodiscard]] std::optional<T> take(const std::filesystem::path& path, Load load) {
        auto content = read_file(path);
        auto loaded = content ? load(*content, path.string()) : Result<T>(content.error());
        if (loaded) return std::move(*loaded);
        add(loaded.error().detail);
        return std::nullopt;
    }
    void add(const LocalText& detail);
    void add(const std::string& file, const Refusal& refusal);
    [[nodiscard]] bool clean() const { return said_.zh.empty(); }
    [[nodiscard]] Error error() const { return Error{Errc::invalid_input, said_, {}, {}}; }

 private:
    LocalText said_;
};

/// Analyses the workflows of `book` against its vocabulary, and the vocabulary against itself. Skipped as far as the
/// vocabulary could not be read: half of it would refuse what is right.
void check_rulebook(const Rulebook& book, const std::filesystem::path& config_file, Collector& collector);

/// Analyses each workflow, and refuses two of one name.
void check_workflows(const std::vector<std::shared_ptr<const Workflow>>& workflows, const Vocabulary& vocabulary,
                     Collector& collector);

}  // namespace gongdan::yaml
