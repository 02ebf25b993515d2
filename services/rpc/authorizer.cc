#include "services/rpc/authorizer.h"

#include <google/protobuf/descriptor.h>

#include <string>
#include <string_view>

#include "support/names.h"
#include "support/policy.h"
#include "support/status.h"

namespace midstance::rpc {
namespace {

constexpr std::string_view kPatients = "patients/";

// Tells which field named it, and nothing else.
absl::Status OutOfScope(const Call& call) {
  std::string path;
  for (const auto* field : call.policy->resource) {
    path.append(path.empty() ? "" : ".").append(field->name());
  }
  return Error(v1::ERROR_REASON_OUT_OF_SCOPE)
      .With("field", path)
      .Because("the resource does not exist or is outside the caller's scope");
}

}  // namespace

absl::Status Authorize(const Call& call, const storage::Reader& reader) {
  if (!std::string_view(call.resource).starts_with(kPatients)) return absl::OkStatus();
  const bool clinic_wide = call.care_team_of().empty();
  if (call.acting.Has(options::v1::ROLE_CHECK_IN_LINK)) {
    const std::string& own = call.principal.link_case;
    const bool reaches = call.resource == own ||
                         (call.resource.starts_with(own) && call.resource[own.size()] == '/');
    return reaches ? absl::OkStatus() : OutOfScope(call);
  }
  if (call.acting.Has(options::v1::ROLE_REPLY_LINK)) {
    return call.resource == call.principal.link_referral ? absl::OkStatus() : OutOfScope(call);
  }
  if (clinic_wide) return absl::OkStatus();
  const std::string_view rest = std::string_view(call.resource).substr(kPatients.size());
  const std::string_view patient = rest.substr(0, rest.find('/'));
  if (patient == "-") return absl::OkStatus();
  MIDSTANCE_ASSIGN_OR_RETURN(const bool member, reader.OnCareTeam(patient, call.principal.name));
  return member ? absl::OkStatus() : OutOfScope(call);
}

}  // namespace midstance::rpc
