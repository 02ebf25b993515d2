#include "midstance/v1/follow_up_service.pb.h"
#include "services/followups/checks.h"
#include "services/followups/series.h"
#include "services/followups/state.h"
#include "services/followups/verbs.h"
#include "storage/tables/all.h"
#include "support/names.h"
#include "support/status.h"

namespace midstance::followups {
namespace {

absl::StatusOr<int> MissedBefore(const storage::Reader& reader, const ResourceName& own) {
  storage::Query query;
  query.name_prefix = std::string(own.case_name()) + "/followUps/";
  query.where = storage::Filter::Equal("state", std::int64_t{v1::FollowUp::STATE_NO_SHOW});
  int missed = 0;
  MIDSTANCE_RETURN_IF_ERROR(
      reader.ForEach<v1::FollowUp>(query, [&missed](v1::FollowUp&) { ++missed; }));
  return missed;
}

}  // namespace

absl::StatusOr<v1::FollowUp> MarkNoShow::operator()(const rpc::Call& call, storage::Writer& writer,
                                                    const v1::MarkNoShowRequest& request) const {
  MIDSTANCE_ASSIGN_OR_RETURN(auto follow_up,
                             Pending(writer, request.name(), request.etag(), "etag"));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto own, ResourceName::Parse(follow_up.name()));
  MIDSTANCE_ASSIGN_OR_RETURN(const int missed, MissedBefore(writer, own));
  End(v1::FollowUp::STATE_NO_SHOW, call.now, follow_up);
  follow_up.set_outcome_note(request.note());
  follow_up.set_missed_contacts(missed + 1);
  MIDSTANCE_RETURN_IF_ERROR(PlanNext(call, calendar, Ended::kLeftOut, writer, follow_up));
  MIDSTANCE_RETURN_IF_ERROR(writer.Update(follow_up, call.now));
  return AsOf(std::move(follow_up), call.now);
}

}  // namespace midstance::followups
