#include "clients/story/case_play.h"

#include <algorithm>

#include "clients/core/change.h"
#include "clients/story/duty.h"
#include "midstance/v1/assessment_service.grpc.pb.h"
#include "midstance/v1/case_service.grpc.pb.h"
#include "midstance/v1/check_in_service.grpc.pb.h"
#include "midstance/v1/follow_up_service.grpc.pb.h"

namespace midstance::story {
namespace {

using std::chrono::days;
using std::chrono::minutes;

// Before its end a case is discharged or paused, when the plan says so.
constexpr days kEndsBefore{9};
constexpr days kFollowUpAfter{28};
// From one visit to the next, and a day.
constexpr days kLinkLasts{29};

}  // namespace

Instant CasePlay::Duty(Instant from) const { return NextDuty(from, planned_.hour_offset); }

void CasePlay::Begin() {
  agenda_.Add(planned_.opened, [this](Instant at) { return Open(at); });
  Instant last = planned_.opened;
  for (const auto& visit : planned_.visits) last = std::max(last, visit.at);
  for (const auto& check_in : planned_.check_ins) last = std::max(last, check_in.at);
  const Instant ends = Duty(last - kEndsBefore);
  const bool stops = planned_.ending != Ending::kOngoing;
  for (const auto& visit : planned_.visits) {
    if (stops && visit.at > ends) continue;
    agenda_.Add(visit.at, [this, &visit](Instant at) { return Visit(at, visit.record); });
  }
  for (const auto& check_in : planned_.check_ins) {
    if (stops && check_in.at > ends) continue;
    agenda_.Add(check_in.at,
                [this, &check_in](Instant at) { return CheckIn(at, check_in.record); });
  }
  if (stops) agenda_.Add(ends, [this](Instant at) { return End(at); });
  if (planned_.flag && planned_.flag->answered.count() > 0) {
    agenda_.Add(planned_.flag->raised + planned_.flag->answered,
                [this](Instant at) { return AnswerFlag(at); });
  }
}

absl::Status CasePlay::Open(Instant at) {
  v1::CreateCaseRequest request;
  request.set_parent("patients/" + patient_id_);
  *request.mutable_case_() = planned_.fresh;
  request.mutable_case_()->set_clinician(desks_.NameOf(planned_.therapist));
  MIDSTANCE_ASSIGN_OR_RETURN(const v1::Case opened,
                             AsTherapist(at, &v1::CaseService::Stub::CreateCase, request));
  name_ = opened.name();
  ++loaded_.cases;
  return absl::OkStatus();
}

absl::Status CasePlay::End(Instant at) {
  using Stub = v1::CaseService::Stub;
  using FollowUps = v1::FollowUpService::Stub;
  ended_ = true;
  MIDSTANCE_ASSIGN_OR_RETURN(const client::Client client, desks_.Of(planned_.therapist, at));
  v1::CancelFollowUpRequest cancel;
  cancel.set_reason("The case pauses or ends before.");
  MIDSTANCE_RETURN_IF_ERROR(client::Change(client, &FollowUps::GetFollowUp,
                                           &FollowUps::CancelFollowUp, last_follow_up_,
                                           std::move(cancel))
                                .status());
  if (planned_.ending == Ending::kOnHold) {
    v1::HoldCaseRequest request;
    request.set_reason("Travels for work; takes it up again next month.");
    return client::Change(client, &Stub::GetCase, &Stub::HoldCase, name_, std::move(request))
        .status();
  }
  v1::DischargeCaseRequest request;
  request.set_reason("Runs without pain and goes on by herself.");
  return client::Change(client, &Stub::GetCase, &Stub::DischargeCase, name_, std::move(request))
      .status();
}

absl::Status CasePlay::RenewLink(Instant at) {
  v1::IssueCheckInLinkRequest request;
  request.set_parent(name_);
  *request.mutable_expire_time() = TimestampOf(at + kLinkLasts);
  MIDSTANCE_ASSIGN_OR_RETURN(const v1::IssueCheckInLinkResponse issued,
                             AsTherapist(at, &v1::CheckInService::Stub::IssueCheckInLink, request));
  link_token_ = issued.token();
  return absl::OkStatus();
}

absl::Status CasePlay::CheckIn(Instant at, const v1::CheckIn& check_in) {
  v1::RecordCheckInRequest request;
  request.set_parent(name_);
  *request.mutable_check_in() = check_in;
  ++loaded_.check_ins;
  return desks_.Anyone(at)
      .WithToken(link_token_)
      .Call(&v1::CheckInService::Stub::RecordCheckIn, request)
      .status();
}

absl::Status CasePlay::Visit(Instant at, const v1::Assessment& visit) {
  v1::RecordAssessmentRequest request;
  request.set_parent(name_);
  *request.mutable_assessment() = visit;
  MIDSTANCE_RETURN_IF_ERROR(
      AsTherapist(at, &v1::AssessmentService::Stub::RecordAssessment, request).status());
  ++loaded_.assessments;
  MIDSTANCE_RETURN_IF_ERROR(RenewLink(at));
  return PlanFollowUp(at);
}

absl::Status CasePlay::PlanFollowUp(Instant visited) {
  v1::CreateFollowUpRequest request;
  request.set_parent(name_);
  auto& follow_up = *request.mutable_follow_up();
  follow_up.set_title("Examine again and compare both sides");
  follow_up.set_kind(v1::FollowUp::KIND_REASSESSMENT);
  const bool last = visited + kFollowUpAfter >= planned_.visits.back().at;
  const bool missed = last && planned_.last_follow_up_missed;
  const Instant due = visited + (missed ? days{7} : kFollowUpAfter);
  *follow_up.mutable_due_time() = TimestampOf(due);
  follow_up.set_assignee(desks_.NameOf(planned_.therapist));
  MIDSTANCE_ASSIGN_OR_RETURN(
      const v1::FollowUp created,
      AsTherapist(visited, &v1::FollowUpService::Stub::CreateFollowUp, request));
  last_follow_up_ = created.name();
  ++loaded_.follow_ups;
  if (!missed) {
    agenda_.Add(due + minutes{2},
                [this, name = created.name()](Instant at) { return CompleteFollowUp(at, name); });
  }
  return absl::OkStatus();
}

absl::Status CasePlay::CompleteFollowUp(Instant at, const std::string& name) {
  using Stub = v1::FollowUpService::Stub;
  if (ended_) return absl::OkStatus();
  MIDSTANCE_ASSIGN_OR_RETURN(const client::Client client, desks_.Of(planned_.therapist, at));
  v1::CompleteFollowUpRequest request;
  request.set_outcome_note("Seen; the program goes on.");
  return client::Change(client, &Stub::GetFollowUp, &Stub::CompleteFollowUp, name,
                        std::move(request))
      .status();
}

}  // namespace midstance::story
