// gongdan-plugin-runner LIBRARY: holds one shared object (gongdan/adapter.h) away from the server. Speaks frames (see
// adapters/notify/frame.hpp) on descriptor 3, ends when the server closes its end, and takes its children with it.

#include <dlfcn.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <mutex>
#include <thread>

#include "adapters/notify/frame.hpp"
#include "adapters/notify/utf8.hpp"
#include "gongdan/adapter.h"

namespace gongdan::notify {
namespace {

constexpr std::size_t kLogMax = 500;
constexpr int kGraceMs = 5000;  // for a call under way when the server has gone
constexpr std::size_t kReasonMax = 256;

std::mutex line_mutex;  // log() may come from any thread

void say(const json::object& content) {
    const std::string frame = to_frame(content);
    const std::lock_guard lock(line_mutex);
    std::string_view rest = frame;
    while (!rest.empty()) {
        const ssize_t sent = ::send(kRunnerDescriptor, rest.data(), rest.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) continue;
        if (sent < 0) return;  // the server has gone: hear() will see it
        rest.remove_prefix(std::size_t(sent));
    }
}

void log(void*, std::int32_t level, const char* text) {
    if (text == nullptr) return;
    const std::string_view line(text, ::strnlen(text, kLogMax));
    say({{"log", level}, {"text", valid_utf8(line)}});
}

std::optional<std::string> text_in(const char* document, const char* pointer) {
    if (document == nullptr || pointer == nullptr) return std::nullopt;
    const auto parsed = parse_json(document);
    boost::system::error_code error;
    const json::value* found = parsed ? parsed->find_pointer(pointer, error) : nullptr;
    if (found == nullptr || found->is_null() || found->is_structured()) return std::nullopt;
    return found->is_string() ? std::string(found->get_string()) : json::serialize(*found);
}

std::int64_t text_at(void*, const char* document, const char* pointer, char* out, std::size_t capacity) {
    const auto found = text_in(document, pointer);
    if (out != nullptr && capacity > 0) {
        const std::string fitting = cut_utf8(found.value_or(""), capacity - 1);
        std::memcpy(out, fitting.c_str(), fitting.size() + 1);
    }
    return found ? std::int64_t(found->size()) : -1;
}

const gongdan_host_v1 kHost = {sizeof(gongdan_host_v1), 0, nullptr, &log, &text_at};

/// The next question; nothing when the server has closed the line.
std::optional<json::object> hear(FrameReader& reader) {
    std::array<char, 4096> buffer;
    for (;;) {
        if (auto frame = reader.next()) return frame;
        if (reader.broken()) return std::nullopt;
        const ssize_t got = ::recv(kRunnerDescriptor, buffer.data(), buffer.size(), 0);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return std::nullopt;
        reader.add({buffer.data(), std::size_t(got)});
    }
}

struct Adapter {
    gongdan_adapter_table_v1 table{};
    void* instance = nullptr;
};

/// Why `library` cannot be used; empty when `adapter` is ready.
std::string load(const char* library, const std::string& options, Adapter& adapter) {
    void* object = ::dlopen(library, RTLD_NOW | RTLD_LOCAL);
    if (object == nullptr) return ::dlerror();
    const auto entry = reinterpret_cast<decltype(&gongdan_adapter_v1)>(::dlsym(object, "gongdan_adapter_v1"));
    if (entry == nullptr) return "no gongdan_adapter_v1 in it";
    adapter.table.struct_size = sizeof adapter.table;
    if (entry(&kHost, &adapter.table) != GONGDAN_OK) return "the adapter refuses this version of the host";
    if (adapter.table.open == nullptr || adapter.table.deliver == nullptr || adapter.table.name == nullptr) {
        return "the adapter offers no name, open or deliver";
    }
    std::array<char, kReasonMax> reason{};
    if (adapter.table.open(&kHost, options.c_str(), &adapter.instance, reason.data(), reason.size()) == GONGDAN_OK)
        return {};
    reason.back() = '\0';
    return reason[0] == '\0' ? std::string(kNoReason) : reason.data();
}

void answer(const Adapter& adapter, const json::object& question) {
    const std::string id = string_or_empty(question, "id");
    const std::string content = string_or_empty(question, "json");
    const gongdan_message_v1 message = {sizeof(gongdan_message_v1),
                                        0,
                                        id.c_str(),
                                        content.c_str(),
                                        content.size(),
                                        get_int(question, "time_limit_ms").value_or(0)};
    gongdan_answer_v1 said{};
    said.struct_size = sizeof said;
    said.outcome = GONGDAN_RETRY;
    said.delay_ms = -1;
    adapter.table.deliver(adapter.instance, &message, &said);
    const std::string_view reason(said.reason, ::strnlen(said.reason, sizeof said.reason));
    say({{"id", id}, {"outcome", said.outcome}, {"delay_ms", said.delay_ms}, {"reason", valid_utf8(reason)}});
}

/// When the server dies in the middle of a call that hangs, nobody else would end us.
void watch_server() {
    pollfd line{kRunnerDescriptor, POLLRDHUP, 0};
    while (::poll(&line, 1, -1) < 0 && errno == EINTR) {
    }
    ::poll(nullptr, 0, kGraceMs);
    ::kill(0, SIGKILL);
}

int run(const char* library) {
    // A crash is reported by its signal; a core file on every notice would fill the disk.
    const rlimit no_core{0, 0};
    ::setrlimit(RLIMIT_CORE, &no_core);
    std::thread(watch_server).detach();
    FrameReader reader(kFrameMax);
    const auto first = hear(reader);
    if (!first) return 1;
    const json::object* options = get_object(*first, "options");
    Adapter adapter;
    const std::string trouble = load(library, options == nullptr ? "{}" : json::serialize(*options), adapter);
    say({{"ready", trouble.empty()}, {"reason", valid_utf8(trouble)}});
    if (!trouble.empty()) return 1;
    while (const auto question = hear(reader)) answer(adapter, *question);
    if (adapter.table.close != nullptr) adapter.table.close(adapter.instance);
    return 0;
}

}  // namespace
}  // namespace gongdan::notify

int main(int count, char** arguments) {
    if (count != 2) return 2;
    // Skips destructors on purpose: threads of the adapter may still run.
    ::_exit(gongdan::notify::run(arguments[1]));
}
