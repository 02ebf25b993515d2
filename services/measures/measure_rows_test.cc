#include <gtest/gtest.h>

#include <ostream>
#include <string>

#include "services/measures/library.h"
#include "services/measures/numbers.h"
#include "services/measures/shape.h"

namespace midstance::measures {
namespace {

using v1::Measure;

// What the literature says of a measure, in one line: each subscale with items, fewest answers,
// answers, range of the score; then the changes that matter.
struct MeasureRow {
  const char* id;
  const char* figures;
};

void PrintTo(const MeasureRow& row, std::ostream* out) { *out << row.id; }

std::string ScaleLine(const Subscale& subscale) {
  std::string line = subscale.id() + " " + std::to_string(subscale.items());
  if (subscale.most_items() != 0) line += "-" + std::to_string(subscale.most_items());
  const int needed = subscale.min_answered() == 0 ? subscale.items() : subscale.min_answered();
  line += "/" + std::to_string(needed);
  for (const auto& range : subscale.ranges()) {
    line += " " + NumberText(range.least()) + ".." + NumberText(range.most());
  }
  return line + " = " + NumberText(subscale.least()) + ".." + NumberText(subscale.most());
}

std::string FiguresOf(const Measure& measure) {
  std::string text = measure.direction() == Measure::DIRECTION_HIGHER_BETTER  ? "better"
                     : measure.direction() == Measure::DIRECTION_HIGHER_WORSE ? "worse"
                                                                              : "neither";
  for (const auto& subscale : measure.subscales()) text += "; " + ScaleLine(subscale);
  if (measure.has_summary()) text += "; summary";
  for (const auto& threshold : measure.thresholds()) {
    text += "; " + Measure::Threshold::Kind_Name(threshold.kind()).substr(5) + " " +
            NumberText(threshold.points());
    if (threshold.has_percent()) text += "/" + NumberText(threshold.percent()) + "%";
    if (threshold.each_item()) text += " an item";
    for (const auto& id : threshold.subscales()) text += " " + id;
  }
  for (const auto& band : measure.bands()) {
    text += "; " + NumberText(band.least()) + ".." + NumberText(band.most()) + " " + band.band();
  }
  return text;
}

class MeasureRowTest : public ::testing::TestWithParam<MeasureRow> {
 protected:
  const Library library_ = *Shipped();
  const Measure* measure_ = library_.Find(std::string("measures/") + GetParam().id);
};

TEST_P(MeasureRowTest, HasTheFiguresOfTheLiterature) {
  ASSERT_NE(measure_, nullptr);
  EXPECT_EQ(FiguresOf(*measure_), GetParam().figures);
}

TEST_P(MeasureRowTest, SaysItsSourcesItsLicenceAndWhatItDoesAboutBlanks) {
  ASSERT_NE(measure_, nullptr);
  EXPECT_NE(measure_->licence(), "");
  EXPECT_NE(measure_->missing_rule(), "");
  for (const auto& subscale : measure_->subscales()) EXPECT_NE(subscale.source(), "");
  for (const auto& threshold : measure_->thresholds()) EXPECT_NE(threshold.source(), "");
  for (const auto& band : measure_->bands()) EXPECT_NE(band.source(), "");
}

// Room for the words of any instrument would be a question's length.
TEST_P(MeasureRowTest, HoldsNoTextOfTheInstrument) {
  ASSERT_NE(measure_, nullptr);
  constexpr std::size_t kLongestTitle = 32;
  for (const auto& subscale : measure_->subscales()) {
    for (const auto& title : subscale.item_titles())
      EXPECT_LE(title.size(), kLongestTitle) << title;
  }
}

std::string IdOfRow(const ::testing::TestParamInfo<MeasureRow>& info) {
  std::string id = info.param.id;
  for (char& letter : id) {
    if (letter == '-') letter = '_';
  }
  return id;
}

const MeasureRow kRows[] = {
    {"nprs",
     "worse; total 1/1 0..10 = 0..10; total 3/3 0..10 = 0..10; MDC 1.8; MINIMAL 1/15%; MCID 2/30%; "
     "SUBSTANTIAL 2/33%"},
    {"psfs",
     "better; total 3-5/1 0..10 = 0..10; MDC 2; MDC 3 an item; MINIMAL 1.3; MCID 2.3; SUBSTANTIAL "
     "2.7"},
    {"lefs", "better; total 20/18 0..4 = 0..80; MDC 9; MCID 9"},
    {"hagos",
     "better; symptoms 7/4 0..4 = 0..100; pain 10/5 0..4 = 0..100; adl 5/3 0..4 = 0..100; "
     "sport-rec "
     "8/4 0..4 = 0..100; pa 2/1 0..4 = 0..100; qol 5/3 0..4 = 0..100; MDC 33.8; MCID 15"},
    {"hoos",
     "better; pain 10/5 0..4 = 0..100; symptoms 5/3 0..4 = 0..100; adl 17/9 0..4 = 0..100; "
     "sport-rec 4/2 0..4 = 0..100; qol 4/2 0..4 = 0..100; MCID 4 adl; MCID 13 pain symptoms "
     "sport-rec qol"},
    {"hoos-12",
     "better; pain 4/2 0..4 = 0..100; function 4/2 0..4 = 0..100; qol 4/2 0..4 = 0..100; summary"},
    {"ihot-12",
     "better; total 12/6 0..100 = 0..100; MCID 14; SUBSTANTIAL 18; 63..100 acceptable symptom "
     "state"},
    {"uwri", "better; total 9/9 0..4 = 0..36; MDC 4.1; MINIMAL 5; MCID 8"},
    {"ostrc-o2", "worse; total 4/4 0..25 0..25 = 0..100"},
    {"ostrc-h2", "worse; total 4/4 0..25 0..25 = 0..100"},
    {"visa-g", "better; total 8/8 0..10 0..30 = 0..100; MCID 10"},
    {"groc",
     "better; total 1/1 -7..7 = -7..7; -7..-5 clearly worse; -4..-3 worse; -2..2 no change worth "
     "noting; 3..4 better; 5..7 clearly better"},
    {"borg-cr10", "neither; total 1/1 0..10 = 0..10"},
    {"srpe", "neither; total 2/2 0..10 0..1440 = 0..14400; total 1-21/1 0..14400 = 0..302400"},
    {"tsk-11",
     "worse; total 11/10 1..4 = 11..44; MDC 6; MCID 4; 11..22 minimal; 23..28 low; 29..35 "
     "moderate; "
     "36..44 high"},
    {"promis-pf", "better; total 1/1 10..90 = 10..90; MINIMAL 2; MCID 6"},
    {"promis-pi", "worse; total 1/1 10..90 = 10..90; MINIMAL 2; MCID 6"},
    {"ears", "better; total 6/6 0..4 = 0..24; MCID 5.5"},
    {"siras", "better; total 3/3 1..5 = 3..15"},
};

INSTANTIATE_TEST_SUITE_P(Rows, MeasureRowTest, ::testing::ValuesIn(kRows), IdOfRow);

TEST(Measures, AreTheseAndNoOthers) { EXPECT_EQ(Shipped()->all().size(), std::size(kRows)); }

}  // namespace
}  // namespace midstance::measures
