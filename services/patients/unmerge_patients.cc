#include <algorithm>
#include <utility>

#include "midstance/v1/patient_service.pb.h"
#include "services/cases/engine/ask_anew.h"
#include "services/cases/engine/parted.h"
#include "services/cases/live.h"
#include "services/patients/history.h"
#include "services/patients/state.h"
#include "services/patients/verbs.h"
#include "services/rpc/etag.h"
#include "storage/tables/all.h"
#include "support/deterministic.h"
#include "support/status.h"

namespace midstance::patients {
namespace {

// Removes from `from` what is as it came; what was changed since is the target's own.
template <class M>
void TakeAway(const google::protobuf::RepeatedPtrField<M>& taken,
              google::protobuf::RepeatedPtrField<M>& from) {
  const auto gone = std::remove_if(from.begin(), from.end(), [&taken](const M& entry) {
    return std::any_of(taken.begin(), taken.end(), [&entry](const M& one) {
      return DeterministicBytes(one) == DeterministicBytes(entry);
    });
  });
  from.erase(gone, from.end());
}

void TakeAway(const google::protobuf::RepeatedPtrField<std::string>& taken,
              google::protobuf::RepeatedPtrField<std::string>& from) {
  const auto gone = std::remove_if(from.begin(), from.end(), [&taken](const std::string& user) {
    return std::find(taken.begin(), taken.end(), user) != taken.end();
  });
  from.erase(gone, from.end());
}

// The entry that tells how `source` was merged, taken out of the target's list.
absl::StatusOr<v1::PatientMerge> TakeMerge(v1::Patient& target, const std::string& source) {
  auto& merges = *target.mutable_merges();
  const auto found =
      std::find_if(merges.begin(), merges.end(),
                   [&source](const v1::PatientMerge& merge) { return merge.source() == source; });
  if (found == merges.end()) {
    return Error(v1::ERROR_REASON_INTERNAL)
        .On("midstance.v1/Patient", target.name())
        .Because("the patient does not know of the record that was merged into hers");
  }
  v1::PatientMerge merge = std::move(*found);
  merges.erase(found);
  return merge;
}

}  // namespace

absl::StatusOr<v1::UnmergePatientsResponse> UnmergePatients::operator()(
    const rpc::Call& call, storage::Writer& writer,
    const v1::UnmergePatientsRequest& request) const {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto source_before, cases::LivePatient(writer, request.name()));
  MIDSTANCE_RETURN_IF_ERROR(rpc::CheckEtag(source_before, request.etag()));
  if (source_before.merged_into().empty()) {
    return Error(v1::ERROR_REASON_STATE_FORBIDS)
        .On("midstance.v1/Patient", source_before.name())
        .Because("the record is not merged");
  }
  MIDSTANCE_ASSIGN_OR_RETURN(const auto target_before,
                             cases::LivePatient(writer, source_before.merged_into()));
  MIDSTANCE_RETURN_IF_ERROR(rpc::CheckEtag(target_before, request.target_etag(), "target_etag"));
  v1::Patient target = target_before;
  v1::Patient source = source_before;
  MIDSTANCE_ASSIGN_OR_RETURN(auto merge, TakeMerge(target, source.name()));
  TakeAway(merge.identifiers(), *target.mutable_identifiers());
  TakeAway(merge.consents(), *target.mutable_consents());
  TakeAway(merge.care_team(), *target.mutable_care_team());
  source.clear_merged_into();
  *source.mutable_care_team() = std::move(*merge.mutable_source_care_team());
  // The target first: the identifiers must be free before the source has them again.
  MIDSTANCE_RETURN_IF_ERROR(Save(call, writer, target_before, target, request.reason()));
  MIDSTANCE_RETURN_IF_ERROR(Save(call, writer, source_before, source, request.reason()));
  // What one of them was told was held by a flag of the other, perhaps: each has her own now, and
  // when to ask again is planned for each.
  MIDSTANCE_ASSIGN_OR_RETURN(const auto engine, engines.At(writer, call.now));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto stays, ResourceName::Parse(target.name()));
  MIDSTANCE_RETURN_IF_ERROR(
      cases::AskAnew(call, writer, *engine, stays.patient(), {}, InstantOf(merge.merge_time())));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto leaves, ResourceName::Parse(source.name()));
  MIDSTANCE_RETURN_IF_ERROR(
      cases::AskAnew(call, writer, *engine, leaves.patient(), source.name(), Instant::min()));
  const Instant merged = InstantOf(merge.merge_time());
  for (const auto& name : {stays, leaves}) {
    MIDSTANCE_RETURN_IF_ERROR(cases::HideOfOthers(call, writer, *engine, name.patient(), merged));
  }
  v1::UnmergePatientsResponse response;
  *response.mutable_target() = std::move(target);
  *response.mutable_source() = std::move(source);
  return response;
}

}  // namespace midstance::patients
