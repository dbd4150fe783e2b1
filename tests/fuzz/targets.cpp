#include "tests/fuzz/targets.hpp"

#include <algorithm>
#include <array>

namespace gongdan::fuzz {
namespace {

constexpr std::array<Target, 8> kTargets = {{{"http", run_http},
                                             {"json", run_json},
                                             {"yaml", run_yaml},
                                             {"csv", run_csv},
                                             {"xlsx", run_xlsx},
                                             {"workbook", run_workbook},
                                             {"attachments", run_attachments},
                                             {"journal", run_journal}}};

}  // namespace

std::span<const Target> targets() { return kTargets; }

const Target* find_target(std::string_view name) {
    const auto found =
        std::find_if(kTargets.begin(), kTargets.end(), [name](const Target& target) { return target.name == name; });
    return found == kTargets.end() ? nullptr : &*found;
}

}  // namespace gongdan::fuzz
