#include "tests/arch/test_list.hpp"

#include <algorithm>

namespace gongdan::arch {

std::vector<std::string> folders_in(const SourceFile& list) {
    std::vector<std::string> folders;
    constexpr std::string_view kCall = "gongdan_test(";
    for (auto line : lines_of(list.text)) {
        line = trim(line);
        if (!line.starts_with(kCall)) continue;
        const auto name_end = line.find(' ');
        if (name_end == std::string_view::npos) continue;
        const auto folder = line.substr(name_end + 1);
        folders.emplace_back(folder.substr(0, folder.find_first_of(" )")));
    }
    return folders;
}

std::vector<Finding> scan_left_out(const std::vector<SourceFile>& files, const std::vector<std::string>& folders) {
    std::vector<Finding> findings;
    for (const auto& file : files) {
        const std::string_view path = file.path;
        if (!path.starts_with("tests/") || !path.ends_with("_test.cpp")) continue;
        const bool built = std::any_of(folders.begin(), folders.end(), [path](const std::string& folder) {
            return path.starts_with("tests/" + folder + "/");
        });
        if (!built) findings.push_back({file.path, 1, "no line of tests/tests.cmake builds this test"});
    }
    return findings;
}

}  // namespace gongdan::arch
