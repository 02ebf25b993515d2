#include "services/rules/timeline.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "services/rules/entry_test.h"
#include "services/rules/testing.h"

namespace midstance::rules {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const Instant kDay{Day{std::chrono::year{2026} / 3 / 1}};

class TimelineTest : public testing::Test {
 protected:
  // What the key of `site` was told, newest last.
  std::vector<double> ValuesAt(const Timeline& timeline, std::optional<Site> site,
                               std::string_view code) const {
    const auto* track = site.has_value() ? timeline.FindTrack(*site) : &timeline.tracks().front();
    std::vector<double> values;
    if (track == nullptr) return values;
    for (const auto& row : timeline.RowsOf(*track)) {
      const double value = AnswersOf(timeline, row).Get(rules_.Find(code)->index);
      if (!std::isnan(value)) values.push_back(value);
    }
    return values;
  }
  Timeline Of(const std::vector<Report>& reports) const { return Timeline::Build(rules_, reports); }

  const CompiledRuleSet rules_ = CoreInUtc();
  const Site left_{v1::KNEE, v1::LEFT};
  const Site right_{v1::KNEE, v1::RIGHT};
};

TEST_F(TimelineTest, OrdersReportsByTheDayTheyWereObserved) {
  const auto timeline = Of(
      {{"b", kDay + std::chrono::days(3), kDay + std::chrono::days(3), left_, {{"swelling", 1.0}}},
       {"a", kDay, kDay + std::chrono::days(9), left_, {{"swelling", 2.0}}}});
  EXPECT_THAT(ValuesAt(timeline, left_, "swelling"), ElementsAre(2, 1));
  EXPECT_EQ(timeline.size(), 2U);
}

TEST_F(TimelineTest, CountsBilateralForBothSides) {
  const auto timeline = Of({{"a", kDay, kDay, Site{v1::KNEE, v1::BILATERAL}, {{"swelling", 1.0}}}});
  EXPECT_THAT(timeline.Sites(), ElementsAre(left_, right_));
  EXPECT_THAT(ValuesAt(timeline, left_, "swelling"), ElementsAre(1));
  EXPECT_THAT(ValuesAt(timeline, right_, "swelling"), ElementsAre(1));
}

TEST_F(TimelineTest, KeepsAnUntoldSideApart) {
  const auto timeline = Of({{"a", kDay, kDay, Site{v1::KNEE, v1::NOT_TOLD}, {{"swelling", 1.0}}},
                            {"b", kDay, kDay, left_, {{"swelling", 2.0}}}});
  EXPECT_THAT(ValuesAt(timeline, left_, "swelling"), ElementsAre(2));
  EXPECT_THAT(timeline.Sites(), ElementsAre(left_, Site{v1::KNEE, v1::NOT_TOLD}));
}

TEST_F(TimelineTest, ShowsThePatientsAnswersAtEverySite) {
  const auto timeline = Of({{"a", kDay, kDay, left_, {{"swelling", 1.0}, {"load_off_h", 50.0}}},
                            {"b", kDay, kDay, right_, {{"swelling", 1.0}}}});
  EXPECT_THAT(ValuesAt(timeline, right_, "load_off_h"), ElementsAre(50));
  EXPECT_THAT(ValuesAt(timeline, std::nullopt, "load_off_h"), ElementsAre(50));
}

TEST_F(TimelineTest, JoinsTheSitesOfOneReport) {
  const auto timeline = Of({{"a", kDay, kDay, left_, {{"swelling", 1.0}}},
                            {"a", kDay, kDay, right_, {{"swelling", 0.0}}},
                            {"a", kDay, kDay, std::nullopt, {{"load_off_h", 50.0}}}});
  EXPECT_EQ(timeline.size(), 1U);
  EXPECT_THAT(ValuesAt(timeline, left_, "load_off_h"), ElementsAre(50));
}

TEST_F(TimelineTest, LetsTheLargerAnswerStandWhenAReportContradictsItself) {
  for (const auto& [first, second] : {std::pair(0.0, 2.0), std::pair(2.0, 0.0)}) {
    const auto timeline =
        Of({{"a", kDay, kDay, left_, {{"swelling", first}}},
            {"a", kDay, kDay, Site{v1::KNEE, v1::BILATERAL}, {{"swelling", second}}}});
    EXPECT_THAT(ValuesAt(timeline, left_, "swelling"), ElementsAre(2));
  }
}

TEST_F(TimelineTest, LeavesOutWhatWasNotAskedOrDoesNotFit) {
  const auto timeline = Of({{"a",
                             kDay,
                             kDay,
                             left_,
                             {{"redness", Answer::kNotAsked},
                              {"redness", 1.0},
                              {"swelling", std::numeric_limits<double>::quiet_NaN()},
                              {"swelling", Answer::kPresent},
                              {"night_pattern", "sometimes"},
                              {"unheard_of", 1.0}}},
                            {"b", kDay, kDay, std::nullopt, {{"swelling", 2.0}}}});
  EXPECT_THAT(timeline.Sites(), IsEmpty());
  EXPECT_EQ(timeline.size(), 0U);
}

TEST_F(TimelineTest, DropsARetractedReportAndWhatLiesBelowIt) {
  const auto timeline = Of({{"p/1/checkIns/1", kDay, kDay, left_, {{"swelling", 1.0}}},
                            {"p/1/checkIns/12", kDay, kDay, left_, {{"swelling", 2.0}}},
                            {"p/1/checkIns/1/parts/1", kDay, kDay, left_, {{"swelling", 3.0}}}});
  EXPECT_THAT(ValuesAt(timeline.Without(rules_, "p/1/checkIns/1"), left_, "swelling"),
              ElementsAre(2));
  EXPECT_THAT(ValuesAt(timeline.Without(rules_, "p"), left_, "swelling"), IsEmpty());
  EXPECT_EQ(timeline.size(), 3U);
}

TEST_F(TimelineTest, GrowsWithoutChangingTheOldOne) {
  const auto before = Of({{"a", kDay, kDay, left_, {{"swelling", 1.0}}}});
  const std::vector<Report> more = {{"b", kDay, kDay, left_, {{"swelling", 2.0}}}};
  const auto after = before.With(rules_, more);
  EXPECT_THAT(ValuesAt(before, left_, "swelling"), ElementsAre(1));
  EXPECT_THAT(ValuesAt(after, left_, "swelling"), ElementsAre(1, 2));
}

}  // namespace
}  // namespace midstance::rules
