// The entry of libFuzzer: --target=NAME chooses (options that begin with two dashes are ours). Also linked into the
// replay test, where nobody calls it.

#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "tests/fuzz/targets.hpp"

namespace {

const gongdan::fuzz::Target* chosen = nullptr;

}  // namespace

extern "C" int LLVMFuzzerInitialize(int* count, char*** arguments);
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerInitialize(int* count, char*** arguments) {
    constexpr std::string_view kOption = "--target=";
    for (int i = 1; i < *count; ++i) {
        const std::string_view argument = (*arguments)[i];
        if (argument.starts_with(kOption)) chosen = gongdan::fuzz::find_target(argument.substr(kOption.size()));
    }
    if (chosen != nullptr) return 0;
    std::fputs("gongdan_fuzz: choose one with --target=:", stderr);
    for (const auto& target : gongdan::fuzz::targets())
        std::fprintf(stderr, " %.*s", int(target.name.size()), target.name.data());
    std::fputs("\n", stderr);
    std::exit(2);
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    chosen->run({reinterpret_cast<const char*>(data), size});
    return 0;
}
