#include "support/names.h"

#include <gmock/gmock.h>

#include <string>

#include "support/status.h"

namespace midstance {
namespace {

using ::testing::Eq;
using ::testing::Optional;

constexpr Kind kEveryKind[] = {Kind::kPatient,           Kind::kCase,
                               Kind::kAssessment,        Kind::kCheckIn,
                               Kind::kFollowUp,          Kind::kEscalation,
                               Kind::kReferral,          Kind::kCheckInLink,
                               Kind::kRuleSet,           Kind::kUser,
                               Kind::kMeasure,           Kind::kOutcomeScore,
                               Kind::kExercise,          Kind::kProgram,
                               Kind::kEnrollment,        Kind::kRunningPlan,
                               Kind::kConsideration,     Kind::kRuleSetRevision,
                               Kind::kRuleSetActivation, Kind::kRuleSetBackTest,
                               Kind::kDelivery};

// The pattern of a kind with an id for each variable.
std::string Example(Kind kind) {
  std::string name(PatternOf(kind));
  for (std::size_t open = name.find('{'); open != std::string::npos; open = name.find('{')) {
    name.replace(open, name.find('}') - open + 1, "a1");
  }
  return name;
}

TEST(Names, EveryPatternParsesToItsKindAndBack) {
  for (const Kind kind : kEveryKind) {
    const auto name = ResourceName::Parse(Example(kind));
    ASSERT_TRUE(name.ok()) << Example(kind);
    EXPECT_EQ(name->kind(), kind);
    EXPECT_EQ(name->str(), Example(kind));
    EXPECT_EQ(name->id(), "a1");
  }
}

TEST(Names, AKindIsFoundByItsType) {
  EXPECT_THAT(KindOfType("midstance.v1/CheckInLink"), Optional(Kind::kCheckInLink));
  EXPECT_EQ(KindOfType("midstance.v1/Moon"), std::nullopt);
}

TEST(Names, TheParentIsTheNameWithoutItsLastTwoParts) {
  for (const Kind kind : kEveryKind) {
    const auto name = *ResourceName::Parse(Example(kind));
    const auto parent = name.Parent();
    ASSERT_EQ(parent.has_value(), ParentKind(kind).has_value());
    if (!parent.has_value()) continue;
    const std::string suffix = "/" + std::string(CollectionOf(kind)) + "/a1";
    EXPECT_EQ(parent->str() + suffix, name.str());
    EXPECT_THAT(ResourceName::Parse(parent->str())->kind(), Eq(parent->kind()));
    EXPECT_EQ(ChildName(*parent, kind, "a1"), name);
    EXPECT_EQ(parent->id(), "a1");
  }
}

TEST(Names, ANameKnowsItsPatientAndItsCase) {
  const auto name = *ResourceName::Parse("patients/ada/cases/left-knee/checkIns/01h");
  EXPECT_EQ(name.patient(), "ada");
  EXPECT_EQ(name.case_id(), "left-knee");
  EXPECT_EQ(name.patient_name(), "patients/ada");
  EXPECT_EQ(name.case_name(), "patients/ada/cases/left-knee");
  EXPECT_EQ(UserName("mo").patient(), "");
  EXPECT_EQ(UserName("mo").case_name(), "");
  EXPECT_EQ(PatientName("ada").patient_name(), "patients/ada");
  EXPECT_EQ(PatientName("ada").case_name(), "");
}

TEST(Names, BuiltNamesEqualParsedOnes) {
  EXPECT_EQ(PatientName("ada"), *ResourceName::Parse("patients/ada"));
  const auto built = CaseName("ada", "knee");
  const auto parsed = *ResourceName::Parse("patients/ada/cases/knee");
  EXPECT_EQ(built, parsed);
  EXPECT_EQ(built.case_name(), parsed.case_name());
  EXPECT_EQ(built.patient(), parsed.patient());
  EXPECT_EQ(RuleSetName("running-hip-core").str(), "ruleSets/running-hip-core");
}

TEST(Names, ANameOfTheLongestIdsKeepsItsParts) {
  const std::string longest(63, 'x');
  const auto name = ChildName(CaseName(longest, longest), Kind::kCheckInLink, longest);
  const auto parsed = *ResourceName::Parse(name.str());
  EXPECT_EQ(parsed.id(), longest);
  EXPECT_EQ(parsed.case_id(), longest);
  EXPECT_EQ(name.patient(), longest);
}

TEST(Names, WhatIsNoNameIsRefusedOnTheFieldOfTheCaller) {
  const std::string too_long(64, 'a');
  for (const std::string& text : {std::string(),
                                  std::string("patients"),
                                  std::string("patients/"),
                                  std::string("/"),
                                  std::string("patients/Ada"),
                                  std::string("patients/-ada"),
                                  std::string("patients/ada-"),
                                  std::string("patients/-"),
                                  std::string("patients/a_b"),
                                  std::string("patients/ada/"),
                                  std::string("patients//cases/c"),
                                  std::string("patients/ada/cases"),
                                  std::string("patients/ada/checkIns/c"),
                                  std::string("cases/c"),
                                  std::string("users/u/cases/c"),
                                  std::string("patients/p/cases/c/checkIns/x/y"),
                                  std::string("patients/p/cases/c/checkIns/x/cases/y"),
                                  std::string("Patients/p"),
                                  std::string("patients/p\0", 11),
                                  "patients/" + too_long,
                                  std::string(5000, '/'),
                                  std::string("patients/p/cases/c/checkins/x"),
                                  std::string(" patients/p")}) {
    const auto name = ResourceName::Parse(text, "check_in.name");
    ASSERT_FALSE(name.ok()) << text;
    EXPECT_EQ(ReasonOf(name.status()), v1::ERROR_REASON_FIELD_INVALID);
    const auto details = BadRequestOf(name.status());
    ASSERT_TRUE(details.has_value());
    EXPECT_EQ(details->field_violations(0).field(), "check_in.name");
  }
}

TEST(Names, ANameOfAnotherKindIsRefused) {
  EXPECT_TRUE(ResourceName::Parse("users/mo", Kind::kUser).ok());
  EXPECT_FALSE(ResourceName::Parse("users/mo", Kind::kPatient).ok());
}

TEST(Names, BuildingFromABadIdEndsTheProcess) {
  EXPECT_DEATH(PatientName("Ada"), "invalid id");
  EXPECT_DEATH(ChildName(PatientName("ada"), Kind::kCheckIn, "x"), "wrong parent");
}

TEST(ParentNames, ADashMeansAll) {
  const auto everywhere = *ParseParent("patients/-/cases/-");
  EXPECT_TRUE(everywhere.wildcard());
  EXPECT_EQ(everywhere.kind(), Kind::kCase);
  const auto one_patient = *ParseParent("patients/ada/cases/-");
  EXPECT_TRUE(one_patient.wildcard());
  EXPECT_EQ(one_patient.patient(), "ada");
  EXPECT_EQ(one_patient.case_id(), "");
  EXPECT_EQ(ParseParent("patients/-")->kind(), Kind::kPatient);
  const auto one_case = *ParseParent("patients/ada/cases/knee");
  EXPECT_FALSE(one_case.wildcard());
  EXPECT_EQ(one_case.case_id(), "knee");
  for (const std::string text : {"patients/-", "patients/ada", "patients/-/cases/-",
                                 "patients/ada/cases/-", "patients/ada/cases/knee"}) {
    EXPECT_EQ(ParseParent(text)->str(), text);
  }
}

TEST(ParentNames, WhatIsNoParentIsRefused) {
  for (const char* text : {"", "-", "patients", "patients/-/cases/knee", "users/-", "users/mo",
                           "patients/ada/cases/knee/cases/-", "ruleSets/-", "patients/-/cases"}) {
    EXPECT_FALSE(ParseParent(text).ok()) << text;
  }
}

}  // namespace
}  // namespace midstance
