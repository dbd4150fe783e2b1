#pragma once
/// What the tests of the notify host share.

#include <condition_variable>
#include <deque>
#include <filesystem>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "adapters/notify/outbox.hpp"
#include "adapters/notify/plugin.hpp"
#include "tests/support/temporary_folder.hpp"

namespace gongdan::notify::test {

/// Generous: a deadline that only a failing test reaches.
inline constexpr Millis kPatience = std::chrono::seconds(60);
inline const Instant kNoon = from_unix_ms(1772424000000);  // 2026-03-02T12:00:00+08:00

/// A folder of its own, gone at the end of the test.
class Folder {
 public:
    [[nodiscard]] const std::filesystem::path& path() const { return folder_.path(); }
    [[nodiscard]] std::string file(const std::string& name) const { return folder_ / name; }
    void write(const std::string& name, const std::string& content) const;
    [[nodiscard]] std::string read(const std::string& name) const;  ///< empty when it is not there

 private:
    gongdan::test::TemporaryFolder folder_;
};

/// A message as core makes it, with `said` as its Chinese text.
[[nodiscard]] std::string message_json(const std::string& id, const std::string& said = "到达已超时");
[[nodiscard]] Message message(const std::string& id, const std::string& said = "到达已超时");
[[nodiscard]] Notice notice(const std::string& id, const std::string& channel, const std::string& said = "到达已超时");

[[nodiscard]] ChannelConfig channel(PluginKind kind, json::object settings, const std::string& name = "desk");
[[nodiscard]] Call call(Millis limit = kPatience, const Interrupt* interrupt = nullptr);

/// An outbox in memory, with the same promises as the stored one. Thread-safe.
class MemoryOutbox : public Outbox {
 public:
    struct Row {
        Delivery delivery;
        Instant next_at{};
        bool open = true;
        std::vector<Outcome> outcomes;
        std::string list;                  ///< id of the list whose entry it is
        std::vector<std::string> entries;  ///< of a list: the messages
    };

    void put(Notice notice, Instant due = kNoon);
    /// As if `channel` had been asked for a pause before the worker was made.
    void rest(Instant until);
    /// The next `count` calls of settle() or due() fail, as with a full disk.
    void fail_next(int count);
    [[nodiscard]] Row row(const std::string& id) const;
    [[nodiscard]] int settled() const;
    /// Waits until `count` outcomes have been recorded; false when that takes longer than kPatience.
    [[nodiscard]] bool wait_settled(int count);

    Result<std::vector<Delivery>> due(const std::string& channel, Instant now, int limit) override;
    Result<std::optional<Instant>> next_due(const std::string& channel, Instant now) override;
    Result<std::vector<Mailbox>> mailboxes(const std::string& channel, Instant now) override;
    Result<std::optional<Delivery>> most_urgent(const std::string& channel, const Recipient& recipient,
                                                Instant now) override;
    Result<void> gather(const std::string& channel, const Recipient& recipient, Instant now) override;
    Result<std::vector<Sent>> sent_since(const std::string& channel, Instant since) override;
    Result<std::optional<Instant>> rests_until(const std::string& channel, Instant since) override;
    Result<void> settle(const std::string& notice_id, const Outcome& outcome, Instant now) override;

 private:
    [[nodiscard]] bool fails();
    [[nodiscard]] static bool is_due(const Row& row, const std::string& channel, Instant now);

    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Row> rows_;
    int failures_ = 0;
    int settled_ = 0;
    int lists_ = 0;
    std::vector<Sent> sent_;
    std::optional<Instant> rests_until_;
};

/// Log lines as text, for tests of what must (not) be in them. Thread-safe.
class RecordedLog {
 public:
    [[nodiscard]] Logger logger();
    [[nodiscard]] std::string all() const;

 private:
    mutable std::mutex mutex_;
    std::string lines_;
};

/// A named pipe that tells whether a process still holds its other end.
class Fifo {
 public:
    explicit Fifo(const std::string& path);
    /// Waits for the next byte (true), or for the moment in which no process holds it open any more (false).
    [[nodiscard]] bool next_byte() const;

 private:
    Descriptor read_;
};

}  // namespace gongdan::notify::test
