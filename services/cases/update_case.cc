#include "midstance/v1/case_service.pb.h"
#include "services/cases/checks.h"
#include "services/cases/live.h"
#include "services/cases/verbs.h"
#include "services/rpc/etag.h"
#include "storage/tables/all.h"
#include "support/field_mask.h"
#include "support/status.h"

namespace midstance::cases {

absl::StatusOr<v1::Case> UpdateCase(const rpc::Call& call, storage::Writer& writer,
                                    const v1::UpdateCaseRequest& request) {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto before, LiveCase(writer, request.case_().name()));
  MIDSTANCE_RETURN_IF_ERROR(rpc::CheckEtag(before, request.case_().etag(), "case.etag"));
  v1::Case changed = before;
  MIDSTANCE_RETURN_IF_ERROR(ApplyMask(request.update_mask(), request.case_(), changed));
  MIDSTANCE_RETURN_IF_ERROR(CheckFields(writer, changed, before, call.now));
  MIDSTANCE_RETURN_IF_ERROR(writer.Update(changed, call.now));
  return changed;
}

}  // namespace midstance::cases
