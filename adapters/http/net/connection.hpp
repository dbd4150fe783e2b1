#pragma once
/// One TCP connection: reads requests, one after the other, and writes their responses. Lives on one loop's thread.

#include <chrono>
#include <exception>
#include <memory>
#include <string>
#include <string_view>

#include <boost/beast/core/flat_buffer.hpp>

#include "adapters/http/net/asio.hpp"
#include "adapters/http/net/channel.hpp"
#include "adapters/http/net/loop.hpp"
#include "adapters/http/net/parser.hpp"

namespace gongdan::http::net {

class Pending;

class Connection : public std::enable_shared_from_this<Connection> {
 public:
    Connection(Loop& loop, Socket socket);
    ~Connection();

    /// Starts serving; the coroutine keeps the connection alive until it ends.
    void start();
    enum class Refusal { full, crowded };
    /// Answers 503 (there are too many connections) or 429 (too many of this address) and closes. Over TLS it only
    /// closes: a handshake costs more than the refusal saves.
    void refuse(Refusal why);

    /// What counts as the peer's address (see address_group).
    [[nodiscard]] const std::string& address() const { return group_; }
    [[nodiscard]] bool of_proxy() const;
    /// It counts among the connections of its address.
    void count() { counted_ = true; }
    [[nodiscard]] bool counted() const { return counted_; }

    /// The deadline has passed at `now`?
    [[nodiscard]] bool late(SteadyClock::time_point now) const { return now >= deadline_; }
    void expire();
    /// A stream whose reader is no longer welcome ends.
    void check_welcome();
    /// Finish what is running, then close.
    void wind_down();
    /// Close at once; a running request is answered 503 first.
    void force();

 private:
    enum class Phase { handshake, idle, header, body, handling, writing, streaming, lingering };
    enum class Outcome { request, refused, closed };
    /// For the peer to read the last answer before we close.
    static constexpr auto kLinger = std::chrono::seconds(1);

    static Task<void> serve(std::shared_ptr<Connection> self);
    static Task<void> serve_refusal(std::shared_ptr<Connection> self, Refusal why);
    Task<bool> shake_hands();
    static Task<void> watch_peer(std::shared_ptr<Connection> self);
    Task<Outcome> read_request();
    Task<bool> read_more();
    Task<bool> hand_on();
    Task<bool> send_continue();
    Task<Response> offer(std::string bytes);
    Task<bool> respond(Response response);
    Task<bool> flush(std::string body);
    Task<void> stream(Response response);
    Task<bool> pump();
    Task<void> linger();
    Task<Response> ask();

    [[nodiscard]] Outcome refuse_request(int status, std::string_view name, const LocalText& detail);
    [[nodiscard]] Outcome accept_body();
    [[nodiscard]] Outcome accept_length(std::uint64_t limit, std::uint64_t in_memory);
    [[nodiscard]] ServerOptions::Duration body_time() const;
    void release_body();
    [[nodiscard]] Outcome settle(RequestParser::Progress progress);
    void complete_request();
    void complete_head(Request& request);
    void begin_answer(const Response& response, std::string_view framing);
    void enter(Phase phase, ServerOptions::Duration allowed);
    void end(const std::exception_ptr& failure);
    void close();
    void spawn(Task<void> task);

    Loop& loop_;
    Channel channel_;
    asio::ip::address peer_;
    RequestParser parser_;
    Timer stream_timer_;
    Phase phase_ = Phase::idle;
    SteadyClock::time_point deadline_ = SteadyClock::time_point::max();
    boost::beast::flat_buffer input_;  // bytes read and not yet consumed
    std::string output_;               // what is being written before the body
    std::string remote_;
    std::string group_;
    Response refusal_;                   // of Outcome::refused
    std::shared_ptr<BodySink> sink_;     // shared with the request: takes its body; null = it stays in memory
    std::shared_ptr<Pending> pending_;   // shared with the handler, which answers from any thread
    std::shared_ptr<Stream> streaming_;  // shared with its producer
    std::size_t promised_ = 0;           // of Shared::body_bytes
    bool sink_asked_ = false;            // has said that it wants the body
    bool counted_ = false;
    bool secure_ = false;     // the request came over TLS, here or at a trusted proxy
    bool head_only_ = false;  // the request was HEAD
    bool http_1_0_ = false;
    bool keep_alive_ = false;
    bool expired_ = false;       // the sweeper ended the reading
    bool peer_gone_ = false;     // watch_peer has seen the end
    bool winding_down_ = false;  // no request after this one
    bool forced_ = false;        // the server's patience has ended
};

}  // namespace gongdan::http::net
