#pragma once
/// How a running server tells people: the channels, what goes out on them, and the links in messages.

#include <memory>

#include "adapters/cli/books.hpp"
#include "adapters/host/links.hpp"
#include "adapters/host/live_service.hpp"
#include "adapters/host/log.hpp"
#include "adapters/host/outgoing.hpp"
#include "adapters/notify/host.hpp"
#include "adapters/sqlite/outbox.hpp"

namespace gongdan::cli {

/// Needs the service, which needs it: made first, its hooks are given to the service, and then it starts. Until then,
/// and after stop(), nothing goes out.
class Telling {
 public:
    /// `books` outlives it. Errors: those of the key that links are signed with.
    [[nodiscard]] static Result<std::unique_ptr<Telling>> open(const Books& books, host::Log log);

    /// Of the service, which this outlives.
    [[nodiscard]] host::ServiceHooks hooks() const;

    /// Errors: those of NotifyHost::start(). `service` outlives the last delivery, i.e. stop().
    Result<void> start(host::LiveService& service);
    void stop();

    /// Past the outbox, e.g. a seal. Blocks as long as the channel may take.
    [[nodiscard]] Result<void> carry(const std::string& channel, std::string message) const;

    /// Null without a public address.
    [[nodiscard]] const host::Links* links() const { return links_.get(); }

 private:
    Telling(const Books& books, host::Log log) : books_(books), log_(std::move(log)) {}

    [[nodiscard]] std::vector<host::Channel> channels() const;
    [[nodiscard]] host::Outgoing outgoing_on(const std::string& channel) const;
    [[nodiscard]] Result<json::object> preview(const host::PreviewWish& wish, const CaseSnapshot& snapshot) const;

    const Books& books_;
    const host::Log log_;
    std::unique_ptr<host::Links> links_;
    host::LiveService* service_ = nullptr;  // set by start(), before anything asks
    std::unique_ptr<sqlite::SqliteOutbox> outbox_;
    std::unique_ptr<notify::NotifyHost> host_;
};

}  // namespace gongdan::cli
