#include "midstance/v1/patient_service.pb.h"
#include "services/patients/verbs.h"
#include "services/rpc/paging.h"

namespace midstance::patients {

absl::StatusOr<v1::ListPatientsResponse> ListPatients::operator()(
    const rpc::Call& call, const storage::Reader& reader,
    const v1::ListPatientsRequest& request) const {
  rpc::Asked asked = rpc::AskedBy(request);
  // What is shown is part of the query that a page token belongs to.
  std::string shown = request.show_archived() ? "archived" : "";
  if (request.show_merged()) shown += " merged";
  asked.parent = shown;
  storage::Query query;
  query.care_team_of = call.care_team_of();
  std::vector<storage::Filter> where;
  if (!request.show_archived()) {
    where.push_back(storage::Filter::Equal("archive_time", std::monostate{}));
  }
  if (!request.show_merged()) {
    where.push_back(storage::Filter::Equal("merged_into", std::string()));
  }
  query.where = storage::Filter::All(std::move(where));
  MIDSTANCE_RETURN_IF_ERROR(
      rpc::Complete(sealer, call, asked, "family_name", storage::TableOf<v1::Patient>(), query));
  v1::ListPatientsResponse response;
  MIDSTANCE_ASSIGN_OR_RETURN(const std::string last,
                             reader.ListTo<v1::Patient>(query, *response.mutable_patients()));
  response.set_next_page_token(rpc::SealPageToken(sealer, call, asked, last));
  return response;
}

}  // namespace midstance::patients
