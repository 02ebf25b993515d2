#include "storage/tables/referrals.h"

#include "storage/tables/columns.h"

namespace midstance::storage {

using midstance::v1::Referral;

template <>
const TableSpec& TableOf<Referral>() {
  static const TableSpec kSpec = {
      .table = "referrals",
      .resource_type = "midstance.v1/Referral",
      .message = &Referral::descriptor,
      .of_patient = true,
      .watched = true,
      .columns =
          {
              {.name = "state",
               .type = ColumnType::kInteger,
               .extract = &Number<Referral, &Referral::state>,
               .field = "state",
               .enumeration = &Referral::State_descriptor},
              {.name = "escalation",
               .type = ColumnType::kText,
               .extract = &Text<Referral, &Referral::escalation>,
               .field = "escalation"},
              {.name = "urgency",
               .type = ColumnType::kInteger,
               .extract = &Number<Referral, &Referral::urgency>,
               .field = "urgency",
               .enumeration = &midstance::rules::v1::Urgency_descriptor},
          },
  };
  return kSpec;
}

template <>
const TableSpec& TableOf<v1::SentLetter>() {
  static const TableSpec kSpec = {
      .table = "sent_letters",
      .resource_type = "midstance.storage.v1/SentLetter",
      .message = &v1::SentLetter::descriptor,
      .of_patient = true,
      .watched = false,
  };
  return kSpec;
}

}  // namespace midstance::storage
