#include "midstance/v1/consideration_service.pb.h"
#include "services/considerations/shown.h"
#include "services/considerations/verbs.h"
#include "support/names.h"
#include "support/status.h"

namespace midstance::considerations {

absl::StatusOr<v1::Consideration> GetConsideration::operator()(
    const rpc::Call&, const storage::Reader&, const v1::GetConsiderationRequest& request) const {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto name,
                             ResourceName::Parse(request.name(), Kind::kConsideration));
  if (const auto* row = library.FindConsideration(name.id())) return Shown(library, *row);
  return Error(v1::ERROR_REASON_RESOURCE_NOT_FOUND)
      .On("midstance.v1/Consideration", request.name())
      .Because("the library has no such consideration");
}

}  // namespace midstance::considerations
