#include "midstance/v1/referral_service.pb.h"
#include "services/cases/live.h"
#include "services/referrals/drafting.h"
#include "services/referrals/lifecycle.h"
#include "services/referrals/verbs.h"
#include "storage/tables/all.h"
#include "support/names.h"
#include "support/status.h"

namespace midstance::referrals {
namespace {

// The escalation, when a referral may be made from it.
absl::StatusOr<v1::Escalation> FindEscalation(const storage::Reader& reader,
                                              const ResourceName& parent, const std::string& name) {
  const auto parsed = ResourceName::Parse(name, Kind::kEscalation, "referral.escalation");
  if (!parsed.ok()) return parsed.status();
  auto escalation = reader.Get<v1::Escalation>(name);
  if (parsed->case_name() != parent.str() ||
      ReasonOf(escalation.status()) == v1::ERROR_REASON_RESOURCE_NOT_FOUND) {
    return FieldInvalid("referral.escalation", "must be an escalation of this case");
  }
  if (escalation.ok() && escalation->state() == v1::Escalation::STATE_RESOLVED) {
    return Error(v1::ERROR_REASON_STATE_FORBIDS)
        .On("midstance.v1/Escalation", name)
        .With("state", v1::Escalation::State_Name(escalation->state()))
        .Because("the escalation is resolved");
  }
  return escalation;
}

// RESOURCE_EXISTS while a referral of the escalation is on its way.
absl::Status NoneUnderWay(const storage::Reader& reader, const v1::Escalation& escalation) {
  if (escalation.referral().empty()) return absl::OkStatus();
  MIDSTANCE_ASSIGN_OR_RETURN(const auto earlier, reader.Get<v1::Referral>(escalation.referral()));
  if (earlier.state() == v1::Referral::STATE_CLOSED ||
      earlier.state() == v1::Referral::STATE_DECLINED ||
      earlier.state() == v1::Referral::STATE_LOST) {
    return absl::OkStatus();
  }
  return Error(v1::ERROR_REASON_RESOURCE_EXISTS)
      .On("midstance.v1/Referral", earlier.name())
      .Because("the escalation has a referral that is on its way");
}

}  // namespace

absl::StatusOr<v1::Referral> CreateReferral::operator()(
    const rpc::Call& call, storage::Writer& writer,
    const v1::CreateReferralRequest& request) const {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto engine, engines.At(writer, call.now));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto parent,
                             ResourceName::Parse(request.parent(), Kind::kCase, "parent"));
  MIDSTANCE_RETURN_IF_ERROR(cases::LiveCase(writer, parent.str()).status());
  MIDSTANCE_ASSIGN_OR_RETURN(auto escalation,
                             FindEscalation(writer, parent, request.referral().escalation()));
  MIDSTANCE_RETURN_IF_ERROR(NoneUnderWay(writer, escalation));

  v1::Referral referral = request.referral();
  referral.set_name(ChildName(parent, Kind::kReferral, call.NewId()).str());
  referral.clear_etag();
  referral.set_state(v1::Referral::STATE_DRAFTED);
  MIDSTANCE_ASSIGN_OR_RETURN(const auto known, Known::Of(call, writer, engine, referral));
  known.Draft(referral);
  known.Vouch(referral);
  AddStep(call, call.now, "drafted from the evidence", referral);
  MIDSTANCE_RETURN_IF_ERROR(writer.Insert(referral, call.now));
  escalation.set_referral(referral.name());
  MIDSTANCE_RETURN_IF_ERROR(writer.Update(escalation, call.now));
  return referral;
}

}  // namespace midstance::referrals
