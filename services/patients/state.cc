#include "services/patients/state.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "midstance/v1/case.pb.h"
#include "midstance/v1/follow_up.pb.h"
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

storage::Filter StateIs(storage::Filter::Op op, std::int64_t state) {
  return storage::Filter::Compare("state", op, state);
}

// The name of one of them below her; empty when there is none.
template <class M>
absl::StatusOr<std::string> AnyOf(const storage::Reader& reader, const v1::Patient& patient,
                                  storage::Filter where) {
  storage::Query query;
  query.name_prefix = patient.name() + "/";
  query.where = std::move(where);
  query.limit = 1;
  MIDSTANCE_ASSIGN_OR_RETURN(const auto found, reader.List<M>(query));
  return found.items.empty() ? std::string() : found.items.front().name();
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

absl::Status NothingOutlivesTheCases(const storage::Reader& reader, const v1::Patient& patient) {
  using Op = storage::Filter::Op;
  MIDSTANCE_ASSIGN_OR_RETURN(
      const auto referral,
      AnyOf<v1::Referral>(
          reader, patient,
          storage::Filter::All({StateIs(Op::kNotEqual, v1::Referral::STATE_ACTED_ON),
                                StateIs(Op::kNotEqual, v1::Referral::STATE_CLOSED)})));
  if (!referral.empty()) {
    return Error(v1::ERROR_REASON_STATE_FORBIDS)
        .On(kPatientType, patient.name())
        .With("referral", referral)
        .Because("a referral is under way");
  }
  MIDSTANCE_ASSIGN_OR_RETURN(
      const auto follow_up,
      AnyOf<v1::FollowUp>(reader, patient, StateIs(Op::kEqual, v1::FollowUp::STATE_SCHEDULED)));
  if (follow_up.empty()) return absl::OkStatus();
  return Error(v1::ERROR_REASON_STATE_FORBIDS)
      .On(kPatientType, patient.name())
      .With("follow_up", follow_up)
      .Because("a follow-up is planned");
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
