#include "services/cases/engine/facts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>

#include "services/rules/testing.h"

namespace midstance::cases {
namespace {

using ::testing::Contains;
using ::testing::SizeIs;

class Facts : public ::testing::Test {
 protected:
  void Add(const char* name, int day, std::optional<rules::Site> site,
           std::vector<rules::Observed> values) {
    const Instant at = Instant{Day{std::chrono::year{2026} / 3 / 1}} + std::chrono::days{day};
    reports_.push_back({name, at, at, site, std::move(values)});
  }
  exercises::PatientFacts Known() const {
    const auto timeline = rules::Timeline::Build(engine_.rules(), reports_);
    return FactsOf(engine_, timeline, {}, Instant{Day{std::chrono::year{2026} / 3 / 20}});
  }

  RuleEngine engine_{rules::CoreInUtc(), 0, *exercises::Catalogue::Shipped()};
  std::vector<rules::Report> reports_;
  rules::Site left_hip_{rules::v1::HIP, rules::v1::LEFT};
};

TEST_F(Facts, TheVocabularyHasEveryCodeThatACautionAsksFor) {
  for (const auto& caution : engine_.exercises().cautions().cautions()) {
    for (const auto& clause : caution.clauses()) {
      for (const auto& trigger : clause.when()) {
        if (exercises::CodeOf(trigger).empty()) continue;
        const auto* code = engine_.rules().Find(exercises::CodeOf(trigger));
        ASSERT_NE(code, nullptr) << exercises::CodeOf(trigger);
        EXPECT_EQ(code->kind, !trigger.present().empty()  ? rules::v1::Code::FLAG
                              : !trigger.number().empty() ? rules::v1::Code::NUMBER
                                                          : rules::v1::Code::CHOICE)
            << code->code;
        for (const auto& choice : trigger.is()) EXPECT_GE(code->ChoiceIndex(choice), 0) << choice;
      }
    }
  }
  for (const auto& code : engine_.exercises().codes()) {
    EXPECT_NE(engine_.rules().Find(code), nullptr) << code;
  }
}

TEST_F(Facts, TheRangesThatTellALossOfMotionHaveAMeasurementError) {
  int ranges = 0;
  for (const auto& rule : engine_.exercises().cautions().rules()) {
    for (const auto& range : rule.range_codes()) {
      const auto* code = engine_.rules().Find(range);
      ASSERT_NE(code, nullptr) << range;
      const auto& defined = engine_.rules().source().codes(code->index);
      EXPECT_EQ(defined.examined(), rules::v1::Code::RANGE) << range;
      EXPECT_GT(defined.measurement_error(), 0) << range;
      ++ranges;
    }
  }
  EXPECT_EQ(ranges, 10);
}

TEST_F(Facts, AMeasuredRangeCarriesTheErrorOfItsMeasurement) {
  Add("a", 1, left_hip_, {{"rom_hip_extension", 2.0}});
  const auto facts = Known();
  ASSERT_THAT(facts.facts, SizeIs(1));
  EXPECT_EQ(std::get<double>(facts.facts[0].value), 2);
  EXPECT_EQ(facts.facts[0].measurement_error, 5);
}

TEST_F(Facts, TheLatestAnswerOfEachSiteCountsInWhateverOrderItWasEntered) {
  Add("b", 5, left_hip_, {{"lateral_hip_pain", rules::Answer::kAbsent}});
  Add("a", 1, left_hip_, {{"lateral_hip_pain", rules::Answer::kPresent}});
  Add("c", 3, rules::Site{rules::v1::HIP, rules::v1::RIGHT},
      {{"lateral_hip_pain", rules::Answer::kPresent}});
  const auto facts = Known();
  ASSERT_THAT(facts.facts, SizeIs(2));
  EXPECT_EQ(facts.facts[0].record, "b");
  EXPECT_FALSE(std::get<bool>(facts.facts[0].value));
  EXPECT_EQ(facts.facts[1].record, "c");
  EXPECT_TRUE(std::get<bool>(facts.facts[1].value));
  EXPECT_EQ(facts.facts[1].site.side(), v1::SIDE_RIGHT);
  EXPECT_EQ(facts.facts[1].words, "Pain at the side of the hip: yes");
}

TEST_F(Facts, AreOfTheClinicsDay) {
  const RuleEngine clinic{*rules::Compile(engine_.rules().source(),
                                          *schedule::ClinicCalendar::Make("America/Los_Angeles")),
                          0, engine_.exercises()};
  Add("a", 1, left_hip_, {{"lateral_hip_pain", rules::Answer::kPresent}});
  const auto timeline = rules::Timeline::Build(clinic.rules(), reports_);
  // 16:00 on 1 March, told at 17:00.
  const auto facts =
      FactsOf(clinic, timeline, {}, reports_.front().observed + std::chrono::hours{1});
  ASSERT_THAT(facts.facts, SizeIs(1));
  EXPECT_EQ(facts.facts[0].day, Day{std::chrono::year{2026} / 3 / 1});
  EXPECT_EQ(facts.today, facts.facts[0].day);
}

TEST_F(Facts, NotAskedIsNoAnswer) {
  Add("a", 1, left_hip_, {{"lateral_hip_pain", rules::Answer::kPresent}});
  Add("b", 2, left_hip_, {{"lateral_hip_pain", rules::Answer::kNotAsked}});
  ASSERT_THAT(Known().facts, SizeIs(1));
  EXPECT_EQ(Known().facts[0].record, "a");
}

TEST_F(Facts, ATestThatWasNotDoneLeavesTheOneBefore) {
  Add("a", 1, left_hip_, {{"fadir", std::string("pos")}});
  Add("b", 2, left_hip_, {{"fadir", std::string("nt")}});
  ASSERT_THAT(Known().facts, SizeIs(1));
  EXPECT_EQ(std::get<std::string>(Known().facts[0].value), "pos");
}

TEST_F(Facts, OfTwoAnswersOfOneMomentTheWorseStands) {
  for (const auto& [first, second] : {std::pair("a", "b"), std::pair("b", "a")}) {
    reports_.clear();
    Add(first, 1, std::nullopt, {{"bleeding_risk", rules::Answer::kAbsent}});
    Add(second, 1, std::nullopt, {{"bleeding_risk", rules::Answer::kPresent}});
    ASSERT_THAT(Known().facts, SizeIs(1));
    EXPECT_TRUE(std::get<bool>(Known().facts[0].value));
    EXPECT_TRUE(Known().facts[0].of_patient);
  }
}

TEST_F(Facts, AnEscalationIsKnownByEveryRuleThatFired) {
  v1::Escalation escalation;
  escalation.set_name("patients/p/cases/c/escalations/e");
  escalation.set_family("bone");
  for (const char* rule : {"one", "bsi-femoral-neck-suspected"}) {
    escalation.add_firings()->mutable_result()->set_rule(rule);
  }
  const auto facts = FactsOf(engine_, rules::Timeline(), std::span(&escalation, 1), Instant{});
  ASSERT_THAT(facts.escalations, SizeIs(1));
  EXPECT_THAT(facts.escalations[0].rules, Contains("bsi-femoral-neck-suspected"));
  EXPECT_TRUE(facts.escalations[0].of_patient);
}

}  // namespace
}  // namespace midstance::cases
