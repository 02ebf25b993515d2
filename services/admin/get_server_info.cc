#include "midstance/v1/admin_service.pb.h"
#include "services/admin/verbs.h"

namespace midstance::admin {

absl::StatusOr<v1::ServerInfo> GetServerInfo::operator()(const rpc::Call&, const storage::Reader&,
                                                         const v1::GetServerInfoRequest&) const {
  v1::ServerInfo info;
  info.set_version(facts.version);
  info.set_build(facts.build);
  info.set_schema_version(facts.schema_version);
  info.set_store_engine(facts.store_engine);
  info.set_shipped_rule_set_digest(facts.shipped_rule_set_digest);
  *info.mutable_start_time() = TimestampOf(facts.start);
  return info;
}

}  // namespace midstance::admin
