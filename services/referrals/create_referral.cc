#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "midstance/v1/referral_service.pb.h"
#include "services/cases/engine/timeline_loader.h"
#include "services/cases/live.h"
#include "services/referrals/evidence_lines.h"
#include "services/referrals/letter.h"
#include "services/referrals/lifecycle.h"
#include "services/referrals/trends.h"
#include "services/referrals/verbs.h"
#include "services/rpc/clinic_name.h"
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

// The next time that the patient hears from us; a report for a payer is none.
absl::StatusOr<std::optional<v1::FollowUp>> NextContact(const storage::Reader& reader,
                                                        const ResourceName& parent) {
  storage::Query query;
  query.name_prefix = parent.str() + "/followUps/";
  std::vector<storage::Filter> contacts;
  for (const auto kind :
       {v1::FollowUp::KIND_CALL, v1::FollowUp::KIND_VISIT, v1::FollowUp::KIND_REASSESSMENT}) {
    contacts.push_back(storage::Filter::Equal("kind", std::int64_t{kind}));
  }
  query.where = storage::Filter::All(
      {storage::Filter::Equal("state", std::int64_t{v1::FollowUp::STATE_SCHEDULED}),
       storage::Filter::Any(std::move(contacts))});
  query.order = {{"due_time"}};
  query.limit = 1;
  MIDSTANCE_ASSIGN_OR_RETURN(auto page, reader.List<v1::FollowUp>(query));
  if (page.items.empty()) return std::nullopt;
  return std::move(page.items.front());
}

// A display name; the resource name where there is none.
std::string TherapistName(const storage::Reader& reader, const std::string& user) {
  const auto found = reader.Get<v1::User>(user);
  return found.ok() && !found->display_name().empty() ? found->display_name() : user;
}

}  // namespace

absl::StatusOr<v1::Referral> CreateReferral::operator()(
    const rpc::Call& call, storage::Writer& writer,
    const v1::CreateReferralRequest& request) const {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto active, engines.At(writer, call.now));
  const auto& engine = *active;
  MIDSTANCE_ASSIGN_OR_RETURN(const auto parent,
                             ResourceName::Parse(request.parent(), Kind::kCase, "parent"));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto a_case, writer.Get<v1::Case>(parent.str()));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto patient, cases::LivePatient(writer, parent.patient_name()));
  MIDSTANCE_ASSIGN_OR_RETURN(auto escalation,
                             FindEscalation(writer, parent, request.referral().escalation()));
  MIDSTANCE_RETURN_IF_ERROR(NoneUnderWay(writer, escalation));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto timeline, engine.TimelineIn(writer, parent.patient()));
  MIDSTANCE_ASSIGN_OR_RETURN(auto next_contact, NextContact(writer, parent));

  v1::Referral referral = request.referral();
  referral.set_name(ChildName(parent, Kind::kReferral, call.NewId()).str());
  referral.clear_etag();
  referral.set_state(v1::Referral::STATE_DRAFTED);
  referral.set_urgency(escalation.urgency());
  const auto answers =
      AnswersFor(engine.rules(), *timeline, escalation.family(), SiteOf(escalation));
  DraftLetter({.patient = patient,
               .a_case = a_case,
               .escalation = escalation,
               .evidence = EvidenceLines(escalation, engine.rules(), *timeline, engine.calendar()),
               .answers = answers,
               .next_contact = std::move(next_contact),
               .raised_by = escalation.has_by_hand()
                                ? TherapistName(writer, escalation.by_hand().raised_by())
                                : std::string(),
               .therapist = TherapistName(writer, call.principal.name),
               .clinic = rpc::ClinicName(writer),
               .now = call.now,
               .calendar = engine.calendar()},
              referral);
  AddTrends(engine.rules(), *timeline, SiteOf(escalation), referral);
  AddStep(call, call.now, "drafted from the evidence", referral);
  MIDSTANCE_RETURN_IF_ERROR(writer.Insert(referral, call.now));
  escalation.set_referral(referral.name());
  MIDSTANCE_RETURN_IF_ERROR(writer.Update(escalation, call.now));
  return referral;
}

}  // namespace midstance::referrals
