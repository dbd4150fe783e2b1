#include "core/escalation/special_customers.hpp"

#include <algorithm>

namespace gongdan {
namespace {

void put(std::vector<std::string>& into, const std::vector<std::string>& flags) {
    for (const std::string& flag : flags) {
        if (std::find(into.begin(), into.end(), flag) == into.end()) into.push_back(flag);
    }
}

}  // namespace

void SpecialCustomers::add(const SpecialCustomer& customer) {
    ++size_;
    if (!customer.customer_no.empty()) put(by_customer_[customer.customer_no], customer.flags);
    for (const std::string& phone : customer.phones) put(by_phone_[plain_phone(phone)], customer.flags);
}

std::vector<std::string> SpecialCustomers::flags_of(std::string_view customer_no, std::string_view phone) const {
    std::vector<std::string> flags;
    if (const auto found = by_customer_.find(std::string(customer_no)); found != by_customer_.end())
        put(flags, found->second);
    if (const auto found = by_phone_.find(plain_phone(phone)); found != by_phone_.end()) put(flags, found->second);
    return flags;
}

std::string plain_phone(std::string_view phone) {
    std::string digits;
    for (const char byte : phone) {
        if (byte >= '0' && byte <= '9') digits += byte;
    }
    const bool abroad = phone.starts_with('+') || phone.starts_with("00");
    if (abroad && digits.starts_with("0086")) return digits.substr(4);
    if (abroad && digits.starts_with("86")) return digits.substr(2);
    return digits;
}

}  // namespace gongdan
