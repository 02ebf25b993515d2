#include "midstance/v1/program_service.pb.h"
#include "services/programs/verbs.h"
#include "services/rpc/paging.h"

namespace midstance::programs {

absl::StatusOr<v1::ListProgramsResponse> ListPrograms::operator()(
    const rpc::Call& call, const storage::Reader& reader,
    const v1::ListProgramsRequest& request) const {
  MIDSTANCE_ASSIGN_OR_RETURN(
      auto page, rpc::PagedList<v1::Program>(call, reader, sealer, rpc::AskedBy(request), "title"));
  v1::ListProgramsResponse response;
  for (auto& item : page.items) *response.add_programs() = std::move(item);
  response.set_next_page_token(std::move(page.next_page_token));
  return response;
}

}  // namespace midstance::programs
