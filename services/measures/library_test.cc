#include "services/measures/library.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "support/status.h"

namespace midstance::measures {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using v1::Measure;

Measure Small() {
  Measure measure;
  measure.set_name("measures/small");
  measure.set_title("Small");
  measure.set_short_title("S");
  measure.set_use("never");
  measure.set_missing_rule("none");
  measure.set_licence("free");
  measure.set_formula_version("1");
  measure.set_direction(Measure::DIRECTION_HIGHER_BETTER);
  measure.set_side_rule(Measure::SIDE_RULE_NONE);
  measure.add_versions("1");
  auto& subscale = *measure.add_subscales();
  subscale.set_id("total");
  subscale.set_items(2);
  subscale.set_formula(Measure::FORMULA_SUM);
  subscale.set_most(8);
  subscale.set_source("house value, configurable");
  subscale.add_ranges()->set_most(4);
  return measure;
}

std::string ProblemOf(const std::function<void(Measure&)>& spoil) {
  v1::MeasureLibrary measures;
  auto& measure = *measures.add_measures() = Small();
  spoil(measure);
  return std::string(Library::Of(measures).status().message());
}

TEST(MeasureLibrary, TheShippedOneIsRight) {
  const auto shipped = Shipped();
  ASSERT_TRUE(shipped.ok()) << shipped.status();
  EXPECT_EQ(shipped->Find("measures/lefs")->short_title(), "LEFS");
  EXPECT_EQ(shipped->Find("measures/none"), nullptr);
}

TEST(MeasureLibrary, ASmallOneIsRight) {
  EXPECT_EQ(ProblemOf([](Measure&) {}), "");
}

TEST(MeasureLibrary, TextThatDoesNotParseIsToldByItsLine) {
  const auto parsed = Library::Parse("measures {\n  colour: 3\n}");
  EXPECT_THAT(std::string(parsed.status().message()), HasSubstr("line 2"));
}

TEST(MeasureLibrary, EverythingThatIsWrongIsToldAtOnce) {
  v1::MeasureLibrary measures;
  auto& measure = *measures.add_measures() = Small();
  measure.clear_licence();
  measure.clear_direction();
  measure.mutable_subscales(0)->set_most(9);
  *measures.add_measures() = Small();
  EXPECT_THAT(std::string(Library::Of(measures).status().message()),
              AllOf(HasSubstr("has no licence"), HasSubstr("has no direction"),
                    HasSubstr("another range"), HasSubstr("twice")));
}

struct Spoiled {
  const char* what;
  std::function<void(Measure&)> spoil;
};

TEST(MeasureLibrary, RefusesDataThatCannotBeScored) {
  const auto threshold = [](Measure& measure, Measure::Threshold::Kind kind, double points) {
    auto& added = *measure.add_thresholds();
    added.set_kind(kind);
    added.set_points(points);
    added.set_source("x");
  };
  const Spoiled cases[] = {
      {"is no name", [](Measure& m) { m.set_name("measures/Small"); }},
      {"has no subscale", [](Measure& m) { m.clear_subscales(); }},
      {"unknown variant", [](Measure& m) { m.mutable_subscales(0)->add_variants("x"); }},
      {"has no source", [](Measure& m) { m.mutable_subscales(0)->clear_source(); }},
      {"no range for item 2",
       [](Measure& m) { m.mutable_subscales(0)->mutable_ranges(0)->add_items(1); }},
      {"adds up what is incomplete",
       [](Measure& m) { m.mutable_subscales(0)->set_min_answered(1); }},
      {"more answers than", [](Measure& m) { m.mutable_subscales(0)->set_min_answered(3); }},
      {"prorates", [](Measure& m) { m.mutable_subscales(0)->set_prorate(true); }},
      {"has no formula", [](Measure& m) { m.mutable_subscales(0)->clear_formula(); }},
      {"reverses", [](Measure& m) { m.mutable_subscales(0)->add_reversed_items(3); }},
      {"gate on an answer",
       [](Measure& m) {
         auto& gate = *m.mutable_subscales(0)->add_gates();
         gate.set_item(1);
         gate.set_answer(5);
       }},
      {"mark on an item",
       [](Measure& m) {
         auto& mark = *m.mutable_subscales(0)->add_marks();
         mark.set_item(0);
         mark.set_band("b");
         mark.set_source("s");
       }},
      {"unknown version",
       [](Measure& m) { m.mutable_subscales(0)->mutable_ranges(0)->add_versions("2"); }},
      {"two thresholds of one kind",
       [&](Measure& m) {
         threshold(m, Measure::Threshold::KIND_MDC, 1);
         threshold(m, Measure::Threshold::KIND_MDC, 2);
       }},
      {"out of order",
       [&](Measure& m) {
         threshold(m, Measure::Threshold::KIND_MINIMAL, 3);
         threshold(m, Measure::Threshold::KIND_MCID, 2);
       }},
      {"not above 0", [&](Measure& m) { threshold(m, Measure::Threshold::KIND_MCID, 0); }},
      {"items that have no names",
       [&](Measure& m) {
         threshold(m, Measure::Threshold::KIND_MDC, 1);
         m.mutable_thresholds(0)->set_each_item(true);
       }},
      {"neither way is better",
       [&](Measure& m) {
         m.set_direction(Measure::DIRECTION_NONE);
         threshold(m, Measure::Threshold::KIND_MCID, 1);
       }},
      {"outside its range",
       [](Measure& m) {
         auto& band = *m.add_bands();
         band.set_band("b");
         band.set_source("s");
         band.set_most(9);
       }},
  };
  for (const auto& spoiled : cases) EXPECT_THAT(ProblemOf(spoiled.spoil), HasSubstr(spoiled.what));
}

}  // namespace
}  // namespace midstance::measures
