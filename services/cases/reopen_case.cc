#include "midstance/v1/case_service.pb.h"
#include "services/cases/live.h"
#include "services/cases/move.h"
#include "services/cases/verbs.h"
#include "services/rpc/staff.h"
#include "support/names.h"

namespace midstance::cases {
namespace {

// What was told then, and what was not reached; a plan of care is made anew.
v1::Case NextEpisode(const v1::Case& ended) {
  v1::Case next;
  next.set_title(ended.title());
  next.set_complaint(ended.complaint());
  *next.mutable_sites() = ended.sites();
  next.set_onset_date(ended.onset_date());
  next.set_clinician(ended.clinician());
  for (const auto& goal : ended.goals()) {
    if (goal.met_date().empty()) *next.add_goals() = goal;
  }
  next.set_reopens(ended.name());
  return next;
}

}  // namespace

absl::StatusOr<v1::Case> ReopenCase::operator()(const rpc::Call& call, storage::Writer& writer,
                                                const v1::ReopenCaseRequest& request) const {
  MIDSTANCE_RETURN_IF_ERROR(NotOfArchivedPatient(writer, request.name()));
  MIDSTANCE_ASSIGN_OR_RETURN(
      const auto ended,
      Reopenable(call, writer, calendar, {request.name(), request.etag(), request.reason()}));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto parsed, ResourceName::Parse(ended.name()));
  auto next = NextEpisode(ended);
  next.set_name(CaseName(parsed.patient(), call.NewId()).str());
  // Who led it may have left the clinic since.
  google::rpc::BadRequest left;
  MIDSTANCE_RETURN_IF_ERROR(rpc::CheckStaff(writer, next.clinician(), "clinician", left));
  if (left.field_violations_size() > 0) next.set_clinician(call.principal.name);
  const auto* const rule = RuleFor(ended, Move::kReopen);
  Begin(next, rule->to(), request.reason(), call.now, call.principal.name);
  MIDSTANCE_RETURN_IF_ERROR(writer.Insert(next, call.now));
  return next;
}

}  // namespace midstance::cases
