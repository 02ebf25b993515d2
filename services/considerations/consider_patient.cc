#include "services/considerations/consider_patient.h"

#include <utility>

#include "midstance/v1/patient.pb.h"
#include "services/considerations/consider.h"
#include "services/considerations/patient_facts.h"
#include "services/rules/evaluate.h"
#include "storage/tables/all.h"
#include "support/names.h"
#include "support/status.h"

namespace midstance::considerations {

absl::StatusOr<std::vector<v1::ConsideredFindings>> Considerer::OfPatient(
    const storage::Reader& snapshot, std::string_view patient_id, Instant now,
    std::optional<Instant> as_of, std::span<const rules::Report> beside) const {
  MIDSTANCE_ASSIGN_OR_RETURN(
      const auto patient,
      snapshot.Get<v1::Patient>(PatientName(patient_id).str(), storage::Deleted::kShow));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto known, engine_.TimelineOf(snapshot, patient_id));
  std::vector<rules::Report> more(beside.begin(), beside.end());
  more.push_back(FactsOf(patient, as_of.value_or(now), engine_.calendar()));
  const auto timeline = known->With(library_.clues(), more);
  return Consider(
      library_,
      rules::Evaluate(library_.clues(), timeline, as_of.value_or(now),
                      {.explain_all = true, .ask_all = true, .all_entered = !as_of.has_value()}));
}

}  // namespace midstance::considerations
