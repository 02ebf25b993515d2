#include "services/cases/move.h"

#include <algorithm>

#include "services/cases/live.h"
#include "services/cases/open_escalations.h"
#include "services/rpc/etag.h"
#include "support/names.h"

namespace midstance::cases {
namespace {

bool Needs(const v1::CaseMoveRule& rule, v1::CaseMoveRule::Need need) {
  return std::find(rule.needs().begin(), rule.needs().end(), need) != rule.needs().end();
}

absl::StatusOr<v1::Case> CaseToMove(const storage::Reader& reader, const MoveAsked& asked) {
  MIDSTANCE_ASSIGN_OR_RETURN(auto found, LiveCase(reader, asked.name));
  MIDSTANCE_RETURN_IF_ERROR(rpc::CheckEtag(found, asked.etag));
  return found;
}

absl::Status NotTooLate(const schedule::ClinicCalendar& calendar, const v1::Case& ended,
                        const v1::CaseMoveRule& rule, Instant now) {
  const auto last = calendar.DayOf(InstantOf(ended.state_time()));
  if (last.DaysUntil(calendar.DayOf(now)) <= rule.within_days()) return absl::OkStatus();
  return MoveForbidden(ended, "the case ended more than " + std::to_string(rule.within_days()) +
                                  " days ago; create a new case");
}

absl::Status NoOtherEpisode(const storage::Reader& reader, const v1::Case& ended) {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto parsed, ResourceName::Parse(ended.name()));
  storage::Query query;
  query.name_prefix = std::string(parsed.patient_name()) + "/cases/";
  std::string other;
  MIDSTANCE_RETURN_IF_ERROR(reader.ForEach<v1::Case>(query, [&](const v1::Case& found) {
    if (found.reopens() == ended.name() && !Ended(found)) other = found.name();
  }));
  if (other.empty()) return absl::OkStatus();
  return Error(v1::ERROR_REASON_STATE_FORBIDS)
      .On("midstance.v1/Case", ended.name())
      .With("state", v1::Case::State_Name(ended.state()))
      .With("reopened", other)
      .Because("another case goes on from it and has not ended");
}

}  // namespace

absl::StatusOr<v1::Case> Moved(const rpc::Call& call, const storage::Reader& reader,
                               const MoveAsked& asked, Move move) {
  MIDSTANCE_ASSIGN_OR_RETURN(auto moved, CaseToMove(reader, asked));
  const auto* const rule = RuleFor(moved, move);
  MIDSTANCE_RETURN_IF_ERROR(Apply(moved, move, asked.reason, call.now, call.principal.name));
  if (Needs(*rule, v1::CaseMoveRule::NEED_NO_OPEN_ESCALATION)) {
    MIDSTANCE_RETURN_IF_ERROR(NoOpenEscalations(reader, moved));
  }
  return moved;
}

absl::StatusOr<v1::Case> Reopenable(const rpc::Call& call, const storage::Reader& reader,
                                    const schedule::ClinicCalendar& calendar,
                                    const MoveAsked& asked) {
  MIDSTANCE_ASSIGN_OR_RETURN(auto ended, CaseToMove(reader, asked));
  const auto* const rule = RuleFor(ended, Move::kReopen);
  if (rule == nullptr) return MoveForbidden(ended, "the case has not ended");
  if (Needs(*rule, v1::CaseMoveRule::NEED_WITHIN_DAYS)) {
    MIDSTANCE_RETURN_IF_ERROR(NotTooLate(calendar, ended, *rule, call.now));
  }
  if (Needs(*rule, v1::CaseMoveRule::NEED_NO_OTHER_EPISODE)) {
    MIDSTANCE_RETURN_IF_ERROR(NoOtherEpisode(reader, ended));
  }
  return ended;
}

}  // namespace midstance::cases
