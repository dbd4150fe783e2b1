#include "adapters/attachments/bytes.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace gongdan::attachments {
namespace {

class FileBytes final : public Bytes {
 public:
    FileBytes(int descriptor, std::uint64_t size) : descriptor_(descriptor), size_(size) {}
    FileBytes(const FileBytes&) = delete;
    FileBytes& operator=(const FileBytes&) = delete;
    ~FileBytes() override { close(descriptor_); }
    [[nodiscard]] std::uint64_t size() const override { return size_; }
    [[nodiscard]] std::size_t read(std::uint64_t offset, char* to, std::size_t count) override {
        ssize_t done = -1;
        do {
            done = pread(descriptor_, to, count, static_cast<off_t>(offset));
        } while (done < 0 && errno == EINTR);
        return done < 0 ? 0 : static_cast<std::size_t>(done);
    }

 private:
    int descriptor_;
    std::uint64_t size_;
};

}  // namespace

Result<std::unique_ptr<Bytes>> open_file(const std::filesystem::path& file) {
    const int descriptor = open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    struct stat about {};
    if (descriptor < 0 || fstat(descriptor, &about) != 0) {
        const int error = errno;
        if (descriptor >= 0) close(descriptor);
        return fail(error == ENOENT ? Errc::not_found : Errc::unavailable, "attachment.cannot-read",
                    file.filename().string(), std::generic_category().message(error));
    }
    return std::unique_ptr<Bytes>(std::make_unique<FileBytes>(descriptor, std::uint64_t(about.st_size)));
}

std::size_t TextBytes::read(std::uint64_t offset, char* to, std::size_t count) {
    if (offset >= text_.size()) return 0;
    return text_.copy(to, count, std::size_t(offset));
}

std::string_view Window::view(std::uint64_t offset, std::size_t count) {
    if (offset >= size()) return {};
    count = std::size_t(std::min<std::uint64_t>(count, size() - offset));
    const bool held = offset >= start_ && offset + count <= start_ + buffer_.size();
    if (!held) {
        buffer_.resize(std::max(kWindow, count));
        std::size_t filled = 0;
        while (filled < buffer_.size()) {
            const std::size_t more = bytes_.read(offset + filled, buffer_.data() + filled, buffer_.size() - filled);
            if (more == 0) break;
            filled += more;
        }
        buffer_.resize(filled);
        start_ = offset;
    }
    return std::string_view(buffer_).substr(std::size_t(offset - start_), count);
}

std::uint32_t Window::number(std::uint64_t offset, std::size_t count, bool big) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t at = big ? i : count - 1 - i;
        value = (value << 8U) | byte(offset + at);
    }
    return value;
}

}  // namespace gongdan::attachments
