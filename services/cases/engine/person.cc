#include "services/cases/engine/person.h"

#include <algorithm>
#include <string>

#include "midstance/v1/patient.pb.h"
#include "services/rpc/calendar.h"
#include "storage/tables/all.h"

namespace midstance::cases {

absl::StatusOr<Person> PersonThen(const storage::Reader& reader, std::string_view patient_id,
                                  Instant then) {
  const std::string name = PatientName(patient_id).str();
  MIDSTANCE_ASSIGN_OR_RETURN(auto patient, reader.Get<v1::Patient>(name, storage::Deleted::kShow));
  Person person;
  person.deleted = patient.has_delete_time();
  if (!patient.merged_into().empty()) {
    MIDSTANCE_ASSIGN_OR_RETURN(
        auto target, reader.Get<v1::Patient>(patient.merged_into(), storage::Deleted::kShow));
    const auto& merges = target.merges();
    if (std::any_of(merges.begin(), merges.end(), [&](const v1::PatientMerge& merge) {
          return merge.source() == name && InstantOf(merge.merge_time()) <= then;
        })) {
      patient = std::move(target);
    }
  }
  MIDSTANCE_ASSIGN_OR_RETURN(const auto stays, ResourceName::Parse(patient.name()));
  person.born = rpc::ParseDay(patient.birth_date());
  person.records.emplace_back(stays.patient());
  for (const auto& merge : patient.merges()) {
    if (InstantOf(merge.merge_time()) > then) continue;
    MIDSTANCE_ASSIGN_OR_RETURN(const auto source, ResourceName::Parse(merge.source()));
    person.records.emplace_back(source.patient());
  }
  return person;
}

absl::StatusOr<Person> PersonOf(const storage::Reader& reader, std::string_view patient_id) {
  return PersonThen(reader, patient_id, Instant::max());
}

std::string Person::Key() const {
  std::string key;
  for (const auto& record : records) key.append(key.empty() ? "" : "+").append(record);
  if (born.has_value()) key += "@" + std::to_string(born->time_since_epoch().count());
  return key;
}

bool Person::Has(std::string_view patient_id) const {
  return std::find(records.begin(), records.end(), patient_id) != records.end();
}

absl::StatusOr<std::int64_t> VersionOf(const storage::Reader& reader, const Person& person) {
  std::int64_t sum = 0;
  for (const auto& record : person.records) {
    MIDSTANCE_ASSIGN_OR_RETURN(const auto version, reader.PatientVersion(record));
    sum += version;
  }
  return sum;
}

absl::Status Guard(storage::Writer& writer, const Person& person) {
  if (person.records.size() == 1) return absl::OkStatus();
  for (const auto& record : person.records) {
    MIDSTANCE_RETURN_IF_ERROR(writer.Guard(record));
  }
  return absl::OkStatus();
}

}  // namespace midstance::cases
