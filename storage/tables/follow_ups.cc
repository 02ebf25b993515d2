#include "storage/tables/follow_ups.h"

#include "storage/tables/columns.h"

namespace midstance::storage {

using midstance::v1::FollowUp;

namespace {

// When the last reminder was made.
Value RemindedTime(const Message& resource) {
  const auto& sent = static_cast<const FollowUp&>(resource).reminders_sent();
  if (sent.empty()) return std::monostate{};
  return MicrosOf(InstantOf(sent.rbegin()->sent_time()));
}

}  // namespace

template <>
const TableSpec& TableOf<FollowUp>() {
  static const TableSpec kSpec = {
      .table = "follow_ups",
      .resource_type = "midstance.v1/FollowUp",
      .message = &FollowUp::descriptor,
      .of_patient = true,
      .watched = true,
      .columns =
          {
              {.name = "state",
               .type = ColumnType::kInteger,
               .extract = &Number<FollowUp, &FollowUp::state>,
               .field = "state",
               .enumeration = &FollowUp::State_descriptor},
              {.name = "due_time",
               .type = ColumnType::kInteger,
               .extract = &Time<FollowUp, &FollowUp::has_due_time, &FollowUp::due_time>,
               .field = "due_time",
               .time = true},
              {.name = "assignee",
               .type = ColumnType::kText,
               .extract = &Text<FollowUp, &FollowUp::assignee>,
               .field = "assignee"},
              {.name = "kind",
               .type = ColumnType::kInteger,
               .extract = &Number<FollowUp, &FollowUp::kind>,
               .field = "kind",
               .enumeration = &FollowUp::Kind_descriptor},
              {.name = "remind_time",
               .type = ColumnType::kInteger,
               .extract = &Time<FollowUp, &FollowUp::has_next_reminder_time,
                                &FollowUp::next_reminder_time>},
              {.name = "reminded_time", .type = ColumnType::kInteger, .extract = &RemindedTime},
              {.name = "series",
               .type = ColumnType::kText,
               .extract = &Text<FollowUp, &FollowUp::series>,
               .field = "series"},
          },
  };
  return kSpec;
}

}  // namespace midstance::storage
