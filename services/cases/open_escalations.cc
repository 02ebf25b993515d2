#include "services/cases/open_escalations.h"

#include <cstdint>
#include <string>
#include <string_view>

#include "midstance/v1/escalation.pb.h"
#include "storage/tables/all.h"
#include "support/status.h"

namespace midstance::cases {
namespace {

absl::Status NoneUnder(const storage::Reader& reader, const std::string& prefix,
                       std::string_view type, std::string_view name) {
  storage::Query query;
  query.name_prefix = prefix;
  query.where = storage::Filter::Compare("state", storage::Filter::Op::kNotEqual,
                                         std::int64_t{v1::Escalation::STATE_RESOLVED});
  query.limit = 1;
  MIDSTANCE_ASSIGN_OR_RETURN(const auto open, reader.List<v1::Escalation>(query));
  if (open.items.empty()) return absl::OkStatus();
  return Error(v1::ERROR_REASON_OPEN_ESCALATIONS)
      .On(type, name)
      .With("escalation", open.items.front().name())
      .Because("an escalation is not resolved yet");
}

}  // namespace

absl::Status NoOpenEscalations(const storage::Reader& reader, const v1::Patient& patient) {
  return NoneUnder(reader, patient.name() + "/", "midstance.v1/Patient", patient.name());
}

absl::Status NoOpenEscalations(const storage::Reader& reader, const v1::Case& of) {
  return NoneUnder(reader, of.name() + "/", "midstance.v1/Case", of.name());
}

}  // namespace midstance::cases
