#pragma once
/// What a connection's bytes come and go through: a socket, bare or under TLS. Lives on one loop's thread, and outlives
/// what it has begun. No failure is thrown: a channel that has failed has ended.

#include <cstddef>
#include <memory>
#include <string_view>

#include <boost/asio/buffer.hpp>

#include "adapters/http/net/asio.hpp"
#include "adapters/http/net/tls.hpp"

namespace gongdan::http::net {

class Channel {
 public:
    explicit Channel(Socket socket);
    ~Channel();

    /// Unspecified when the peer has gone already.
    [[nodiscard]] asio::ip::address peer() const;
    [[nodiscard]] bool secure() const { return tls_ != nullptr; }
    [[nodiscard]] bool is_open() const { return socket_.is_open(); }

    /// From here on everything goes through TLS; false = the peer and we could not agree.
    [[nodiscard]] Task<bool> shake_hands(TlsContextPtr context);

    /// How many bytes have come, at least one; 0 = the end, or cancelled.
    [[nodiscard]] Task<std::size_t> read_some(asio::mutable_buffer room);

    /// Sends both as one piece, which stay where they are meanwhile: at once when a bare socket takes it, which saves a
    /// turn of the event loop. False = the peer did not get it all.
    [[nodiscard]] Task<bool> write(std::string_view head, std::string_view body);

    /// Says that nothing more will come: over TLS in its own words too, or it could be an attacker's cut.
    [[nodiscard]] Task<void> say_goodbye();

    /// Reads to the end, or until it is cancelled, and throws away what comes.
    [[nodiscard]] Task<void> drain();

    /// Ends what is waiting.
    void cancel();
    void close();

 private:
    struct Tls;

    Socket socket_;
    std::unique_ptr<Tls> tls_;  // over socket_; null = plain
};

}  // namespace gongdan::http::net
