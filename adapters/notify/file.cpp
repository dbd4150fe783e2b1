#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "adapters/notify/builtin.hpp"
#include "adapters/notify/descriptor.hpp"
#include "adapters/notify/settings.hpp"

namespace gongdan::notify {
namespace {

constexpr mode_t kMode = 0640;  // notices name people: not for everyone

Answer failed(const char* text_id) { return retry(text(text_id, std::strerror(errno))); }

/// Whether the file ends in the middle of a line: the machine went down while one was written.
bool is_torn(int file, off_t size) {
    char last = '\n';
    return size > 0 && ::pread(file, &last, 1, size - 1) == 1 && last != '\n';
}

/// Keeps a test message and a notice from writing into each other. Never waits: a stranger might hold the lock.
class FileLock {
 public:
    explicit FileLock(int file) : file_(file), held_(::flock(file, LOCK_EX | LOCK_NB) == 0) {}
    FileLock(const FileLock&) = delete;
    FileLock& operator=(const FileLock&) = delete;
    /// Closing the file is not enough: a program that another channel starts at this moment has a copy of it until it
    /// runs, and the next notices would find the file locked.
    ~FileLock() {
        if (held_) ::flock(file_, LOCK_UN);
    }
    [[nodiscard]] bool held() const { return held_; }

 private:
    int file_;
    bool held_;
};

class FilePlugin : public Plugin {
 public:
    explicit FilePlugin(std::filesystem::path path) : path_(std::move(path)) {}

    Answer deliver(const Message& message, const Call&) override {
        // Opened anew for every line: the file may be moved away (log rotation) at any time.
        const Descriptor file(
            ::open(path_.c_str(), O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY | O_NONBLOCK, kMode));
        struct stat status {};
        if (!file.valid()) return failed("notify.file-open");
        const FileLock lock(file.get());
        if (!lock.held()) return failed("notify.file-locked");
        if (::fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode)) return retry(text("notify.file-kind"));
        return append(file.get(), status.st_size, message.json);
    }

 private:
    Answer append(int file, off_t size, std::string line) {
        std::replace(line.begin(), line.end(), '\n', ' ');  // between members only: JSON texts hold none
        line += '\n';
        if (is_torn(file, size)) line.insert(line.begin(), '\n');
        const ssize_t written = ::write(file, line.data(), line.size());
        const bool whole = written == ssize_t(line.size());
        if (written >= 0 && !whole) errno = ENOSPC;  // a short write says no more than that
        if (whole && ::fsync(file) == 0 && keep_name(size)) return delivered();
        const Answer answer = failed("notify.file-write");
        // Half a line would spoil the next one, and a line that may not be on disk comes again.
        (void)::ftruncate(file, size);
        return answer;
    }

    /// A new file is on disk only when its folder is.
    [[nodiscard]] bool keep_name(off_t size) const {
        if (size > 0) return true;
        const auto parent = path_.has_parent_path() ? path_.parent_path() : std::filesystem::path(".");
        const Descriptor folder(::open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        return folder.valid() && ::fsync(folder.get()) == 0;
    }

    std::filesystem::path path_;
};

}  // namespace

std::unique_ptr<Plugin> make_file(const ChannelConfig& config, const PluginTools& tools) {
    return std::make_unique<FilePlugin>(below(tools.data_folder, text_setting(config, "path")));
}

}  // namespace gongdan::notify
