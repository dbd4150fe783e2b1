#include "adapters/http/routes/stream_hub.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "core/ticket/view.hpp"

namespace gongdan::http {
namespace {

constexpr int kPage = 200;  ///< events read from the store at a time

/// One text an event; empty for what is not for him.
Result<std::vector<std::string>> texts_for(const Reading& reading, const std::vector<Event>& events) {
    std::vector<std::string> texts;
    for (const Event& event : events) {
        const auto view = reading.event(event);
        if (!view) return view.error();
        texts.push_back(*view ? sse_text(event, **view) : std::string());
    }
    return texts;
}

}  // namespace

std::string sse_text(const Event& event, const json::object& view) {
    return fmt::format("id: {}\nevent: {}\ndata: {}\n\n", event.seq, name_of(event.type), json::serialize(view));
}

std::shared_ptr<StreamHub> StreamHub::create(host::Service& service, std::size_t backlog_max, StreamLimits limits) {
    std::shared_ptr<StreamHub> hub(new StreamHub(service, backlog_max, limits));
    const std::weak_ptr<StreamHub> weak = hub;
    hub->subscription_ = service.subscribe([weak](const Batch& events) {
        if (const auto alive = weak.lock()) alive->take_in(events);
    });
    return hub;
}

void StreamHub::close() {
    std::shared_ptr<void> subscription;
    std::vector<FeedPtr> feeds;
    {
        const std::lock_guard lock(mutex_);
        closed_ = true;
        subscription.swap(subscription_);
        feeds.swap(feeds_);
        queue_.clear();
        queued_events_ = 0;
    }
    count_ = 0;
    for (const FeedPtr& feed : feeds) feed->stream->finish();
}

Result<std::shared_ptr<Stream>> StreamHub::join(std::optional<std::int64_t> after, std::shared_ptr<const Viewer> viewer,
                                                std::function<bool()> still_welcome, const std::string& name) {
    const auto feed = std::make_shared<Feed>(Reading(service_.reads(), std::move(viewer)));
    feed->name = name;
    const std::weak_ptr<StreamHub> hub = weak_from_this();
    const std::weak_ptr<Feed> weak = feed;
    Stream::Options options;
    options.capacity = kStreamBuffer;
    options.heartbeat = ": heartbeat\n\n";
    options.farewell = "event: server.stopping\ndata: {}\n\n";
    options.still_welcome = std::move(still_welcome);
    options.on_drained = [hub, weak] {
        const auto alive = hub.lock();
        const auto reader = weak.lock();
        if (alive && reader) alive->start_reading(reader);
    };
    options.on_gone = [hub, weak] {
        const auto alive = hub.lock();
        const auto reader = weak.lock();
        if (alive && reader) alive->leave(reader.get());
    };
    feed->stream = std::make_shared<Stream>(std::move(options));
    feed->last = after.value_or(newest_);  // "from now on"
    feed->live = !after.has_value();
    feed->limited = !feed->reading_as.unlimited();
    (void)feed->stream->push("retry: 2000\n: connected\n\n");
    if (auto admitted = admit(feed); !admitted) return admitted.error();
    // From here on the feed is offered whatever is committed; what came before it reads from the store.
    start_reading(feed);
    return feed->stream;
}

Result<void> StreamHub::admit(const FeedPtr& feed) {
    const std::lock_guard lock(mutex_);
    if (closed_) return fail(Errc::unavailable, "http.stopping");
    const auto own = std::count_if(feeds_.begin(), feeds_.end(),
                                   [&feed](const FeedPtr& other) { return other->name == feed->name; });
    const bool crowded = !feed->name.empty() && std::size_t(own) >= limits_.each;
    if (crowded || feeds_.size() >= limits_.all) {
        ++refusals_;
        return crowded ? fail(Errc::overloaded, "http.too-many-own-streams", limits_.each)
                       : fail(Errc::overloaded, "http.too-many-streams", limits_.all);
    }
    feeds_.push_back(feed);
    count_ = feeds_.size();
    return {};
}

void StreamHub::leave(const Feed* feed) {
    const std::lock_guard lock(mutex_);
    std::erase_if(feeds_, [feed](const FeedPtr& other) { return other.get() == feed; });
    count_ = feeds_.size();
}

void StreamHub::follow_presence(const std::shared_ptr<Stream>& stream) {
    FeedPtr feed;
    {
        const std::lock_guard lock(mutex_);
        const auto found = std::find_if(feeds_.begin(), feeds_.end(),
                                        [&stream](const FeedPtr& candidate) { return candidate->stream == stream; });
        if (found == feeds_.end()) return;
        feed = *found;
    }
    feed->presence = true;
    for (const CaseId ticket : presence_.tickets(service_.now())) {
        const auto record = service_.reads().find_case(ticket);
        if (record) tell_presence_to(*feed, (*record)->snapshot);
    }
}

void StreamHub::tell_presence(CaseId ticket) {
    std::vector<FeedPtr> feeds;
    {
        const std::lock_guard lock(mutex_);
        feeds = feeds_;
    }
    std::erase_if(feeds, [](const FeedPtr& feed) { return !feed->presence; });
    if (feeds.empty()) return;
    const auto record = service_.reads().find_case(ticket);
    if (!record) return;
    for (const FeedPtr& feed : feeds) tell_presence_to(*feed, (*record)->snapshot);
}

void StreamHub::tell_presence_to(Feed& feed, const CaseSnapshot& ticket) {
    if (!feed.reading_as.viewer().reach.covers(ticket)) return;
    const std::lock_guard lock(feed.mutex);  // the last that is told is the latest
    const json::object view{{"case", std::to_string(to_int(ticket.id))},
                            {"people", presence_view(presence_.at(ticket.id, service_.now()), feed.name)}};
    const std::string text = fmt::format("event: presence\ndata: {}\n\n", json::serialize(view));
    if (feed.stream->fits(text.size())) (void)feed.stream->push(text);
}

json::array presence_view(const std::vector<host::Present>& present, std::string_view account) {
    json::array people;
    for (const host::Present& who : present) {
        if (who.account == account) continue;
        people.push_back(json::object{{"account", who.account},
                                      {"person", who.person.empty() ? json::value(nullptr) : json::value(who.person)},
                                      {"name", who.name},
                                      {"doing", name_of(who.doing)},
                                      {"since", format_time(who.since)}});
    }
    return people;
}

/// On the writer thread: only notes the events. They are rendered once for all readers, on the reader pool.
void StreamHub::take_in(const Batch& events) {
    if (events->empty()) return;
    if (newest_ == 0) before_first_ = events->front().seq - 1;
    newest_ = events->back().seq;
    if (count_ == 0) return;
    {
        const std::lock_guard lock(mutex_);
        if (closed_) return;
        if (queued_events_ > backlog_max_) {
            // The last batch stays, so that every reader learns that there is something newer in the store.
            queue_.clear();
            queued_events_ = 0;
        }
        queue_.push_back(events);
        queued_events_ += events->size();
        if (draining_) return;
        draining_ = true;
    }
    service_.offload([self = shared_from_this()] { self->drain(); });
}

void StreamHub::drain() {
    while (true) {
        Batch batch;
        std::vector<FeedPtr> feeds;
        {
            const std::lock_guard lock(mutex_);
            if (queue_.empty()) {
                draining_ = false;
                return;
            }
            batch = std::move(queue_.front());
            queue_.pop_front();
            queued_events_ -= batch->size();
            feeds = feeds_;
        }
        std::vector<Rendered> rendered;
        rendered.reserve(batch->size());
        for (const Event& event : *batch) rendered.push_back({event.seq, sse_text(event, event_view(event))});
        for (const FeedPtr& feed : feeds) {
            offer(*feed, rendered);
            start_reading(feed);
        }
    }
}

/// A live feed takes the events; any other only learns how far the journal has come.
void StreamHub::offer(Feed& feed, const std::vector<Rendered>& events) {
    const std::lock_guard lock(feed.mutex);
    if (feed.live && feed.last == 0) feed.last = before_first_;  // joined before anything was taken in
    // What a limited reader may see is asked of the store, for him alone.
    if (feed.limited) feed.live = false;
    // A gap means that batches were dropped above: the store has what is missing.
    if (feed.live && events.front().seq > feed.last + 1) feed.live = false;
    for (const Rendered& event : events) {
        if (feed.live && event.seq > feed.last) {
            if (feed.stream->fits(event.text.size()) && feed.stream->push(event.text)) {
                feed.last = event.seq;
            } else {
                feed.live = false;
            }
        }
    }
    feed.newest = std::max(feed.newest, events.back().seq);
}

void StreamHub::start_reading(const FeedPtr& feed) {
    {
        const std::lock_guard lock(feed->mutex);
        if (feed->live || feed->reading || feed->stream->closed() || !feed->stream->fits(kStreamBuffer / 2)) return;
        feed->reading = true;
    }
    service_.offload([self = shared_from_this(), feed] { self->catch_up(feed); });
}

void StreamHub::catch_up(const FeedPtr& feed) {
    while (read_page(*feed)) continue;
}

/// Hands over one page of the store; false when the feed is live, full, or gone.
bool StreamHub::read_page(Feed& feed) {
    std::int64_t after = 0;
    std::int64_t committed = 0;
    {
        const std::lock_guard lock(feed.mutex);
        after = feed.last;  // changed by nobody else while `reading`
        committed = feed.newest;
    }
    const auto events = service_.reads().events_after(after, kPage);
    const auto texts = events ? texts_for(feed.reading_as, *events) : events.error();
    const std::lock_guard lock(feed.mutex);
    if (!events || !texts) {
        // The reader comes back with his Last-Event-ID when the store is well again.
        feed.reading = false;
        feed.stream->finish();
        return false;
    }
    for (std::size_t i = 0; i < events->size(); ++i) {
        const Event& event = (*events)[i];
        const std::string& text = (*texts)[i];
        if (!feed.stream->fits(text.size())) {
            feed.reading = false;  // goes on when he has taken what there is
            return false;
        }
        if (!text.empty() && !feed.stream->push(text)) return false;
        feed.last = event.seq;
    }
    if (events->size() == std::size_t(kPage)) return true;
    // A short page held all that was committed before it was read.
    feed.last = std::max(feed.last, committed);
    if (feed.newest > feed.last) return true;
    feed.live = true;
    feed.reading = false;
    return false;
}

}  // namespace gongdan::http
