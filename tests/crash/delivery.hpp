#pragma once
/// The real program, real receivers of its notices, and the books that are kept of what came where.

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "core/base/json.hpp"
#include "core/base/time.hpp"
#include "tests/support/client.hpp"
#include "tests/support/process.hpp"
#include "tests/support/temporary_folder.hpp"

struct sqlite3;

namespace gongdan::test {

inline const std::vector<std::string> kChannels = {"email", "dingtalk", "wecom", "feishu"};
inline constexpr int kForeman = 2;   ///< the level that tells the foreman, sun-qi
inline constexpr int kDistrict = 3;  ///< the level that tells the district manager, wu-jiu

[[nodiscard]] Instant wall();

/// Asks again and again until `holds` is true; fails the test after a minute.
void wait_until(const std::string& what, const std::function<bool()>& holds);

/// A message as a receiver read it.
struct Told {
    std::string channel;
    std::string to;    ///< wu-jiu, sun-qi
    std::string id;    ///< Message-ID; empty from robots
    std::string text;  ///< title and body
    bool held = false;
    std::set<std::pair<int, std::string>> entries;  ///< level and number of each ticket that it names
};

/// receivers.py in a process of its own.
class Receivers {
 public:
    Receivers();
    [[nodiscard]] int port(const std::string& channel) const { return int(ports_.at(channel).as_int64()); }
    /// `mode` as the script describes it; `more` are its further members.
    void set(const std::string& channel, const std::string& mode, json::object more = {});
    void set_all(const std::string& mode, const json::object& more = {});
    [[nodiscard]] std::vector<Told> told();
    /// Held messages of this level, on every channel.
    void wait_held(int level);
    /// A connection waits at every channel, which are all shut.
    void wait_at_doors();

 private:
    [[nodiscard]] json::object state();

    Process process_;
    json::object ports_;
    std::unique_ptr<Client> control_;
};

/// The text that only messages of this level hold.
[[nodiscard]] std::string mark_of(int level);

struct Fault {
    std::string id;
    std::string number;
    std::map<int, Instant> due;  ///< level → when its rung is due
};

/// The program over a configuration in which the foreman and the district manager are reached over four channels.
class DeliveryDesk {
 public:
    /// `limits`: what stands below `limits:` of each channel, as a YAML flow map.
    DeliveryDesk(const Receivers& receivers, const std::string& limits);
    void start();
    void kill() { server_->kill(); }
    [[nodiscard]] int stop() { return server_->stop(); }
    [[nodiscard]] Process& server() { return *server_; }
    [[nodiscard]] Client& client() { return *client_; }
    [[nodiscard]] std::string database() const { return data_ + "/gongdan.db"; }
    [[nodiscard]] const std::string& data() const { return data_; }

    /// An urban fault whose rung of `level` is due at `due`.
    [[nodiscard]] Fault open_fault(int level, Instant due);
    /// Waits until `count` escalations of this level are committed.
    void wait_raised(int level, std::size_t count);
    [[nodiscard]] std::int64_t pending(const std::string& channel);
    void wait_delivered(const std::vector<std::string>& channels);

 private:
    TemporaryFolder folder_;
    const std::string data_ = folder_ / "data";
    std::string token_;
    std::unique_ptr<Process> server_;
    std::unique_ptr<Client> client_;
};

/// Holds the database's write lock, as a slow disk would: nothing is recorded while it lives.
class WriteLock {
 public:
    explicit WriteLock(const std::string& database);
    WriteLock(const WriteLock&) = delete;
    WriteLock& operator=(const WriteLock&) = delete;
    ~WriteLock();  ///< leaves the write-ahead log as the killed server left it

 private:
    sqlite3* handle_ = nullptr;
};

/// What the receivers got, held against what they should have got.
struct Books {
    struct Row {
        int messages = 0;  ///< with their repeats
        int entries = 0;   ///< tickets and levels that were told, repeats not counted
        int repeats = 0;
    };
    std::map<std::string, Row> rows;    ///< "channel to" → row
    std::vector<std::string> mistakes;  ///< what is missing, doubled beyond a repeat, or not the same when repeated
    [[nodiscard]] Row total() const;
};
[[nodiscard]] Books books_of(const std::vector<Told>& told, const std::vector<Fault>& faults);

/// Every rung of the arrival clocks once, at the very instant it was due.
[[nodiscard]] std::vector<std::string> journal_mistakes(const std::string& data, const std::vector<Fault>& faults);

}  // namespace gongdan::test
