#include "services/jobs/unit.h"

#include <algorithm>

#include "midstance/v1/patient.pb.h"
#include "storage/tables/all.h"
#include "support/digest.h"
#include "support/status.h"

namespace midstance::jobs {

rpc::Call CallOf(std::string_view about, Instant now) {
  rpc::Call call;
  call.principal.name = kActor;
  call.now = now;
  const Digest digest = Sha256(about);
  std::copy_n(digest.begin(), call.seed.size(), call.seed.begin());
  return call;
}

storage::WriteUnit UnitOf(storage::Writer& writer, std::string_view action, Instant now,
                          std::string_view rule_set_digest) {
  storage::WriteUnit unit = writer.Take();
  if (unit.mutations.empty()) return unit;
  storage::v1::AuditRecord record;
  *record.mutable_time() = TimestampOf(now);
  record.set_actor(kActor);
  record.set_action(std::string(action));
  record.set_outcome("OK");
  record.set_rule_set_digest(std::string(rule_set_digest));
  for (const auto& mutation : unit.mutations) record.add_resources(mutation.name);
  unit.journal.set_record(record.SerializeAsString());
  unit.journal.set_time_micros(MicrosOf(now));
  return unit;
}

absl::StatusOr<bool> IsDeleted(const storage::Reader& reader, std::string_view patient_name) {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto patient,
                             reader.Get<v1::Patient>(patient_name, storage::Deleted::kShow));
  return patient.has_delete_time();
}

}  // namespace midstance::jobs
