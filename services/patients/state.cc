#include "services/patients/state.h"

#include <algorithm>

#include "midstance/v1/case.pb.h"
#include "midstance/v1/referral.pb.h"
#include "services/cases/lifecycle.h"
#include "services/cases/open_escalations.h"
#include "storage/tables/all.h"
#include "support/status.h"

namespace midstance::patients {
namespace {

constexpr char kPatientType[] = "midstance.v1/Patient";

absl::Status NoOpenCase(const storage::Reader& reader, const v1::Patient& patient,
                        const std::string& record) {
  std::string open;
  MIDSTANCE_RETURN_IF_ERROR(
      reader.ForEach<v1::Case>({.name_prefix = record + "/cases/"}, [&open](const v1::Case& found) {
        if (!cases::Ended(found)) open = found.name();
      }));
  if (open.empty()) return absl::OkStatus();
  return Error(v1::ERROR_REASON_STATE_FORBIDS)
      .On(kPatientType, patient.name())
      .With("case", open)
      .Because("a case is open");
}

}  // namespace

absl::Status NotMerged(const v1::Patient& patient) {
  if (patient.merged_into().empty()) return absl::OkStatus();
  return Error(v1::ERROR_REASON_STATE_FORBIDS)
      .On(kPatientType, patient.name())
      .With("merged_into", patient.merged_into())
      .Because("the record was merged into another");
}

absl::Status NotArchived(const v1::Patient& patient) {
  if (!patient.has_archive_time()) return absl::OkStatus();
  return Error(v1::ERROR_REASON_STATE_FORBIDS)
      .On(kPatientType, patient.name())
      .Because("the patient is archived");
}

absl::Status NothingMergedIn(const v1::Patient& patient) {
  if (patient.merges().empty()) return absl::OkStatus();
  return Error(v1::ERROR_REASON_STATE_FORBIDS)
      .On(kPatientType, patient.name())
      .With("source", patient.merges(0).source())
      .Because("another record is merged into this one; unmerge it first");
}

absl::Status NothingUnderWay(const storage::Reader& reader, const v1::Patient& patient) {
  std::vector<std::string> records = {patient.name()};
  records.reserve(records.size() + static_cast<std::size_t>(patient.merges_size()));
  for (const auto& merge : patient.merges()) records.push_back(merge.source());
  for (const std::string& record : records) {
    v1::Patient of;
    of.set_name(record);
    MIDSTANCE_RETURN_IF_ERROR(cases::NoOpenEscalations(reader, of));
  }
  for (const std::string& record : records) {
    MIDSTANCE_RETURN_IF_ERROR(NoOpenCase(reader, patient, record));
  }
  return absl::OkStatus();
}

absl::Status NoOpenReferral(const storage::Reader& reader, const v1::Patient& patient) {
  std::string open;
  MIDSTANCE_RETURN_IF_ERROR(reader.ForEach<v1::Referral>(
      {.name_prefix = patient.name() + "/cases/"}, [&open](const v1::Referral& found) {
        if (found.state() != v1::Referral::STATE_CLOSED) open = found.name();
      }));
  if (open.empty()) return absl::OkStatus();
  return Error(v1::ERROR_REASON_STATE_FORBIDS)
      .On(kPatientType, patient.name())
      .With("referral", open)
      .Because("a referral is under way; close it first");
}

std::vector<std::string> Missing(const google::protobuf::RepeatedPtrField<std::string>& team,
                                 const google::protobuf::RepeatedPtrField<std::string>& more) {
  std::vector<std::string> missing;
  for (const std::string& user : more) {
    if (std::find(team.begin(), team.end(), user) == team.end()) missing.push_back(user);
  }
  return missing;
}

}  // namespace midstance::patients
