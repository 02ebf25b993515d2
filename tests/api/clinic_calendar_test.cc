#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

#include "midstance/v1/check_in_service.pb.h"
#include "midstance/v1/follow_up_service.pb.h"
#include "midstance/v1/program_service.pb.h"
#include "midstance/v1/progress_service.pb.h"
#include "midstance/v1/referral_service.pb.h"
#include "midstance/v1/running_service.pb.h"
#include "midstance/v1/worklist_service.pb.h"
#include "support/time.h"
#include "tests/api/builders.h"
#include "tests/api/watcher.h"
#include "tests/support/temporary_folder.h"

namespace midstance::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::ThrowsMessage;

Instant BerlinDay(int year, unsigned month, unsigned day) {
  return std::chrono::sys_days{std::chrono::year(year) / std::chrono::month(month) /
                               std::chrono::day(day)} -
         std::chrono::hours{1};
}

ServerOptions InBerlin(const std::string& uri = "sqlite::memory:") {
  ServerOptions options;
  options.uri = uri;
  options.time_zone = "Europe/Berlin";
  options.start = BerlinDay(2026, 3, 20) + std::chrono::hours{9};
  return options;
}

v1::CreateFollowUpRequest DueOn(const std::string& of, const std::string& day) {
  v1::CreateFollowUpRequest request;
  request.set_parent(of);
  request.mutable_follow_up()->set_title("Ask about the night");
  request.mutable_follow_up()->set_kind(v1::FollowUp::KIND_CALL);
  request.mutable_follow_up()->set_due_date(day);
  request.mutable_follow_up()->add_remind_before_days(7);
  request.mutable_follow_up()->add_remind_before_days(1);
  return request;
}

TEST(ClinicCalendar, AServerDoesNotStartInATimeZoneThatNobodyKnows) {
  ServerOptions options;
  options.time_zone = "Europe/Atlantis";
  EXPECT_THAT(
      [&] { const TestServer server(options); },
      ThrowsMessage<std::runtime_error>(AllOf(HasSubstr("Europe/Atlantis"), HasSubstr("tzdata"))));
}

TEST(ClinicCalendar, AFollowUpIsDueUntilTheClinicsMidnightOfADayOfTwentyThreeHours) {
  Clinic clinic(InBerlin());
  const auto lena = clinic.Clinician("lena");
  const auto planned = clinic.Must<v1::FollowUp>(lena, "FollowUpService/CreateFollowUp",
                                                 DueOn(clinic.ARunner(lena), "2026-03-29"));
  v1::GetFollowUpRequest get;
  get.set_name(planned.name());
  const Instant midnight = BerlinDay(2026, 3, 29) + std::chrono::hours{23};
  clinic.clock().MoveTo(midnight - Duration{1});
  EXPECT_EQ(clinic.Must<v1::FollowUp>(lena, "FollowUpService/GetFollowUp", get).state(),
            v1::FollowUp::STATE_SCHEDULED);
  clinic.clock().MoveTo(midnight);
  EXPECT_EQ(clinic.Must<v1::FollowUp>(lena, "FollowUpService/GetFollowUp", get).state(),
            v1::FollowUp::STATE_OVERDUE);
}

TEST(ClinicCalendar, AReminderIsMadeOnceThoughTheServerIsStartedAgainAndIsToldToWhoWatches) {
  const TemporaryFolder folder;
  const std::string uri = "sqlite:" + (folder.path() / "test.db").string();
  std::string lena;
  std::string name;
  {
    Clinic clinic(InBerlin(uri));
    lena = clinic.Clinician("lena");
    name = clinic
               .Must<v1::FollowUp>(lena, "FollowUpService/CreateFollowUp",
                                   DueOn(clinic.ARunner(lena), "2026-03-30"))
               .name();
    Watcher watcher(clinic.server(), lena, WatchAll({"FollowUp"}));
    clinic.clock().MoveTo(BerlinDay(2026, 3, 23));
    clinic.server().application().Tick(false);
    const auto change = watcher.NextChange();
    EXPECT_EQ(change.name(), name);
    ASSERT_THAT(change.follow_up().reminders_sent(), SizeIs(1));
    EXPECT_EQ(change.follow_up().reminders_sent(0).days_before(), 7);
    clinic.server().application().Tick(false);
  }
  ServerOptions again = InBerlin(uri);
  again.new_clinic = false;
  again.seed = 2;
  again.start = BerlinDay(2026, 3, 23);
  TestServer server(again);
  server.application().Tick(false);
  v1::GetFollowUpRequest get;
  get.set_name(name);
  v1::FollowUp found;
  const auto read = [&] {
    const Result result =
        server.Call("/midstance.v1.FollowUpService/GetFollowUp", get, &found, {.token = lena});
    EXPECT_TRUE(result.ok()) << result.status.error_message();
    return found.reminders_sent_size();
  };
  EXPECT_EQ(read(), 1);
  server.clock().MoveTo(BerlinDay(2026, 3, 29));
  server.application().Tick(false);
  EXPECT_EQ(read(), 2);
  v1::ListWorklistRequest list;
  list.set_parent("patients/-/cases/-");
  v1::ListWorklistResponse worklist;
  const Result listed =
      server.Call("/midstance.v1.WorklistService/ListWorklist", list, &worklist, {.token = lena});
  ASSERT_TRUE(listed.ok()) << listed.status.error_message();
  ASSERT_THAT(worklist.items(), SizeIs(1));
  EXPECT_EQ(worklist.items(0).kind(), v1::WorklistItem::KIND_FOLLOW_UP_REMINDED);
}

// 17:30 on 4 March; 01:30 on the 5th in UTC.
ServerOptions AnEveningInLosAngeles() {
  ServerOptions options;
  options.time_zone = "America/Los_Angeles";
  options.start = Day{std::chrono::year{2026} / 3 / 5} + std::chrono::minutes{90};
  return options;
}

TEST(ClinicCalendar, AnEveningIsOfTheClinicsDayInEveryVerbThatCountsDays) {
  Clinic clinic(AnEveningInLosAngeles());
  const auto lena = clinic.Clinician("lena");
  const auto of = clinic.ARunner(lena);

  v1::GetCheckInFormRequest form;
  form.set_name(of);
  EXPECT_EQ(
      clinic.Must<v1::CheckInForm>(lena, "CheckInService/GetCheckInForm", form).today().date(),
      "2026-03-04");

  v1::AssignProgramRequest assign;
  assign.set_parent(of);
  assign.add_exercises()->set_exercise("exercises/st-clam");
  assign.mutable_exercises(0)->set_side(v1::SIDE_LEFT);
  assign.set_start_date("2026-03-02");
  const auto program =
      clinic.Must<v1::AssignProgramResponse>(lena, "ProgramService/AssignProgram", assign)
          .enrollment();
  v1::StopEnrollmentRequest stop;
  stop.set_name(program.name());
  stop.set_etag(program.etag());
  stop.set_reason("pain");
  EXPECT_EQ(clinic.Must<v1::Enrollment>(lena, "ProgramService/StopEnrollment", stop).end_date(),
            "2026-03-04");
  v1::GetAdherenceRequest adherence;
  adherence.set_name(of);
  EXPECT_EQ(clinic.Must<v1::Adherence>(lena, "ProgressService/GetAdherence", adherence).last_date(),
            "2026-03-03");

  v1::RecordCheckInRequest run;
  run.set_parent(of);
  run.mutable_check_in()->mutable_run()->set_done(v1::DONE_FULL);
  run.mutable_check_in()->mutable_run()->set_distance_km(12);
  clinic.Must<v1::RecordCheckInResponse>(lena, "CheckInService/RecordCheckIn", run);
  v1::CheckRunRequest tomorrow;
  tomorrow.set_parent(of);
  tomorrow.set_day("2026-03-05");
  EXPECT_EQ(
      clinic.Must<v1::CheckRunResponse>(lena, "RunningService/CheckRun", tomorrow).longest_km(),
      12);
}

TEST(ClinicCalendar, AFlagsSentenceNamesTheDayThatItsLetterNames) {
  Clinic clinic(AnEveningInLosAngeles());
  const auto lena = clinic.Clinician("lena");
  const auto of = clinic.ARunner(lena);
  const auto recorded = clinic.CheckIn(lena, of, HotKnee());
  ASSERT_GE(recorded.escalations_size(), 1);
  const auto& escalation = recorded.escalations(0);
  EXPECT_THAT(escalation.firings(0).result().basis(), HasSubstr("on 4 Mar 2026"));

  v1::CreateReferralRequest create;
  create.set_parent(of);
  create.mutable_referral()->set_escalation(escalation.name());
  create.mutable_referral()->mutable_addressee()->set_name("Dr Okafor");
  const auto letter =
      clinic.Must<v1::Referral>(lena, "ReferralService/CreateReferral", create).letter();
  EXPECT_THAT(letter.situation(), HasSubstr("on 4 Mar 2026"));
  EXPECT_THAT(letter.assessment(), HasSubstr("(4 Mar 2026)"));
  EXPECT_THAT(letter.situation() + letter.assessment(), Not(HasSubstr("5 Mar 2026")));
}

}  // namespace
}  // namespace midstance::testing
