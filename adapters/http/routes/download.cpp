#include "adapters/http/routes/download.hpp"

#include <atomic>

#include <fmt/format.h>

#include "adapters/attachments/vault.hpp"
#include "core/base/percent.hpp"

namespace gongdan::http {
namespace {

/// Reads the file as fast as the connection takes it. Its pieces are pushed by one job at a time on the reader pool.
class Courier : public std::enable_shared_from_this<Courier> {
 public:
    Courier(host::Service& service, attachments::Outgoing outgoing)
        : service_(service), outgoing_(std::move(outgoing)) {}

    static std::shared_ptr<Stream> start(host::Service& service, attachments::Outgoing outgoing) {
        const auto courier = std::make_shared<Courier>(service, std::move(outgoing));
        Stream::Options options;
        options.capacity = 2 * attachments::kWindow;
        options.whole = true;
        // The stream holds its courier, who knows the stream only while it lives.
        options.on_drained = [courier] { courier->fetch(); };
        auto stream = std::make_shared<Stream>(std::move(options));
        courier->stream_ = stream;
        return stream;
    }

 private:
    /// The connection has nothing left. What is asked for while a job runs, the same job does.
    void fetch() {
        if (asked_.fetch_add(1) > 0) return;
        service_.offload([self = shared_from_this()] { self->work(); });
    }

    void work() {
        int answering = asked_;
        while (true) {
            push_next();
            const int before = asked_.fetch_sub(answering);
            if (before == answering) return;
            answering = before - answering;
        }
    }

    void push_next() {
        const auto stream = stream_.lock();
        if (!stream || !stream->fits(attachments::kWindow)) return;
        const auto part = outgoing_.next();
        if (!part) return stream->break_off();
        if (part->empty()) return stream->finish();
        (void)stream->push(*part);
    }

    host::Service& service_;
    attachments::Outgoing outgoing_;
    std::weak_ptr<Stream> stream_;
    std::atomic<int> asked_ = 0;
};

/// Whoever may not see the original has another file, and another tag.
std::string tag_of(const AttachedFile& file, bool whole) {
    return fmt::format("\"{}{}\"", file.sha256, whole ? "" : "-clean");
}

/// Beside nosniff and the like, which the server adds to everything: opened by itself, a file is nobody's page.
constexpr const char* kPolicy = "default-src 'none'; frame-ancestors 'none'; sandbox";

}  // namespace

std::string content_disposition(const std::string& name, bool image) {
    std::string plain;
    for (const char c : name) {
        const bool safe = c >= ' ' && c < 0x7F && c != '"' && c != '\\' && c != '%';
        plain += safe ? c : '_';
    }
    return fmt::format("{}; filename=\"{}\"; filename*=UTF-8''{}", image ? "inline" : "attachment", plain,
                       percent_encode(name));
}

Response download(Site& site, const Call& call, const AttachedFile& file, std::size_t number) {
    const attachments::Media* media = attachments::find_media(file.media_type);
    if (media == nullptr) return refuse(fail(Errc::not_found, "attachment.erased"), call);
    const bool whole = call.viewer->personal;
    if (!whole && !media->image) return refuse(fail(Errc::forbidden, "attachment.masked"), call);
    Response response;
    response.with("ETag", tag_of(file, whole));
    response.with("Content-Security-Policy", kPolicy);  // of a 304 too: it replaces the one that the browser kept
    if (call.request.header("if-none-match") == tag_of(file, whole)) {
        response.status = 304;
        return response;
    }
    const attachments::Vault& vault = *site.attachments.vault;
    auto outgoing = whole ? vault.open(file.sha256) : vault.open_clean(file.sha256);
    // That the ticket has it is known: a missing file is a fault of ours.
    if (!outgoing) return refuse(fail(Errc::unavailable, "attachment.cannot-read", file.sha256, ""), call);
    const std::string name = whole ? file.name : neutral_name(file, number);
    response.with("Content-Type", media->type == "text/plain" ? "text/plain; charset=utf-8" : std::string(media->type));
    response.with("Content-Disposition", content_disposition(name, media->image));
    response.stream = Courier::start(site.service, std::move(*outgoing));
    return response;
}

}  // namespace gongdan::http
