#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "midstance/v1/case.pb.h"
#include "midstance/v1/check_in.pb.h"
#include "midstance/v1/escalation.pb.h"
#include "midstance/v1/follow_up.pb.h"
#include "midstance/v1/patient.pb.h"
#include "midstance/v1/referral.pb.h"
#include "midstance/v1/worklist_service.pb.h"
#include "services/rpc/verb_testing.h"
#include "services/worklist/settings.h"
#include "services/worklist/verbs.h"

// For the tests of the worklist.
namespace midstance::worklist {

using Item = v1::WorklistItem;

inline Instant Utc(int month, int day, int hour = 0, int minute = 0) {
  return std::chrono::sys_days{std::chrono::year(2026) /
                               std::chrono::month(static_cast<unsigned>(month)) /
                               std::chrono::day(static_cast<unsigned>(day))} +
         std::chrono::hours{hour} + std::chrono::minutes{minute};
}

// A clinic in Berlin on 27 March 2026, 10 o'clock.
class Worklist : public ::testing::Test {
 protected:
  Worklist() {
    tester_.now = now_;
    AddPatient("p1", "anna");
  }

  void AddPatient(const std::string& id, const std::string& therapist) {
    v1::Patient patient;
    patient.set_name("patients/" + id);
    patient.set_given_name("Amelie");
    patient.set_family_name("Brandt");
    patient.add_care_team("users/" + therapist);
    tester_.Put(patient);
    AddCase("patients/" + id + "/cases/c1", v1::Case::STATE_OPEN, now_, therapist);
  }
  void AddCase(const std::string& name, v1::Case::State state, Instant since,
               const std::string& therapist = "anna") {
    v1::Case of;
    of.set_name(name);
    of.set_title("Left hip");
    of.set_clinician("users/" + therapist);
    of.set_state(state);
    *of.mutable_state_time() = TimestampOf(since);
    tester_.Put(of);
  }
  // `raised` keeps two of one patient apart.
  void AddEscalation(const std::string& id, rules::v1::Urgency urgency, Instant due,
                     v1::Escalation::State state = v1::Escalation::STATE_OPEN,
                     const std::string& patient = "p1") {
    v1::Escalation escalation;
    escalation.set_name("patients/" + patient + "/cases/c1/escalations/" + id);
    escalation.set_family(id);
    escalation.set_title("Hot swollen joint");
    escalation.set_basis("Left knee swollen on 25 March.");
    escalation.set_urgency(urgency);
    escalation.set_state(state);
    *escalation.mutable_raised_time() = TimestampOf(now_);
    if (state == v1::Escalation::STATE_ACKNOWLEDGED) {
      *escalation.mutable_acknowledged_time() = TimestampOf(now_);
    }
    *escalation.mutable_due_time() = TimestampOf(due);
    tester_.Put(escalation);
  }
  void AddFollowUp(const std::string& id, Instant due, const std::string& patient = "p1",
                   const std::string& assignee = "users/anna", bool reminded = false) {
    v1::FollowUp follow_up;
    follow_up.set_name("patients/" + patient + "/cases/c1/followUps/" + id);
    follow_up.set_title("Call her");
    follow_up.set_kind(v1::FollowUp::KIND_CALL);
    follow_up.set_state(v1::FollowUp::STATE_SCHEDULED);
    follow_up.set_assignee(assignee);
    *follow_up.mutable_due_time() = TimestampOf(due);
    if (reminded) *follow_up.add_reminders_sent()->mutable_sent_time() = TimestampOf(now_);
    tester_.Put(follow_up);
  }
  void AddReferral(const std::string& id, v1::Referral::State state, rules::v1::Urgency urgency,
                   Instant moved) {
    v1::Referral referral;
    referral.set_name("patients/p1/cases/c1/referrals/" + id);
    referral.set_state(state);
    referral.set_urgency(urgency);
    tester_.now = moved;
    tester_.Put(referral);
    tester_.now = now_;
  }
  void AddCheckIn(const std::string& of, const std::string& id, Instant occurred,
                  v1::RecordState state = v1::RECORD_STATE_ACTIVE) {
    v1::CheckIn check_in;
    check_in.set_name(of + "/checkIns/" + id);
    check_in.set_state(state);
    *check_in.mutable_occurred_time() = TimestampOf(occurred);
    tester_.Put(check_in);
  }

  absl::StatusOr<v1::ListWorklistResponse> Ask(const v1::ListWorklistRequest& request,
                                               const rpc::Principal& who) {
    return tester_.Run(ListWorklist{tester_.sealer(), calendar_, settings_}, who, request);
  }
  std::vector<Item> List(const rpc::Principal& who, const std::string& assignee = {}) {
    v1::ListWorklistRequest request;
    request.set_parent("patients/-/cases/-");
    request.set_assignee(assignee);
    const auto page = Ask(request, who);
    EXPECT_TRUE(page.ok()) << page.status();
    EXPECT_EQ(page->next_page_token(), "");
    return {page->items().begin(), page->items().end()};
  }
  static std::string Last(const std::string& name) { return name.substr(name.rfind('/') + 1); }
  template <class Items>
  static std::vector<std::string> Ids(const Items& items) {
    std::vector<std::string> ids;
    for (const auto& item : items) ids.push_back(Last(item.resource()));
    return ids;
  }
  // One of everything, put in backwards.
  void FillAll() {
    AddCase("patients/p1/cases/silent", v1::Case::STATE_IN_PROGRAM, Utc(3, 1));
    AddCase("patients/p1/cases/review", v1::Case::STATE_REVIEW_DUE, Utc(3, 26));
    AddFollowUp("reminded", Utc(4, 10, 9), "p1", "users/anna", true);
    AddFollowUp("tonight", Utc(3, 27, 22) + std::chrono::minutes{59});
    AddFollowUp("noon", Utc(3, 27, 12));
    AddReferral("sent-soon", v1::Referral::STATE_SENT, rules::v1::SOON, Utc(3, 27, 1));
    AddReferral("sent-urgent", v1::Referral::STATE_SENT, rules::v1::URGENT, Utc(3, 25));
    AddFollowUp("late", Utc(3, 26, 12));
    AddFollowUp("later", Utc(3, 27, 8));
    AddEscalation("watch", rules::v1::WATCH, Utc(3, 1));
    AddEscalation("soon", rules::v1::SOON, Utc(3, 28));
    AddEscalation("urgent-2", rules::v1::URGENT, Utc(3, 28), v1::Escalation::STATE_OPEN);
    AddEscalation("urgent-1", rules::v1::URGENT, Utc(3, 27), v1::Escalation::STATE_ACKNOWLEDGED);
    AddEscalation("emergency", rules::v1::EMERGENCY, Utc(3, 27, 9));
    // None of the list.
    AddEscalation("resolved", rules::v1::EMERGENCY, Utc(3, 1), v1::Escalation::STATE_RESOLVED);
    AddFollowUp("in-april", Utc(4, 9, 9));
    AddReferral("closed", v1::Referral::STATE_CLOSED, rules::v1::URGENT, Utc(3, 1));
    AddReferral("acted-on", v1::Referral::STATE_ACTED_ON, rules::v1::URGENT, Utc(3, 1));
    AddCase("patients/p1/cases/heard", v1::Case::STATE_IN_PROGRAM, Utc(3, 1));
    AddCheckIn("patients/p1/cases/heard", "k1", Utc(3, 25));
  }

  const Instant now_ = Utc(3, 27, 9);
  rpc::VerbTester tester_;
  const schedule::ClinicCalendar calendar_ = *schedule::ClinicCalendar::Make("Europe/Berlin");
  const config::v1::WorklistSettings settings_ = *ShippedSettings();
  rpc::Principal anna_ = tester_.AddUser("anna", {options::v1::ROLE_CLINICIAN});
  rpc::Principal ben_ = tester_.AddUser("ben", {options::v1::ROLE_CLINICIAN});
  rpc::Principal lea_ = tester_.AddUser("lea", {options::v1::ROLE_LEAD_CLINICIAN});
};

}  // namespace midstance::worklist
