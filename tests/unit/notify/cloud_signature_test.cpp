// The signatures of the clouds, with the examples that their documentation publishes.

#include <algorithm>

#include <catch2/catch.hpp>

#include "adapters/notify/cloud_signature.hpp"

using namespace gongdan;
using namespace gongdan::notify;

namespace {

std::string authorization(const std::vector<std::string>& headers) {
    const auto found = std::find_if(headers.begin(), headers.end(),
                                    [](const std::string& header) { return header.starts_with("Authorization: "); });
    return found == headers.end() ? "" : found->substr(std::string("Authorization: ").size());
}

}  // namespace

TEST_CASE("ACS3-HMAC-SHA256 signs the documented example as documented") {
    AliyunCall call{"ecs.cn-shanghai.aliyuncs.com", "RunInstances", "2014-05-26", {}, {}, {}};
    call.parameters = {{"RegionId", "cn-shanghai"}, {"ImageId", "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd"}};
    call.now = *parse_time("2023-10-26T10:22:32Z");
    call.nonce = "3156853299f313e23d1673dc12e1703d";
    const auto headers = aliyun_headers(call, {"YourAccessKeyId", "YourAccessKeySecret"});
    CHECK(authorization(headers) ==
          "ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;"
          "x-acs-signature-nonce;x-acs-version,Signature="
          "06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0");
    CHECK(std::count(headers.begin(), headers.end(), "x-acs-date: 2023-10-26T10:22:32Z") == 1);
}

TEST_CASE("TC3-HMAC-SHA256 signs the documented example as documented, with the date of UTC") {
    TencentCall call{"cvm.tencentcloudapi.com", "cvm", "DescribeInstances", "2017-03-12", "ap-guangzhou", {}, {}};
    call.body = R"({"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]})";
    call.now = from_unix_ms(1551113065000);  // 2019-02-26 in China
    const auto headers =
        tencent_headers(call, {"AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE", "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE"});
    CHECK(
        authorization(headers) ==
        "TC3-HMAC-SHA256 Credential=AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE/2019-02-25/cvm/tc3_request, "
        "SignedHeaders=content-type;host, Signature=72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168");
    CHECK(std::count(headers.begin(), headers.end(), "X-TC-Timestamp: 1551113065") == 1);
}

TEST_CASE("a query is sorted, and everything but the unreserved characters is encoded in UTF-8") {
    CHECK(query_of({{"b", "x y*~"}, {"a", "超时+/="}}) == "a=%E8%B6%85%E6%97%B6%2B%2F%3D&b=x%20y%2A~");
}
