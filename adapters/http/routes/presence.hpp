#pragma once
/// Who else has a ticket open: told by the console of each, shown to the others, kept nowhere (host/presence.hpp).

#include "adapters/http/routes/site.hpp"

namespace gongdan::http {

/// For whoever may read the ticket, with a session: programs are not shown. Answers with the others.
[[nodiscard]] Response note_presence(Site& site, const Call& call);

/// Tells those who listen of whoever has gone without a word. Quick, for I/O threads; asked again and again while a
/// stream is open.
void forget_absent(Site& site);

}  // namespace gongdan::http
