#include "midstance/v1/case_service.pb.h"
#include "services/cases/verbs.h"
#include "storage/tables/all.h"

namespace midstance::cases {

absl::StatusOr<v1::Case> GetCase(const rpc::Call&, const storage::Reader& reader,
                                 const v1::GetCaseRequest& request) {
  return reader.Get<v1::Case>(request.name());
}

}  // namespace midstance::cases
