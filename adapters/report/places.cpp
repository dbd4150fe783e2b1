#include "adapters/report/places.hpp"

namespace gongdan::report {

Places places_of(const Organisation& organisation) {
    Places places;
    for (const Area& area : organisation.areas) {
        places.areas[area.id] = places.areas[area.name] = {area.name, area.customers};
        places.customers += area.customers;
    }
    return places;
}

}  // namespace gongdan::report
