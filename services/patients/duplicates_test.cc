#include "services/patients/duplicates.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <random>

#include "midstance/v1/patient_service.pb.h"
#include "services/patients/verbs.h"
#include "services/rpc/verb_testing.h"

namespace midstance::patients {
namespace {

using options::v1::ROLE_CLINICIAN;
using options::v1::ROLE_COORDINATOR;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

v1::Patient Somebody(const std::string& id, const std::string& given, const std::string& family,
                     const std::string& born) {
  v1::Patient patient;
  patient.set_name("patients/" + id);
  patient.set_given_name(given);
  patient.set_family_name(family);
  patient.set_birth_date(born);
  return patient;
}

class Duplicates : public ::testing::Test {
 protected:
  std::vector<v1::DuplicateMatch> Of(const std::string& id, const rpc::Principal* who = nullptr) {
    v1::FindDuplicatesRequest request;
    request.set_name("patients/" + id);
    const auto found = tester_.Run(FindDuplicates, who == nullptr ? desk_ : *who, request);
    EXPECT_TRUE(found.ok()) << found.status();
    return {found->matches().begin(), found->matches().end()};
  }
  static std::vector<std::string> IdsOf(const std::vector<v1::DuplicateMatch>& matches) {
    std::vector<std::string> ids;
    for (const auto& match : matches) ids.push_back(match.patient().name().substr(9));
    return ids;
  }

  rpc::VerbTester tester_;
  rpc::Principal desk_ = tester_.AddUser("desk", {ROLE_COORDINATOR});
};

TEST_F(Duplicates, AreToldWithTheirReasonsTheLikeliestFirst) {
  tester_.Put(Somebody("p1", "Anna", "Müller", "1984-03-05"));
  tester_.Put(Somebody("p2", "Ana", "Mueller", "1984-03-05"));
  tester_.Put(Somebody("p3", "Müller", "Anna", "1984-05-03"));
  tester_.Put(Somebody("p4", "Berta", "Moser", "1984-03-05"));
  tester_.Put(Somebody("p5", "Anna", "Müller", "1960-12-24"));
  const auto found = Of("p1");
  ASSERT_THAT(IdsOf(found), ElementsAre("p2", "p3"));
  // "Ana" has too few letters to be near "Anna".
  EXPECT_THAT(found[0].reasons(), ElementsAre(v1::DUPLICATE_REASON_BIRTH_DATE_EQUAL,
                                              v1::DUPLICATE_REASON_FAMILY_NAME_EQUAL));
  EXPECT_THAT(found[1].reasons(), ElementsAre(v1::DUPLICATE_REASON_BIRTH_DATE_NEAR,
                                              v1::DUPLICATE_REASON_NAMES_SWAPPED));
  EXPECT_GT(found[0].score(), found[1].score());
}

TEST_F(Duplicates, OnePatientAloneIsNoGroup) {
  tester_.Put(Somebody("p1", "Anna", "Müller", "1984-03-05"));
  EXPECT_THAT(Of("p1"), IsEmpty());
}

TEST_F(Duplicates, MergedAndDeletedRecordsAreNone) {
  tester_.Put(Somebody("p1", "Anna", "Müller", "1984-03-05"));
  auto merged = Somebody("p2", "Anna", "Müller", "1984-03-05");
  merged.set_merged_into("patients/p1");
  tester_.Put(merged);
  auto gone = tester_.Put(Somebody("p3", "Anna", "Müller", "1984-03-05"));
  ASSERT_TRUE(tester_.Write([&](auto& w) { return w.Delete(gone, tester_.now); }).ok());
  EXPECT_THAT(Of("p1"), IsEmpty());
  EXPECT_THAT(Of("p2"), IsEmpty());
}

TEST_F(Duplicates, AClinicianIsToldOfThoseWhomSheReaches) {
  const auto anna = tester_.AddUser("anna", {ROLE_CLINICIAN});
  auto first = Somebody("p1", "Anna", "Müller", "1984-03-05");
  first.add_care_team("users/anna");
  tester_.Put(first);
  tester_.Put(Somebody("p2", "Anna", "Müller", "1984-03-05"));
  auto third = Somebody("p3", "Anna", "Müller", "1984-03-05");
  third.add_care_team("users/anna");
  tester_.Put(third);
  EXPECT_THAT(IdsOf(Of("p1", &anna)), ElementsAre("p3"));
}

TEST_F(Duplicates, OfAPatientNotYetRegisteredAreToldToo) {
  auto known = Somebody("p1", "Anna", "Müller", "1984-03-05");
  known.set_phone("+49 40 7654321");
  known.add_identifiers()->set_system("insurance");
  known.mutable_identifiers(0)->set_value("TK 12");
  tester_.Put(known);
  v1::CheckNewPatientRequest request;
  *request.mutable_patient() = Somebody("", "A.", "Schmidt", "1999-09-09");
  request.mutable_patient()->add_identifiers()->set_system("Insurance");
  request.mutable_patient()->mutable_identifiers(0)->set_value("tk12");
  request.mutable_patient()->set_phone("040 765 43 21");
  const auto found = tester_.Run(CheckNewPatient, desk_, request);
  ASSERT_TRUE(found.ok()) << found.status();
  ASSERT_EQ(found->matches_size(), 1);
  EXPECT_THAT(found->matches(0).reasons(), ElementsAre(v1::DUPLICATE_REASON_IDENTIFIER_EQUAL,
                                                       v1::DUPLICATE_REASON_BIRTH_DATE_DIFFERENT,
                                                       v1::DUPLICATE_REASON_PHONE_EQUAL));
}

// Whoever is asked about, and whichever of two was registered first: what every pair scores is what
// the look-ups find.
TEST_F(Duplicates, AreTheSameFromEitherSideAndNoneIsMissed) {
  constexpr unsigned kSeed = 64;
  constexpr int kPatients = 120;
  SCOPED_TRACE(kSeed);
  std::mt19937 random(kSeed);
  const auto one_of = [&random](const std::vector<std::string>& texts) {
    return texts[std::uniform_int_distribution<std::size_t>(0, texts.size() - 1)(random)];
  };
  std::vector<v1::Patient> all;
  for (int i = 0; i < kPatients; ++i) {
    auto patient =
        Somebody("p" + std::to_string(100 + i),
                 one_of({"Anna", "Anne", "Müller", "Katharina", "Katarina", "Anna Maria"}),
                 one_of({"Müller", "Mueller", "Anna", "Miller", "Schneider", "Schneider-Berg"}),
                 one_of({"1984-03-05", "1984-05-03", "1984-03-06", "1948-03-05", "1970-01-01"}));
    patient.set_phone(one_of({"", "+49 40 7654321", "040 765 43 21", "+49 40 1111111"}));
    patient.set_email(one_of({"", "a@example.org", "A@example.org", "b@example.org"}));
    if (i % 3 == 0) {
      patient.add_identifiers()->set_system("insurance");
      patient.mutable_identifiers(0)->set_value(std::to_string(i));
    }
    all.push_back(tester_.Put(patient));
  }
  const auto& scorer = DuplicateScorer::Shipped();
  ASSERT_TRUE(scorer.ok()) << scorer.status();
  for (const auto& one : all) {
    std::vector<std::pair<double, std::string>> expected;
    for (const auto& other : all) {
      if (one.name() == other.name()) continue;
      const auto score = scorer->ScoreOf(one, other);
      EXPECT_EQ(score.points, scorer->ScoreOf(other, one).points);
      EXPECT_EQ(score.reasons, scorer->ScoreOf(other, one).reasons);
      if (score.points >= scorer->threshold()) expected.emplace_back(-score.points, other.name());
    }
    std::sort(expected.begin(), expected.end());
    if (expected.size() > 20) expected.resize(20);
    std::vector<std::pair<double, std::string>> found;
    for (const auto& match : Of(one.name().substr(9))) {
      found.emplace_back(-match.score(), match.patient().name());
    }
    EXPECT_EQ(found, expected) << one.ShortDebugString();
  }
}

TEST(DuplicateScorers, RefuseWeightsThatAreNotWhole) {
  EXPECT_TRUE(DuplicateScorer::Of(DuplicateWeightsText()).ok());
  const std::string whole(DuplicateWeightsText());
  EXPECT_FALSE(DuplicateScorer::Of("threshold: 60").ok());
  EXPECT_FALSE(DuplicateScorer::Of(whole + "weights { reason: DUPLICATE_REASON_PHONE_EQUAL "
                                           "points: 1 source: \"twice\" }")
                   .ok());
  EXPECT_FALSE(DuplicateScorer::Of(whole + "nonsense").ok());
}

// One pair for each reason: it holds, counts what its row says, and holds from either side.
struct ReasonCase {
  v1::DuplicateReason reason;
  std::function<void(v1::Patient&, v1::Patient&)> set;
};

class DuplicateReasons : public ::testing::TestWithParam<ReasonCase> {};

TEST_P(DuplicateReasons, HoldFromEitherSideAndHaveTheirPoints) {
  v1::Patient one;
  v1::Patient other;
  GetParam().set(one, other);
  EXPECT_THAT(ReasonsOf(one, other), ElementsAre(GetParam().reason));
  EXPECT_THAT(ReasonsOf(other, one), ElementsAre(GetParam().reason));
  const auto& scorer = DuplicateScorer::Shipped();
  ASSERT_TRUE(scorer.ok());
  EXPECT_EQ(scorer->ScoreOf(one, other).points, scorer->PointsOf(GetParam().reason));
  EXPECT_NE(scorer->PointsOf(GetParam().reason), 0);
}

void SetNumbers(v1::Patient& one, v1::Patient& other, const char* number,
                const char* other_number) {
  one.add_identifiers()->set_system("insurance");
  one.mutable_identifiers(0)->set_value(number);
  other.add_identifiers()->set_system("insurance");
  other.mutable_identifiers(0)->set_value(other_number);
}

INSTANTIATE_TEST_SUITE_P(
    Row, DuplicateReasons,
    ::testing::Values(ReasonCase{v1::DUPLICATE_REASON_IDENTIFIER_EQUAL,
                                 [](auto& a, auto& b) { SetNumbers(a, b, "1-2", "12"); }},
                      ReasonCase{v1::DUPLICATE_REASON_IDENTIFIER_DIFFERENT,
                                 [](auto& a, auto& b) { SetNumbers(a, b, "1", "2"); }},
                      ReasonCase{v1::DUPLICATE_REASON_BIRTH_DATE_EQUAL,
                                 [](auto& a, auto& b) {
                                   a.set_birth_date("1984-03-05");
                                   b.set_birth_date("1984-03-05");
                                 }},
                      ReasonCase{v1::DUPLICATE_REASON_BIRTH_DATE_NEAR,
                                 [](auto& a, auto& b) {
                                   a.set_birth_date("1984-03-05");
                                   b.set_birth_date("1984-05-03");
                                 }},
                      ReasonCase{v1::DUPLICATE_REASON_BIRTH_DATE_DIFFERENT,
                                 [](auto& a, auto& b) {
                                   a.set_birth_date("1984-03-05");
                                   b.set_birth_date("1990-12-24");
                                 }},
                      ReasonCase{v1::DUPLICATE_REASON_FAMILY_NAME_EQUAL,
                                 [](auto& a, auto& b) {
                                   a.set_family_name("Müller");
                                   b.set_family_name("Mueller");
                                 }},
                      ReasonCase{v1::DUPLICATE_REASON_FAMILY_NAME_NEAR,
                                 [](auto& a, auto& b) {
                                   a.set_family_name("Müller");
                                   b.set_family_name("Miller");
                                 }},
                      ReasonCase{v1::DUPLICATE_REASON_GIVEN_NAME_EQUAL,
                                 [](auto& a, auto& b) {
                                   a.set_given_name("Zoë");
                                   b.set_given_name("ZOE");
                                 }},
                      ReasonCase{v1::DUPLICATE_REASON_GIVEN_NAME_NEAR,
                                 [](auto& a, auto& b) {
                                   a.set_given_name("Anna");
                                   b.set_given_name("Anna Maria");
                                 }},
                      ReasonCase{v1::DUPLICATE_REASON_NAMES_SWAPPED,
                                 [](auto& a, auto& b) {
                                   a.set_given_name("Katharina");
                                   a.set_family_name("Berg");
                                   b.set_given_name("Berg");
                                   b.set_family_name("Katharina");
                                 }},
                      ReasonCase{v1::DUPLICATE_REASON_PHONE_EQUAL,
                                 [](auto& a, auto& b) {
                                   a.set_phone("+49 40 7654321");
                                   b.set_phone("040 765 43 21");
                                 }},
                      ReasonCase{v1::DUPLICATE_REASON_EMAIL_EQUAL,
                                 [](auto& a, auto& b) {
                                   a.set_email("A@example.org");
                                   b.set_email("a@example.org");
                                 }}),
    [](const auto& row) { return v1::DuplicateReason_Name(row.param.reason); });

}  // namespace
}  // namespace midstance::patients
