#include "services/considerations/consider.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "services/considerations/consider_testing.h"
#include "services/rules/words.h"

namespace midstance::considerations {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr rules::Site kLeftHip{rules::v1::HIP, rules::v1::LEFT};
constexpr rules::Site kRightHip{rules::v1::HIP, rules::v1::RIGHT};

TEST(Considering, ListsNothingOfAPatientOfWhomNothingWasReported) {
  EXPECT_THAT(Considered({}), IsEmpty());
}

TEST(Considering, ListsNothingWhereNoFindingSupportsIt) {
  EXPECT_THAT(Considered({At(kLeftHip, {{"groin_pain", "absent"}, {"fadir", "neg"}})}), IsEmpty());
}

TEST(Considering, WhoThePersonIsListsNothing) {
  EXPECT_THAT(Considered({At(kLeftHip, {{"age_years", "52"},
                                        {"sex", "female"},
                                        {"load_spike", "present"},
                                        {"lump", "absent"},
                                        {"stiffness_min", "10"},
                                        {"weakness_mrc", "5"}})}),
              IsEmpty());
}

TEST(Considering, WithEqualFindingsTheHipFlexorDoesNotLead) {
  const auto considered = Considered({At(kLeftHip, {{"sitting_pain", "present"}})});
  const auto* flexor = FindIn(considered, "c-iliopsoas");
  ASSERT_NE(flexor, nullptr);
  EXPECT_NE(&considered.front(), flexor);
  for (const auto& one : considered) {
    EXPECT_THAT(one.supporting(), SizeIs(1)) << one.title();
    EXPECT_EQ(one.rank(), 1) << one.title();
  }
}

TEST(Considering, MoreSupportingFindingsComeFirst) {
  const auto considered = Considered({At(
      kLeftHip,
      {{"sitting_pain", "present"}, {"swing_pain", "present"}, {"iliopsoas_tender", "present"}})});
  EXPECT_EQ(considered.front().consideration(), "considerations/c-iliopsoas");
  EXPECT_EQ(considered.front().rank(), 1);
  EXPECT_EQ(considered[1].rank(), 2);
}

TEST(Considering, OfAsManySupportingFindingsFewerOpposingComeFirst) {
  // Both fit; the hop test speaks against the one.
  const auto considered = Considered({At(kLeftHip, {{"sitting_pain", "present"}, {"hop", "pos"}})});
  const auto* flexor = FindIn(considered, "c-iliopsoas");
  const auto* tendon = FindIn(considered, "c-pht");
  ASSERT_NE(flexor, nullptr);
  ASSERT_NE(tendon, nullptr);
  EXPECT_THAT(flexor->opposing(), SizeIs(1));
  EXPECT_LT(tendon->rank(), flexor->rank());
}

TEST(Considering, OfEqualOnesTheMoreDecidedComesFirst) {
  const auto considered =
      Considered({At(kLeftHip, {{"sitting_pain", "present"}, {"puranen_orava", "neg"}})});
  EXPECT_EQ(considered.front().consideration(), "considerations/c-pht");
  EXPECT_THAT(LabelsOf(considered.front().not_found()), Contains("Puranen-Orava test positive"));
}

TEST(Considering, ATestThatWasNotMadeCountsNeitherWay) {
  const auto considered =
      Considered({At(kLeftHip, {{"click_painful", "present"}, {"fadir", "nt"}})});
  const auto* labrum = FindIn(considered, "c-labral");
  ASSERT_NE(labrum, nullptr);
  EXPECT_THAT(LabelsOf(labrum->supporting()), ElementsAre("painful click"));
  EXPECT_THAT(labrum->opposing(), IsEmpty());
  EXPECT_THAT(LabelsOf(labrum->not_asked()), Contains("FADIR test positive"));
  for (const auto& finding : labrum->not_asked()) {
    EXPECT_THAT(finding.ask(), Not(IsEmpty())) << finding.label();
  }
}

// The questions of the clue, as "hip/left code".
std::vector<std::string> AskedBy(const v1::ConsideredFindings& considered, std::string_view label) {
  std::vector<std::string> asked;
  for (const auto& finding : considered.not_asked()) {
    if (finding.label() != label) continue;
    for (const auto& question : finding.ask()) {
      const auto& site = question.site();
      asked.push_back((question.has_site() ? rules::SiteKey(rules::Site{site.area(), site.side()})
                                           : std::string("patient")) +
                      " " + question.code());
    }
  }
  return asked;
}

TEST(Considering, OfAClueThatSeveralFindingsMakeOnlyTheUnansweredAreAsked) {
  const auto considered =
      Considered({At(kLeftHip, {{"impact_pain", "present"}, {"ramus_tender", "absent"}})});
  const auto* bone = FindIn(considered, "c-pelvic-bsi");
  ASSERT_NE(bone, nullptr);
  EXPECT_THAT(AskedBy(*bone, "tender pubic ramus or sacrum"),
              ElementsAre("hip/left sacrum_tender"));
}

TEST(Considering, WhatTheHistoryToldIsNotAskedAgain) {
  const auto considered =
      Considered({At(kLeftHip, {{"ir_loss", "present"}, {"steroid_exposure", "absent"}})});
  const auto* supply = FindIn(considered, "c-avn");
  ASSERT_NE(supply, nullptr);
  EXPECT_THAT(AskedBy(*supply, "risk from medicine, alcohol or blood disease"),
              ElementsAre("patient alcohol_heavy", "patient sickle_or_sle"));
}

TEST(Considering, WhatAClueWantsOfTheOtherSideIsAskedThere) {
  const auto considered = Considered({At(kLeftHip, {{"buttock_pain", "present"}})});
  const auto* joint = FindIn(considered, "c-sij");
  ASSERT_NE(joint, nullptr);
  EXPECT_THAT(AskedBy(*joint, "on one side only"), ElementsAre("hip/right buttock_pain"));
}

TEST(Considering, AnAnswerOfAnEarlierExaminationIsNotAskedAgain) {
  const auto considered = Considered({At(kLeftHip, {{"click", "present"}}, 0),
                                      At(kLeftHip, {{"fadir", "pos"}, {"catch", "absent"}}, 5)},
                                     5);
  const auto* labrum = FindIn(considered, "c-labral");
  ASSERT_NE(labrum, nullptr);
  EXPECT_THAT(AskedBy(*labrum, "click without pain"), ElementsAre("hip/left click_painful"));
}

TEST(Considering, ATestThatWasLeftOpenIsStillAsked) {
  const auto considered = Considered({At(kLeftHip, {{"groin_pain", "present"}, {"fadir", "nt"}})});
  const auto* impingement = FindIn(considered, "c-fai");
  ASSERT_NE(impingement, nullptr);
  EXPECT_THAT(AskedBy(*impingement, "FADIR test positive"), ElementsAre("hip/left fadir"));
}

TEST(Considering, AFindingCarriesItsDayItsFigureItsSourceAndItsCaution) {
  const auto considered = Considered({At(kLeftHip, {{"fadir", "pos"}}, 3)}, 3);
  const auto* impingement = FindIn(considered, "c-fai");
  ASSERT_NE(impingement, nullptr);
  ASSERT_THAT(impingement->supporting(), SizeIs(1));
  const auto& finding = impingement->supporting(0);
  ASSERT_THAT(finding.evidence(), SizeIs(1));
  EXPECT_EQ(finding.evidence(0).entry(), "assessments/3");
  EXPECT_EQ(InstantOf(finding.evidence(0).observed_time()), OnDay(3));
  EXPECT_EQ(finding.figures(0).text(), "Sn 94 Sp 8 LR+ 1.02 LR- 0.48");
  EXPECT_EQ(finding.figures(0).source().key(), "Reiman 2013");
  EXPECT_THAT(finding.cautions(0), HasSubstr("hardly specific"));
  EXPECT_THAT(impingement->sentence(), HasSubstr("Findings consistent with"));
  EXPECT_THAT(impingement->sentence(), HasSubstr("left hip: 1 supporting, 0 opposing"));
}

TEST(Considering, ALaterDenialWithdraws) {
  const auto considered = Considered({At(kLeftHip, {{"trochanter_tender", "present"}}, 0),
                                      At(kLeftHip, {{"trochanter_tender", "absent"}}, 5)},
                                     5);
  EXPECT_EQ(FindIn(considered, "c-gtps"), nullptr);
}

TEST(Considering, AnExaminationOfLongAgoIsNotLookedAt) {
  const auto reports = {At(kLeftHip, {{"trochanter_tender", "present"}}, 0)};
  EXPECT_NE(FindIn(Considered(reports, 90), "c-gtps"), nullptr);
  EXPECT_EQ(FindIn(Considered(reports, 91), "c-gtps"), nullptr);
}

TEST(Considering, BothSidesCountForEach) {
  const auto considered =
      Considered({At({rules::v1::HIP, rules::v1::BILATERAL}, {{"swing_pain", "present"}})});
  ASSERT_THAT(considered, SizeIs(2));
  EXPECT_EQ(considered[0].site().side(), v1::SIDE_LEFT);
  EXPECT_EQ(considered[1].site().side(), v1::SIDE_RIGHT);
}

TEST(Considering, SaysNoNameForWhatThePatientHas) {
  std::string all(RunningHipConsiderations());
  all.append(Caption());
  std::transform(all.begin(), all.end(), all.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  for (const char* avoided : {"diagnos", "most likely", "probability", "you are fine"}) {
    EXPECT_THAT(all, Not(HasSubstr(avoided)));
  }
}

// A site in the mirror.
rules::Report Mirrored(rules::Report report) {
  if (report.site->side == rules::v1::LEFT) {
    report.site->side = rules::v1::RIGHT;
  } else if (report.site->side == rules::v1::RIGHT) {
    report.site->side = rules::v1::LEFT;
  }
  return report;
}

// What is said of one side, without the side.
std::vector<std::string> ToldOf(const std::vector<v1::ConsideredFindings>& all, v1::Side side) {
  std::vector<std::string> told;
  for (const auto& one : all) {
    if (one.site().side() != side) continue;
    std::string text = one.consideration() + " " + std::to_string(one.site().area()) + " " +
                       std::to_string(one.rank());
    for (const auto* list :
         {&one.supporting(), &one.opposing(), &one.not_found(), &one.not_asked()}) {
      text += " |";
      for (const auto& label : LabelsOf(*list)) text += " " + label;
    }
    told.push_back(std::move(text));
  }
  return told;
}

rules::Observed AnyValue(const rules::CodeInfo& code, std::mt19937& random) {
  if (code.kind == rules::v1::Code::CHOICE) {
    return {code.code, code.choices[random() % code.choices.size()]};
  }
  if (code.kind == rules::v1::Code::NUMBER) {
    const auto steps = static_cast<unsigned>(code.upper - code.lower) + 1;
    return {code.code, code.lower + static_cast<double>(random() % steps)};
  }
  return {code.code, random() % 3 == 0 ? rules::Answer::kAbsent : rules::Answer::kPresent};
}

TEST(Considering, SwappingAllSidesSwapsAllResultsAndNothingElse) {
  constexpr unsigned kRuns = 300;
  for (unsigned seed = 1; seed <= kRuns; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    const auto codes = ActiveRules().codes();
    std::vector<rules::Report> reports;
    std::vector<rules::Report> mirrored;
    for (int i = 0; i < 4; ++i) {
      static constexpr rules::Site kSites[] = {kLeftHip,
                                               kRightHip,
                                               {rules::v1::THIGH, rules::v1::LEFT},
                                               {rules::v1::HIP, rules::v1::BILATERAL}};
      auto report = At(kSites[random() % 4], {}, i);
      for (int v = 0; v < 25; ++v) {
        report.values.push_back(AnyValue(codes[random() % codes.size()], random));
      }
      mirrored.push_back(Mirrored(report));
      reports.push_back(std::move(report));
    }
    const auto one = Considered(reports, 4);
    const auto other = Considered(mirrored, 4);
    EXPECT_EQ(ToldOf(one, v1::SIDE_LEFT), ToldOf(other, v1::SIDE_RIGHT));
    EXPECT_EQ(ToldOf(one, v1::SIDE_RIGHT), ToldOf(other, v1::SIDE_LEFT));
  }
}

}  // namespace
}  // namespace midstance::considerations
