#pragma once
/// A folder for one test.

#include <filesystem>
#include <string>

namespace gongdan::test {

/// A folder of its own below the system's temporary one, removed with everything in it. Throws when none can be made.
class TemporaryFolder {
 public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    [[nodiscard]] std::string operator/(const std::string& name) const { return (path_ / name).string(); }

 private:
    std::filesystem::path path_;
};

}  // namespace gongdan::test
