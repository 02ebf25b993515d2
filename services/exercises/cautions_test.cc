#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>

#include "services/exercises/check.h"
#include "services/exercises/doses.h"
#include "services/exercises/testing.h"

namespace midstance::exercises {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr auto kBlock = v1::Caution::EFFECT_BLOCK;
constexpr auto kWarn = v1::Caution::EFFECT_WARN;
constexpr auto kNothing = v1::Caution::EFFECT_UNSPECIFIED;

// One finding of a row of the clinical table, and what it must do to one exercise.
struct Case {
  const char* caution;
  const char* exercise;
  v1::Caution::Effect effect;
  PatientFacts found;
  PatientFacts denied;
};

// A flag; without an area it is about the whole patient.
Case Flag(const char* caution, const char* exercise, v1::Caution::Effect effect, const char* code,
          v1::Area area = v1::AREA_UNSPECIFIED) {
  return {caution, exercise, effect, Known({AFact(code, true, area)}),
          Known({AFact(code, false, area)})};
}
Case Choice(const char* caution, const char* exercise, v1::Caution::Effect effect, const char* code,
            const char* is, const char* other, v1::Area area) {
  return {caution, exercise, effect, Known({AFact(code, std::string(is), area)}),
          Known({AFact(code, std::string(other), area)})};
}
Case Flagged(const char* caution, const char* exercise, v1::Caution::Effect effect,
             const char* rule, v1::Area area) {
  return {caution, exercise, effect, Known({}, {AnEscalation(rule, area, v1::SIDE_LEFT)}),
          Known({}, {AnEscalation("swelling-persistent", area, v1::SIDE_LEFT)})};
}

std::vector<Case> CasesOf(const std::string& caution) {
  constexpr auto kHip = v1::AREA_HIP;
  constexpr auto kThigh = v1::AREA_THIGH;
  constexpr auto kLowerLeg = v1::AREA_LOWER_LEG;
  std::vector<Case> all = {
      Flagged("K1", "tr-calf", kBlock, "dvt-suspected", kLowerLeg),
      Flag("K1", "tr-ql", kBlock, "new_clot"),
      Flag("K1", "tr-iliacus", kBlock, "bleeding_risk"),
      Flag("K1", "tr-adductor", kBlock, "skin_broken", kThigh),
      Flag("K1", "tr-rectus-fem", kBlock, "leg_numbness", kThigh),
      Flag("K1", "tr-hamstring", kBlock, "paraesthesia", kThigh),
      Flag("K1", "tr-glute-med", kBlock, "cancer_at_site", kHip),
      Flag("K1", "tr-hamstring", kBlock, "muscle_tear", kThigh),
      Flag("K1", "rr-pool-run", kBlock, "skin_broken", v1::AREA_FOOT),
      Flag("K2", "mo-half-kneel", kBlock, "tender_nodule", kHip),
      Flag("K2", "mo-quad", kBlock, "tender_nodule", kThigh),
      Flagged("K3", "rr-hop-prep", kBlock, "bsi-femoral-neck-suspected", kHip),
      Flagged("K3", "rr-walkrun", kBlock, "bsi-other-suspected", v1::AREA_FOOT),
      Flag("K3", "st-stepup", kBlock, "stress_reaction", kHip),
      Flag("K3", "st-split-squat", kBlock, "stress_reaction", kLowerLeg),
      Flag("K3", "rr-walk", kWarn, "stress_reaction", kHip),
      Flag("K3", "al-sl-balance", kWarn, "stress_reaction", kHip),
      Flag("K4", "mo-piriformis", kBlock, "lateral_hip_pain", kHip),
      Flag("K4", "tr-tfl", kBlock, "lateral_hip_pain", kHip),
      Flag("K4", "st-hip-hike", kBlock, "lateral_hip_pain", kHip),
      Flag("K4", "st-side-plank", kBlock, "lateral_hip_pain", kHip),
      Flag("K4", "st-clam", kWarn, "lateral_hip_pain", kHip),
      Flag("K5", "tr-iliacus", kBlock, "pregnancy_possible"),
      Flag("K5", "tr-psoas", kBlock, "hernia"),
      Flag("K5", "tr-iliacus", kBlock, "aortic_aneurysm"),
      Flag("K5", "tr-iliacus", kBlock, "pulsatile_mass"),
      Flag("K5", "tr-psoas", kBlock, "abdominal_surgery"),
      Flag("K5", "tr-iliacus", kBlock, "bowel_disease_active"),
      Flag("K5", "tr-psoas", kBlock, "iud_discomfort"),
      Flag("K5", "tr-ql", kWarn, "hernia"),
      Flag("K6", "mo-hamstring", kBlock, "sciatic_irritation", kHip),
      Flag("K6", "mo-hamstring", kBlock, "leg_numbness", kLowerLeg),
      Choice("K6", "mo-90-90", kBlock, "slr", "pos", "neg", v1::AREA_LOW_BACK),
      Choice("K6", "mo-piriformis", kBlock, "slump", "pos", "neg", v1::AREA_LOW_BACK),
      Flag("K6", "tr-piriformis", kWarn, "sciatic_irritation", kHip),
      Flag("K7", "mo-hamstring", kBlock, "sit_bone_pain", kHip),
      Flag("K7", "st-rdl", kBlock, "sit_bone_pain", kHip),
      Flag("K7", "tr-hamstring", kBlock, "sit_bone_pain", kHip),
      Flag("K7", "st-nordic", kBlock, "muscle_tear", kThigh),
      Flagged("K7", "rr-strides", kBlock, "hamstring-avulsion-suspected", kThigh),
      Flag("K7", "st-bridge", kWarn, "sit_bone_pain", kHip),
      Flag("K8", "mo-calf", kBlock, "calf_swelling", kLowerLeg),
      Flagged("K8", "st-calf-raise", kBlock, "dvt-suspected", kLowerLeg),
      Choice("K8", "st-calf-soleus", kBlock, "achilles_pain", "insertional", "none",
             v1::AREA_ANKLE),
      Choice("K8", "mo-calf", kWarn, "achilles_pain", "midportion", "none", v1::AREA_ANKLE),
      Flag("K9", "mo-90-90", kBlock, "click_painful", kHip),
      Flag("K9", "mo-piriformis", kBlock, "catch", kHip),
      Choice("K9", "mo-piriformis", kBlock, "fadir", "pos", "neg", kHip),
      Flag("K9", "st-squat", kWarn, "click_painful", kHip),
      Flag("K9", "rr-bike", kWarn, "catch", kHip),
      {"K10", "rr-walkrun", kBlock, Known({AFact("run_nprs", 1.0, v1::AREA_KNEE)}),
       Known({AFact("run_nprs", 0.0, v1::AREA_KNEE)})},
      {"K10", "al-cadence", kBlock, Known({AFact("run_nprs", 4.0, v1::AREA_FOOT)}),
       Known({AFact("run_nprs", 0.0, v1::AREA_FOOT)})},
  };
  std::erase_if(all, [&](const Case& each) { return each.caution != caution; });
  return all;
}

class CautionRow : public ::testing::TestWithParam<const char*> {};

TEST_P(CautionRow, IsTriggeredByItsFindingsAlone) {
  const auto cases = CasesOf(GetParam());
  ASSERT_THAT(cases, Not(IsEmpty()));
  for (const Case& each : cases) {
    SCOPED_TRACE(each.exercise);
    const auto prescription = Only(each.exercise);
    const auto found = Check(TestCatalogue(), prescription, each.found);
    EXPECT_EQ(EffectOf(found, each.caution, each.exercise), each.effect);
    const auto denied = Check(TestCatalogue(), prescription, each.denied);
    EXPECT_EQ(EffectOf(denied, each.caution, each.exercise), kNothing);
  }
}

// Every clause, every trigger of an answer and every exercise that it concerns, as the data has
// them.
TEST_P(CautionRow, TouchesEveryExerciseOfItsClausesAndNeverUnasked) {
  const auto& catalogue = TestCatalogue();
  const auto& caution = *catalogue.FindCaution(GetParam());
  for (const auto& clause : caution.clauses()) {
    for (const auto& exercise : catalogue.library().exercises()) {
      if (!Concerns(caution, clause, exercise)) continue;
      const std::string id = exercise.name().substr(exercise.name().find('/') + 1);
      SCOPED_TRACE(id);
      const auto prescription = Only(id);
      EXPECT_EQ(EffectOf(Check(catalogue, prescription, Known({})), caution.id(), id), kNothing);
      for (const auto& trigger : clause.when()) {
        if (CodeOf(trigger).empty()) continue;
        SCOPED_TRACE(CodeOf(trigger));
        const v1::Area area = trigger.areas().empty()
                                  ? (catalogue.AreasOf(exercise.name()).empty()
                                         ? v1::AREA_HIP
                                         : *catalogue.AreasOf(exercise.name()).begin())
                                  : static_cast<v1::Area>(trigger.areas(0));
        std::variant<bool, double, std::string> value = true;
        if (!trigger.number().empty()) value = trigger.more_than() + 1;
        if (!trigger.choice().empty()) value = trigger.is(0);
        const auto check =
            Check(catalogue, prescription, Known({AFact(CodeOf(trigger), value, area)}));
        const auto effect = EffectOf(check, caution.id(), id);
        // Of two clauses that the finding triggers, the one that blocks is told.
        EXPECT_TRUE(effect == clause.effect() || effect == kBlock);
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Library, CautionRow,
                         ::testing::Values("K1", "K2", "K3", "K4", "K5", "K6", "K7", "K8", "K9",
                                           "K10"),
                         [](const auto& row) { return std::string(row.param); });

TEST(Cautions, WhatWasNotAskedTriggersNothingAndIsListed) {
  const auto check = Check(TestCatalogue(), Only("tr-plantar"), Known({}));
  EXPECT_THAT(check.findings(), IsEmpty());
  ASSERT_EQ(check.not_asked_size(), 1);
  EXPECT_EQ(check.not_asked(0).caution(), "K1");
  EXPECT_THAT(check.not_asked(0).codes(), Contains("bleeding_risk"));
  const auto asked =
      Check(TestCatalogue(), Only("tr-plantar"), Known({AFact("bleeding_risk", false)}));
  EXPECT_THAT(asked.not_asked(0).codes(), Not(Contains("bleeding_risk")));
}

TEST(Cautions, TheOtherSideIsNotTouchedAndAnUntoldSideIs) {
  const auto broken_skin = [](v1::Side side) {
    return Known({AFact("skin_broken", true, v1::AREA_LOWER_LEG, side)});
  };
  const auto effect = [&](v1::Side prescribed, v1::Side found) {
    return EffectOf(Check(TestCatalogue(), Only("tr-calf", prescribed), broken_skin(found)), "K1",
                    "tr-calf");
  };
  EXPECT_EQ(effect(v1::SIDE_LEFT, v1::SIDE_LEFT), kBlock);
  EXPECT_EQ(effect(v1::SIDE_LEFT, v1::SIDE_RIGHT), kNothing);
  EXPECT_EQ(effect(v1::SIDE_LEFT, v1::SIDE_NOT_TOLD), kBlock);
  EXPECT_EQ(effect(v1::SIDE_UNSPECIFIED, v1::SIDE_RIGHT), kBlock);
  EXPECT_EQ(effect(v1::SIDE_BILATERAL, v1::SIDE_RIGHT), kBlock);
}

TEST(Cautions, AFindingElsewhereDoesNotTouchTheMuscle) {
  const auto facts = Known({AFact("skin_broken", true, v1::AREA_FOOT)});
  EXPECT_EQ(EffectOf(Check(TestCatalogue(), Only("tr-calf"), facts), "K1", "tr-calf"), kNothing);
}

TEST(Cautions, AMuscleTearForbidsPressureForSeventyTwoHours) {
  auto facts = Known({AFact("muscle_tear", true, v1::AREA_LOWER_LEG)});
  const auto effect = [&] {
    return EffectOf(Check(TestCatalogue(), Only("tr-calf"), facts), "K1", "tr-calf");
  };
  facts.today += std::chrono::days{3};
  EXPECT_EQ(effect(), kBlock);
  facts.today += std::chrono::days{1};
  EXPECT_EQ(effect(), kNothing);
}

TEST(Cautions, AbdominalSurgeryForbidsTheToolForTwelveWeeks) {
  auto facts = Known({AFact("abdominal_surgery", true)});
  const auto effect = [&] {
    return EffectOf(Check(TestCatalogue(), Only("tr-psoas"), facts), "K5", "tr-psoas");
  };
  facts.today += std::chrono::days{84};
  EXPECT_EQ(effect(), kBlock);
  facts.today += std::chrono::days{1};
  EXPECT_EQ(effect(), kNothing);
}

TEST(Cautions, AMuscleIsNotStretchedOnADayOfItsRelease) {
  v1::Prescription prescription;
  auto& release = Prescribe(prescription, "tr-iliacus");
  auto& stretch = Prescribe(prescription, "mo-half-kneel");
  const auto effect = [&] {
    return EffectOf(Check(TestCatalogue(), prescription, Known({})), "K2", "mo-half-kneel");
  };
  EXPECT_EQ(effect(), kBlock);
  stretch.set_side(v1::SIDE_RIGHT);
  EXPECT_EQ(effect(), kNothing);
  stretch.set_side(v1::SIDE_LEFT);
  auto& dose = *release.mutable_dose();
  dose.set_seconds(60);
  dose.add_days(v1::WEEKDAY_MONDAY);
  stretch.mutable_dose()->set_seconds(60);
  stretch.mutable_dose()->add_days(v1::WEEKDAY_TUESDAY);
  EXPECT_EQ(effect(), kNothing);
  dose.add_days(v1::WEEKDAY_TUESDAY);
  EXPECT_EQ(effect(), kBlock);
  // A release that is held back is not done.
  release.mutable_hold()->set_caution("K1");
  EXPECT_EQ(effect(), kNothing);
}

TEST(Cautions, AReleaseOfAnotherMuscleLeavesTheStretch) {
  v1::Prescription prescription;
  Prescribe(prescription, "tr-calf");
  Prescribe(prescription, "mo-half-kneel");
  EXPECT_EQ(EffectOf(Check(TestCatalogue(), prescription, Known({})), "K2", "mo-half-kneel"),
            kNothing);
}

TEST(Cautions, APainfulClickReachesEveryExerciseThatBendsOrTurnsTheHipFar) {
  const auto facts = Known({AFact("click_painful", true, v1::AREA_HIP)});
  std::vector<std::string> blocked;
  std::vector<std::string> warned;
  for (const auto& exercise : TestCatalogue().library().exercises()) {
    const auto id = exercise.name().substr(exercise.name().find('/') + 1);
    const auto effect = EffectOf(Check(TestCatalogue(), Only(id), facts), "K9", id);
    if (effect == kBlock) blocked.push_back(id);
    if (effect == kWarn) warned.push_back(id);
  }
  EXPECT_THAT(blocked, ElementsAre("mo-90-90", "mo-piriformis"));
  EXPECT_THAT(warned,
              ElementsAre("st-squat", "st-split-squat", "st-stepup", "st-hipflex-iso",
                          "st-hipflex-band", "al-sl-squat-mirror", "mo-half-kneel", "rr-bike"));
}

TEST(Cautions, ASetAsideOneIsToldAndBlocksNoMore) {
  auto prescription = Only("tr-calf");
  const auto facts = Known({AFact("bleeding_risk", true)});
  EXPECT_EQ(Blocking(TestCatalogue(), prescription, facts).size(), 1U);
  prescription.mutable_exercises(0)->add_overridden()->set_caution("K1");
  EXPECT_THAT(Blocking(TestCatalogue(), prescription, facts), IsEmpty());
  const auto check = Check(TestCatalogue(), prescription, facts);
  ASSERT_EQ(check.findings_size(), 1);
  EXPECT_TRUE(check.findings(0).overridden());
}

TEST(Cautions, AFindingSaysWhatWhereWhenAndWhatToDo) {
  const auto facts = Known({AFact("skin_broken", true, v1::AREA_LOWER_LEG)});
  const auto check = Check(TestCatalogue(), Only("tr-calf"), facts);
  ASSERT_EQ(check.findings_size(), 1);
  EXPECT_EQ(check.findings(0).because(),
            "No release pressure: skin_broken at the left lower leg on 2 Mar 2026. No release "
            "pressure there.");
  EXPECT_EQ(check.findings(0).code(), "skin_broken");
  EXPECT_THAT(check.findings(0).evidence(), ElementsAre("patients/p/cases/c/checkIns/k"));
}

TEST(Cautions, AnAcknowledgedFlagCountsAsLongAsNobodyResolvedIt) {
  const auto facts =
      Known({}, {AnEscalation("bsi-femoral-neck-suspected", v1::AREA_HIP, v1::SIDE_RIGHT)});
  const auto check = Check(TestCatalogue(), Only("rr-strides"), facts);
  ASSERT_EQ(check.findings_size(), 1);
  EXPECT_EQ(check.findings(0).code(), "bsi-femoral-neck-suspected");
  EXPECT_THAT(check.findings(0).because(), HasSubstr("right hip"));
}

}  // namespace
}  // namespace midstance::exercises
