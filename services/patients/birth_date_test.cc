#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "midstance/v1/patient_service.pb.h"
#include "services/checkins/fixture.h"
#include "services/ledger/check.h"
#include "services/patients/verbs.h"

namespace midstance::patients {
namespace {

using std::chrono::days;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using v1::Escalation;

constexpr char kGrown[] = "1984-05-05";

class BirthDate : public checkins::CheckIns {
 protected:
  BirthDate() { Born(kGrown); }

  // She limps with a painful knee: of the young that is one for a doctor today.
  void Limp() {
    auto request = checkins::OnKnee("rest_nprs", 4);
    auto& bearing = *request.mutable_check_in()->mutable_reports(0)->add_observations();
    bearing.set_code("wb");
    bearing.set_choice("limp");
    Record(request);
  }
  void Born(const std::string& date) {
    v1::UpdatePatientRequest request;
    *request.mutable_patient() = *tester_.Find<v1::Patient>("patients/p");
    request.mutable_patient()->set_birth_date(date);
    request.mutable_patient()->set_given_name("Tom");
    request.mutable_update_mask()->add_paths("given_name");
    request.mutable_update_mask()->add_paths("birth_date");
    const auto updated = tester_.Run(UpdatePatient{engines_}, lead_, request);
    ASSERT_TRUE(updated.ok()) << updated.status();
  }
  // The year in which a patient of fourteen was born.
  std::string Young() const {
    const std::chrono::year_month_day today{std::chrono::floor<days>(tester_.now)};
    return std::to_string(static_cast<int>(today.year()) - 14) + "-01-01";
  }
  std::vector<Escalation> Flags() {
    std::vector<Escalation> flags;
    const auto read =
        tester_.store().Read(std::string(rpc::VerbTester::kClinic), [&](const auto& reader) {
          return reader.template ForEach<Escalation>(
              {.name_prefix = "patients/p/"},
              [&](Escalation& flag) { flags.push_back(std::move(flag)); });
        });
    EXPECT_TRUE(read.ok()) << read;
    return flags;
  }
  std::vector<std::string> Violations() {
    const auto found = ledger::Check(tester_.store(), engines_,
                                     std::string(rpc::VerbTester::kClinic), tester_.now);
    EXPECT_TRUE(found.ok()) << found.status();
    std::vector<std::string> texts;
    if (!found.ok()) return texts;
    for (const auto& one : found->violations) texts.push_back(one.resource + " " + one.what);
    return texts;
  }

  rpc::Principal lead_ = tester_.AddUser("lea", {options::v1::ROLE_LEAD_CLINICIAN});
};

TEST_F(BirthDate, PutRightRaisesWhatHoldsOfTheYoung) {
  Limp();
  ASSERT_THAT(Flags(), IsEmpty());
  tester_.now += std::chrono::hours{1};
  Born(Young());
  ASSERT_THAT(Flags(), SizeIs(1));
  EXPECT_EQ(Flags()[0].urgency(), rules::v1::EMERGENCY);
  EXPECT_EQ(Flags()[0].state(), Escalation::STATE_OPEN);
  EXPECT_THAT(Violations(), IsEmpty());
}

TEST_F(BirthDate, PutRightAfterTheFindingEndedRaisesItAllTheSame) {
  Limp();
  tester_.now += days{40};
  Born(Young());
  ASSERT_THAT(Flags(), SizeIs(1));
  EXPECT_EQ(Flags()[0].urgency(), rules::v1::EMERGENCY);
  EXPECT_THAT(Violations(), IsEmpty());
}

TEST_F(BirthDate, PutRightTwiceRaisesOneFlag) {
  Born(Young());
  Limp();
  ASSERT_THAT(Flags(), SizeIs(1));
  const auto raised = Flags()[0];
  tester_.now += days{1};
  Born(kGrown);
  Born(Young());
  ASSERT_THAT(Flags(), SizeIs(1));
  EXPECT_EQ(Flags()[0].state(), Escalation::STATE_OPEN);
  EXPECT_EQ(Flags()[0].name(), raised.name());
}

}  // namespace
}  // namespace midstance::patients
