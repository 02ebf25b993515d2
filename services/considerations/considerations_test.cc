#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "midstance/v1/assessment.pb.h"
#include "midstance/v1/case.pb.h"
#include "midstance/v1/consideration_service.pb.h"
#include "midstance/v1/patient.pb.h"
#include "services/considerations/embedded.h"
#include "services/considerations/patient_facts.h"
#include "services/considerations/verbs.h"
#include "services/rpc/verb_testing.h"
#include "services/rules/testing.h"

namespace midstance::considerations {
namespace {

using std::chrono::hours;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr char kPatient[] = "patients/p";
constexpr char kCase[] = "patients/p/cases/c";

class Considerations : public ::testing::Test {
 protected:
  Considerations() {
    v1::Patient patient;
    patient.set_name(kPatient);
    patient.set_birth_date("1975-03-02");
    patient.set_sex(v1::SEX_FEMALE);
    patient.add_care_team(anna_.name);
    tester_.Put(patient);
    v1::Case a_case;
    a_case.set_name(kCase);
    a_case.set_state(v1::Case::STATE_ASSESSED);
    tester_.Put(a_case);
  }
  void FindTenderTrochanter() {
    v1::Assessment assessment;
    assessment.set_name(std::string(kCase) + "/assessments/a");
    assessment.set_state(v1::RECORD_STATE_ACTIVE);
    *assessment.mutable_create_time() = TimestampOf(tester_.now);
    *assessment.mutable_occurred_time() = TimestampOf(tester_.now);
    auto& report = *assessment.add_reports();
    report.mutable_site()->set_area(v1::AREA_HIP);
    report.mutable_site()->set_side(v1::SIDE_LEFT);
    auto& observation = *report.add_observations();
    observation.set_code("trochanter_tender");
    observation.set_answer(v1::ANSWER_PRESENT);
    tester_.Put(assessment);
  }
  absl::StatusOr<v1::ConsiderCaseResponse> Consider(const v1::ConsiderCaseRequest& request) {
    return tester_.Run(ConsiderCase{considerer_}, anna_, request);
  }
  static v1::ConsiderCaseRequest OfCase() {
    v1::ConsiderCaseRequest request;
    request.set_name(kCase);
    return request;
  }

  const Considerer considerer_{*Library::Of(
      rules::CoreInUtc(), *rules::ParseConsiderationLibrary(RunningHipConsiderations()))};
  rpc::VerbTester tester_;
  rpc::Principal anna_ = tester_.AddUser("anna", {options::v1::ROLE_CLINICIAN});
};

TEST_F(Considerations, OfACaseWithoutFindingsAreNone) {
  const auto answer = Consider(OfCase());
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_THAT(answer->findings(), IsEmpty());
  EXPECT_NE(answer->caption(), "");
  EXPECT_THAT(answer->library_digest(), SizeIs(64));
}

TEST_F(Considerations, OfACaseUseWhatThePatientsRecordTellsOfAgeAndSex) {
  FindTenderTrochanter();
  const auto answer = Consider(OfCase());
  ASSERT_TRUE(answer.ok()) << answer.status();
  ASSERT_THAT(answer->findings(), SizeIs(1));
  const auto& found = answer->findings(0);
  EXPECT_EQ(found.consideration(), "considerations/c-gtps");
  std::vector<std::string> labels;
  for (const auto& finding : found.supporting()) labels.push_back(finding.label());
  // Fifty the day after: she is 49.
  EXPECT_THAT(labels, ElementsAre("woman of 40 to 60", "tender trochanter"));
}

TEST_F(Considerations, OfAnEarlierMomentDoNotKnowWhatWasEnteredLater) {
  FindTenderTrochanter();
  tester_.now += hours{24};
  auto request = OfCase();
  *request.mutable_as_of() = TimestampOf(tester_.now - hours{30});
  EXPECT_THAT(Consider(request)->findings(), IsEmpty());
  *request.mutable_as_of() = TimestampOf(tester_.now - hours{20});
  EXPECT_THAT(Consider(request)->findings(), SizeIs(1));
}

TEST_F(Considerations, TheSameQuestionHasTheSameAnswer) {
  FindTenderTrochanter();
  const auto first = Consider(OfCase());
  const auto second = Consider(OfCase());
  EXPECT_EQ(first->SerializeAsString(), second->SerializeAsString());
}

TEST_F(Considerations, OneOfTheLibraryTellsItsSourcesAndWhatTheSeedSays) {
  v1::GetConsiderationRequest request;
  request.set_name("considerations/c-fnsf");
  const auto found = tester_.Run(GetConsideration{considerer_.library()}, anna_, request);
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_EQ(found->name(), request.name());
  EXPECT_THAT(found->definition().sources(), Not(IsEmpty()));
  EXPECT_THAT(found->areas(), Contains(v1::AREA_HIP));
  ASSERT_THAT(found->seed_conditions(), Not(IsEmpty()));
  EXPECT_EQ(found->seed_conditions(0).id(), "s-hip-inner");
  request.set_name("considerations/c-other");
  EXPECT_EQ(ReasonOf(tester_.Run(GetConsideration{considerer_.library()}, anna_, request).status()),
            v1::ERROR_REASON_RESOURCE_NOT_FOUND);
}

TEST_F(Considerations, TheLibraryIsListedPageByPageInItsOrder) {
  v1::ListConsiderationsRequest request;
  request.set_page_size(10);
  const ListConsiderations list{considerer_.library(), tester_.sealer()};
  std::vector<std::string> names;
  int pages = 0;
  do {
    const auto page = tester_.Run(list, anna_, request);
    ASSERT_TRUE(page.ok()) << page.status();
    for (const auto& one : page->considerations()) names.push_back(one.name());
    request.set_page_token(page->next_page_token());
    ++pages;
  } while (!request.page_token().empty());
  EXPECT_EQ(pages, 3);
  ASSERT_THAT(names, SizeIs(23));
  EXPECT_EQ(names.front(), "considerations/c-fnsf");
  EXPECT_EQ(names.back(), "considerations/c-plantar");
}

TEST(PatientFacts, CountWholeYearsUpToTheBirthday) {
  v1::Patient patient;
  patient.set_name(kPatient);
  patient.set_birth_date("2000-02-29");
  const auto age = [&](int year, unsigned month, unsigned day) {
    const Instant at{
        Day{std::chrono::year{year} / std::chrono::month{month} / std::chrono::day{day}}};
    return std::get<double>(
        FactsOf(patient, at, schedule::ClinicCalendar::Utc()).values.at(0).value);
  };
  EXPECT_EQ(age(2026, 2, 28), 25);
  EXPECT_EQ(age(2026, 3, 1), 26);
  EXPECT_EQ(age(2028, 2, 29), 28);
}

TEST(PatientFacts, CountTheBirthdayFromTheClinicsMidnight) {
  v1::Patient patient;
  patient.set_name(kPatient);
  patient.set_birth_date("2000-03-01");
  const auto clinic = *schedule::ClinicCalendar::Make("America/Los_Angeles");
  const Instant midnight = Day{std::chrono::year{2026} / 3 / 1} + std::chrono::hours{8};
  const auto age = [&](Instant at) {
    return std::get<double>(FactsOf(patient, at, clinic).values.at(0).value);
  };
  EXPECT_EQ(age(midnight - std::chrono::seconds{1}), 25);
  EXPECT_EQ(age(midnight), 26);
}

TEST(PatientFacts, DoNotTellWhatTheRecordDoesNot) {
  v1::Patient patient;
  patient.set_name(kPatient);
  EXPECT_THAT(FactsOf(patient, Instant{}, schedule::ClinicCalendar::Utc()).values, IsEmpty());
}

}  // namespace
}  // namespace midstance::considerations
