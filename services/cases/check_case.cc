#include <algorithm>

#include "midstance/v1/case_service.pb.h"
#include "services/cases/care/check.h"
#include "services/cases/load_records.h"
#include "services/cases/verbs.h"
#include "services/cases/workflow.h"

namespace midstance::cases {

absl::StatusOr<v1::CheckCaseResponse> CheckCase::operator()(
    const rpc::Call& call, const storage::Reader& reader,
    const v1::CheckCaseRequest& request) const {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto records, LoadRecords(reader, calendar, request.name()));
  const auto limits =
      std::find_if(direct_access.begin(), direct_access.end(),
                   [&](const auto& of_clinic) { return of_clinic.clinic() == reader.clinic(); });
  return CheckRecords(records, CareTable(), limits == direct_access.end() ? nullptr : &*limits,
                      call.now);
}

}  // namespace midstance::cases
