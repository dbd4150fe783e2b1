#pragma once
/// Attachments of a ticket: upload, list, download. Who may see the ticket, may see them; without personal rights an
/// image comes without what its camera wrote into it, and other files not at all.

#include <functional>
#include <memory>

#include "adapters/attachments/vault.hpp"
#include "adapters/http/routes/site.hpp"

namespace gongdan::http {

/// Makes of a Respond one that counts and logs the answer.
using Watch = std::function<Respond(Respond)>;

/// Takes the body of an upload to disk. `call` has been admitted; refusals go through `watch`.
[[nodiscard]] std::shared_ptr<BodySink> upload_sink(Site& site, const CallPtr& call, Watch watch);

/// The call that was admitted before this body was taken; null for a sink of nobody.
[[nodiscard]] CallPtr admitted_call(const std::shared_ptr<BodySink>& sink);

void attach_file(Site& site, const CallPtr& call, Respond respond);
[[nodiscard]] Response list_attachments(Site& site, const Call& call);
[[nodiscard]] Response get_attachment(Site& site, const Call& call);

/// Removes the files of an erased case that no other case uses. Blocks on the disk.
[[nodiscard]] Result<void> forget_files(Site& site, const CaseSnapshot& erased);

}  // namespace gongdan::http
