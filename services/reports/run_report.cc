#include <utility>

#include "midstance/v1/report_service.pb.h"
#include "services/reports/asked.h"
#include "services/reports/verbs.h"
#include "services/rpc/paging.h"
#include "support/status.h"

namespace midstance::reports {
namespace {

// What makes two requests pages of one run. A period told by its distance from today is another
// one tomorrow.
std::string Narrowed(const v1::RunReportRequest& request, const Run& run) {
  v1::RunReportRequest same = request;
  same.clear_page_size();
  same.clear_page_token();
  if (same.period() != v1::REPORT_PERIOD_UNSPECIFIED) {
    *same.mutable_start_time() = TimestampOf(run.start);
  }
  return same.SerializeAsString();
}

}  // namespace

absl::StatusOr<v1::RunReportResponse> RunReport::operator()(
    const rpc::Call& call, const storage::Reader& reader,
    const v1::RunReportRequest& request) const {
  MIDSTANCE_ASSIGN_OR_RETURN(Run run,
                             RunFor(call, reader, {library, calendar, engines, worklist}, request));
  const std::string narrowed = Narrowed(request, run);
  rpc::Asked asked = rpc::AskedBy(request);
  asked.filter = narrowed;
  MIDSTANCE_ASSIGN_OR_RETURN(run.limit, rpc::PageSizeOf(asked));
  MIDSTANCE_ASSIGN_OR_RETURN(run.after_name, rpc::OpenPageToken(sealer, call, asked));

  MIDSTANCE_ASSIGN_OR_RETURN(Rows rows, RowsOf(run));
  v1::RunReportResponse response;
  for (auto& row : rows.rows) *response.add_rows() = std::move(row);
  response.set_next_page_token(rpc::SealPageToken(sealer, call, asked, rows.last_name));
  *response.mutable_definition() = run.definition;
  *response.mutable_as_of_time() = TimestampOf(call.now);
  if (run.start != Instant::min()) *response.mutable_start_time() = TimestampOf(run.start);
  if (run.end != Instant::max()) *response.mutable_end_time() = TimestampOf(run.end);
  return response;
}

}  // namespace midstance::reports
