#include "midstance/v1/case_service.pb.h"
#include "services/cases/care/summary.h"
#include "services/cases/load_records.h"
#include "services/cases/verbs.h"
#include "storage/tables/all.h"
#include "support/digest.h"
#include "support/names.h"

namespace midstance::cases {

absl::StatusOr<v1::RenderCaseSummaryResponse> RenderCaseSummary::operator()(
    const rpc::Call& call, const storage::Reader& reader,
    const v1::RenderCaseSummaryRequest& request) const {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto records, LoadRecords(reader, calendar, request.name()));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto parsed, ResourceName::Parse(request.name()));
  MIDSTANCE_ASSIGN_OR_RETURN(
      const auto patient, reader.Get<v1::Patient>(parsed.patient_name(), storage::Deleted::kShow));
  v1::RenderCaseSummaryResponse response;
  *response.mutable_summary() = Summarize(records, patient, call.now);
  response.set_text(SummaryText(response.summary()));
  response.set_sha256(Hex(Sha256(response.text())));
  return response;
}

}  // namespace midstance::cases
