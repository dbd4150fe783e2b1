// Goal: what a fuzzer once found stays mended: every file of the corpus goes through its target.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/fuzz/targets.hpp"

using namespace gongdan::fuzz;
namespace fs = std::filesystem;

namespace {

std::vector<fs::path> files_of(std::string_view target) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(fs::path(GONGDAN_SOURCE_DIR) / "tests/fuzz/corpus" / target))
        files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    return files;
}

std::string content_of(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

TEST_CASE("no file of the corpus breaks a promise of its target") {
    for (const Target& target : targets()) {
        const auto files = files_of(target.name);
        CHECK_FALSE(files.empty());
        for (const fs::path& file : files) {
            INFO(file.string());
            CHECK_NOTHROW(target.run(content_of(file)));
        }
    }
}

TEST_CASE("an input cut short anywhere breaks no promise either") {
    for (const Target& target : targets()) {
        for (const fs::path& file : files_of(target.name)) {
            const std::string whole = content_of(file);
            const std::size_t step = std::max<std::size_t>(1, whole.size() / 16);
            INFO(file.string());
            for (std::size_t size = 0; size < whole.size(); size += step)
                CHECK_NOTHROW(target.run(std::string_view(whole).substr(0, size)));
        }
    }
}
