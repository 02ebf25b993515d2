#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <set>
#include <string>

#include "midstance/v1/check_in_service.pb.h"
#include "midstance/v1/patient.pb.h"
#include "services/checkins/verbs.h"
#include "services/rpc/verb_testing.h"
#include "services/rules/embedded.h"

namespace midstance::checkins {
namespace {

using ::testing::Each;
using ::testing::Ge;
using ::testing::IsEmpty;
using ::testing::Property;
using ::testing::SizeIs;
using v1::Advice;
using v1::Escalation;

constexpr char kCase[] = "patients/p/cases/c";
constexpr std::chrono::days kDay{1};

class FixedRandom final : public rpc::RandomSource {
 public:
  void Fill(void* bytes, std::size_t count) override {
    for (std::size_t i = 0; i < count; ++i) static_cast<std::uint8_t*>(bytes)[i] = ++last_;
  }

 private:
  std::uint8_t last_ = 0;
};

v1::RecordCheckInRequest OnKnee(const std::string& code, double number) {
  v1::RecordCheckInRequest request;
  request.set_parent(kCase);
  auto& report = *request.mutable_check_in()->add_reports();
  report.mutable_site()->set_area(v1::AREA_KNEE);
  report.mutable_site()->set_side(v1::SIDE_LEFT);
  auto& observation = *report.add_observations();
  observation.set_code(code);
  observation.set_number(number);
  return request;
}

void Add(v1::RecordCheckInRequest& request, const std::string& code, v1::Answer answer) {
  auto& observation = *request.mutable_check_in()->mutable_reports(0)->add_observations();
  observation.set_code(code);
  observation.set_answer(answer);
}

v1::RecordCheckInRequest Hot() {
  auto request = OnKnee("swelling", 1);
  Add(request, "warmth", v1::ANSWER_PRESENT);
  Add(request, "redness", v1::ANSWER_PRESENT);
  return request;
}

v1::RecordCheckInRequest Swollen() {
  auto request = OnKnee("swelling", 1);
  auto& settles = *request.mutable_check_in()->mutable_reports(0)->add_observations();
  settles.set_code("swelling_settles");
  settles.set_choice("no");
  return request;
}

class CheckIns : public ::testing::Test {
 protected:
  CheckIns() {
    v1::Patient patient;
    patient.set_name("patients/p");
    patient.set_family_name("Zhou");
    patient.add_care_team(anna_.name);
    tester_.Put(patient);
    v1::Case a_case;
    a_case.set_name(kCase);
    a_case.set_title("Left knee");
    a_case.set_state(v1::Case::STATE_OPEN);
    a_case.add_sites()->set_area(v1::AREA_KNEE);
    a_case.mutable_sites(0)->set_side(v1::SIDE_LEFT);
    tester_.Put(a_case);
  }

  v1::RecordCheckInResponse Record(const v1::RecordCheckInRequest& request) {
    const auto recorded = tester_.Run(RecordCheckIn{engine_}, anna_, request);
    EXPECT_TRUE(recorded.ok()) << recorded.status();
    return recorded.ok() ? *recorded : v1::RecordCheckInResponse();
  }
  v1::CheckIn Stored(const v1::CheckIn& check_in) {
    return *tester_.Find<v1::CheckIn>(check_in.name());
  }
  v1::RecordCheckInResponse Retract(const v1::CheckIn& check_in) {
    v1::RetractCheckInRequest request;
    request.set_name(check_in.name());
    request.set_etag(check_in.etag());
    request.set_reason("entered for another patient");
    const auto retracted = tester_.Run(RetractCheckIn{engine_}, anna_, request);
    EXPECT_TRUE(retracted.ok()) << retracted.status();
    return *retracted;
  }
  void SetState(v1::Case::State state) {
    auto a_case = *tester_.Find<v1::Case>(kCase);
    a_case.set_state(state);
    ASSERT_TRUE(
        tester_.Write([&](storage::Writer& writer) { return writer.Update(a_case, tester_.now); })
            .ok());
  }

  cases::RuleEngine engine_{*rules::Compile(*rules::ParseRuleSet(rules::RunningHipCore()))};
  rpc::VerbTester tester_;
  rpc::Principal anna_ = tester_.AddUser("anna", {options::v1::ROLE_CLINICIAN});
  rpc::Principal link_ = rpc::VerbTester::Link(kCase);
};

TEST_F(CheckIns, ARedFlagIsStoredWithItsEscalationAndThePatientIsToldToGo) {
  const auto answer = Record(Hot());
  ASSERT_THAT(answer.escalations(), SizeIs(1));
  const auto& escalation = answer.escalations(0);
  EXPECT_EQ(escalation.urgency(), rules::v1::EMERGENCY);
  EXPECT_EQ(escalation.state(), Escalation::STATE_OPEN);
  EXPECT_TRUE(escalation.name().starts_with(std::string(kCase) + "/escalations/"));
  EXPECT_EQ(escalation.firings(0).result().evidence(0).entry(), answer.check_in().name());
  EXPECT_EQ(answer.advice().level(), Advice::LEVEL_EMERGENCY);
  EXPECT_TRUE(tester_.Find<Escalation>(escalation.name()).ok());
  EXPECT_EQ(Stored(answer.check_in()).state(), v1::RECORD_STATE_ACTIVE);
  EXPECT_EQ(Stored(answer.check_in()).entered_by(), anna_.name);
}

TEST_F(CheckIns, AQuietCheckInRaisesNothing) {
  auto request = OnKnee("worst_nprs", 2);
  const auto answer = Record(request);
  EXPECT_THAT(answer.escalations(), IsEmpty());
  EXPECT_EQ(answer.advice().level(), Advice::LEVEL_NONE);
  EXPECT_EQ(InstantOf(answer.check_in().occurred_time()), tester_.now);
}

TEST_F(CheckIns, APatientMayReportThroughHerLink) {
  const auto recorded = tester_.Run(RecordCheckIn{engine_}, link_, Hot());
  ASSERT_TRUE(recorded.ok()) << recorded.status();
  EXPECT_EQ(recorded->check_in().entered_by(), link_.name);
  EXPECT_EQ(recorded->advice().level(), Advice::LEVEL_EMERGENCY);
}

TEST_F(CheckIns, SwellingForAWeekIsRaisedWithAndWithoutTheRememberedTimeline) {
  cases::RuleEngine forgetful(engine_.rules(), 0);
  Record(Swollen());
  tester_.now += 6 * kDay;
  EXPECT_NE(Record(Swollen()).advice().level(), Advice::LEVEL_EMERGENCY);
  tester_.now += 1 * kDay;
  const auto answer = tester_.Run(RecordCheckIn{forgetful}, anna_, Swollen());
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_TRUE(std::any_of(answer->escalations().begin(), answer->escalations().end(),
                          [](const auto& one) { return one.urgency() >= rules::v1::SOON; }));
}

TEST_F(CheckIns, ABackdatedReportRaisesOnTheDayItIsEntered) {
  auto earlier = Swollen();
  *earlier.mutable_check_in()->mutable_occurred_time() = TimestampOf(tester_.now - 8 * kDay);
  Record(Swollen());
  const auto answer = Record(earlier);
  ASSERT_THAT(answer.escalations(), SizeIs(1));
  EXPECT_EQ(InstantOf(answer.escalations(0).raised_time()), tester_.now);
}

TEST_F(CheckIns, TheSameFlagTwiceIsOneEscalation) {
  const auto first = Record(Hot());
  tester_.now += std::chrono::hours{1};
  const auto second = Record(Hot());
  ASSERT_THAT(second.escalations(), SizeIs(1));
  EXPECT_EQ(second.escalations(0).name(), first.escalations(0).name());
  tester_.now += std::chrono::hours{1};
  EXPECT_THAT(Record(OnKnee("worst_nprs", 2)).escalations(), IsEmpty());
}

TEST_F(CheckIns, RetractingTheEvidenceLeavesTheFlagToAPerson) {
  const auto flagged = Record(Hot());
  tester_.now += kDay;
  const auto answer = Retract(flagged.check_in());
  EXPECT_EQ(answer.check_in().state(), v1::RECORD_STATE_RETRACTED);
  EXPECT_EQ(answer.check_in().change_author(), anna_.name);
  ASSERT_THAT(answer.escalations(), SizeIs(1));
  EXPECT_EQ(answer.escalations(0).state(), Escalation::STATE_EVIDENCE_CHANGED);
  EXPECT_THAT(answer.evaluation().results(), IsEmpty());
}

TEST_F(CheckIns, ARetractionAfterTheWindowStillTakesTheEvidenceAway) {
  const auto flagged = Record(Hot());
  tester_.now += 60 * kDay;
  ASSERT_THAT(Record(OnKnee("worst_nprs", 1)).evaluation().results(), IsEmpty());
  const auto answer = Retract(flagged.check_in());
  ASSERT_THAT(answer.escalations(), SizeIs(1));
  EXPECT_EQ(answer.escalations(0).state(), Escalation::STATE_EVIDENCE_CHANGED);
}

TEST_F(CheckIns, AnAmendmentIsANewRecordAndTheOldOneStays) {
  const auto first = Record(Hot());
  tester_.now += std::chrono::hours{1};
  v1::AmendCheckInRequest request;
  request.set_name(first.check_in().name());
  request.set_etag(first.check_in().etag());
  request.set_reason("it was the other knee");
  *request.mutable_check_in() = Hot().check_in();
  request.mutable_check_in()->mutable_reports(0)->mutable_site()->set_side(v1::SIDE_RIGHT);
  const auto amended = tester_.Run(AmendCheckIn{engine_}, anna_, request);
  ASSERT_TRUE(amended.ok()) << amended.status();
  const auto old = Stored(first.check_in());
  EXPECT_EQ(old.state(), v1::RECORD_STATE_AMENDED);
  EXPECT_EQ(old.amended_by(), amended->check_in().name());
  EXPECT_EQ(amended->check_in().amends(), old.name());
  EXPECT_EQ(InstantOf(amended->check_in().occurred_time()), InstantOf(old.occurred_time()));
  ASSERT_THAT(amended->escalations(), SizeIs(2));
  EXPECT_EQ(amended->escalations(0).site().side(), v1::SIDE_RIGHT);
  EXPECT_EQ(amended->escalations(1).state(), Escalation::STATE_EVIDENCE_CHANGED);

  request.set_etag(old.etag());
  const auto again = tester_.Run(AmendCheckIn{engine_}, anna_, request);
  EXPECT_EQ(ReasonOf(again.status()), v1::ERROR_REASON_STATE_FORBIDS);
}

TEST_F(CheckIns, AStaleEtagChangesNothing) {
  const auto first = Record(Hot());
  v1::RetractCheckInRequest request;
  request.set_name(first.check_in().name());
  request.set_etag("\"77\"");
  const auto refused = tester_.Run(RetractCheckIn{engine_}, anna_, request);
  EXPECT_EQ(ReasonOf(refused.status()), v1::ERROR_REASON_ETAG_MISMATCH);
  EXPECT_EQ(Stored(first.check_in()).state(), v1::RECORD_STATE_ACTIVE);
}

TEST_F(CheckIns, ACaseOnHoldTakesReportsAndAnEndedOneDoesNot) {
  SetState(v1::Case::STATE_ON_HOLD);
  EXPECT_THAT(Record(Hot()).escalations(), SizeIs(1));
  SetState(v1::Case::STATE_DISCHARGED);
  const auto refused = tester_.Run(RecordCheckIn{engine_}, anna_, Hot());
  EXPECT_EQ(ReasonOf(refused.status()), v1::ERROR_REASON_STATE_FORBIDS);
}

TEST_F(CheckIns, AnEmptyCheckInIsRefusedAndANoteIsEnough) {
  v1::RecordCheckInRequest request;
  request.set_parent(kCase);
  const auto refused = tester_.Run(RecordCheckIn{engine_}, anna_, request);
  EXPECT_EQ(ReasonOf(refused.status()), v1::ERROR_REASON_FIELD_INVALID);
  request.mutable_check_in()->set_note("all well");
  EXPECT_EQ(Record(request).check_in().note(), "all well");
}

TEST_F(CheckIns, PainElevenIsRefusedWithItsPath) {
  const auto refused = tester_.Run(RecordCheckIn{engine_}, anna_, OnKnee("rest_nprs", 11));
  const auto fields = BadRequestOf(refused.status());
  ASSERT_TRUE(fields.has_value());
  EXPECT_EQ(fields->field_violations(0).field(), "check_in.reports[0].observations[0].number");
}

TEST_F(CheckIns, ADeletedPatientTakesNoReports) {
  auto patient = *tester_.Find<v1::Patient>("patients/p");
  ASSERT_TRUE(
      tester_.Write([&](storage::Writer& writer) { return writer.Delete(patient, tester_.now); })
          .ok());
  const auto lead = tester_.AddUser("lea", {options::v1::ROLE_LEAD_CLINICIAN});
  EXPECT_FALSE(tester_.Run(RecordCheckIn{engine_}, lead, Hot()).ok());
}

TEST_F(CheckIns, ALinkLivesAWeekAndEndsWhenRevoked) {
  FixedRandom random;
  rpc::Authenticator authenticator(tester_.store(), {});
  v1::IssueCheckInLinkRequest issue;
  issue.set_parent(kCase);
  const auto issued = tester_.Run(IssueCheckInLink{random}, anna_, issue);
  ASSERT_TRUE(issued.ok()) << issued.status();
  EXPECT_EQ(InstantOf(issued->check_in_link().expire_time()), tester_.now + 7 * kDay);
  const auto who = authenticator.Authenticate(issued->token(), tester_.now);
  ASSERT_TRUE(who.ok()) << who.status();
  EXPECT_EQ(who->link_case, kCase);
  EXPECT_EQ(ReasonOf(authenticator.Authenticate(issued->token(), tester_.now + 8 * kDay).status()),
            v1::ERROR_REASON_LINK_EXPIRED);

  v1::RevokeCheckInLinkRequest revoke;
  revoke.set_name(issued->check_in_link().name());
  revoke.set_etag(issued->check_in_link().etag());
  const auto revoked = tester_.Run(RevokeCheckInLink{authenticator}, anna_, revoke);
  ASSERT_TRUE(revoked.ok()) << revoked.status();
  EXPECT_FALSE(authenticator.Recall(issued->token(), tester_.now).has_value());
  EXPECT_EQ(ReasonOf(authenticator.Authenticate(issued->token(), tester_.now).status()),
            v1::ERROR_REASON_LINK_EXPIRED);
  revoke.set_etag(revoked->etag());
  EXPECT_EQ(ReasonOf(tester_.Run(RevokeCheckInLink{authenticator}, anna_, revoke).status()),
            v1::ERROR_REASON_STATE_FORBIDS);
}

TEST_F(CheckIns, ALinkLongerThanThirtyDaysIsRefused) {
  FixedRandom random;
  v1::IssueCheckInLinkRequest issue;
  issue.set_parent(kCase);
  *issue.mutable_expire_time() = TimestampOf(tester_.now + 31 * kDay);
  EXPECT_EQ(ReasonOf(tester_.Run(IssueCheckInLink{random}, anna_, issue).status()),
            v1::ERROR_REASON_FIELD_INVALID);
}

TEST_F(CheckIns, TheFormAsksFirstWhatWouldDecideAndEverythingOnce) {
  auto request = OnKnee("swelling", 1);
  Add(request, "warmth", v1::ANSWER_PRESENT);
  Record(request);
  v1::GetCheckInFormRequest get;
  get.set_name(kCase);
  const auto form = tester_.Run(GetCheckInForm{engine_}, link_, get);
  ASSERT_TRUE(form.ok()) << form.status();
  EXPECT_EQ(form->case_title(), "Left knee");
  ASSERT_THAT(form->questions_size(), Ge(6));
  EXPECT_FALSE(form->questions(0).because_of().empty());
  std::set<std::string> asked;
  bool usual = false;
  for (const auto& question : form->questions()) {
    EXPECT_TRUE(asked.insert(question.code() + question.site().ShortDebugString()).second)
        << question.code();
    EXPECT_FALSE(question.text().empty()) << question.code();
    EXPECT_FALSE(usual && !question.because_of().empty()) << question.code();
    usual = usual || question.because_of().empty();
  }
  EXPECT_THAT(form->questions(), Each(Property(&v1::Question::kind, Ge(v1::Question::KIND_FLAG))));
}

TEST_F(CheckIns, AreListedNewestFirst) {
  Record(OnKnee("worst_nprs", 1));
  tester_.now += kDay;
  Record(OnKnee("worst_nprs", 2));
  v1::ListCheckInsRequest list;
  list.set_parent(kCase);
  list.set_page_size(1);
  const auto page = tester_.Run(ListCheckIns{tester_.sealer()}, anna_, list);
  ASSERT_TRUE(page.ok()) << page.status();
  ASSERT_THAT(page->check_ins(), SizeIs(1));
  EXPECT_EQ(page->check_ins(0).reports(0).observations(0).number(), 2);
  list.set_page_token(page->next_page_token());
  const auto next = tester_.Run(ListCheckIns{tester_.sealer()}, anna_, list);
  ASSERT_TRUE(next.ok()) << next.status();
  EXPECT_EQ(next->check_ins(0).reports(0).observations(0).number(), 1);
  EXPECT_EQ(next->next_page_token(), "");
}

}  // namespace
}  // namespace midstance::checkins
