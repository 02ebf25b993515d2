#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "midstance/v1/case.pb.h"
#include "midstance/v1/follow_up_service.pb.h"
#include "midstance/v1/patient.pb.h"
#include "services/followups/schedule_table.h"
#include "services/followups/verbs.h"
#include "services/rpc/verb_testing.h"

// For the tests of follow-ups in a clinic with a calendar of its own.
namespace midstance::followups {

inline constexpr char kCase[] = "patients/p1/cases/c1";

inline Instant Utc(int year, unsigned month, unsigned day, int hour = 0, int minute = 0) {
  return std::chrono::sys_days{std::chrono::year(year) / std::chrono::month(month) /
                               std::chrono::day(day)} +
         std::chrono::hours{hour} + std::chrono::minutes{minute};
}

// A clinic in Berlin with one patient and one open case, whose therapist is anna.
class ClinicInBerlin : public ::testing::Test {
 protected:
  ClinicInBerlin() {
    v1::Patient patient;
    patient.set_name("patients/p1");
    patient.add_care_team("users/anna");
    tester_.Put(patient);
    v1::Case of;
    of.set_name(kCase);
    of.set_state(v1::Case::STATE_OPEN);
    of.set_clinician("users/anna");
    of_ = tester_.Put(of);
  }

  static v1::CreateFollowUpRequest ToCreate(v1::FollowUp::Kind kind = v1::FollowUp::KIND_CALL) {
    v1::CreateFollowUpRequest request;
    request.set_parent(kCase);
    request.mutable_follow_up()->set_title("Ask how the knee is");
    request.mutable_follow_up()->set_kind(kind);
    return request;
  }
  absl::StatusOr<v1::FollowUp> Create(const v1::CreateFollowUpRequest& request) {
    return tester_.Run(CreateFollowUp{calendar_}, anna_, request);
  }
  v1::FollowUp PlanOn(const std::string& day, v1::FollowUp::Kind kind = v1::FollowUp::KIND_CALL) {
    auto request = ToCreate(kind);
    request.mutable_follow_up()->set_due_date(day);
    const auto made = Create(request);
    EXPECT_TRUE(made.ok()) << made.status();
    return *made;
  }
  v1::FollowUp PlanAt(Instant due) {
    auto request = ToCreate();
    *request.mutable_follow_up()->mutable_due_time() = TimestampOf(due);
    const auto made = Create(request);
    EXPECT_TRUE(made.ok()) << made.status();
    return *made;
  }
  absl::StatusOr<v1::FollowUp> Complete(const v1::FollowUp& follow_up, Instant done = {}) {
    v1::CompleteFollowUpRequest request;
    request.set_name(follow_up.name());
    request.set_etag(follow_up.etag());
    request.set_outcome_note("better");
    if (done != Instant{}) *request.mutable_done_time() = TimestampOf(done);
    return tester_.Run(CompleteFollowUp{calendar_, schedule_}, anna_, request);
  }
  absl::StatusOr<v1::FollowUp> Cancel(const v1::FollowUp& follow_up, v1::SeriesScope scope = {}) {
    v1::CancelFollowUpRequest request;
    request.set_name(follow_up.name());
    request.set_etag(follow_up.etag());
    request.set_reason("away");
    request.set_scope(scope);
    return tester_.Run(CancelFollowUp{calendar_}, anna_, request);
  }
  absl::StatusOr<v1::FollowUp> Miss(const v1::FollowUp& follow_up) {
    v1::MarkNoShowRequest request;
    request.set_name(follow_up.name());
    request.set_etag(follow_up.etag());
    request.set_note("did not come");
    return tester_.Run(MarkNoShow{calendar_}, anna_, request);
  }
  static v1::RescheduleFollowUpRequest ToMove(const v1::FollowUp& follow_up) {
    v1::RescheduleFollowUpRequest request;
    request.set_name(follow_up.name());
    request.set_etag(follow_up.etag());
    request.set_reason("she is away");
    return request;
  }
  absl::StatusOr<v1::FollowUp> Move(const v1::RescheduleFollowUpRequest& request) {
    return tester_.Run(RescheduleFollowUp{calendar_}, anna_, request);
  }
  v1::FollowUp Read(const std::string& name) {
    v1::GetFollowUpRequest request;
    request.set_name(name);
    const auto found = tester_.Run(GetFollowUp, anna_, request);
    EXPECT_TRUE(found.ok()) << name << ": " << found.status();
    return *found;
  }
  std::vector<v1::FollowUp> ListAll() {
    v1::ListFollowUpsRequest request;
    request.set_parent(kCase);
    request.set_page_size(500);
    const auto page = tester_.Run(ListFollowUps{tester_.sealer()}, anna_, request);
    EXPECT_TRUE(page.ok()) << page.status();
    return {page->follow_ups().begin(), page->follow_ups().end()};
  }

  rpc::VerbTester tester_;
  const schedule::ClinicCalendar calendar_ = *schedule::ClinicCalendar::Make("Europe/Berlin");
  const config::v1::FollowUpSchedule schedule_ = *ShippedSchedule();
  rpc::Principal anna_ = tester_.AddUser("anna", {options::v1::ROLE_CLINICIAN});
  v1::Case of_;
};

}  // namespace midstance::followups
