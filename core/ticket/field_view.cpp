#include "core/ticket/field_view.hpp"

namespace gongdan {

json::array field_views(const std::vector<FieldProblem>& fields) {
    json::array views;
    for (const FieldProblem& field : fields) {
        views.push_back(json::object{{"pointer", field.pointer},
                                     {"code", field.code},
                                     {"detail", field.detail.zh},
                                     {"detail_en", field.detail.en}});
    }
    return views;
}

}  // namespace gongdan
