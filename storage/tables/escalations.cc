#include "storage/tables/escalations.h"

#include "storage/tables/columns.h"

namespace midstance::storage {

using midstance::v1::Escalation;

namespace {

// Family and site: what may be open once per patient. "swelling@3/1", and "bone@" for the whole
// patient. What a clinician raised by hand is an alarm of its own.
Value FingerprintOf(const Message& resource) {
  const auto& escalation = static_cast<const Escalation&>(resource);
  if (escalation.has_by_hand()) return escalation.name();
  std::string fingerprint = escalation.family() + "@";
  if (escalation.has_site()) {
    fingerprint +=
        std::to_string(escalation.site().area()) + "/" + std::to_string(escalation.site().side());
  }
  return fingerprint;
}

}  // namespace

template <>
const TableSpec& TableOf<Escalation>() {
  static const TableSpec kSpec = {
      .table = "escalations",
      .resource_type = "midstance.v1/Escalation",
      .message = &Escalation::descriptor,
      .of_patient = true,
      .watched = true,
      .columns =
          {
              {.name = "state",
               .type = ColumnType::kInteger,
               .extract = &Number<Escalation, &Escalation::state>,
               .field = "state",
               .enumeration = &Escalation::State_descriptor},
              {.name = "urgency",
               .type = ColumnType::kInteger,
               .extract = &Number<Escalation, &Escalation::urgency>,
               .field = "urgency",
               .enumeration = &midstance::rules::v1::Urgency_descriptor},
              {.name = "family",
               .type = ColumnType::kText,
               .extract = &Text<Escalation, &Escalation::family>,
               .field = "family"},
              {.name = "fingerprint", .type = ColumnType::kText, .extract = &FingerprintOf},
              {.name = "raised_time",
               .type = ColumnType::kInteger,
               .extract = &Time<Escalation, &Escalation::has_raised_time, &Escalation::raised_time>,
               .field = "raised_time",
               .time = true},
              {.name = "due_time",
               .type = ColumnType::kInteger,
               .extract = &Time<Escalation, &Escalation::has_due_time, &Escalation::due_time>,
               .field = "due_time",
               .time = true},
          },
  };
  return kSpec;
}

}  // namespace midstance::storage
