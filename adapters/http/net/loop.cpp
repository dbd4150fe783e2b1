#include "adapters/http/net/loop.hpp"

#include <algorithm>
#include <ctime>
#include <vector>

#include <fmt/format.h>
#include <boost/asio/post.hpp>

#include "adapters/http/net/connection.hpp"

namespace gongdan::http::net {
namespace {

/// The names are fixed by RFC 9110, whatever the locale.
std::string http_date(std::time_t at) {
    static constexpr const char* kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                              "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    std::tm parts{};
    gmtime_r(&at, &parts);
    return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} GMT", kDays[parts.tm_wday], parts.tm_mday,
                       kMonths[parts.tm_mon], parts.tm_year + 1900, parts.tm_hour, parts.tm_min, parts.tm_sec);
}

/// A quarter of the shortest limit, so that none is missed by much; not busier than streams need it.
SteadyClock::duration sweep_interval(const ServerOptions& options) {
    const auto shortest = std::min({options.idle_timeout, options.header_timeout, options.body_timeout,
                                    options.handler_timeout, options.write_timeout});
    return std::clamp<ServerOptions::Duration>(shortest / 4, std::chrono::milliseconds(5), options.welcome_check);
}

}  // namespace

Loop::Loop(Shared& shared)
    : shared_(shared),
      context_(1),
      work_(asio::make_work_guard(context_)),
      sweeper_(context_),
      sweep_every_(sweep_interval(shared.options)),
      date_(http_date(std::time(nullptr))) {}

Loop::~Loop() = default;

void Loop::run() {
    arm_sweeper();
    thread_ = std::thread([this] { context_.run(); });
}

void Loop::join() {
    if (thread_.joinable()) thread_.join();
}

void Loop::begin_stop() {
    asio::post(context_, [this] {
        // A copy: winding down may end connections, which then leave the map.
        std::vector<std::shared_ptr<Connection>> open;
        for (const auto& [key, connection] : connections_) open.push_back(connection);
        for (const auto& connection : open) connection->wind_down();
        end_when_empty();
    });
}

void Loop::force_stop() {
    asio::post(context_, [this] {
        std::vector<std::shared_ptr<Connection>> open;
        for (const auto& [key, connection] : connections_) open.push_back(connection);
        for (const auto& connection : open) connection->force();
        end_when_empty();
    });
}

void Loop::adopt(Socket socket) {
    if (shared_.stopping) return;  // the socket closes
    const bool too_many = shared_.connections.fetch_add(1) >= shared_.options.max_connections;
    const auto connection = std::make_shared<Connection>(*this, std::move(socket));
    connections_.emplace(connection.get(), connection);
    if (too_many) {
        ++shared_.refused;
        connection->refuse(Connection::Refusal::full);
    } else if (crowded(*connection)) {
        ++shared_.crowded;
        connection->refuse(Connection::Refusal::crowded);
    } else {
        ++shared_.accepted;
        connection->start();
    }
}

/// Counts the connection for its address; true when there are too many from there.
bool Loop::crowded(Connection& connection) {
    if (connection.of_proxy()) return false;
    const std::lock_guard lock(shared_.addresses_mutex);
    std::size_t& count = shared_.addresses[connection.address()];
    if (count >= shared_.options.connections_per_address) return true;
    ++count;
    connection.count();
    return false;
}

void Loop::leave(Connection& connection) {
    if (connections_.erase(&connection) == 0) return;
    --shared_.connections;
    if (connection.counted()) {
        const std::lock_guard lock(shared_.addresses_mutex);
        const auto found = shared_.addresses.find(connection.address());
        if (found != shared_.addresses.end() && --found->second == 0) shared_.addresses.erase(found);
    }
    end_when_empty();
}

void Loop::sweep() {
    date_ = http_date(std::time(nullptr));
    const auto present = now();
    for (const auto& [key, connection] : connections_) {
        // Both only cancel or post: the map stays as it is.
        connection->check_welcome();
        if (connection->late(present)) connection->expire();
    }
}

void Loop::arm_sweeper() {
    if (ended_) return;
    sweeper_.expires_after(sweep_every_);
    sweeper_.async_wait([this](const ErrorCode& error) {
        if (error) return;
        sweep();
        arm_sweeper();
    });
}

void Loop::end_when_empty() {
    if (!shared_.stopping || !connections_.empty()) return;
    // run() returns by itself once the acceptor and the last watchers have seen their end.
    ended_ = true;
    work_.reset();
    sweeper_.cancel();
}

}  // namespace gongdan::http::net
