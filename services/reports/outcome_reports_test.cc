#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>

#include "midstance/v1/outcome_service.pb.h"
#include "services/followups/schedule_table.h"
#include "services/outcomes/verbs.h"
#include "services/reports/reports_testing.h"

namespace midstance::reports {
namespace {

using std::chrono::days;
using std::chrono::hours;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using v1::ScoreChange;

class OutcomeReports : public ReportTest {
 protected:
  void SetUp() override {
    ReportTest::SetUp();
    of_anna_ = ACase("anna-s", "c1", v1::Case::STATE_IN_PROGRAM, "users/anna").name();
    of_ben_ = ACase("ben-s", "c1", v1::Case::STATE_IN_PROGRAM, "users/ben").name();
  }
  // A form as the verb records it, each answer the same.
  v1::OutcomeScore Fill(const std::string& case_name, const std::string& measure, double answer,
                        v1::Side side = v1::SIDE_UNSPECIFIED,
                        const std::string& activity = "activity ") {
    v1::RecordOutcomeScoreRequest request;
    request.set_parent(case_name);
    auto& record = *request.mutable_outcome_score();
    record.set_measure("measures/" + measure);
    record.set_side(side);
    const bool needs_side =
        library_.Find(record.measure())->side_rule() == v1::Measure::SIDE_RULE_REQUIRED;
    if (needs_side && side == v1::SIDE_UNSPECIFIED) record.set_side(v1::SIDE_LEFT);
    if (measure == "nprs") {
      record.set_variant("worst");
      record.set_period("7d");
    }
    for (const auto& subscale : library_.Find(record.measure())->subscales()) {
      if (measure == "nprs" && subscale.items() != 1) continue;
      auto& answers = *record.add_answers();
      answers.set_subscale(subscale.id());
      for (int i = 0; i < subscale.items(); ++i) {
        auto& item = *answers.add_items();
        item.set_value(answer);
        if (subscale.self_named()) item.set_label(activity + std::to_string(i));
      }
    }
    tester_.now += hours{1};
    const auto recorded =
        tester_.Run(outcomes::RecordOutcomeScore{library_, follow_ups_}, lead_, request);
    EXPECT_TRUE(recorded.ok()) << measure << ": " << recorded.status();
    return recorded.ok() ? *recorded : v1::OutcomeScore();
  }
  v1::CompareOutcomeScoresResponse Compared(const std::string& case_name) {
    v1::CompareOutcomeScoresRequest request;
    request.set_name(case_name);
    const auto compared = tester_.Run(outcomes::CompareOutcomeScores{library_}, lead_, request);
    EXPECT_TRUE(compared.ok()) << compared.status();
    return *compared;
  }
  static std::string Text(double number) {
    std::ostringstream text;
    text << number;
    return text.str();
  }
  static std::string Points(const ScoreChange& change, v1::Measure::Threshold::Kind kind) {
    for (const auto& applied : change.thresholds()) {
      if (applied.threshold().kind() == kind) return Text(applied.threshold().points());
    }
    return "-";
  }
  static void ExpectRow(const v1::RunReportResponse& answer, int row, const v1::OutcomeTrend& of) {
    const auto cell = [&](std::string_view column) { return Cell(answer, row, column); };
    const auto& change = of.since_baseline();
    EXPECT_EQ(cell("measure"), of.measure());
    EXPECT_EQ(cell("variant"), of.variant().empty() ? "-" : of.variant());
    EXPECT_EQ(cell("score"), of.subscale());
    EXPECT_EQ(cell("first"), change.has_from_score() ? Text(change.from_score()) : "-");
    EXPECT_EQ(cell("last"), change.has_to_score() ? Text(change.to_score()) : "-");
    EXPECT_EQ(cell("change"), change.has_change() ? Text(change.change()) : "-");
    EXPECT_EQ(cell("mdc"), Points(change, v1::Measure::Threshold::KIND_MDC));
    EXPECT_EQ(cell("mcid"), Points(change, v1::Measure::Threshold::KIND_MCID));
    EXPECT_EQ(cell("because"), change.because().empty() ? "-" : change.because());
  }
  // The responder's cell of the first row with the measure and score.
  static std::string Responder(const v1::RunReportResponse& answer, const std::string& measure,
                               const std::string& score = "total") {
    for (int i = 0; i < answer.rows_size(); ++i) {
      if (Cell(answer, i, "measure") == "measures/" + measure &&
          Cell(answer, i, "score") == score) {
        return Cell(answer, i, "responder");
      }
    }
    return "no row";
  }

  const schedule::ClinicCalendar calendar_ = schedule::ClinicCalendar::Utc();
  const config::v1::FollowUpSchedule schedule_ = *followups::ShippedSchedule();
  const followups::Fulfiller follow_ups_{calendar_, schedule_};
  std::string of_anna_;
  std::string of_ben_;
};

TEST_F(OutcomeReports, TheirNumbersAreThoseOfTheCase) {
  for (const double answer : {1, 2, 3}) Fill(of_anna_, "lefs", answer);
  Fill(of_anna_, "lefs", 2, v1::SIDE_LEFT);
  Fill(of_anna_, "nprs", 7);
  Fill(of_anna_, "nprs", 6);
  Fill(of_anna_, "psfs", 3);
  Fill(of_anna_, "psfs", 8);
  std::vector<v1::OutcomeTrend> whole;
  const auto compared = Compared(of_anna_);
  for (const auto& trend : compared.trends()) {
    if (trend.item().empty()) whole.push_back(trend);
  }
  ASSERT_THAT(whole, SizeIs(4)) << "each side by itself";
  const auto answer = Must(anna_, "outcomes");
  ASSERT_THAT(answer.rows(), SizeIs(4));
  for (int i = 0; i < 4; ++i) {
    EXPECT_EQ(Cell(answer, i, "case"), of_anna_);
    ExpectRow(answer, i, whole[static_cast<std::size_t>(i)]);
  }
}

TEST_F(OutcomeReports, AResponderIsBetterByTheMcidAndByMoreThanTheError) {
  Fill(of_anna_, "lefs", 2);
  EXPECT_EQ(Responder(Must(anna_, "outcomes"), "lefs"), "Too little data") << "one form";
  Fill(of_anna_, "lefs", 2);
  EXPECT_EQ(Responder(Must(anna_, "outcomes"), "lefs"), "No") << "no change";
  Fill(of_anna_, "lefs", 1);
  EXPECT_EQ(Responder(Must(anna_, "outcomes"), "lefs"), "No") << "worse";
  Fill(of_anna_, "lefs", 3);
  EXPECT_EQ(Responder(Must(anna_, "outcomes"), "lefs"), "Yes") << "20 points against 9";
  Fill(of_anna_, "nprs", 7);
  Fill(of_anna_, "nprs", 9);
  EXPECT_EQ(Responder(Must(anna_, "outcomes"), "nprs"), "No") << "more pain is not better";
}

TEST_F(OutcomeReports, AMeasureWithoutAnMcidIsNotJudged) {
  std::string measure;
  for (const auto& each : library_.all()) {
    const bool judged = std::any_of(
        each.thresholds().begin(), each.thresholds().end(),
        [](const auto& one) { return one.kind() == v1::Measure::Threshold::KIND_MCID; });
    if (judged || each.variants_size() > 0 || each.subscales_size() != 1) continue;
    if (each.side_rule() == v1::Measure::SIDE_RULE_REQUIRED || each.periods_size() > 0) continue;
    measure = each.name().substr(each.name().find('/') + 1);
    break;
  }
  ASSERT_NE(measure, "");
  Fill(of_anna_, measure, 1);
  Fill(of_anna_, measure, 1);
  const std::string score = library_.Find("measures/" + measure)->subscales(0).id();
  EXPECT_EQ(Responder(Must(anna_, "outcomes"), measure, score), "No MCID known") << measure;
  const auto counted = Must(anna_, "outcome-responders");
  EXPECT_EQ(Cell(counted, 0, "no_mcid"), "1");
  EXPECT_EQ(Cell(counted, 0, "judged"), "0");
  EXPECT_EQ(Cell(counted, 0, "percent"), "-");
}

TEST_F(OutcomeReports, EveryScoreComesOnceHoweverShortThePages) {
  for (int i = 0; i < 3; ++i) {
    const auto of =
        ACase("anna-s", "more" + std::to_string(i), v1::Case::STATE_OPEN, "users/anna").name();
    for (const char* measure : {"lefs", "nprs", "psfs", "hagos"}) Fill(of, measure, i);
  }
  const auto whole = Must(anna_, "outcomes");
  ASSERT_GT(whole.rows_size(), 15);
  for (const int size : {1, 2, 5, 7, whole.rows_size()}) {
    const auto all = MustAll(anna_, Asking("outcomes"), size);
    ASSERT_EQ(all.rows_size(), whole.rows_size()) << size;
    for (int i = 0; i < all.rows_size(); ++i) {
      EXPECT_EQ(all.rows(i).SerializeAsString(), whole.rows(i).SerializeAsString()) << size;
    }
  }
}

TEST_F(OutcomeReports, OnlyWhatWasLastFilledInInThePeriodIsShownAndCounted) {
  Fill(of_anna_, "lefs", 2);
  const Instant later = tester_.now + days{10};
  tester_.now = later;
  Fill(of_anna_, "lefs", 3);
  for (const char* report : {"outcomes", "outcome-responders"}) {
    auto request = Asking(report);
    *request.mutable_end_time() = TimestampOf(later);
    EXPECT_THAT(Must(anna_, request).rows(), IsEmpty()) << report;
    request.clear_end_time();
    *request.mutable_start_time() = TimestampOf(later);
    EXPECT_THAT(Must(anna_, request).rows(), SizeIs(1)) << report;
  }
}

TEST_F(OutcomeReports, ARetractedFormCountsNowhere) {
  Fill(of_anna_, "lefs", 2);
  const auto wrong = Fill(of_anna_, "lefs", 4);
  v1::RetractOutcomeScoreRequest request;
  request.set_name(wrong.name());
  request.set_etag(wrong.etag());
  request.set_reason("another patient's form");
  ASSERT_TRUE(tester_.Run(outcomes::RetractOutcomeScore{follow_ups_}, lead_, request).ok());
  EXPECT_EQ(Responder(Must(anna_, "outcomes"), "lefs"), "Too little data");
}

TEST_F(OutcomeReports, RespondersAreTheRowsOfTheOutcomesCounted) {
  const std::string third = ACase("ben-s", "c3", v1::Case::STATE_OPEN, "users/ben").name();
  const std::string fourth = ACase("ben-s", "c4", v1::Case::STATE_OPEN, "users/ben").name();
  Fill(of_anna_, "lefs", 2);
  Fill(of_anna_, "lefs", 3);
  Fill(of_ben_, "lefs", 2);
  Fill(of_ben_, "lefs", 2);
  Fill(third, "lefs", 3);
  Fill(third, "lefs", 1);
  Fill(fourth, "lefs", 3);
  const auto counted = Must(lead_, "outcome-responders");
  ASSERT_THAT(counted.rows(), SizeIs(1));
  EXPECT_EQ(Cell(counted, 0, "measure"), "measures/lefs");
  EXPECT_EQ(Cell(counted, 0, "score"), "total");
  EXPECT_EQ(Cell(counted, 0, "scores"), "4");
  EXPECT_EQ(Cell(counted, 0, "judged"), "3");
  EXPECT_EQ(Cell(counted, 0, "responders"), "1");
  EXPECT_EQ(Cell(counted, 0, "percent"), "33.3");
  EXPECT_EQ(Cell(counted, 0, "worsened"), "1");
  EXPECT_EQ(Cell(counted, 0, "too_little_data"), "1");
  std::map<std::string, int> rows;
  const auto each = Must(lead_, "outcomes");
  for (int i = 0; i < each.rows_size(); ++i) ++rows[Cell(each, i, "responder")];
  EXPECT_EQ(rows["Yes"], 1);
  EXPECT_EQ(rows["No"], 2);
  EXPECT_EQ(rows["Too little data"], 1);
}

TEST_F(OutcomeReports, TheSumsOfEveryMeasureAreThoseOfItsRows) {
  for (const std::string& of : {of_anna_, of_ben_}) {
    for (const char* measure : {"psfs", "nprs", "lefs", "hagos"}) {
      Fill(of, measure, 1);
      Fill(of, measure, of == of_anna_ ? 3 : 1);
    }
  }
  const std::string other = ACase("ben-s", "c3", v1::Case::STATE_OPEN, "users/ben").name();
  Fill(other, "psfs", 1);
  Fill(other, "psfs", 4, v1::SIDE_UNSPECIFIED, "another activity ");
  std::map<std::string, std::map<std::string, int>> of_rows;
  const auto each = Must(lead_, "outcomes");
  const auto key = [&](const v1::RunReportResponse& answer, int row) {
    return Cell(answer, row, "measure") + "/" + Cell(answer, row, "variant") + "/" +
           Cell(answer, row, "score");
  };
  for (int i = 0; i < each.rows_size(); ++i) ++of_rows[key(each, i)][Cell(each, i, "responder")];
  const auto sums = Must(lead_, "outcome-responders");
  ASSERT_EQ(static_cast<std::size_t>(sums.rows_size()), of_rows.size());
  for (int i = 0; i < sums.rows_size(); ++i) {
    SCOPED_TRACE(key(sums, i));
    auto& counts = of_rows[key(sums, i)];
    EXPECT_EQ(Cell(sums, i, "responders"), std::to_string(counts["Yes"]));
    EXPECT_EQ(Cell(sums, i, "judged"), std::to_string(counts["Yes"] + counts["No"]));
    EXPECT_EQ(Cell(sums, i, "too_little_data"), std::to_string(counts["Too little data"]));
    EXPECT_EQ(Cell(sums, i, "no_mcid"), std::to_string(counts["No MCID known"]));
  }
  EXPECT_EQ(of_rows["measures/psfs/-/total"]["Too little data"], 1) << "other activities";
}

TEST_F(OutcomeReports, ManyFormsAreSummedOneMeasureAfterTheOther) {
  const auto first = Fill(of_anna_, "nprs", 6);
  Fill(of_anna_, "psfs", 2);
  const auto wrote = tester_.Write([&](storage::Writer& writer) {
    v1::OutcomeScore form = first;
    for (int i = 0; i < 2000; ++i) {
      form.set_name(of_anna_ + "/outcomeScores/more" + std::to_string(10'000 + i));
      MIDSTANCE_RETURN_IF_ERROR(writer.Insert(form, tester_.now));
    }
    return absl::OkStatus();
  });
  ASSERT_TRUE(wrote.ok()) << wrote;
  auto request = Asking("outcome-responders");
  const auto page = Must(lead_, request);
  ASSERT_THAT(page.rows(), SizeIs(1));
  EXPECT_EQ(Cell(page, 0, "measure"), "measures/nprs");
  request.set_page_token(page.next_page_token());
  const auto last = Must(lead_, request);
  ASSERT_THAT(last.rows(), SizeIs(1));
  EXPECT_EQ(Cell(last, 0, "measure"), "measures/psfs");
  EXPECT_EQ(last.next_page_token(), "");
}

TEST_F(OutcomeReports, ATherapistSeesTheScoresOfHerPatientsOnly) {
  Fill(of_anna_, "lefs", 2);
  Fill(of_ben_, "lefs", 2);
  Fill(of_ben_, "nprs", 2);
  const auto hers = Must(anna_, "outcomes");
  ASSERT_THAT(hers.rows(), SizeIs(1));
  EXPECT_EQ(Cell(hers, 0, "case"), of_anna_);
  EXPECT_THAT(Must(lead_, "outcomes").rows(), SizeIs(3));
  EXPECT_THAT(Must(anna_, "outcome-responders").rows(), SizeIs(1));
  EXPECT_THAT(Must(ben_, "outcome-responders").rows(), SizeIs(2));
  EXPECT_EQ(Cell(Must(lead_, "outcome-responders"), 0, "scores"), "2");
}

}  // namespace
}  // namespace midstance::reports
