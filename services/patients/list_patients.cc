#include "midstance/v1/patient_service.pb.h"
#include "services/patients/verbs.h"
#include "services/rpc/paging.h"

namespace midstance::patients {

absl::StatusOr<v1::ListPatientsResponse> ListPatients::operator()(
    const rpc::Call& call, const storage::Reader& reader,
    const v1::ListPatientsRequest& request) const {
  storage::Query query;
  query.care_team_of = call.care_team_of();
  MIDSTANCE_ASSIGN_OR_RETURN(
      auto page, rpc::PagedList<v1::Patient>(call, reader, sealer, rpc::AskedBy(request),
                                             "family_name", std::move(query)));
  v1::ListPatientsResponse response;
  for (auto& patient : page.items) *response.add_patients() = std::move(patient);
  response.set_next_page_token(std::move(page.next_page_token));
  return response;
}

}  // namespace midstance::patients
