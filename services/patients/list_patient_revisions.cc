#include "midstance/v1/patient_service.pb.h"
#include "services/patients/verbs.h"
#include "services/rpc/paging.h"

namespace midstance::patients {

absl::StatusOr<v1::ListPatientRevisionsResponse> ListPatientRevisions::operator()(
    const rpc::Call& call, const storage::Reader& reader,
    const v1::ListPatientRevisionsRequest& request) const {
  rpc::Asked asked = rpc::AskedBy(request);
  asked.parent = request.name();
  storage::Query query;
  query.name_prefix = request.name() + "/revisions/";
  MIDSTANCE_ASSIGN_OR_RETURN(auto page, rpc::PagedList<v1::PatientRevision>(
                                            call, reader, sealer, asked, "", std::move(query)));
  v1::ListPatientRevisionsResponse response;
  for (auto& revision : page.items) *response.add_revisions() = std::move(revision);
  response.set_next_page_token(std::move(page.next_page_token));
  return response;
}

}  // namespace midstance::patients
