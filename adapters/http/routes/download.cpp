#include "adapters/http/routes/download.hpp"

#include <fmt/format.h>

#include "adapters/attachments/vault.hpp"
#include "adapters/http/routes/courier.hpp"
#include "core/base/percent.hpp"

namespace gongdan::http {
namespace {

/// A file, window by window.
class FilePieces final : public host::Pieces {
 public:
    explicit FilePieces(attachments::Outgoing outgoing) : outgoing_(std::move(outgoing)) {}

    Result<std::optional<std::string>> next() override {
        auto part = outgoing_.next();
        if (!part) return part.error();
        return part->empty() ? std::optional<std::string>() : std::optional(std::move(*part));
    }

 private:
    attachments::Outgoing outgoing_;
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
    response.stream = dispatch(
        site.service, {.pieces = std::make_unique<FilePieces>(std::move(*outgoing)), .piece = attachments::kWindow});
    return response;
}

}  // namespace gongdan::http
