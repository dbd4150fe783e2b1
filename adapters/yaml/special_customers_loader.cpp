#include "adapters/yaml/special_customers_loader.hpp"

#include <algorithm>

#include "adapters/yaml/folder.hpp"
#include "adapters/yaml/reader.hpp"
#include "core/escalation/flags.hpp"

namespace gongdan {
namespace {

namespace fs = std::filesystem;
using yaml::Reader;
using Workflows = std::vector<std::shared_ptr<const Workflow>>;

constexpr std::size_t kPhoneDigitsMin = 3;  ///< fewer are no number of anybody

std::string joined(const std::vector<std::string>& codes) {
    std::string all;
    for (const std::string& code : codes) all += (all.empty() ? "" : ", ") + code;
    return all;
}

std::vector<std::string> known_flags(const Workflows& workflows) {
    std::vector<std::string> codes;
    for (const auto& workflow : workflows) {
        const Field* field = flags_field(*workflow);
        if (field == nullptr) continue;
        for (const auto& [code, title] : field->values) {
            if (std::find(codes.begin(), codes.end(), code) == codes.end()) codes.push_back(code);
        }
    }
    return codes;
}

SpecialCustomer read_customer(const Reader& reader, const YAML::Node& node, const std::vector<std::string>& flags) {
    reader.expect_map(node, {"customer_no", "phones", "flags"});
    SpecialCustomer customer;
    if (node["customer_no"]) customer.customer_no = reader.string(node["customer_no"]);
    customer.phones = reader.strings(node["phones"]);
    for (const std::string& phone : customer.phones) {
        if (plain_phone(phone).size() < kPhoneDigitsMin) reader.wrong(node["phones"], text("special.no-phone"));
    }
    if (customer.customer_no.empty() && customer.phones.empty()) reader.wrong(node, text("special.nobody"));
    const YAML::Node list = reader.required(node, "flags");
    customer.flags = reader.strings(list);
    if (customer.flags.empty()) reader.wrong(list, text("special.no-flag", joined(flags)));
    for (const std::string& flag : customer.flags) {
        if (std::find(flags.begin(), flags.end(), flag) == flags.end())
            reader.wrong(list, text("special.unknown-flag", flag, joined(flags)));
    }
    return customer;
}

}  // namespace

Result<std::shared_ptr<const SpecialCustomers>> load_special_customers(const fs::path& config_folder,
                                                                       const Workflows& workflows) {
    using Register = std::shared_ptr<const SpecialCustomers>;
    const fs::path file = config_folder / "organisation" / "special-customers.yaml";
    std::error_code ignored;
    if (!fs::exists(file, ignored)) return Register();
    const auto content = read_file(file);
    if (!content) return content.error();
    const auto read = [flags = known_flags(workflows)](const Reader& reader, const YAML::Node& root) -> Register {
        reader.expect_map(root, {"customers"});
        auto customers = std::make_shared<SpecialCustomers>();
        for (const YAML::Node& node : reader.items(root["customers"])) {
            reader.attempt(
                [&reader, &node, &flags, &customers] { customers->add(read_customer(reader, node, flags)); });
        }
        return customers;
    };
    return yaml::load<Register>(*content, file.string(), read);
}

}  // namespace gongdan
