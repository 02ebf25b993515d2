#include <algorithm>

#include "midstance/v1/outcome_service.pb.h"
#include "services/outcomes/verbs.h"
#include "services/rpc/paging.h"

namespace midstance::outcomes {

absl::StatusOr<v1::ListMeasuresResponse> ListMeasures::operator()(
    const rpc::Call& call, const storage::Reader&, const v1::ListMeasuresRequest& request) const {
  const auto asked = rpc::AskedBy(request);
  MIDSTANCE_ASSIGN_OR_RETURN(const int size, rpc::PageSizeOf(asked));
  MIDSTANCE_ASSIGN_OR_RETURN(const std::string after, rpc::OpenPageToken(sealer, call, asked));
  const auto& all = library.all();
  auto next = std::upper_bound(
      all.begin(), all.end(), after,
      [](const std::string& name, const v1::Measure& measure) { return name < measure.name(); });
  v1::ListMeasuresResponse response;
  for (; next != all.end() && response.measures_size() < size; ++next) {
    *response.add_measures() = *next;
  }
  if (next != all.end() && response.measures_size() > 0) {
    const auto& last = response.measures(response.measures_size() - 1);
    response.set_next_page_token(rpc::SealPageToken(sealer, call, asked, last.name()));
  }
  return response;
}

}  // namespace midstance::outcomes
