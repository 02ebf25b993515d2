#include <optional>
#include <utility>

#include "midstance/v1/consideration_service.pb.h"
#include "services/considerations/consider.h"
#include "services/considerations/verbs.h"
#include "storage/tables/all.h"
#include "support/names.h"
#include "support/status.h"

namespace midstance::considerations {

absl::StatusOr<v1::ConsiderCaseResponse> ConsiderCase::operator()(
    const rpc::Call& call, const storage::Reader& reader,
    const v1::ConsiderCaseRequest& request) const {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto name, ResourceName::Parse(request.name(), Kind::kCase));
  MIDSTANCE_RETURN_IF_ERROR(reader.Get<v1::Case>(name.str()).status());
  std::optional<Instant> as_of;
  if (request.has_as_of()) as_of = InstantOf(request.as_of());
  MIDSTANCE_ASSIGN_OR_RETURN(auto found,
                             considerer.OfPatient(reader, name.patient(), call.now, as_of));
  const auto& library = considerer.library();
  v1::ConsiderCaseResponse response;
  response.set_caption(std::string(Caption()));
  for (auto& one : found) *response.add_findings() = std::move(one);
  *response.mutable_as_of() = TimestampOf(as_of.value_or(call.now));
  response.set_library_version(library.source().version());
  response.set_library_digest(library.clues().digest());
  return response;
}

}  // namespace midstance::considerations
