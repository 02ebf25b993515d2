#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>

#include "services/considerations/consider_testing.h"

namespace midstance::considerations {
namespace {

using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Not;

struct RowCase {
  std::string id;
  rules::Area area;
  Said supports;  // each of them speaks for it
  std::vector<std::string> labels;
  Said opposes;  // speaks against it; empty where the row has nothing of the kind
  std::string against;
};
std::ostream& operator<<(std::ostream& out, const RowCase& row) { return out << row.id; }

class ConsiderationRow : public ::testing::TestWithParam<RowCase> {
 protected:
  static rules::Site Here() { return {GetParam().area, rules::v1::RIGHT}; }
  static const rules::v1::Consideration& Row() {
    return *Shipped().FindConsideration(GetParam().id);
  }
};

TEST_P(ConsiderationRow, IsListedWithTheFindingsThatSupportIt) {
  const auto considered = Considered({At(Here(), GetParam().supports)});
  const auto* row = FindIn(considered, GetParam().id);
  ASSERT_NE(row, nullptr);
  EXPECT_THAT(LabelsOf(row->supporting()), IsSupersetOf(GetParam().labels));
  EXPECT_THAT(row->opposing(), IsEmpty());
  EXPECT_EQ(row->site().side(), v1::SIDE_RIGHT);
}

TEST_P(ConsiderationRow, ShowsWhatSpeaksAgainstIt) {
  if (GetParam().opposes.empty()) {
    EXPECT_THAT(Row().opposing(), IsEmpty());
    return;
  }
  auto said = GetParam().opposes;
  // A finding of the row that what is opposing leaves alone.
  for (const auto& one : GetParam().supports) {
    const auto told = [&](const auto& other) { return other.first == one.first; };
    if (std::none_of(said.begin(), said.end(), told)) said.push_back(one);
  }
  const auto considered = Considered({At(Here(), said)});
  const auto* row = FindIn(considered, GetParam().id);
  ASSERT_NE(row, nullptr);
  EXPECT_THAT(LabelsOf(row->opposing()), Contains(GetParam().against));
}

TEST_P(ConsiderationRow, IsSilentWhereNobodyAsked) {
  // The site is known by something that is no clue of any row.
  EXPECT_EQ(FindIn(Considered({At(Here(), {{"temp_c", "36.5"}, {"deformity", "absent"}})}),
                   GetParam().id),
            nullptr);
}

TEST_P(ConsiderationRow, IsSilentOnTheOtherSide) {
  for (const auto& one :
       Considered({At(Here(), GetParam().supports),
                   At({GetParam().area, rules::v1::LEFT}, {{"deformity", "absent"}})})) {
    // Stiffness and the like concern the whole patient.
    if (GetParam().id == "c-inflammatory") continue;
    if (one.consideration() != "considerations/" + GetParam().id) continue;
    EXPECT_EQ(one.site().side(), v1::SIDE_RIGHT);
  }
}

TEST_P(ConsiderationRow, HasSourcesAndAFigureWithASourceEach) {
  EXPECT_THAT(Row().sources(), Not(IsEmpty()));
  for (const auto* clues : {&Row().supporting(), &Row().opposing()}) {
    for (const auto& clue : *clues) {
      for (const auto& figure : clue.figures()) {
        EXPECT_NE(figure.text(), "") << clue.label();
        EXPECT_NE(figure.source().key(), "") << clue.label();
      }
    }
  }
}

using rules::v1::FOOT;
using rules::v1::HIP;
using rules::v1::KNEE;
using rules::v1::LOW_BACK;
using rules::v1::PELVIS;
using rules::v1::THIGH;

INSTANTIATE_TEST_SUITE_P(
    Library, ConsiderationRow,
    ::testing::Values(
        RowCase{
            "c-iliopsoas",
            HIP,
            {{"groin_pain", "present"},
             {"iliopsoas_tender", "present"},
             {"modified_thomas", "pos"},
             {"travelling_pain", "present"}},
            {"tender iliopsoas", "short on the Thomas test", "knee, back or SI joint hurt as well"},
            {{"hop", "pos"}},
            "hop test positive"},
        RowCase{"c-gtps",
                HIP,
                {{"lateral_hip_pain", "present"},
                 {"trochanter_tender", "present"},
                 {"stance_30s", "pos"},
                 {"sex", "female"},
                 {"age_years", "52"}},
                {"pain at the side of the hip", "tender trochanter",
                 "single-leg stance of 30 seconds hurts", "woman of 40 to 60"},
                {{"trochanter_tender", "absent"}},
                "trochanter not tender"},
        RowCase{"c-itb-lateral",
                HIP,
                {{"snap_side", "present"}, {"ober", "pos"}},
                {"snapping or rubbing at the side", "Ober test reproduces it"},
                {{"groin_pain", "present"}},
                "deep groin pain"},
        RowCase{"c-fai",
                HIP,
                {{"c_sign", "present"}, {"fadir", "pos"}, {"ir_loss", "present"}},
                {"deep pain, hand around the hip", "FADIR test positive", "lost internal rotation"},
                {{"fadir", "neg"}},
                "FADIR test negative"},
        RowCase{
            "c-labral",
            HIP,
            {{"click_painful", "present"}, {"trauma", "twist"}, {"flexion_ir", "pos"}},
            {"painful click", "after a twist or a fall", "flexion with internal rotation positive"},
            {{"click", "present"}, {"click_painful", "absent"}},
            "click without pain"},
        RowCase{"c-fnsf",
                HIP,
                {{"impact_groin", "present"}, {"hop", "pos"}, {"load_spike", "present"}},
                {"groin pain on impact", "hop test positive", "a jump in training load"},
                {{"hop", "neg"}},
                "hop test negative"},
        RowCase{"c-shaft-bsi",
                THIGH,
                {{"anterior_thigh_pain", "present"}, {"fulcrum", "pos"}},
                {"vague pain at the front of thigh or knee", "fulcrum test positive"},
                {{"muscle_tender", "present"}},
                "a tender spot in muscle"},
        RowCase{
            "c-pelvic-bsi",
            PELVIS,
            {{"buttock_pain", "present"}, {"impact_pain", "present"}, {"sacrum_tender", "present"}},
            {"groin or buttock pain", "pain on impact", "tender pubic ramus or sacrum"},
            {{"slump", "pos"}},
            "straight leg raise or slump positive"},
        RowCase{"c-adductor",
                HIP,
                {{"medial_groin_pain", "present"},
                 {"squeeze", "pos"},
                 {"adductor_origin_tender", "present"}},
                {"pain at the inside of the groin", "squeeze test positive",
                 "tender origin of the adductors"},
                {{"adductor_origin_tender", "absent"}},
                "origin of the adductors not tender"},
        RowCase{"c-pubic", PELVIS, {{"symphysis_tender", "present"}}, {"tender symphysis"}, {}, ""},
        RowCase{"c-inguinal",
                HIP,
                {{"cough_pain", "present"}, {"lump", "absent"}},
                {"pain on coughing or sneezing", "no lump to feel"},
                {{"lump", "present"}},
                "a lump"},
        RowCase{"c-hip-oa",
                HIP,
                {{"rom_hip_ir", "24"}, {"age_years", "45"}, {"stiffness_min", "59"}},
                {"internal rotation 24 degrees or less, or 15 less than the other side",
                 "45 or older", "stiff in the morning for less than an hour"},
                {{"ir_loss", "absent"}, {"ir_pain", "absent"}},
                "full rotation without pain"},
        RowCase{"c-pht",
                HIP,
                {{"sit_bone_pain", "present"}, {"puranen_orava", "pos"}},
                {"deep pain at the sit bone", "Puranen-Orava test positive"},
                {{"sudden_posterior_thigh", "present"}, {"pop", "present"}},
                "sudden onset with pop or bruise"},
        RowCase{"c-hamstring-strain",
                THIGH,
                {{"sudden_posterior_thigh", "present"}, {"bruise", "1"}, {"within_24h", "present"}},
                {"sudden sharp pain at the back of the thigh", "bruise",
                 "came within 24 hours of a run"},
                {{"gradual_onset", "present"}},
                "came on gradually"},
        RowCase{"c-piriformis",
                HIP,
                {{"buttock_pain", "present"}, {"sitting_tolerance_min", "30"}, {"fair", "pos"}},
                {"buttock pain", "sits 30 minutes or less without pain", "FAIR test positive"},
                {{"slump", "pos"}, {"back_pattern", "present"}},
                "nerve test positive with the pattern of the back"},
        RowCase{"c-lumbar-radic",
                LOW_BACK,
                {{"below_knee_pain", "present"}, {"slr", "pos"}},
                {"pain below the knee", "straight leg raise positive"},
                {{"rotation_only_pain", "present"}},
                "pain on turning the hip only"},
        RowCase{"c-sij",
                PELVIS,
                {{"thigh_thrust", "pos"}, {"compression", "pos"}, {"gaenslen", "pos"}},
                {"three or more of five provocation tests positive"},
                {{"centralises", "present"}},
                "pain draws in on repeated back movement"},
        RowCase{"c-avn",
                HIP,
                {{"ir_loss", "present"}, {"steroid_exposure", "present"}, {"rest_nprs", "3"}},
                {"lost internal rotation", "risk from medicine, alcohol or blood disease",
                 "pain at night or at rest"},
                {},
                ""},
        RowCase{"c-inflammatory",
                HIP,
                {{"stiffness_min", "30"}, {"night_second_half", "present"}, {"rest_nprs", "2"}},
                {"stiff for 30 minutes or more in the morning",
                 "wakes in the second half of the night"},
                {},
                ""},
        RowCase{"c-meralgia",
                THIGH,
                {{"outer_thigh_burning", "present"}, {"weakness_mrc", "5"}},
                {"burning or numb outer thigh", "full muscle power"},
                {{"weakness_mrc", "4"}},
                "loss of muscle power"},
        RowCase{"c-snap",
                HIP,
                {{"snap_front", "present"}, {"click_painful", "absent"}},
                {"snap on movement", "the snap does not hurt"},
                {{"catch", "present"}, {"trauma", "fall"}},
                "catching after an injury"},
        RowCase{"c-knee-pfp",
                KNEE,
                {{"kneecap_pain", "present"}, {"hip_abductors_weak", "present"}},
                {"pain at the front of the knee", "weak hip abductors of that leg"},
                {{"swelling", "1"}},
                "swelling"},
        RowCase{"c-plantar",
                FOOT,
                {{"heel_pain", "present"}, {"first_steps_pain", "present"}},
                {"stabbing pain near the heel", "first steps in the morning are the worst"},
                {{"leg_numbness", "present"}},
                "numbness"}),
    [](const auto& tested) { return TestName(tested.param.id); });

// Two of the five are not three.
TEST(TheSacroiliacCluster, NeedsThreeOfFive) {
  const rules::Site pelvis{PELVIS, rules::v1::LEFT};
  EXPECT_EQ(FindIn(Considered({At(pelvis, {{"thigh_thrust", "pos"},
                                           {"compression", "pos"},
                                           {"gaenslen", "neg"},
                                           {"distraction", "neg"},
                                           {"sacral_thrust", "neg"}})}),
                   "c-sij"),
            nullptr);
}

TEST(TheHipFlexor, StandsBesideWhatSpeaksAgainstIt) {
  const auto considered =
      Considered({At({HIP, rules::v1::LEFT}, {{"groin_pain", "present"},
                                              {"swing_pain", "present"},
                                              {"impact_groin", "present"},
                                              {"hop", "pos"},
                                              {"impact_only_pain", "present"},
                                              {"night_pattern", "unremitting"}})});
  const auto* flexor = FindIn(considered, "c-iliopsoas");
  ASSERT_NE(flexor, nullptr);
  EXPECT_EQ(flexor->opposing_size(), 3);
  EXPECT_EQ(considered.front().consideration(), "considerations/c-fnsf");
}

}  // namespace
}  // namespace midstance::considerations
