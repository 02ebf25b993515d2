#include <algorithm>
#include <string>

#include "midstance/v1/escalation_service.pb.h"
#include "midstance/v1/follow_up_service.pb.h"
#include "midstance/v1/referral_service.pb.h"
#include "tests/api/clinic_year.h"

namespace midstance::testing {
namespace {

using v1::Case;
using v1::Escalation;
using v1::FollowUp;
using v1::Referral;

constexpr int kDaysUntilTreated = 2;
// The steps of a referral, one a day.
constexpr std::array kSteps = {Referral::STATE_DELIVERED, Referral::STATE_SEEN,
                               Referral::STATE_REPORT_RECEIVED, Referral::STATE_ACTED_ON};

}  // namespace

void ClinicYear::Schedule(const YearPatient& patient) {
  v1::ScheduleReassessmentsRequest request;
  request.set_parent(patient.case_name);
  const auto planned = clinic_.Must<v1::ScheduleReassessmentsResponse>(
      TokenOf(patient), "FollowUpService/ScheduleReassessments", request);
  EXPECT_GT(planned.follow_ups_size(), 0) << Who(patient.number);
  for (const auto& made : planned.follow_ups()) Plan(made, patient.number);
}

// Most are done on their day, some late; to some the patient does not come.
void ClinicYear::Plan(const FollowUp& made, int number) {
  auto& patient = patients_.at(static_cast<std::size_t>(number));
  const auto due = schedule::LocalDay::Parse(made.due_date());
  ASSERT_TRUE(due.has_value()) << Who(number) << made.name() << " has no due day";
  YearFollowUp planned{.made = made,
                       .patient = number,
                       .due = std::chrono::local_days(due->date()),
                       .act_on = std::chrono::local_days(due->date()),
                       .missed = false};
  const bool visit = made.kind() == FollowUp::KIND_REASSESSMENT;
  const int roll = patient.random.Between(1, 100);
  if (patient.lost && planned.due > patient.first_day + days{30}) {
    planned.missed = visit;
  } else if (roll > 94) {
    planned.missed = visit;
  } else if (roll > 80) {
    planned.act_on += days{patient.random.Between(1, 9)};
  }
  follow_ups_[made.name()] = planned;
}

// Of a patient whose episode has ended: the server has cancelled all of it.
void ClinicYear::ForgetWhatWasPlanned(const YearPatient& patient) {
  for (auto one = follow_ups_.begin(); one != follow_ups_.end();) {
    if (one->second.patient != patient.number) {
      ++one;
      continue;
    }
    const auto found =
        Read<FollowUp, v1::GetFollowUpRequest>(patient, "FollowUpService/GetFollowUp", one->first);
    EXPECT_EQ(found.state(), FollowUp::STATE_CANCELLED) << Who(patient.number) << one->first;
    EXPECT_EQ(found.change_reason(), "The episode ended") << Who(patient.number) << one->first;
    one = follow_ups_.erase(one);
  }
}

// What her records have completed is no longer to be done by hand.
void ClinicYear::ForgetWhatWasFulfilled(const YearPatient& patient) {
  for (auto one = follow_ups_.begin(); one != follow_ups_.end();) {
    const auto kind = one->second.made.kind();
    const bool by_records =
        kind == FollowUp::KIND_REASSESSMENT || kind == FollowUp::KIND_OUTCOME_MEASURES;
    if (one->second.patient != patient.number || !by_records) {
      ++one;
      continue;
    }
    const auto found =
        Read<FollowUp, v1::GetFollowUpRequest>(patient, "FollowUpService/GetFollowUp", one->first);
    if (found.fulfilled_by().empty()) {
      ++one;
      continue;
    }
    EXPECT_EQ(found.state(), FollowUp::STATE_COMPLETED) << Who(patient.number) << one->first;
    ++fulfilled_;
    one = follow_ups_.erase(one);
  }
}

void ClinicYear::WorkThroughList(std::size_t therapist) {
  for (const auto& item : Worklist(tokens_.at(therapist), users_.at(therapist))) {
    clinic_.clock().Advance(std::chrono::minutes{1});
    if (escalations_.count(item.resource()) > 0) AnswerEscalation(item.resource());
    const auto planned = follow_ups_.find(item.resource());
    if (planned != follow_ups_.end() && planned->second.act_on <= today_) {
      DoFollowUp(item.resource());
    }
  }
}

void ClinicYear::DoFollowUp(const std::string& name) {
  const YearFollowUp planned = follow_ups_.at(name);
  auto& patient = patients_.at(static_cast<std::size_t>(planned.patient));
  const ::testing::ScopedTrace trace(__FILE__, __LINE__, Who(patient.number));
  const bool gone = patient.phase == YearPatient::Phase::kGone;
  const auto kind = planned.made.kind();
  const bool last = patient.phase == YearPatient::Phase::kLeaving;
  if (!gone && !planned.missed && kind == FollowUp::KIND_REASSESSMENT) {
    Examine(patient, last ? v1::Assessment::KIND_DISCHARGE : v1::Assessment::KIND_REVIEW);
    Score(patient);
    MoveFrom({Case::STATE_REVIEW_DUE}, patient, "CaseService/StartProgram",
             v1::StartProgramRequest());
  }
  if (!gone && kind == FollowUp::KIND_OUTCOME_MEASURES) Score(patient);
  if (follow_ups_.count(name) == 0) return;
  const auto found =
      Read<FollowUp, v1::GetFollowUpRequest>(patient, "FollowUpService/GetFollowUp", name);
  FollowUp ended;
  if (planned.missed) {
    ended = Change<FollowUp>(patient, "FollowUpService/MarkNoShow", found, v1::MarkNoShowRequest());
    EXPECT_GT(ended.missed_contacts(), 0) << Who(patient.number);
    ++missed_;
  } else {
    v1::CompleteFollowUpRequest complete;
    complete.set_outcome_note("done");
    ended =
        Change<FollowUp>(patient, "FollowUpService/CompleteFollowUp", found, std::move(complete));
  }
  follow_ups_.erase(name);
  if (ended.next().empty()) return;
  Plan(Read<FollowUp, v1::GetFollowUpRequest>(patient, "FollowUpService/GetFollowUp", ended.next()),
       patient.number);
}

void ClinicYear::Note(const YearPatient& patient,
                      const google::protobuf::RepeatedPtrField<Escalation>& escalations) {
  for (const auto& one : escalations) {
    if (one.state() == Escalation::STATE_RESOLVED) continue;
    auto [known, fresh] = escalations_.try_emplace(one.name());
    known->second.urgency = one.urgency();
    if (!fresh) continue;
    known->second.patient = patient.number;
    known->second.raised = today_;
    if (patient.kept_open && one.urgency() == rules::v1::EMERGENCY) kept_open_.insert(one.name());
  }
}

void ClinicYear::AnswerEscalation(const std::string& name) {
  YearEscalation& open = escalations_.at(name);
  auto& patient = patients_.at(static_cast<std::size_t>(open.patient));
  const ::testing::ScopedTrace trace(__FILE__, __LINE__, Who(patient.number));
  auto found =
      Read<Escalation, v1::GetEscalationRequest>(patient, "EscalationService/GetEscalation", name);
  if (found.state() == Escalation::STATE_OPEN) {
    found = clinic_.Acknowledge(TokenOf(patient), found);
  }
  if (kept_open_.count(name) > 0) return;
  const int since = static_cast<int>((today_ - open.raised).count());
  if (found.urgency() >= rules::v1::URGENT) {
    if (since <= static_cast<int>(kSteps.size())) return FollowReferral(patient, found, open);
    Resolve(patient, found, Escalation::OUTCOME_REFERRED);
    MoveFrom({Case::STATE_REFERRED}, patient, "CaseService/StartProgram",
             v1::StartProgramRequest());
  } else if (since >= kDaysUntilTreated) {
    Resolve(patient, found, Escalation::OUTCOME_TREATED_ON);
  }
}

// Referred on the day on which it is seen, then a step a day.
void ClinicYear::FollowReferral(const YearPatient& patient, const Escalation& escalation,
                                YearEscalation& open) {
  if (open.referral.empty()) {
    v1::CreateReferralRequest create;
    create.set_parent(patient.case_name);
    create.mutable_referral()->set_escalation(escalation.name());
    create.mutable_referral()->mutable_addressee()->set_name("Dr Okafor");
    const auto drafted =
        clinic_.Must<Referral>(TokenOf(patient), "ReferralService/CreateReferral", create);
    v1::SendReferralRequest send;
    send.set_channel("telephone");
    Change<Referral>(patient, "ReferralService/SendReferral", drafted, std::move(send));
    open.referral = drafted.name();
    MoveFrom({Case::STATE_ASSESSED, Case::STATE_IN_PROGRAM, Case::STATE_REVIEW_DUE,
              Case::STATE_DISCHARGE_PLANNED},
             patient, "CaseService/ReferCase", v1::ReferCaseRequest());
    return;
  }
  const auto done = static_cast<std::size_t>((today_ - open.raised).count());
  if (done == 0) return;
  v1::RecordReferralStepRequest step;
  step.set_state(kSteps.at(done - 1));
  auto referral =
      Read<Referral, v1::GetReferralRequest>(patient, "ReferralService/GetReferral", open.referral);
  referral = Change<Referral>(patient, "ReferralService/RecordReferralStep", referral, step);
  if (done < kSteps.size()) return;
  Change<Referral>(patient, "ReferralService/CloseReferral", referral, v1::CloseReferralRequest());
}

void ClinicYear::Resolve(YearPatient& patient, const Escalation& escalation,
                         Escalation::Outcome outcome) {
  v1::ResolveEscalationRequest request;
  request.set_outcome(outcome);
  const auto resolved = Change<Escalation>(patient, "EscalationService/ResolveEscalation",
                                           escalation, std::move(request));
  EXPECT_EQ(resolved.state(), Escalation::STATE_RESOLVED) << Who(patient.number);
  escalations_.erase(escalation.name());
}

bool ClinicYear::HasOpenEscalation(const YearPatient& patient) const {
  return std::any_of(escalations_.begin(), escalations_.end(),
                     [&](const auto& one) { return one.second.patient == patient.number; });
}

bool ClinicYear::HasToDo(const YearPatient& patient, std::string_view row) const {
  return std::any_of(follow_ups_.begin(), follow_ups_.end(), [&](const auto& one) {
    return one.second.patient == patient.number && one.second.made.schedule_row() == row;
  });
}

}  // namespace midstance::testing
