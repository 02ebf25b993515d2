#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "midstance/v1/case.pb.h"
#include "midstance/v1/outcome_service.pb.h"
#include "midstance/v1/patient.pb.h"
#include "services/followups/schedule_table.h"
#include "services/measures/score_vectors.h"
#include "services/outcomes/verbs.h"
#include "services/rpc/verb_testing.h"

namespace midstance::outcomes {
namespace {

using std::chrono::hours;
using ::testing::ElementsAre;
using ::testing::SizeIs;
using v1::OutcomeScore;
using v1::ScoreChange;

constexpr char kCase[] = "patients/p1/cases/c1";
constexpr char kLefs49[] = "3,3,3,3,3,3,3,3,3,3,3,3,2,2,2,2,2,1,1,1";
constexpr char kLefs60[] = "3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3";

OutcomeScore Lefs(const char* answers, v1::Side side = v1::SIDE_UNSPECIFIED) {
  OutcomeScore record;
  record.set_measure("measures/lefs");
  record.set_side(side);
  *record.mutable_answers() = measures::AnswersOf({{"total", answers}}, false);
  return record;
}

class OutcomeScores : public ::testing::Test {
 protected:
  OutcomeScores() {
    v1::Patient patient;
    patient.set_name("patients/p1");
    patient.add_care_team("users/anna");
    tester_.Put(patient);
    v1::Case of;
    of.set_name(kCase);
    of.set_state(v1::Case::STATE_OPEN);
    of_ = tester_.Put(of);
  }
  absl::StatusOr<OutcomeScore> TryRecord(const OutcomeScore& record) {
    v1::RecordOutcomeScoreRequest request;
    request.set_parent(kCase);
    *request.mutable_outcome_score() = record;
    return tester_.Run(RecordOutcomeScore{library_, follow_ups_}, anna_, request);
  }
  OutcomeScore Record(const OutcomeScore& record) {
    const auto recorded = TryRecord(record);
    EXPECT_TRUE(recorded.ok()) << recorded.status();
    return recorded.ok() ? *recorded : OutcomeScore();
  }
  absl::StatusOr<OutcomeScore> Amend(const OutcomeScore& old, const OutcomeScore& record) {
    v1::AmendOutcomeScoreRequest request;
    request.set_name(old.name());
    request.set_etag(old.etag());
    request.set_reason("a typing error");
    *request.mutable_outcome_score() = record;
    return tester_.Run(AmendOutcomeScore{library_, follow_ups_}, anna_, request);
  }
  absl::StatusOr<OutcomeScore> Retract(const OutcomeScore& old) {
    v1::RetractOutcomeScoreRequest request;
    request.set_name(old.name());
    request.set_etag(old.etag());
    request.set_reason("another patient's form");
    return tester_.Run(RetractOutcomeScore{follow_ups_}, anna_, request);
  }
  OutcomeScore Read(const std::string& name) {
    v1::GetOutcomeScoreRequest request;
    request.set_name(name);
    const auto found = tester_.Run(GetOutcomeScore, anna_, request);
    EXPECT_TRUE(found.ok()) << found.status();
    return *found;
  }
  std::vector<std::string> List(const std::string& filter) {
    v1::ListOutcomeScoresRequest request;
    request.set_parent("patients/-/cases/-");
    request.set_filter(filter);
    const auto page = tester_.Run(ListOutcomeScores{tester_.sealer()}, anna_, request);
    EXPECT_TRUE(page.ok()) << page.status();
    std::vector<std::string> names;
    for (const auto& item : page->outcome_scores()) names.push_back(item.name());
    return names;
  }
  v1::CompareOutcomeScoresResponse Compare(const std::string& measure = "") {
    v1::CompareOutcomeScoresRequest request;
    request.set_name(kCase);
    request.set_measure(measure);
    const auto compared = tester_.Run(CompareOutcomeScores{library_}, anna_, request);
    EXPECT_TRUE(compared.ok()) << compared.status();
    return *compared;
  }
  std::vector<std::string> PathsOf(const OutcomeScore& record) {
    std::vector<std::string> paths;
    const auto fields = BadRequestOf(TryRecord(record).status());
    if (!fields.has_value()) return paths;
    for (const auto& violation : fields->field_violations()) paths.push_back(violation.field());
    return paths;
  }

  const schedule::ClinicCalendar calendar_ = schedule::ClinicCalendar::Utc();
  const config::v1::FollowUpSchedule schedule_ = *followups::ShippedSchedule();
  const followups::Fulfiller follow_ups_{calendar_, schedule_};
  const measures::Library library_ = *measures::Shipped();
  rpc::VerbTester tester_;
  rpc::Principal anna_ = tester_.AddUser("anna", {options::v1::ROLE_CLINICIAN});
  v1::Case of_;
};

TEST_F(OutcomeScores, AreComputedByTheServerAlone) {
  auto record = Lefs(kLefs49);
  auto& claimed = *record.add_scores();
  claimed.set_subscale("total");
  claimed.set_score(80);
  const auto recorded = Record(record);
  ASSERT_THAT(recorded.scores(), SizeIs(1));
  EXPECT_EQ(recorded.scores(0).score(), 49);
  EXPECT_EQ(recorded.scores(0).percent(), 61.25);
  EXPECT_EQ(recorded.formula_version(), "1");
  EXPECT_EQ(recorded.version(), "1999");
  EXPECT_EQ(recorded.state(), v1::RECORD_STATE_ACTIVE);
  EXPECT_EQ(recorded.entered_by(), "users/anna");
  EXPECT_EQ(InstantOf(recorded.occurred_time()), tester_.now);
}

TEST_F(OutcomeScores, AnAmendmentIsANewRecordAndTheOldOneStays) {
  const auto old = Record(Lefs(kLefs49));
  tester_.now += hours{1};
  const auto amended = Amend(old, Lefs(kLefs60));
  ASSERT_TRUE(amended.ok()) << amended.status();
  EXPECT_EQ(amended->scores(0).score(), 60);
  EXPECT_EQ(amended->amends(), old.name());
  EXPECT_EQ(amended->change_reason(), "a typing error");
  EXPECT_EQ(amended->change_author(), "users/anna");
  EXPECT_EQ(InstantOf(amended->occurred_time()), InstantOf(old.occurred_time()));
  const auto before = Read(old.name());
  EXPECT_EQ(before.state(), v1::RECORD_STATE_AMENDED);
  EXPECT_EQ(before.amended_by(), amended->name());
  EXPECT_EQ(before.change_author(), "users/anna");
  EXPECT_EQ(before.scores(0).score(), 49);
  EXPECT_EQ(ReasonOf(Amend(before, Lefs(kLefs60)).status()), v1::ERROR_REASON_STATE_FORBIDS);
}

TEST_F(OutcomeScores, AnAmendmentIsCheckedAsANewRecordIs) {
  const auto old = Record(Lefs(kLefs49));
  auto wrong = Lefs(kLefs60);
  wrong.mutable_answers(0)->mutable_items(3)->set_value(5);
  const auto refused = Amend(old, wrong).status();
  ASSERT_TRUE(BadRequestOf(refused).has_value()) << refused;
  EXPECT_EQ(BadRequestOf(refused)->field_violations(0).field(),
            "outcome_score.answers[0].items[3].value");
  EXPECT_EQ(Read(old.name()).state(), v1::RECORD_STATE_ACTIVE);
}

TEST_F(OutcomeScores, ARetractedOneNoLongerCountsAndStaysReadable) {
  Record(Lefs(kLefs60));
  tester_.now += hours{24};
  const auto wrong = Record(Lefs(kLefs49));
  EXPECT_EQ(Compare().trends(0).since_baseline().verdict(), ScoreChange::VERDICT_WORSENED);
  const auto retracted = Retract(wrong);
  ASSERT_TRUE(retracted.ok()) << retracted.status();
  EXPECT_EQ(retracted->state(), v1::RECORD_STATE_RETRACTED);
  EXPECT_EQ(retracted->change_reason(), "another patient's form");
  EXPECT_EQ(Read(wrong.name()).scores(0).score(), 49);
  EXPECT_EQ(Compare().trends(0).since_baseline().verdict(), ScoreChange::VERDICT_ONLY_ONE);
  EXPECT_EQ(ReasonOf(Retract(*retracted).status()), v1::ERROR_REASON_STATE_FORBIDS);
}

TEST_F(OutcomeScores, ACaseThatEndedTakesNoneButMayBeCorrected) {
  const auto old = Record(Lefs(kLefs49));
  of_.set_state(v1::Case::STATE_DISCHARGED);
  ASSERT_TRUE(tester_.Write([&](auto& writer) { return writer.Update(of_, tester_.now); }).ok());
  EXPECT_EQ(ReasonOf(TryRecord(Lefs(kLefs60)).status()), v1::ERROR_REASON_STATE_FORBIDS);
  EXPECT_TRUE(Amend(old, Lefs(kLefs60)).ok());
}

TEST_F(OutcomeScores, SideAndPeriodAreThoseThatTheMeasureAsksFor) {
  auto hagos = Lefs("");
  hagos.set_measure("measures/hagos");
  *hagos.mutable_answers() = measures::AnswersOf({{"pa", "3,4"}}, false);
  EXPECT_THAT(PathsOf(hagos), ElementsAre("outcome_score.side"));
  hagos.set_side(v1::SIDE_LEFT);
  EXPECT_TRUE(TryRecord(hagos).ok());
  hagos.set_period("7d");
  EXPECT_THAT(PathsOf(hagos), ElementsAre("outcome_score.period"));
  OutcomeScore nprs;
  nprs.set_measure("measures/nprs");
  nprs.set_variant("worst");
  *nprs.mutable_answers() = measures::AnswersOf({{"total", "3"}}, false);
  EXPECT_THAT(PathsOf(nprs), ElementsAre("outcome_score.period"));
  nprs.set_period("24h");
  EXPECT_TRUE(TryRecord(nprs).ok());
  OutcomeScore siras;
  siras.set_measure("measures/siras");
  siras.set_side(v1::SIDE_LEFT);
  *siras.mutable_answers() = measures::AnswersOf({{"total", "4,5,6"}}, false);
  EXPECT_THAT(PathsOf(siras),
              ElementsAre("outcome_score.side", "outcome_score.answers[0].items[2].value"));
  siras.set_measure("measures/none");
  EXPECT_THAT(PathsOf(siras), ElementsAre("outcome_score.measure"));
}

TEST_F(OutcomeScores, AreFoundByMeasureSideStateAndTime) {
  const auto left = Record(Lefs(kLefs49, v1::SIDE_LEFT));
  tester_.now += hours{1};
  const auto right = Record(Lefs(kLefs60, v1::SIDE_RIGHT));
  tester_.now += hours{1};
  OutcomeScore groc;
  groc.set_measure("measures/groc");
  *groc.mutable_answers() = measures::AnswersOf({{"total", "3"}}, false);
  const auto rated = Record(groc);
  EXPECT_THAT(List(""), ElementsAre(rated.name(), right.name(), left.name()));
  EXPECT_THAT(List("measure = \"measures/lefs\""), ElementsAre(right.name(), left.name()));
  EXPECT_THAT(List("side = SIDE_LEFT"), ElementsAre(left.name()));
  EXPECT_THAT(List("occurred_time > \"2025-03-01T09:30:00Z\" AND side = SIDE_RIGHT"),
              ElementsAre(right.name()));
  ASSERT_TRUE(Retract(rated).ok());
  EXPECT_THAT(List("state = RECORD_STATE_RETRACTED"), ElementsAre(rated.name()));
}

TEST_F(OutcomeScores, AreComparedByTheTimeTheyWereFilledIn) {
  // Entered first, filled in last.
  auto later = Lefs(kLefs60);
  *later.mutable_occurred_time() = TimestampOf(tester_.now - hours{1});
  Record(later);
  auto earlier = Lefs(kLefs49);
  *earlier.mutable_occurred_time() = TimestampOf(tester_.now - hours{24 * 30});
  Record(earlier);
  const auto compared = Compare("measures/lefs");
  ASSERT_THAT(compared.trends(), SizeIs(1));
  const auto& change = compared.trends(0).since_baseline();
  EXPECT_EQ(change.verdict(), ScoreChange::VERDICT_IMPROVED);
  EXPECT_EQ(change.change(), 11);
  ASSERT_THAT(change.thresholds(), SizeIs(2));
  EXPECT_NE(change.thresholds(0).threshold().source(), "");
  EXPECT_THAT(Compare("measures/uwri").trends(), SizeIs(0));
}

TEST_F(OutcomeScores, OnASideAreComparedWithThatSideAlone) {
  Record(Lefs(kLefs49, v1::SIDE_LEFT));
  tester_.now += hours{24};
  Record(Lefs(kLefs60, v1::SIDE_RIGHT));
  const auto compared = Compare();
  ASSERT_THAT(compared.trends(), SizeIs(2));
  for (const auto& trend : compared.trends()) {
    EXPECT_EQ(trend.since_baseline().verdict(), ScoreChange::VERDICT_ONLY_ONE);
  }
}

TEST_F(OutcomeScores, AnUnknownMeasureOrCaseHasNothingToCompare) {
  v1::CompareOutcomeScoresRequest request;
  request.set_name(kCase);
  request.set_measure("measures/none");
  EXPECT_EQ(ReasonOf(tester_.Run(CompareOutcomeScores{library_}, anna_, request).status()),
            v1::ERROR_REASON_RESOURCE_NOT_FOUND);
  request.clear_measure();
  request.set_name("patients/p1/cases/c2");
  EXPECT_EQ(ReasonOf(tester_.Run(CompareOutcomeScores{library_}, anna_, request).status()),
            v1::ERROR_REASON_RESOURCE_NOT_FOUND);
}

}  // namespace
}  // namespace midstance::outcomes
