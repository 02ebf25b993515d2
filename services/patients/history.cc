#include "services/patients/history.h"

#include <absl/strings/str_cat.h>
#include <google/protobuf/util/json_util.h>

#include <array>
#include <string_view>
#include <utility>

#include "storage/tables/all.h"
#include "support/policy.h"
#include "support/status.h"

namespace midstance::patients {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr std::array<std::string_view, 4> kOfTheRow = {"name", "etag", "create_time",
                                                       "update_time"};

std::string JsonOf(const Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  std::string json;
  // A stored message is valid UTF-8 throughout, which is all that this can fail by.
  if (!google::protobuf::util::MessageToJsonString(message, &json, options).ok()) json.clear();
  return json;
}

std::string OneValue(const Message& message, const FieldDescriptor& field, int item) {
  const auto& reflection = *message.GetReflection();
  const bool many = field.is_repeated();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return many ? reflection.GetRepeatedString(message, &field, item)
                  : reflection.GetString(message, &field);
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return absl::StrCat(reflection.GetDouble(message, &field));
    case FieldDescriptor::CPPTYPE_ENUM:
      return reflection.GetEnum(message, &field)->name();
    case FieldDescriptor::CPPTYPE_MESSAGE: {
      std::string json = JsonOf(many ? reflection.GetRepeatedMessage(message, &field, item)
                                     : reflection.GetMessage(message, &field));
      // A time is a JSON text.
      if (json.size() > 1 && json.front() == '"') json = json.substr(1, json.size() - 2);
      return json;
    }
    default:
      return {};
  }
}

std::string ValueOf(const Message& message, const FieldDescriptor& field) {
  const auto& reflection = *message.GetReflection();
  if (!field.is_repeated()) {
    return reflection.HasField(message, &field) ? OneValue(message, field, 0) : std::string();
  }
  std::string values;
  for (int item = 0; item < reflection.FieldSize(message, &field); ++item) {
    values.append(item > 0 ? ", " : "").append(OneValue(message, field, item));
  }
  return values;
}

bool IsOfTheRow(const FieldDescriptor& field) {
  for (const std::string_view name : kOfTheRow) {
    if (field.name() == name) return true;
  }
  return false;
}

absl::Status AddRevision(const rpc::Call& call, storage::Writer& writer, const v1::Patient& before,
                         const v1::Patient& after, const std::string& reason) {
  v1::PatientRevision revision;
  revision.set_name(after.name() + "/revisions/" + call.NewId());
  revision.set_revised_by(call.principal.name);
  revision.set_action(call.policy->action);
  revision.set_reason(reason);
  revision.set_patient_etag(after.etag());
  *revision.mutable_changes() = ChangesBetween(before, after);
  return writer.Insert(revision, call.now);
}

}  // namespace

google::protobuf::RepeatedPtrField<v1::PatientRevision::FieldChange> ChangesBetween(
    const v1::Patient& before, const v1::Patient& after) {
  google::protobuf::RepeatedPtrField<v1::PatientRevision::FieldChange> changes;
  for (int i = 0; i < v1::Patient::descriptor()->field_count(); ++i) {
    const FieldDescriptor& field = *v1::Patient::descriptor()->field(i);
    if (IsOfTheRow(field)) continue;
    std::string was = ValueOf(before, field);
    std::string is = ValueOf(after, field);
    if (was == is) continue;
    v1::PatientRevision::FieldChange& change = *changes.Add();
    change.set_field(field.name());
    change.set_before(std::move(was));
    change.set_after(std::move(is));
  }
  return changes;
}

absl::Status Add(const rpc::Call& call, storage::Writer& writer, v1::Patient& patient) {
  MIDSTANCE_RETURN_IF_ERROR(writer.Insert(patient, call.now));
  return AddRevision(call, writer, v1::Patient(), patient, {});
}

absl::Status Save(const rpc::Call& call, storage::Writer& writer, const v1::Patient& before,
                  v1::Patient& patient, const std::string& reason) {
  MIDSTANCE_RETURN_IF_ERROR(writer.Update(patient, call.now));
  return AddRevision(call, writer, before, patient, reason);
}

absl::Status SaveDeleted(const rpc::Call& call, storage::Writer& writer, v1::Patient& patient) {
  const v1::Patient before = patient;
  MIDSTANCE_RETURN_IF_ERROR(writer.Delete(patient, call.now));
  return AddRevision(call, writer, before, patient, {});
}

absl::Status SaveUndeleted(const rpc::Call& call, storage::Writer& writer, v1::Patient& patient) {
  const v1::Patient before = patient;
  MIDSTANCE_RETURN_IF_ERROR(writer.Undelete(patient, call.now));
  return AddRevision(call, writer, before, patient, {});
}

}  // namespace midstance::patients
