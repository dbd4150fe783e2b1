#include "adapters/http/net/tls.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <span>
#include <string>
#include <string_view>
#include <tuple>

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <boost/asio/ssl/context.hpp>

namespace gongdan::http::net {
namespace {

namespace ssl = boost::asio::ssl;

/// Of TLS 1.2, all with forward secrecy and authenticated encryption (RFC 9325 §4.2); TLS 1.3 has no others.
constexpr const char* kCiphers = "ECDHE+AESGCM:ECDHE+CHACHA20";

/// What OpenSSL had to say last; its queue is empty afterwards.
std::string last_reason() {
    const auto code = ERR_peek_last_error();
    const char* const reason = ERR_reason_error_string(code);
    std::string told = reason == nullptr ? "error " + std::to_string(code) : reason;
    ERR_clear_error();
    return told;
}

/// Nobody sits at the terminal of a server: a locked key is refused instead of asked for.
int no_passphrase(char*, int, int, void*) { return 0; }

/// Of ALPN's list (each name behind its length) HTTP/1.1, where it stands; null without it.
const unsigned char* find_http(std::span<const unsigned char> offered) {
    constexpr std::string_view kOurs = "http/1.1";
    while (!offered.empty() && offered.size() > offered[0]) {
        const auto name = offered.subspan(1, offered[0]);
        if (std::equal(name.begin(), name.end(), kOurs.begin(), kOurs.end())) return name.data();
        offered = offered.subspan(1 + name.size());
    }
    return nullptr;
}

/// A client that speaks only other protocols gets no connection (RFC 7301 §3.2).
void set_protocols(SSL_CTX* context) {
    // `offer`: the list, its length, and a pointer of ours that is not used.
    const auto choose = [](SSL*, const unsigned char** chosen, unsigned char* size, auto... offer) {
        const auto list = std::tuple(offer...);
        *chosen = find_http({std::get<0>(list), std::get<1>(list)});
        if (*chosen == nullptr) return SSL_TLSEXT_ERR_ALERT_FATAL;
        *size = (*chosen)[-1];
        return SSL_TLSEXT_ERR_OK;
    };
    SSL_CTX_set_alpn_select_cb(context, choose, nullptr);
}

Result<void> check_file(const std::string& path, bool secret) {
    struct stat found {};
    if (::stat(path.c_str(), &found) != 0) return fail(Errc::unavailable, "http.tls-file", path, std::strerror(errno));
    if (secret && (found.st_mode & S_IRWXO) != 0) return fail(Errc::invalid_input, "http.tls-key-open", path);
    return {};
}

std::int64_t end_of(const X509* certificate) {
    std::tm parts{};
    if (ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &parts) != 1) return 0;
    return timegm(&parts);
}

Result<TlsContextPtr> make_context(const TlsFiles& files) {
    if (auto found = check_file(files.certificate, false); !found) return found.error();
    if (auto found = check_file(files.key, true); !found) return found.error();
    auto context = std::make_shared<ssl::context>(ssl::context::tls_server);
    SSL_CTX* const native = context->native_handle();
    ERR_clear_error();
    SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION);
    // No tickets and no cache: a stolen ticket key would open what was recorded.
    SSL_CTX_set_options(native, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_NO_TICKET);
    SSL_CTX_set_num_tickets(native, 0);
    SSL_CTX_set_session_cache_mode(native, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_default_passwd_cb(native, no_passphrase);
    set_protocols(native);
    if (SSL_CTX_set_cipher_list(native, kCiphers) != 1) return fail(Errc::internal, "http.internal");
    if (SSL_CTX_use_certificate_chain_file(native, files.certificate.c_str()) != 1)
        return fail(Errc::invalid_input, "http.tls-file", files.certificate, last_reason());
    // Says "key values mismatch" when it does not belong to the certificate.
    if (SSL_CTX_use_PrivateKey_file(native, files.key.c_str(), SSL_FILETYPE_PEM) != 1)
        return fail(Errc::invalid_input, "http.tls-file", files.key, last_reason());
    if (SSL_CTX_check_private_key(native) != 1)
        return fail(Errc::invalid_input, "http.tls-file", files.key, last_reason());
    return TlsContextPtr(std::move(context));
}

}  // namespace

Result<void> TlsStore::load(const TlsFiles& files) {
    auto made = make_context(files);
    if (!made) return made.error();
    const std::lock_guard lock(mutex_);
    expires_s_ = end_of(SSL_CTX_get0_certificate((*made)->native_handle()));
    context_ = std::move(*made);
    return {};
}

TlsContextPtr TlsStore::current() const {
    const std::lock_guard lock(mutex_);
    return context_;
}

}  // namespace gongdan::http::net
