#include "tests/unit/notify/mail_server.hpp"

#include <cctype>
#include <sstream>

#include <catch2/catch.hpp>

#include "adapters/crypto/crypto.hpp"

namespace gongdan::notify::test {
namespace {

/// Python reads mails as mail programs do: what it understands was not made up by us.
std::string python(const std::string& script, const std::string& input) {
    const auto done = gongdan::test::run_to_end({"python3", "-c", script}, {.input = input});
    INFO(done.errors);
    REQUIRE(done.code == 0);
    std::string output = done.output;
    if (output.ends_with('\n')) output.pop_back();  // run_to_end() ends every line
    return output;
}

std::map<std::string, std::string> headers_in(const std::string& source) {
    std::map<std::string, std::string> headers;
    std::istringstream lines(source.substr(0, source.find("\r\n\r\n")));
    std::string name;
    for (std::string line; std::getline(lines, line);) {
        if (!line.empty() && line.back() == '\r') line.pop_back();
        const bool folded = line.starts_with(' ') || line.starts_with('\t');
        if (folded) {
            headers[name] += line;
            continue;
        }
        name = line.substr(0, line.find(':'));
        for (char& c : name) c = char(std::tolower(static_cast<unsigned char>(c)));
        CHECK_FALSE(headers.contains(name));
        headers[name] = line.substr(std::min(line.find(": ") + 2, line.size()));
    }
    return headers;
}

}  // namespace

// Debian's own Python, not one that comes first in PATH: the package python3-aiosmtpd is installed for that one.
MailServer::MailServer(const json::object& plan)
    : process_({"/usr/bin/python3", std::string(GONGDAN_SOURCE_DIR) + "/tests/unit/notify/fixtures/smtp_server.py",
                json::serialize(plan)}) {
    const auto line = process_.read_line();
    INFO(process_.errors());
    REQUIRE(line);
    port_ = int(get_int(json::parse(*line).as_object(), "port").value_or(0));
    REQUIRE(port_ > 0);
}

ReceivedMail MailServer::next() {
    const auto line = process_.read_line();
    INFO(process_.errors());
    REQUIRE(line);
    const json::object said = json::parse(*line).as_object();
    ReceivedMail mail;
    mail.sender = string_or_empty(said, "sender");
    REQUIRE(said.at("recipient").as_array().size() == 1);
    mail.recipient = std::string(said.at("recipient").as_array()[0].as_string());
    mail.user = string_or_empty(said, "user");
    mail.tls = get_bool(said, "tls").value_or(false);
    mail.source = crypto::from_base64(string_or_empty(said, "mail"));
    mail.headers = headers_in(mail.source);
    return mail;
}

void make_certificate(const Folder& folder) {
    const auto made = gongdan::test::run_to_end(
        {"openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout",
         folder.file("key.pem"), "-out", folder.file("cert.pem")});
    INFO(made.errors);
    REQUIRE(made.code == 0);
}

std::string decoded_header(const std::string& value) {
    return python(
        "import sys; from email.header import decode_header, make_header\n"
        "sys.stdout.buffer.write(str(make_header(decode_header(sys.stdin.read().strip()))).encode())",
        value);
}

std::string part_of(const ReceivedMail& mail, const std::string& type) {
    return python(
        "import sys; from email import message_from_bytes, policy\n"
        "mail = message_from_bytes(sys.stdin.buffer.read(), policy=policy.default)\n"
        "assert mail.get_content_type() == 'multipart/alternative', mail.get_content_type()\n"
        "assert not mail.defects, mail.defects\n"
        "part = [p for p in mail.iter_parts() if p.get_content_type() == '" +
            type +
            "'][0]\n"
            "sys.stdout.buffer.write(part.get_content().encode())",
        mail.source);
}

}  // namespace gongdan::notify::test
