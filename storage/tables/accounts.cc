#include "storage/tables/accounts.h"

#include "storage/tables/columns.h"

namespace midstance::storage {

template <>
const TableSpec& TableOf<v1::Session>() {
  static const TableSpec kSpec = {
      .table = "sessions",
      .resource_type = "midstance.storage.v1/Session",
      .message = &v1::Session::descriptor,
      .of_patient = false,
      .watched = false,
      .global_key = "name",
      .columns =
          {
              {.name = "user_of",
               .type = ColumnType::kText,
               .extract = &Text<v1::Session, &v1::Session::user>,
               .field = "user"},
              {.name = "expire_time",
               .type = ColumnType::kInteger,
               .extract =
                   &Time<v1::Session, &v1::Session::has_expire_time, &v1::Session::expire_time>,
               .field = "expire_time",
               .time = true},
          },
  };
  return kSpec;
}

template <>
const TableSpec& TableOf<v1::LinkToken>() {
  static const TableSpec kSpec = {
      .table = "link_tokens",
      .resource_type = "midstance.storage.v1/LinkToken",
      .message = &v1::LinkToken::descriptor,
      .of_patient = false,
      .watched = false,
      .global_key = "name",
      .columns =
          {
              {.name = "link",
               .type = ColumnType::kText,
               .extract = &Text<v1::LinkToken, &v1::LinkToken::link>,
               .field = "link"},
          },
  };
  return kSpec;
}

template <>
const TableSpec& TableOf<v1::ReplyToken>() {
  static const TableSpec kSpec = {
      .table = "reply_tokens",
      .resource_type = "midstance.storage.v1/ReplyToken",
      .message = &v1::ReplyToken::descriptor,
      .of_patient = false,
      .watched = false,
      .global_key = "name",
      .columns =
          {
              {.name = "referral",
               .type = ColumnType::kText,
               .extract = &Text<v1::ReplyToken, &v1::ReplyToken::referral>,
               .field = "referral"},
          },
  };
  return kSpec;
}

template <>
const TableSpec& TableOf<v1::Credential>() {
  static const TableSpec kSpec = {
      .table = "credentials",
      .resource_type = "midstance.storage.v1/Credential",
      .message = &v1::Credential::descriptor,
      .of_patient = false,
      .watched = false,
      .global_key = "user_name",
      .columns =
          {
              {.name = "user_name",
               .type = ColumnType::kText,
               .extract = &Folded<v1::Credential, &v1::Credential::user_name>,
               .field = "user_name",
               .folded = true},
          },
  };
  return kSpec;
}

template <>
const TableSpec& TableOf<v1::Clinic>() {
  static const TableSpec kSpec = {
      .table = "clinics",
      .resource_type = "midstance.storage.v1/Clinic",
      .message = &v1::Clinic::descriptor,
      .of_patient = false,
      .watched = false,
  };
  return kSpec;
}

}  // namespace midstance::storage
