#include "adapters/host/secret_key.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <iterator>
#include <system_error>

#include "adapters/crypto/crypto.hpp"

namespace gongdan::host {
namespace {

constexpr std::size_t kKeyBytes = 32;

Error failed(const std::filesystem::path& file) {
    return fail(Errc::read_only, "key.file-failed", file.string(), std::generic_category().message(errno));
}

Result<std::string> read_key(const std::filesystem::path& file) {
    struct stat status {};
    if (::stat(file.c_str(), &status) != 0) return failed(file);
    if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0) return fail(Errc::unavailable, "key.file-open", file.string());
    std::ifstream stream(file, std::ios::binary);
    std::string key{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
    if (key.size() != kKeyBytes) return fail(Errc::unavailable, "key.file-damaged", file.string(), kKeyBytes);
    return key;
}

/// Under another name first: a crash must not leave half a key behind.
Result<std::string> make_key(const std::filesystem::path& file) {
    const std::string key = crypto::random_bytes(kKeyBytes);
    const std::string fresh = file.string() + ".new";
    (void)::unlink(fresh.c_str());
    const int descriptor = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (descriptor < 0) return failed(fresh);
    const bool written = ::write(descriptor, key.data(), key.size()) == ssize_t(key.size()) && ::fsync(descriptor) == 0;
    const bool kept = ::close(descriptor) == 0 && written && ::rename(fresh.c_str(), file.c_str()) == 0;
    if (!kept) return failed(file);
    return key;
}

}  // namespace

Result<std::string> secret_key(const std::filesystem::path& file) {
    std::error_code error;
    return std::filesystem::exists(file, error) ? read_key(file) : make_key(file);
}

}  // namespace gongdan::host
