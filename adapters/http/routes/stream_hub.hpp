#pragma once
/// Brings the journal to readers of /stream: first from the store what they missed, then live, without loss or
/// duplicates. A reader who falls behind goes back to reading the store at his own pace, so a slow one costs no memory.

#include <atomic>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "adapters/host/presence.hpp"
#include "adapters/host/service.hpp"
#include "adapters/http/stream.hpp"
#include "core/base/result.hpp"
#include "core/engine/reading.hpp"

namespace gongdan::http {

inline constexpr std::size_t kStreamBuffer = 256 * 1024;   ///< some hundred events
inline constexpr std::size_t kStreamBacklogMax = 100'000;  ///< events not yet rendered; beyond, readers go to the store

struct StreamLimits {
    std::size_t all = 256;  ///< each may hold kStreamBuffer
    std::size_t each = 8;   ///< of one account or token: a desk has a few windows open
};

/// Thread-safe. Shared with its own work on the reader pool; the service must outlive both.
class StreamHub : public std::enable_shared_from_this<StreamHub> {
 public:
    [[nodiscard]] static std::shared_ptr<StreamHub> create(host::Service& service,
                                                           std::size_t backlog_max = kStreamBacklogMax,
                                                           StreamLimits limits = {});

    /// A stream of server-sent events: those with seq > `after`, or with nothing those from now on, as far as `viewer`
    /// may see them. `still_welcome` is asked again and again (see Stream::Options). Errc::overloaded when there are
    /// too many streams, in all or of the principal `name`.
    [[nodiscard]] Result<std::shared_ptr<Stream>> join(std::optional<std::int64_t> after,
                                                       std::shared_ptr<const Viewer> viewer,
                                                       std::function<bool()> still_welcome,
                                                       const std::string& name = {});

    /// From now on the reader of `stream` is told who is at which of the tickets that he may see: at once, and whenever
    /// that changes. These messages have no id, so that Last-Event-ID goes on naming events of the journal; whoever is
    /// too slow for them misses them. Blocks on the store.
    void follow_presence(const std::shared_ptr<Stream>& stream);
    /// Somebody came, went or does something else there. Blocks on the store.
    void tell_presence(CaseId ticket);
    [[nodiscard]] host::PresenceBook& presence() { return presence_; }

    /// No event comes after this.
    void close();

    [[nodiscard]] std::size_t readers() const { return count_; }
    [[nodiscard]] std::uint64_t refusals() const { return refusals_; }

 private:
    /// One reader. `last` is the greatest seq handed to his stream.
    struct Feed {
        explicit Feed(Reading as) : reading_as(std::move(as)) {}
        const Reading reading_as;
        std::shared_ptr<Stream> stream;      // shared with the connection
        std::string name;                    ///< of the principal
        std::atomic<bool> presence = false;  ///< is told who is there
        bool limited = false;                ///< is served from the store, where it can be asked what is his
        std::mutex mutex;                    // guards what follows
        std::int64_t last = 0;
        std::int64_t newest = 0;  ///< greatest seq offered while he was not live
        bool live = false;        ///< has all that was committed, and gets what comes
        bool reading = false;     ///< some thread reads the store for him
    };
    using FeedPtr = std::shared_ptr<Feed>;
    struct Rendered {
        std::int64_t seq = 0;
        std::string text;
    };
    using Batch = std::shared_ptr<const std::vector<Event>>;

    StreamHub(host::Service& service, std::size_t backlog_max, StreamLimits limits)
        : service_(service), backlog_max_(backlog_max), limits_(limits) {}
    [[nodiscard]] Result<void> admit(const FeedPtr& feed);
    void take_in(const Batch& events);
    void drain();
    void offer(Feed& feed, const std::vector<Rendered>& events);
    void catch_up(const FeedPtr& feed);
    [[nodiscard]] bool read_page(Feed& feed);
    void start_reading(const FeedPtr& feed);
    void leave(const Feed* feed);
    void tell_presence_to(Feed& feed, const CaseSnapshot& ticket);

    host::Service& service_;
    host::PresenceBook presence_;
    const std::size_t backlog_max_;
    const StreamLimits limits_;
    std::atomic<std::uint64_t> refusals_ = 0;
    std::atomic<std::size_t> count_ = 0;
    std::atomic<std::int64_t> before_first_ = 0;  // seq before the first event that came in; set before newest_
    std::atomic<std::int64_t> newest_ = 0;        // seq of the last; 0 = none came yet
    std::mutex mutex_;                            // guards what follows; never held while a feed's is taken
    std::shared_ptr<void> subscription_;
    std::vector<FeedPtr> feeds_;
    std::deque<Batch> queue_;
    std::size_t queued_events_ = 0;
    bool draining_ = false;
    bool closed_ = false;
};

/// Those at a ticket without `account` himself: an array of {"account", "person", "name", "doing", "since"}.
[[nodiscard]] json::array presence_view(const std::vector<host::Present>& present, std::string_view account);

/// One event as a server-sent event.
[[nodiscard]] std::string sse_text(const Event& event, const json::object& view);

}  // namespace gongdan::http
