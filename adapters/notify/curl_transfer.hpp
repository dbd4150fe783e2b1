#pragma once
/// One transfer of libcurl with a time limit, that ends early when the server stops.

#include <optional>

#include <curl/curl.h>

#include "adapters/notify/plugin.hpp"

namespace gongdan::notify {

/// Keeps its connections for the next transfer, unless the options forbid it. Used by one thread at a time.
class CurlTransfer {
 public:
    CurlTransfer();
    CurlTransfer(const CurlTransfer&) = delete;
    CurlTransfer& operator=(const CurlTransfer&) = delete;
    ~CurlTransfer();

    /// Where options are set and results are read; owned by this.
    [[nodiscard]] CURL* easy() { return easy_; }

    /// What libcurl says; nothing when the time was up or the server stops.
    [[nodiscard]] std::optional<CURLcode> run(const Call& call);

 private:
    CURLM* multi_ = nullptr;
    CURL* easy_ = nullptr;
};

}  // namespace gongdan::notify
