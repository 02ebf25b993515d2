#include "services/considerations/shown.h"

#include <algorithm>

namespace midstance::considerations {

v1::Consideration Shown(const Library& library, const rules::v1::Consideration& row) {
  v1::Consideration shown;
  shown.set_name("considerations/" + row.id());
  shown.set_title(row.title());
  for (const auto area : row.areas()) shown.add_areas(static_cast<v1::Area>(area));
  *shown.mutable_definition() = row;
  for (const auto& seed : library.source().seed_conditions()) {
    const auto& named = seed.considerations();
    if (std::find(named.begin(), named.end(), row.id()) != named.end()) {
      *shown.add_seed_conditions() = seed;
    }
  }
  shown.set_library_version(library.source().version());
  return shown;
}

}  // namespace midstance::considerations
