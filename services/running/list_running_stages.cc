#include <charconv>
#include <string>

#include "midstance/v1/running_service.pb.h"
#include "services/rpc/paging.h"
#include "services/running/verbs.h"
#include "support/status.h"

namespace midstance::running {

absl::StatusOr<v1::ListRunningStagesResponse> ListRunningStages::operator()(
    const rpc::Call& call, const storage::Reader&,
    const v1::ListRunningStagesRequest& request) const {
  const auto asked = rpc::AskedBy(request);
  MIDSTANCE_ASSIGN_OR_RETURN(const int size, rpc::PageSizeOf(asked));
  MIDSTANCE_ASSIGN_OR_RETURN(const std::string after, rpc::OpenPageToken(sealer, call, asked));
  int next = 0;
  if (!after.empty()) {
    std::from_chars(after.data(), after.data() + after.size(), next);
    ++next;
  }
  v1::ListRunningStagesResponse response;
  *response.mutable_table() = table.source();
  response.mutable_table()->clear_stages();
  for (; next <= table.last_stage() && response.stages_size() < size; ++next)
    *response.add_stages() = table.stage(next);
  if (next <= table.last_stage()) {
    response.set_next_page_token(rpc::SealPageToken(sealer, call, asked, std::to_string(next - 1)));
  }
  return response;
}

}  // namespace midstance::running
