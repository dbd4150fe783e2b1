#include "adapters/yaml/edge_loader.hpp"

#include <arpa/inet.h>

#include <array>
#include <charconv>

namespace gongdan::yaml {
namespace {

constexpr int kRateMax = 1'000'000;
constexpr int kStreamsMax = 4096;        ///< each may hold 256 KiB
constexpr int kConnectionsMax = 65'536;  ///< a process has no more file descriptors than that by far

void read_tls(const Reader& reader, const YAML::Node& node, EdgeSettings& edge) {
    reader.expect_map(node, {"certificate", "key"});
    edge.certificate = reader.string(reader.required(node, "certificate"));
    edge.key = reader.string(reader.required(node, "key"));
}

/// "10.0.0.0/8", "::1". The server reads it for itself; here a mistake gets its place.
bool is_network(const std::string& text) {
    const auto slash = text.find('/');
    const std::string address = text.substr(0, slash);
    std::array<unsigned char, 16> bytes{};
    const bool old = inet_pton(AF_INET, address.c_str(), bytes.data()) == 1;
    if (!old && inet_pton(AF_INET6, address.c_str(), bytes.data()) != 1) return false;
    if (slash == std::string::npos) return true;
    int bits = -1;
    const char* const end = text.data() + text.size();
    const auto [read, error] = std::from_chars(text.data() + slash + 1, end, bits);
    return error == std::errc() && read == end && bits >= 0 && bits <= (old ? 32 : 128);
}

void read_proxies(const Reader& reader, const YAML::Node& node, EdgeSettings& edge) {
    for (const YAML::Node& item : reader.items(node)) {
        reader.attempt([&reader, &item, &edge] {
            edge.trusted_proxies.push_back(reader.string(item));
            if (!is_network(edge.trusted_proxies.back()))
                reader.wrong(item, text("http.bad-network", edge.trusted_proxies.back()));
        });
    }
}

void read_rate(const Reader& reader, const YAML::Node& node, RateSetting& rate) {
    if (!node) return;
    reader.attempt([&reader, &node, &rate] {
        reader.expect_map(node, {"per_second", "burst"});
        if (node["per_second"]) rate.per_second = reader.integer(node["per_second"], 0, kRateMax);
        if (node["burst"]) rate.burst = reader.integer(node["burst"], 1, kRateMax);
    });
}

void read_count(const Reader& reader, const YAML::Node& node, int most, int& count) {
    if (!node) return;
    reader.attempt([&reader, &node, most, &count] { count = reader.integer(node, 1, most); });
}

void read_limits(const Reader& reader, const YAML::Node& node, EdgeSettings& edge) {
    reader.expect_map(node, {"principal", "address", "streams", "streams_each", "connections", "connections_each"});
    read_rate(reader, node["principal"], edge.principal);
    read_rate(reader, node["address"], edge.address);
    read_count(reader, node["streams"], kStreamsMax, edge.streams);
    read_count(reader, node["streams_each"], kStreamsMax, edge.streams_each);
    read_count(reader, node["connections"], kConnectionsMax, edge.connections);
    read_count(reader, node["connections_each"], kConnectionsMax, edge.connections_each);
}

}  // namespace

void read_edge(const Reader& reader, const YAML::Node& root, EdgeSettings& edge) {
    if (const YAML::Node tls = root["tls"]) reader.attempt([&reader, &tls, &edge] { read_tls(reader, tls, edge); });
    if (const YAML::Node proxies = root["trusted_proxies"])
        reader.attempt([&reader, &proxies, &edge] { read_proxies(reader, proxies, edge); });
    if (const YAML::Node limits = root["limits"])
        reader.attempt([&reader, &limits, &edge] { read_limits(reader, limits, edge); });
}

void resolve_edge(const std::filesystem::path& folder, EdgeSettings& edge) {
    if (edge.certificate.empty()) return;
    edge.certificate = (folder / edge.certificate).lexically_normal().string();
    edge.key = (folder / edge.key).lexically_normal().string();
}

}  // namespace gongdan::yaml
