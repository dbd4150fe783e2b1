#include "tests/bench/measure.hpp"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace gongdan::bench {
namespace {

constexpr double kKilobyte = 1024.0;  // of /proc/<pid>/status
constexpr double kMegabyte = 1e6;

/// The place in /proc/<pid>/stat, counted behind the command's name, of the time spent in the program and in the
/// kernel.
constexpr int kUserTimeAt = 11;
constexpr int kSystemTimeAt = 12;

double processor_seconds(int pid) {
    std::ifstream stream("/proc/" + std::to_string(pid) + "/stat");
    std::string line;
    std::getline(stream, line);
    const auto name_ends = line.rfind(')');  // a name may hold blanks
    if (name_ends == std::string::npos) return 0;
    std::istringstream words(line.substr(name_ends + 1));
    std::string word;
    double ticks = 0;
    for (int at = 0; words >> word && at <= kSystemTimeAt; ++at) {
        if (at == kUserTimeAt || at == kSystemTimeAt) ticks += std::stod(word);
    }
    return ticks / double(::sysconf(_SC_CLK_TCK));
}

/// The mount point is the longest one that begins the path.
bool holds(const std::string& mount, const std::string& path) {
    return mount == "/" || path == mount || path.starts_with(mount + "/");
}

}  // namespace

double percentile(std::vector<double> values, double share) {
    if (values.empty()) return 0;
    const auto at = std::size_t(std::llround(share * double(values.size() - 1)));
    std::nth_element(values.begin(), values.begin() + std::ptrdiff_t(at), values.end());
    return values[at];
}

void Pairs::add(double value, double baseline) {
    values.push_back(value);
    baselines.push_back(baseline);
}

double Pairs::ratio() const {
    std::vector<double> ratios;
    for (std::size_t i = 0; i < values.size(); ++i) ratios.push_back(baselines[i] == 0 ? 0 : values[i] / baselines[i]);
    return median(std::move(ratios));
}

Scratch::Scratch(const std::filesystem::path& above) {
    std::string pattern = (above / "gongdan-bench-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no scratch folder below " + above.string());
    path_ = pattern;
}

Scratch::~Scratch() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

std::string filesystem_of(const std::filesystem::path& folder) {
    const std::string path = std::filesystem::weakly_canonical(folder).string();
    std::ifstream mounts("/proc/self/mounts");
    std::string best;
    std::string best_type = "unknown";
    for (std::string line; std::getline(mounts, line);) {
        std::istringstream words(line);
        std::string device;
        std::string mount;
        std::string type;
        words >> device >> mount >> type;
        if (!holds(mount, path) || mount.size() < best.size()) continue;
        best = mount;
        best_type = type;
    }
    return best_type;
}

ProcessUse use_of(int pid) {
    ProcessUse use;
    std::ifstream status("/proc/" + std::to_string(pid) + "/status");
    for (std::string key; status >> key;) {
        double kilobytes = 0;
        if (key == "VmRSS:" && status >> kilobytes) use.resident_mb = kilobytes * kKilobyte / kMegabyte;
        if (key == "VmHWM:" && status >> kilobytes) use.peak_mb = kilobytes * kKilobyte / kMegabyte;
    }
    use.processor_s = processor_seconds(pid);
    return use;
}

}  // namespace gongdan::bench
