#pragma once
/// A long body on its way to a reader, made on the reader pool as fast as the connection takes it.

#include <functional>
#include <memory>

#include "adapters/host/pieces.hpp"
#include "adapters/http/routes/site.hpp"

namespace gongdan::http {

struct Freight {
    std::unique_ptr<host::Pieces> pieces;
    std::size_t piece = host::kPieceBytes;  ///< bytes of one, about; two of them may wait for the reader
    /// Asked before each piece, on the reader pool: false breaks off, so that no part passes for the whole. May be
    /// null.
    std::function<bool()> still_welcome{};
};

/// When the server stops, the body goes on; what has not ended by then is broken off (ServerOptions::stop_timeout).
[[nodiscard]] std::shared_ptr<Stream> dispatch(host::Service& service, Freight freight);

}  // namespace gongdan::http
