#include "services/outcomes/checks.h"

#include <algorithm>

#include "google/rpc/error_details.pb.h"
#include "services/measures/score.h"
#include "services/measures/shape.h"
#include "support/status.h"

namespace midstance::outcomes {
namespace {

constexpr char kRecord[] = "outcome_score.";

void CheckSide(const v1::Measure& measure, const v1::OutcomeScore& record,
               google::rpc::BadRequest& violations) {
  const bool told = record.side() != v1::SIDE_UNSPECIFIED;
  if (measure.side_rule() == v1::Measure::SIDE_RULE_REQUIRED && !told) {
    AddViolation(violations, "outcome_score.side", "must be told: the measure is about one side");
  }
  if (measure.side_rule() == v1::Measure::SIDE_RULE_NONE && told) {
    AddViolation(violations, "outcome_score.side",
                 "must be left out: the measure is about the whole person");
  }
}

void CheckPeriod(const v1::Measure& measure, const v1::OutcomeScore& record,
                 google::rpc::BadRequest& violations) {
  const auto& periods = measure.periods();
  if (periods.empty()) {
    if (record.period().empty()) return;
    AddViolation(violations, "outcome_score.period",
                 "must be left out: the form of the measure leaves no choice");
    return;
  }
  if (std::find(periods.begin(), periods.end(), record.period()) != periods.end()) return;
  std::string known;
  for (const auto& period : periods) known += (known.empty() ? "" : ", ") + period;
  AddViolation(violations, "outcome_score.period", "must be one of " + known);
}

}  // namespace

absl::StatusOr<const v1::Measure*> MeasureNamed(const measures::Library& library,
                                                const std::string& name) {
  if (const auto* found = library.Find(name)) return found;
  return Error(v1::ERROR_REASON_RESOURCE_NOT_FOUND)
      .On("midstance.v1/Measure", name)
      .Because("the library has no such measure");
}

absl::Status ScoreRecord(const measures::Library& library, v1::OutcomeScore& record) {
  const auto* measure = library.Find(record.measure());
  if (measure == nullptr) {
    return FieldInvalid("outcome_score.measure", "must be a measure of the library");
  }
  google::rpc::BadRequest violations;
  CheckSide(*measure, record, violations);
  CheckPeriod(*measure, record, violations);
  const measures::Form form{record.variant(), record.version(), record.answers()};
  measures::CheckForm(*measure, form, kRecord, violations);
  MIDSTANCE_RETURN_IF_ERROR(FieldsInvalid(violations));
  MIDSTANCE_ASSIGN_OR_RETURN(auto scores, measures::Score(*measure, form, kRecord));
  record.clear_scores();
  for (auto& score : scores) *record.add_scores() = std::move(score);
  record.set_version(measures::VersionOf(*measure, record.version()));
  record.set_formula_version(measure->formula_version());
  return absl::OkStatus();
}

}  // namespace midstance::outcomes
