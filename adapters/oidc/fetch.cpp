#include "adapters/oidc/fetch.hpp"

#include <curl/curl.h>

#include <memory>

namespace gongdan::oidc {
namespace {

constexpr std::size_t kAnswerMax = 256 * 1024;  ///< discovery, keys and tokens are a few KiB

struct Closer {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};

std::size_t take(const char* data, std::size_t size, std::size_t count, void* context) {
    auto& body = *static_cast<std::string*>(context);
    if (body.size() + size * count > kAnswerMax) return 0;
    body.append(data, size * count);
    return size * count;
}

}  // namespace

Fetch fetch_by_curl(std::string ca_file) {
    return [ca_file = std::move(ca_file)](const Ask& ask) -> Result<std::string> {
        const std::unique_ptr<CURL, Closer> handle(curl_easy_init());
        if (!handle) return fail(Errc::internal, "oidc.fetch", ask.url, "curl");
        CURL* const curl = handle.get();
        std::string body;
        curl_easy_setopt(curl, CURLOPT_URL, ask.url.c_str());
        curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "https,http");
        curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
        curl_easy_setopt(curl, CURLOPT_PROXY, "");
        curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
        curl_easy_setopt(curl, CURLOPT_TIMEOUT, long(kFetchLimitSeconds));
        curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
        curl_easy_setopt(curl, CURLOPT_WRITEDATA, &body);
        if (!ca_file.empty()) curl_easy_setopt(curl, CURLOPT_CAINFO, ca_file.c_str());
        if (!ask.form.empty()) {
            curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, long(ask.form.size()));
            curl_easy_setopt(curl, CURLOPT_POSTFIELDS, ask.form.c_str());
        }
        if (!ask.basic_user.empty()) {
            curl_easy_setopt(curl, CURLOPT_HTTPAUTH, long(CURLAUTH_BASIC));
            curl_easy_setopt(curl, CURLOPT_USERNAME, ask.basic_user.c_str());
            curl_easy_setopt(curl, CURLOPT_PASSWORD, ask.basic_password.c_str());
        }
        if (const CURLcode code = curl_easy_perform(curl); code != CURLE_OK)
            return fail(Errc::unavailable, "oidc.fetch", ask.url, curl_easy_strerror(code));
        long status = 0;
        curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
        if (status != 200) return fail(Errc::unavailable, "oidc.fetch", ask.url, status);
        return body;
    };
}

}  // namespace gongdan::oidc
