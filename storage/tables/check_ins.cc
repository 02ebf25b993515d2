#include "storage/tables/check_ins.h"

#include "storage/tables/columns.h"

namespace midstance::storage {

using midstance::v1::CheckIn;
using midstance::v1::CheckInLink;

template <>
const TableSpec& TableOf<CheckIn>() {
  static const TableSpec kSpec = {
      .table = "check_ins",
      .resource_type = "midstance.v1/CheckIn",
      .message = &CheckIn::descriptor,
      .of_patient = true,
      .watched = true,
      .columns =
          {
              {.name = "occurred_time",
               .type = ColumnType::kInteger,
               .extract = &Time<CheckIn, &CheckIn::has_occurred_time, &CheckIn::occurred_time>,
               .field = "occurred_time",
               .time = true},
              {.name = "state",
               .type = ColumnType::kInteger,
               .extract = &Number<CheckIn, &CheckIn::state>,
               .field = "state",
               .enumeration = &midstance::v1::RecordState_descriptor},
              {.name = "entered_by",
               .type = ColumnType::kText,
               .extract = &Text<CheckIn, &CheckIn::entered_by>,
               .field = "entered_by"},
          },
      .patient_order = "occurred_time",
  };
  return kSpec;
}

template <>
const TableSpec& TableOf<CheckInLink>() {
  static const TableSpec kSpec = {
      .table = "check_in_links",
      .resource_type = "midstance.v1/CheckInLink",
      .message = &CheckInLink::descriptor,
      .of_patient = true,
      .watched = false,
      .columns =
          {
              {.name = "expire_time",
               .type = ColumnType::kInteger,
               .extract =
                   &Time<CheckInLink, &CheckInLink::has_expire_time, &CheckInLink::expire_time>,
               .field = "expire_time",
               .time = true},
          },
  };
  return kSpec;
}

}  // namespace midstance::storage
