#include "adapters/notify/curl_transfer.hpp"

#include "adapters/notify/deadline.hpp"
#include "core/base/check.hpp"

namespace gongdan::notify {
namespace {

/// Initialised once for the process: libcurl asks for that before threads use it.
bool curl_is_ready() {
    static const bool ready = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
    return ready;
}

}  // namespace

CurlTransfer::CurlTransfer() {
    GONGDAN_CHECK(curl_is_ready(), "libcurl cannot start");
    multi_ = curl_multi_init();
    easy_ = curl_easy_init();
    GONGDAN_CHECK(multi_ != nullptr && easy_ != nullptr, "libcurl has no memory");
}

CurlTransfer::~CurlTransfer() {
    curl_easy_cleanup(easy_);
    curl_multi_cleanup(multi_);
}

std::optional<CURLcode> CurlTransfer::run(const Call& call) {
    const Deadline deadline(call.time_limit);
    curl_multi_add_handle(multi_, easy_);
    std::optional<CURLcode> result;
    for (;;) {
        int running = 0;
        int left = 0;
        curl_multi_perform(multi_, &running);
        if (const CURLMsg* said = curl_multi_info_read(multi_, &left)) result = said->data.result;
        if (running == 0 || deadline.over()) break;
        if (call.interrupt != nullptr && call.interrupt->raised()) break;
        curl_waitfd bell{call.interrupt == nullptr ? -1 : call.interrupt->descriptor(), CURL_WAIT_POLLIN, 0};
        curl_multi_poll(multi_, &bell, bell.fd < 0 ? 0 : 1, int(deadline.left().count()), nullptr);
    }
    curl_multi_remove_handle(multi_, easy_);
    return result;
}

}  // namespace gongdan::notify
