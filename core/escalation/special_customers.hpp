#pragma once
/// The register of special customers (特殊客户登记表, DOMAIN.md §11): who lives alone at a great age, who depends on
/// medical equipment, who matters, who has complained often. Personal data: it is never logged, journalled or listed;
/// only what it says of one number comes out, the flags.

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace gongdan {

/// One entry; at least one of the numbers.
struct SpecialCustomer {
    std::string customer_no;
    std::vector<std::string> phones;
    std::vector<std::string> flags;  ///< codes of the set field `flags`; never empty
};

/// Immutable once filled; then thread-safe.
class SpecialCustomers {
 public:
    void add(const SpecialCustomer& customer);

    /// What the register says of the customer with one of the numbers, each flag once; empty = nothing. A telephone is
    /// compared by its digits (plain_phone()).
    [[nodiscard]] std::vector<std::string> flags_of(std::string_view customer_no, std::string_view phone) const;

    [[nodiscard]] std::size_t size() const { return size_; }

 private:
    using Flags = std::unordered_map<std::string, std::vector<std::string>>;

    Flags by_customer_;
    Flags by_phone_;
    std::size_t size_ = 0;
};

/// The digits of a telephone number as it is written, without blanks, hyphens and the country's +86.
[[nodiscard]] std::string plain_phone(std::string_view phone);

}  // namespace gongdan
