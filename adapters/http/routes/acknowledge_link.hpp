#pragma once
/// The pages behind the links of messages: somebody acknowledges on his telephone, without a login. To open one changes
/// nothing (chat programs fetch every link they see); its button acknowledges as the person whom the message told.

#include "adapters/http/routes/site.hpp"

namespace gongdan::http {

/// 200 with the ticket, masked, and the button, or with who acknowledged; 403 for somebody who may not (any more), 404
/// for a token that is none, 410 for an expired one.
[[nodiscard]] Response show_link(Site& site, const Call& call);

/// As show_link() afterwards; 409 when another was first. Again by the same person changes nothing and says so. Of a
/// list it acknowledges what is still open on the page "?page=" (from 1; 404 for one that the list does not have), each
/// ticket by itself; with failures the answer is theirs.
void acknowledge_by_link(Site& site, const CallPtr& call, Respond respond);

}  // namespace gongdan::http
