#include "storage/tables/deliveries.h"

#include "storage/tables/columns.h"

namespace midstance::storage {

using midstance::v1::Delivery;

template <>
const TableSpec& TableOf<Delivery>() {
  static const TableSpec kSpec = {
      .table = "deliveries",
      .resource_type = "midstance.v1/Delivery",
      .message = &Delivery::descriptor,
      .of_patient = false,
      .watched = false,
      .columns =
          {
              {.name = "state",
               .type = ColumnType::kInteger,
               .extract = &Number<Delivery, &Delivery::state>,
               .field = "state",
               .enumeration = &Delivery::State_descriptor},
              {.name = "next_attempt_time",
               .type = ColumnType::kInteger,
               .extract =
                   &Time<Delivery, &Delivery::has_next_attempt_time, &Delivery::next_attempt_time>,
               .field = "next_attempt_time",
               .time = true},
              {.name = "about",
               .type = ColumnType::kText,
               .extract = &Text<Delivery, &Delivery::about>,
               .field = "about"},
          },
  };
  return kSpec;
}

template <>
const TableSpec& TableOf<v1::DeliveryCursor>() {
  static const TableSpec kSpec = {
      .table = "delivery_cursors",
      .resource_type = "midstance.storage.v1/DeliveryCursor",
      .message = &v1::DeliveryCursor::descriptor,
      .of_patient = false,
      .watched = false,
  };
  return kSpec;
}

}  // namespace midstance::storage
