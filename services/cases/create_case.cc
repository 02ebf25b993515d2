#include "midstance/v1/case_service.pb.h"
#include "services/cases/checks.h"
#include "services/cases/lifecycle.h"
#include "services/cases/live.h"
#include "services/cases/verbs.h"
#include "storage/tables/all.h"
#include "support/names.h"
#include "support/status.h"

namespace midstance::cases {

absl::StatusOr<v1::Case> CreateCase(const rpc::Call& call, storage::Writer& writer,
                                    const v1::CreateCaseRequest& request) {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto patient, LivePatient(writer, request.parent()));
  MIDSTANCE_RETURN_IF_ERROR(TakesCases(patient));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto parent, ResourceName::Parse(patient.name()));
  v1::Case created = request.case_();
  created.set_name(CaseName(parent.id(), call.NewId()).str());
  Begin(created, request.draft() ? v1::Case::STATE_DRAFT : v1::Case::STATE_OPEN, "", call.now,
        call.principal.name);
  if (created.clinician().empty()) created.set_clinician(call.principal.name);
  MIDSTANCE_RETURN_IF_ERROR(CheckFields(writer, created, v1::Case(), call.now));
  MIDSTANCE_RETURN_IF_ERROR(writer.Insert(created, call.now));
  return created;
}

}  // namespace midstance::cases
