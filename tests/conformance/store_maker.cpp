#include "tests/conformance/store_maker.hpp"

#include <unistd.h>

#include <atomic>
#include <stdexcept>

namespace gongdan::conformance {
namespace {

std::unique_ptr<sqlite::SqliteStore> open_in(const std::filesystem::path& folder, std::size_t cached_cases) {
    const auto find_workflow = [](std::string_view name, std::string_view version) {
        return name == workflow()->name && version == workflow()->version ? workflow() : nullptr;
    };
    auto opened = sqlite::SqliteStore::open(folder / "test.db", {find_workflow, cached_cases, {}});
    if (!opened) throw std::runtime_error(opened.error().detail.en);
    return std::move(*opened);
}

}  // namespace

std::shared_ptr<const Workflow> workflow() {
    static const auto made = [] {
        auto small = std::make_shared<Workflow>();
        small->name = "small";
        small->version = "v1";
        small->number_prefix = "SM";
        small->initial = "open";
        State open;
        open.name = "open";
        State closed;
        closed.name = "closed";
        closed.final = true;
        small->states = {open, closed};
        ClockDef clock;
        clock.name = "arrival";
        small->clocks = {clock};
        return small;
    }();
    return made;
}

SqliteMaker::SqliteMaker() : store_(open_in(folder_.path(), sqlite::kCacheMax)) {}

Store& SqliteMaker::reopened() {
    store_.reset();
    store_ = open_in(folder_.path(), sqlite::kCacheMax);
    return *store_;
}

UncachedSqliteMaker::UncachedSqliteMaker() : store_(open_in(folder_.path(), 1)) {}

Store& UncachedSqliteMaker::reopened() {
    store_.reset();
    store_ = open_in(folder_.path(), 1);
    return *store_;
}

}  // namespace gongdan::conformance
