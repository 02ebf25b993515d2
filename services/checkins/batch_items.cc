#include "services/checkins/batch_items.h"

#include <algorithm>
#include <string>
#include <utility>

#include "services/cases/engine/observation_check.h"
#include "services/checkins/answer.h"
#include "support/clean.h"
#include "support/constraints.h"
#include "support/status.h"

namespace midstance::checkins {

absl::StatusOr<BatchItem> ReadItem(const Schema& schema, const cases::RuleEngine& engine,
                                   std::string_view principal, Instant now,
                                   const v1::BatchRecordCheckInsRequest& request, std::size_t at) {
  const auto& item = request.items(static_cast<int>(at));
  auto key = KeyOf(principal, item.request_id());
  if (!key.has_value()) {
    return FieldInvalid("request_id", "must be a UUID of version 7 in lower case");
  }
  v1::RecordCheckInRequest single;
  single.set_parent(request.parent());
  single.set_request_id(item.request_id());
  if (!single.mutable_check_in()->ParseFromString(item.check_in())) {
    return FieldInvalid("check_in", "must be a serialized CheckIn");
  }
  ClearOutputOnly(schema, single);
  NormalizeText(schema, single);
  google::rpc::BadRequest violations;
  CheckConstraints(schema, single, now, violations);
  if (!single.check_in().has_occurred_time()) {
    AddViolation(violations, "check_in.occurred_time", "must tell when it was observed");
  }
  MIDSTANCE_RETURN_IF_ERROR(FieldsInvalid(violations));
  MIDSTANCE_RETURN_IF_ERROR(CheckContent(engine, now, single.check_in()));
  cases::ConvertUnits(engine.rules(), *single.mutable_check_in());
  return BatchItem{at, *std::move(key), std::move(*single.mutable_check_in())};
}

void SortByObservation(std::vector<BatchItem>& items) {
  const auto observed = [](const BatchItem& item) {
    return InstantOf(item.check_in.occurred_time());
  };
  std::stable_sort(items.begin(), items.end(), [&](const BatchItem& one, const BatchItem& other) {
    if (observed(one) != observed(other)) return observed(one) < observed(other);
    return one.key.id < other.key.id;
  });
}

void Refuse(const absl::Status& refusal, v1::CheckInResult& result) {
  result.set_outcome(v1::CheckInResult::OUTCOME_REFUSED);
  result.set_reason(ReasonOf(refusal));
  const auto fields = BadRequestOf(refusal);
  if (!fields.has_value()) return;
  for (const auto& violation : fields->field_violations()) {
    if (result.problems_size() == kMostViolations) return;
    auto& problem = *result.add_problems();
    problem.set_field(violation.field());
    problem.set_description(violation.description());
  }
}

}  // namespace midstance::checkins
