#include "tests/unit/http/tls_client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <stdexcept>

namespace gongdan::http::test {
namespace {

template <class T, void (*release)(T*)>
struct Release {
    void operator()(T* held) const { release(held); }
};
using Key = std::unique_ptr<EVP_PKEY, Release<EVP_PKEY, EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Release<X509, X509_free>>;

struct CloseFile {
    void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

File open_file(const std::string& path) {
    File file(std::fopen(path.c_str(), "w"));
    if (!file) throw std::runtime_error("cannot write " + path);
    return file;
}

std::string common_name(const X509* certificate) {
    char name[256] = "";
    X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_commonName, name, sizeof name);
    return name;
}

int connect_to(std::uint16_t port) {
    const int descriptor = ::socket(AF_INET, SOCK_STREAM, 0);
    // A server that hangs must fail a test, not hang it.
    const timeval patience{20, 0};
    ::setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return descriptor;
    ::close(descriptor);
    throw std::runtime_error("cannot connect");
}

}  // namespace

void make_certificate(const gongdan::test::TemporaryFolder& folder, const std::string& name) {
    const Key key(EVP_EC_gen("P-256"));
    const Certificate certificate(X509_new());
    X509_set_version(certificate.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), 0);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 24 * 3600);
    X509_set_pubkey(certificate.get(), key.get());
    X509_NAME* const subject = X509_get_subject_name(certificate.get());
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(name.c_str()), -1,
                               -1, 0);
    X509_set_issuer_name(certificate.get(), subject);
    if (X509_sign(certificate.get(), key.get(), EVP_sha256()) == 0) throw std::runtime_error("cannot sign");
    PEM_write_X509(open_file(folder / "cert.pem").get(), certificate.get());
    PEM_write_PrivateKey(open_file(folder / "key.pem").get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    ::chmod((folder / "key.pem").c_str(), 0600);
}

struct TlsClient::Held {
    std::unique_ptr<SSL_CTX, Release<SSL_CTX, SSL_CTX_free>> context{SSL_CTX_new(TLS_client_method())};
    std::unique_ptr<SSL, Release<SSL, SSL_free>> ssl;
    int descriptor = -1;
    bool connected = false;
};

TlsClient::TlsClient(std::uint16_t port, const TlsWish& wish) : held_(std::make_unique<Held>()) {
    SSL_CTX* const context = held_->context.get();
    if (wish.version != 0) {
        SSL_CTX_set_security_level(context, 0);  // OpenSSL itself would not even offer what the server must refuse
        SSL_CTX_set_min_proto_version(context, wish.version);
        SSL_CTX_set_max_proto_version(context, wish.version);
    }
    if (!wish.ciphers.empty()) SSL_CTX_set_cipher_list(context, wish.ciphers.c_str());
    held_->ssl.reset(SSL_new(context));
    if (!wish.protocol.empty()) {
        const std::string list = char(wish.protocol.size()) + wish.protocol;
        SSL_set_alpn_protos(held_->ssl.get(), reinterpret_cast<const unsigned char*>(list.data()),
                            unsigned(list.size()));
    }
    held_->descriptor = connect_to(port);
    SSL_set_fd(held_->ssl.get(), held_->descriptor);
    held_->connected = SSL_connect(held_->ssl.get()) == 1;
}

TlsClient::~TlsClient() { ::close(held_->descriptor); }

bool TlsClient::connected() const { return held_->connected; }
std::string TlsClient::version() const { return SSL_get_version(held_->ssl.get()); }

std::string TlsClient::protocol() const {
    const unsigned char* name = nullptr;
    unsigned size = 0;
    SSL_get0_alpn_selected(held_->ssl.get(), &name, &size);
    return {reinterpret_cast<const char*>(name), size};
}

std::string TlsClient::subject() const {
    const Certificate certificate(SSL_get1_peer_certificate(held_->ssl.get()));
    return certificate ? common_name(certificate.get()) : "";
}

void TlsClient::send(const std::string& bytes) const { SSL_write(held_->ssl.get(), bytes.data(), int(bytes.size())); }

bool TlsClient::read_until(const std::string& text) {
    while (received_.find(text) == std::string::npos) {
        char bytes[16384];
        const int count = SSL_read(held_->ssl.get(), bytes, sizeof bytes);
        if (count <= 0) return false;
        received_.append(bytes, std::size_t(count));
    }
    return true;
}

bool TlsClient::at_proper_end() {
    while (true) {
        char bytes[16384];
        const int count = SSL_read(held_->ssl.get(), bytes, sizeof bytes);
        if (count <= 0) return SSL_get_error(held_->ssl.get(), count) == SSL_ERROR_ZERO_RETURN;
        received_.append(bytes, std::size_t(count));
    }
}

}  // namespace gongdan::http::test
