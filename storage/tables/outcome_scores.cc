#include "storage/tables/outcome_scores.h"

#include <algorithm>

#include "storage/tables/columns.h"

namespace midstance::storage {

using midstance::v1::OutcomeScore;

namespace {

// All that a trend of scores is told from: of the answers only what the runner named herself, which
// is what her score is of.
Value BriefOf(const Message& resource) {
  OutcomeScore brief = static_cast<const OutcomeScore&>(resource);
  brief.clear_name();
  brief.clear_etag();
  brief.clear_update_time();
  brief.clear_language();
  brief.clear_amends();
  brief.clear_amended_by();
  brief.clear_change_reason();
  brief.clear_change_author();
  brief.clear_entered_by();
  for (auto& answers : *brief.mutable_answers()) {
    auto& items = *answers.mutable_items();
    items.erase(std::remove_if(items.begin(), items.end(),
                               [](const auto& item) { return item.label().empty(); }),
                items.end());
  }
  auto& answers = *brief.mutable_answers();
  answers.erase(std::remove_if(answers.begin(), answers.end(),
                               [](const auto& each) { return each.items().empty(); }),
                answers.end());
  return Blob{brief.SerializeAsString()};
}

}  // namespace

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
              {.name = "brief", .type = ColumnType::kBlob, .extract = &BriefOf},
          },
      .patient_order = "occurred_time",
      .brief = {.column = "brief", .version = 1},
  };
  return kSpec;
}

}  // namespace midstance::storage
