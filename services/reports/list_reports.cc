#include <algorithm>

#include "midstance/v1/report_service.pb.h"
#include "services/reports/definitions.h"
#include "services/reports/verbs.h"
#include "services/rpc/paging.h"

namespace midstance::reports {

absl::StatusOr<v1::ListReportsResponse> ListReports::operator()(
    const rpc::Call& call, const storage::Reader& /*reader*/,
    const v1::ListReportsRequest& request) const {
  const auto asked = rpc::AskedBy(request);
  MIDSTANCE_ASSIGN_OR_RETURN(const int size, rpc::PageSizeOf(asked));
  MIDSTANCE_ASSIGN_OR_RETURN(const std::string after, rpc::OpenPageToken(sealer, call, asked));
  const auto& all = Shipped().reports();
  auto next = all.begin();
  if (!after.empty()) {
    next = std::find_if(all.begin(), all.end(),
                        [&](const auto& each) { return each.report() == after; });
    if (next != all.end()) ++next;
  }
  v1::ListReportsResponse response;
  for (; next != all.end() && response.reports_size() < size; ++next) {
    *response.add_reports() = *next;
  }
  if (next != all.end()) {
    const auto& last = response.reports(response.reports_size() - 1).report();
    response.set_next_page_token(rpc::SealPageToken(sealer, call, asked, last));
  }
  return response;
}

}  // namespace midstance::reports
