#include "tests/support/client.hpp"

#include <curl/curl.h>

namespace gongdan::test {
namespace {

std::size_t take(char* bytes, std::size_t size, std::size_t count, void* into) {
    static_cast<std::string*>(into)->append(bytes, size * count);
    return size * count;
}

}  // namespace

class Client::Handle {
 public:
    Handle() : curl_(curl_easy_init()) {}
    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;
    ~Handle() { curl_easy_cleanup(curl_); }
    CURL* get() { return curl_; }

 private:
    CURL* curl_;
};

Client::Client(std::string base, std::string token)
    : base_(std::move(base)), token_(std::move(token)), handle_(std::make_unique<Handle>()) {}

Client::~Client() = default;

Answer Client::get(const std::string& path) { return send(path, nullptr, ""); }

Answer Client::post(const std::string& path, const std::string& body, const std::string& key) {
    return send(path, &body, key);
}

Answer Client::send(const std::string& path, const std::string* body, const std::string& key) {
    CURL* curl = handle_->get();
    curl_easy_reset(curl);
    Answer answer;
    curl_slist* headers = curl_slist_append(nullptr, ("Authorization: Bearer " + token_).c_str());
    if (!key.empty()) headers = curl_slist_append(headers, ("Idempotency-Key: " + key).c_str());
    if (body != nullptr) headers = curl_slist_append(headers, "Content-Type: application/json");
    curl_easy_setopt(curl, CURLOPT_URL, (base_ + path).c_str());
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_NOPROXY, "*");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, 20000L);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer.body);
    if (body != nullptr) {
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body->data());
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, long(body->size()));
    }
    if (curl_easy_perform(curl) == CURLE_OK) {
        long status = 0;
        curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
        answer.status = int(status);
    }
    curl_slist_free_all(headers);
    return answer;
}

}  // namespace gongdan::test
