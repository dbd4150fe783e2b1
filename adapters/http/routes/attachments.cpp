#include "adapters/http/routes/attachments.hpp"

#include <fmt/format.h>

#include "adapters/attachments/names.hpp"
#include "adapters/http/routes/checks.hpp"
#include "adapters/http/routes/download.hpp"
#include "adapters/http/routes/tickets.hpp"
#include "core/engine/reading.hpp"

namespace gongdan::http {
namespace {

/// Not among Errc's own: a file of another kind would be taken.
Response wrong_type(const Call& call) {
    return problem(415, "unsupported-media-type", text("attachment.type"), call.request.path);
}

Response refuse_file(const Error& error, const Call& call) {
    return error.code == Errc::invalid_input && error.fields.empty() ? wrong_type(call) : refuse(error, call);
}

Response go_on() {
    Response response;
    response.status = BodySink::kGoOn;
    return response;
}

/// One upload: asks before the first byte whether there is such a ticket for this viewer, then writes to the vault on
/// the reader pool.
class Upload final : public BodySink, public std::enable_shared_from_this<Upload> {
 public:
    Upload(Site& site, CallPtr call, Watch watch) : site_(site), call_(std::move(call)), watch_(std::move(watch)) {}

    [[nodiscard]] std::uint64_t limit() const override { return std::uint64_t(site_.attachments.vault->limit()); }
    [[nodiscard]] Response too_large() const override {
        return refuse(fail(Errc::too_large, "attachment.too-large", limit()), *call_);
    }

    void take(std::string bytes, Respond respond) override {
        site_.service.offload([self = shared_from_this(), bytes = std::move(bytes), respond = std::move(respond)] {
            const auto taken = self->incoming_ ? self->incoming_->write(bytes) : self->begin();
            if (taken) return respond(go_on());
            self->watch_(respond)(refuse(taken.error(), *self->call_));
        });
    }

    [[nodiscard]] const CallPtr& call() const { return call_; }
    [[nodiscard]] attachments::Incoming* incoming() const { return incoming_.get(); }

 private:
    Result<void> begin() {
        const auto found = Reading(site_.service.reads(), call_->viewer).find(call_->parameters[0]);
        if (!found) return found.error();
        // The engine decides again; but what it must refuse need not lie on the disk first.
        const CaseSnapshot& snapshot = (*found)->snapshot;
        if (snapshot.erased) return fail(Errc::conflict, "erase.done", snapshot.number);
        if (snapshot.attachments.size() >= kAttachmentsMax)
            return fail(Errc::conflict, "attachment.too-many", snapshot.number, kAttachmentsMax);
        auto incoming = site_.attachments.vault->begin();
        if (!incoming) return incoming.error();
        incoming_ = std::move(*incoming);
        return {};
    }

    Site& site_;
    CallPtr call_;
    Watch watch_;
    std::unique_ptr<attachments::Incoming> incoming_;
};

std::string location_of_attachment(const CaseSnapshot& snapshot, std::string_view sha256) {
    return fmt::format("{}/attachments/{}", location_of(std::to_string(to_int(snapshot.id))), sha256);
}

/// The attachment with these bytes and its number, from 1.
std::pair<const Attachment*, std::size_t> numbered(const CaseSnapshot& snapshot, std::string_view sha256) {
    const Attachment* found = snapshot.attachment(sha256);
    return {found, found == nullptr ? 0 : std::size_t(found - snapshot.attachments.data()) + 1};
}

Response attached_response(const Call& call, const Reply& reply, const std::string& sha256) {
    const CaseSnapshot& snapshot = reply.record->snapshot;
    const auto [attachment, number] = numbered(snapshot, sha256);
    Response response =
        json_answer(attachment_view(*attachment, number, call.viewer->privacy()), reply.created ? 201 : 200);
    response.ticket = std::to_string(to_int(snapshot.id));
    if (reply.created) response.with("Location", location_of_attachment(snapshot, sha256));
    return response;
}

/// By its hash or its number; null when there is none.
const Attachment* named(const CaseSnapshot& snapshot, const std::string& name) {
    if (const Attachment* found = snapshot.attachment(name)) return found;
    const auto number = parse_whole(name);
    const auto& all = snapshot.attachments;
    const bool counted = number && *number >= 1 && std::uint64_t(*number) <= all.size();
    return counted ? &all[std::size_t(*number - 1)] : nullptr;
}

/// Who takes which file is written down before it leaves.
Result<void> note_download(Site& site, const Call& call, const CaseSnapshot& snapshot, std::size_t number) {
    if (call.request.method == "HEAD") return {};
    const host::Accounts::Departure departure{
        fmt::format("tickets/{}/attachments/{}", to_int(snapshot.id), number),
        call.viewer->personal ? "attachment-downloaded" : "attachment-downloaded-clean"};
    return site.service.accounts().note(departure, {call.principal.name, call.request.remote_address});
}

}  // namespace

std::shared_ptr<BodySink> upload_sink(Site& site, const CallPtr& call, Watch watch) {
    return std::make_shared<Upload>(site, call, std::move(watch));
}

CallPtr admitted_call(const std::shared_ptr<BodySink>& sink) {
    const auto upload = std::dynamic_pointer_cast<Upload>(sink);
    return upload ? upload->call() : nullptr;
}

void attach_file(Site& site, const CallPtr& call, Respond respond) {
    const auto upload = std::dynamic_pointer_cast<Upload>(call->request.sink);
    if (!upload || upload->incoming() == nullptr)
        return respond(refuse(wrong_fields({{"", "required", text("attachment.empty")}}), *call));
    site.service.offload([&site, call, upload, respond = std::move(respond)] {
        auto kept = upload->incoming()->keep();
        if (!kept) return respond(refuse_file(kept.error(), *call));
        kept->file.name = attachments::clean_name(text_parameter(call->request, "name"), kept->file.media_type);
        const std::string sha256 = kept->file.sha256;
        gongdan::Request wish{AttachRequest{call->parameters[0], {std::move(kept->file), call->viewer->actor}},
                              std::nullopt, call->viewer};
        site.service.submit(std::move(wish), [call, sha256, pin = kept->pin, respond](Result<Reply> reply) {
            respond(reply ? attached_response(*call, *reply, sha256) : refuse(reply.error(), *call));
        });
    });
}

Response list_attachments(Site& site, const Call& call) {
    const auto found = Reading(site.service.reads(), call.viewer).find(call.parameters[0]);
    if (!found) return refuse(found.error(), call);
    const CaseSnapshot& snapshot = (*found)->snapshot;
    Response response =
        json_answer(json::object{{"items", attachment_views(snapshot.attachments, call.viewer->privacy())}});
    response.ticket = std::to_string(to_int(snapshot.id));
    return response;
}

Response get_attachment(Site& site, const Call& call) {
    const auto found = Reading(site.service.reads(), call.viewer).find(call.parameters[0]);
    if (!found) return refuse(found.error(), call);
    const CaseSnapshot& snapshot = (*found)->snapshot;
    const Attachment* attachment = named(snapshot, call.parameters[1]);
    if (attachment == nullptr)
        return refuse(fail(Errc::not_found, "attachment.unknown", snapshot.number, call.parameters[1]), call);
    if (attachment->erased) return refuse(fail(Errc::not_found, "attachment.erased"), call);
    if (site.attachments.vault == nullptr) return refuse(fail(Errc::unavailable, "attachment.none"), call);
    const auto number = std::size_t(attachment - snapshot.attachments.data()) + 1;
    Response response = download(site, call, attachment->file, number);
    if (response.stream) {
        if (auto noted = note_download(site, call, snapshot, number); !noted) return refuse(noted.error(), call);
    }
    response.ticket = std::to_string(to_int(snapshot.id));
    return response;
}

Result<void> forget_files(Site& site, const CaseSnapshot& erased) {
    if (site.attachments.vault == nullptr) return {};
    for (const Attachment& attachment : erased.attachments) {
        auto done = site.attachments.vault->remove_unused(attachment.file.sha256, site.attachments.in_use);
        if (!done) return done;
    }
    return {};
}

}  // namespace gongdan::http
