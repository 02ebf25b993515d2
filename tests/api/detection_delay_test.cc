#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <string>
#include <vector>

#include "midstance/v1/report_service.pb.h"
#include "support/time.h"
#include "tests/api/builders.h"

// What is lost by late entry, over cohorts of which it is known.
namespace midstance::testing {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using ::testing::IsEmpty;
using ::testing::SizeIs;

struct Delayed {
  double raised = 0, late = 0, median = 0, p90 = 0, days_lost = 0, longest = 0;
};

class DetectionDelay : public ::testing::Test {
 protected:
  // Noon, so that some hours more are the same day.
  DetectionDelay() {
    const Instant now = clinic_.clock().Now();
    clinic_.clock().MoveTo(std::chrono::ceil<days>(now) + hours{12});
    begin_ = clinic_.clock().Now();
  }

  // A report that was observed on a day of the cohort, and is entered so many days later.
  void Plan(const std::string& runner, const Report& report, int day, int days_later) {
    to_enter_.push_back({begin_ + days{day + days_later}, begin_ + days{day}, runner, report});
  }
  // Everything in the order in which it is entered, as it happens.
  void Play() {
    std::stable_sort(to_enter_.begin(), to_enter_.end(),
                     [](const auto& one, const auto& other) { return one.at < other.at; });
    for (const auto& one : to_enter_) {
      clinic_.clock().MoveTo(one.at);
      clinic_.CheckIn(lena_, one.runner, one.report, one.observed);
    }
    to_enter_.clear();
  }
  std::map<std::string, Delayed> Run(Instant from = {}) {
    v1::RunReportRequest request;
    request.set_report("detection-delay");
    if (from != Instant{}) *request.mutable_start_time() = TimestampOf(from);
    const auto report =
        clinic_.Must<v1::RunReportResponse>(lena_, "ReportService/RunReport", request);
    std::map<std::string, Delayed> of_rule;
    for (const auto& row : report.rows()) {
      std::map<std::string, v1::ReportCell> cells;
      for (int i = 0; i < row.cells_size(); ++i) {
        cells[report.definition().columns(i).column()] = row.cells(i);
      }
      of_rule[cells["rule"].text()] = {.raised = cells["raised"].number(),
                                       .late = cells["late"].number(),
                                       .median = cells["median"].number(),
                                       .p90 = cells["p90"].number(),
                                       .days_lost = cells["days_lost"].number(),
                                       .longest = cells["longest"].number()};
    }
    return of_rule;
  }
  static double LostBy(const std::map<std::string, Delayed>& of_rule) {
    double lost = 0;
    for (const auto& [rule, delayed] : of_rule) lost += delayed.days_lost;
    return lost;
  }

  struct ToEnter {
    Instant at;
    Instant observed;
    std::string runner;
    Report report;
  };
  Clinic clinic_;
  const std::string lena_ = clinic_.Clinician("lena");
  Instant begin_;
  std::vector<ToEnter> to_enter_;
};

TEST_F(DetectionDelay, SumsToTheKnownDelaysOfACohort) {
  const std::vector<int> hot = {0, 1, 4, 12, 0, 4, 1, 1, 12, 4};
  const std::vector<int> swollen = {0, 1, 4, 12, 12, 0};
  double known = 0;
  for (std::size_t i = 0; i < hot.size(); ++i) {
    Plan(clinic_.ARunner(lena_, "Hot"), HotKnee(), static_cast<int>(i % 3), hot[i]);
    known += hot[i];
  }
  // A flag after a week: the report that completes it is entered late.
  for (const int later : swollen) {
    const auto runner = clinic_.ARunner(lena_, "Swollen");
    Plan(runner, SwollenKnee(), 0, 0);
    Plan(runner, SwollenKnee(), 7, later);
    known += later;
  }
  Play();
  const auto of_rule = Run();
  EXPECT_EQ(LostBy(of_rule), known);
  ASSERT_THAT(of_rule, SizeIs(2));
  const Delayed& persistent = of_rule.at("swelling-persistent");
  EXPECT_EQ(persistent.raised, 6);
  EXPECT_EQ(persistent.late, 4);
  EXPECT_EQ(persistent.days_lost, 29);
  EXPECT_EQ(persistent.median, 4);
  EXPECT_EQ(persistent.p90, 12);
  EXPECT_EQ(persistent.longest, 12);
}

TEST_F(DetectionDelay, ALateReportBetweenPromptOnesCountsFromWhenItWouldHaveCompleted) {
  const auto runner = clinic_.ARunner(lena_, "Between");
  Plan(runner, SwollenKnee(), 0, 0);
  Plan(runner, SwollenKnee(), 4, 0);
  Plan(runner, SwollenKnee(), 7, 5);
  Plan(runner, QuietKnee(), 9, 0);
  Play();
  // Raised on the 12th, after the denial of the 9th: it had held on the 7th.
  EXPECT_EQ(LostBy(Run()), 5);
}

TEST_F(DetectionDelay, WhatTimeAloneRaisesHasLostNothing) {
  Plan(clinic_.ARunner(lena_, "Hot"), HotKnee(), 0, 4);
  Play();
  const auto before = Run();
  clinic_.clock().Advance(hours{2});
  clinic_.server().application().Tick(false);
  const auto after = Run();
  double raised = 0;
  for (const auto& [rule, delayed] : after) raised += delayed.raised;
  EXPECT_EQ(raised, 2) << "nobody acknowledged the emergency for an hour";
  EXPECT_EQ(LostBy(before), 4);
  EXPECT_EQ(LostBy(after), 4);
}

TEST_F(DetectionDelay, WhatWasAmendedOrTakenBackSinceCountsAsItDid) {
  const auto runner = clinic_.ARunner(lena_, "Hot");
  clinic_.clock().MoveTo(begin_ + days{4});
  const auto recorded = clinic_.CheckIn(lena_, runner, HotKnee(), begin_);
  clinic_.clock().Advance(minutes{5});
  clinic_.Retract(lena_, recorded.check_in());
  EXPECT_EQ(LostBy(Run()), 4);
}

TEST_F(DetectionDelay, AFlagOfWhatWasAnsweredForCountsFromTheNewReport) {
  const auto runner = clinic_.ARunner(lena_, "Twice");
  Plan(runner, HotKnee(), 0, 0);
  Play();
  clinic_.clock().Advance(hours{1});
  clinic_.Resolve(lena_, clinic_.Escalations(lena_, runner).front());
  Plan(runner, HotKnee(), 3, 2);
  Play();
  EXPECT_EQ(LostBy(Run()), 2);
}

TEST_F(DetectionDelay, OnlyWhatWasRaisedInThePeriodIsCounted) {
  Plan(clinic_.ARunner(lena_, "Hot"), HotKnee(), 0, 4);
  Play();
  EXPECT_THAT(Run(clinic_.clock().Now() + minutes{1}), IsEmpty());
}

}  // namespace
}  // namespace midstance::testing
