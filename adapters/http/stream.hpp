#pragma once
/// A response body that comes over time (server-sent events): a bounded buffer between one producer and the connection
/// that empties it. Thread-safe.

#include <cstddef>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>

namespace gongdan::http {

class Stream {
 public:
    struct Options {
        std::size_t capacity = 1 << 20;  ///< bytes a slow reader may lag behind; more, and he is cut off
        std::string heartbeat;           ///< sent when nothing else was for a while: proves the reader is there
        std::string farewell;            ///< the last bytes when the server stops
        bool whole = false;              ///< a file: the server lets it end before it stops
        /// Asked every ServerOptions::welcome_check, however busy the stream is, on an I/O thread, no lock held; false
        /// ends the stream (e.g. the token was revoked). It must be quick. May be null.
        std::function<bool()> still_welcome;
        /// The reader has taken what there was and is waiting for more: the producer may read on in the journal. On an
        /// I/O thread, no lock held. May be null.
        std::function<void()> on_drained;
        /// The reader is gone or was cut off: once, from any thread, no lock held. May be null.
        std::function<void()> on_gone;
    };

    explicit Stream(Options options) : options_(std::move(options)) {}

    // ------------------------------------------------------------------------------------------- the producer's side

    /// False when the reader is gone, or so slow that the bytes do not fit: then he is cut off, and nothing more comes.
    /// An empty buffer takes one piece of any size.
    bool push(std::string_view bytes);
    /// Would push() take that many bytes? A producer that can wait for on_drained asks first.
    [[nodiscard]] bool fits(std::size_t size) const;
    /// Everything was said: the connection ends when the rest is sent.
    void finish();
    [[nodiscard]] bool closed() const;
    /// The rest cannot be had: the reader is cut off, so that he takes no part for the whole.
    void break_off();

    // ------------------------------------------------------------------------------------------- the connection's side

    struct Chunk {
        std::string bytes;
        bool end = false;  ///< nothing more will come
        bool cut = false;  ///< too slow, or broken off: close without a proper end
    };
    /// What there is. When empty, `wake` is called once as soon as that changes.
    [[nodiscard]] Chunk take();
    /// `wake` may be called from any thread, with the lock held: it must only signal.
    void attach(std::function<void()> wake);
    /// Nothing was sent for a while: adds the heartbeat.
    void beat();
    /// Ends the stream when the reader is no longer welcome; what he has not been sent yet is forgotten.
    void check_welcome();
    /// The server stops: adds the farewell and ends.
    void dismiss();
    /// The reader is gone. After this returns `wake` is never called again.
    void abandon();

 private:
    void signal();  ///< with the lock held
    void tell_gone(std::unique_lock<std::mutex>& lock);

    Options options_;
    mutable std::mutex mutex_;
    std::string buffer_;
    std::function<void()> wake_;
    bool waiting_ = false;   ///< the connection found nothing and waits for a signal
    bool finished_ = false;  ///< no more bytes are taken in
    bool cut_ = false;
    bool gone_ = false;
};

}  // namespace gongdan::http
