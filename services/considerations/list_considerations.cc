#include <algorithm>
#include <string>

#include "midstance/v1/consideration_service.pb.h"
#include "services/considerations/shown.h"
#include "services/considerations/verbs.h"
#include "services/rpc/paging.h"

namespace midstance::considerations {

absl::StatusOr<v1::ListConsiderationsResponse> ListConsiderations::operator()(
    const rpc::Call& call, const storage::Reader&,
    const v1::ListConsiderationsRequest& request) const {
  const auto asked = rpc::AskedBy(request);
  MIDSTANCE_ASSIGN_OR_RETURN(const int size, rpc::PageSizeOf(asked));
  MIDSTANCE_ASSIGN_OR_RETURN(const std::string after, rpc::OpenPageToken(sealer, call, asked));
  const auto& rows = library.source().considerations();
  auto next = rows.begin();
  if (!after.empty()) {
    const auto last =
        std::find_if(rows.begin(), rows.end(), [&](const auto& row) { return row.id() == after; });
    next = last == rows.end() ? last : last + 1;
  }
  v1::ListConsiderationsResponse response;
  for (; next != rows.end() && response.considerations_size() < size; ++next) {
    *response.add_considerations() = Shown(library, *next);
  }
  const bool more = next != rows.end();
  response.set_next_page_token(
      rpc::SealPageToken(sealer, call, asked, more ? std::prev(next)->id() : std::string()));
  return response;
}

}  // namespace midstance::considerations
