#include "services/cases/engine/keep.h"

#include <utility>

#include "storage/tables/all.h"
#include "support/status.h"

namespace midstance::cases {
absl::StatusOr<std::vector<v1::Escalation>> Keep(storage::Writer& writer, Instant now,
                                                 std::vector<v1::Escalation>& opened,
                                                 std::vector<v1::Escalation>& changed) {
  std::vector<v1::Escalation> kept;
  for (auto& escalation : opened) {
    MIDSTANCE_RETURN_IF_ERROR(writer.Insert(escalation, now));
    kept.push_back(std::move(escalation));
  }
  for (auto& escalation : changed) {
    MIDSTANCE_RETURN_IF_ERROR(writer.Update(escalation, now));
    kept.push_back(std::move(escalation));
  }
  return kept;
}

}  // namespace midstance::cases
