#pragma once
/// A file on its way to a reader: in pieces, never wholly in memory, and never as something a browser would run.

#include <string>

#include "adapters/http/routes/site.hpp"
#include "core/ticket/attachment.hpp"

namespace gongdan::http {

/// The file as this viewer may have it: the original with personal rights, else an image's picture alone (403 for other
/// types). 304 when If-None-Match holds its ETag. Blocks on the disk.
[[nodiscard]] Response download(Site& site, const Call& call, const AttachedFile& file, std::size_t number);

/// RFC 6266 and RFC 8187: images may be shown in a page, all else is saved. `name` is cleaned.
[[nodiscard]] std::string content_disposition(const std::string& name, bool image);

}  // namespace gongdan::http
