#include "storage/tables/outcome_scores.h"

#include "storage/tables/columns.h"

namespace midstance::storage {

using midstance::v1::OutcomeScore;

template <>
const TableSpec& TableOf<OutcomeScore>() {
  static const TableSpec kSpec = {
      .table = "outcome_scores",
      .resource_type = "midstance.v1/OutcomeScore",
      .message = &OutcomeScore::descriptor,
      .of_patient = true,
      .watched = true,
      .columns =
          {
              {.name = "occurred_time",
               .type = ColumnType::kInteger,
               .extract = &Time<OutcomeScore, &OutcomeScore::has_occurred_time,
                                &OutcomeScore::occurred_time>,
               .field = "occurred_time",
               .time = true},
              {.name = "state",
               .type = ColumnType::kInteger,
               .extract = &Number<OutcomeScore, &OutcomeScore::state>,
               .field = "state",
               .enumeration = &midstance::v1::RecordState_descriptor},
              {.name = "measure",
               .type = ColumnType::kText,
               .extract = &Text<OutcomeScore, &OutcomeScore::measure>,
               .field = "measure"},
              {.name = "side",
               .type = ColumnType::kInteger,
               .extract = &Number<OutcomeScore, &OutcomeScore::side>,
               .field = "side",
               .enumeration = &midstance::v1::Side_descriptor},
          },
      .patient_order = "occurred_time",
  };
  return kSpec;
}

}  // namespace midstance::storage
