#pragma once
/// The fields of a case. Copies share one object until a copy is changed: every decision copies a case, and few change
/// its data.

#include <memory>

#include "core/base/json.hpp"

namespace gongdan {

/// A value like json::object. Thread-safe as any value: what is shared never changes.
class CaseData {
 public:
    CaseData() : held_(none()) {}
    CaseData(json::object data)
        : held_(std::make_shared<const json::object>(std::move(data))) {
    }  // NOLINT(google-explicit-constructor): it is one

    operator const json::object&() const { return *held_; }  // NOLINT(google-explicit-constructor): it is one
    [[nodiscard]] const json::object& object() const { return *held_; }

    /// Members of `added` replace those of the same name.
    void lay_over(const json::object& added) {
        if (added.empty()) return;
        json::object changed;
        changed.reserve(held_->size() + added.size());
        for (const auto* part : {held_.get(), &added}) {
            for (const auto& [key, value] : *part) changed.insert_or_assign(key, value);
        }
        held_ = std::make_shared<const json::object>(std::move(changed));
    }

 private:
    static const std::shared_ptr<const json::object>& none() {
        static const auto empty = std::make_shared<const json::object>();
        return empty;
    }

    std::shared_ptr<const json::object> held_;  // shared: by the copies of one case
};

}  // namespace gongdan
