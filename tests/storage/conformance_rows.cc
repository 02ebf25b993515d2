#include <gmock/gmock.h>

#include "conformance.h"
#include "storage/tables/cases.h"
#include "storage/tables/check_ins.h"
#include "storage/tables/patients.h"
#include "support/status.h"

namespace midstance::storage::testing {
namespace {

using midstance::v1::Case;
using midstance::v1::CheckIn;
using midstance::v1::Patient;

class Rows : public StoreContract {};

TEST_P(Rows, WhatIsInsertedIsReadWithItsStamps) {
  ASSERT_TRUE(Insert(store(), APatient("p1")).ok());
  const auto found = Get<Patient>(store(), "patients/p1");
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_EQ(found->family_name(), "Runner");
  EXPECT_EQ(InstantOf(found->create_time()), kNow);
  EXPECT_EQ(InstantOf(found->update_time()), kNow);
  EXPECT_FALSE(found->etag().empty());
}

TEST_P(Rows, AnUpdateWithTheEtagThatWasReadIsKeptAndChangesTheEtag) {
  ASSERT_TRUE(Insert(store(), APatient("p1")).ok());
  auto patient = *Get<Patient>(store(), "patients/p1");
  const std::string before = patient.etag();
  patient.set_goal("run again");
  const Instant later = kNow + std::chrono::hours{1};
  ASSERT_TRUE(Write(store(), kClinic, [&](Writer& w) { return w.Update(patient, later); }).ok());
  const auto after = *Get<Patient>(store(), "patients/p1");
  EXPECT_EQ(after.goal(), "run again");
  EXPECT_NE(after.etag(), before);
  EXPECT_EQ(after.etag(), patient.etag());
  EXPECT_EQ(InstantOf(after.create_time()), kNow);
  EXPECT_EQ(InstantOf(after.update_time()), later);
}

TEST_P(Rows, AnUpdateWithAnOldEtagIsRefused) {
  ASSERT_TRUE(Insert(store(), APatient("p1")).ok());
  auto first = *Get<Patient>(store(), "patients/p1");
  auto second = first;
  ASSERT_TRUE(Write(store(), kClinic, [&](Writer& w) { return w.Update(first, kNow); }).ok());
  second.set_goal("lost update");
  const auto refused = Write(store(), kClinic, [&](Writer& w) { return w.Update(second, kNow); });
  EXPECT_EQ(ReasonOf(refused.status()), midstance::v1::ERROR_REASON_ETAG_MISMATCH);
  EXPECT_EQ(Get<Patient>(store(), "patients/p1")->goal(), "");
}

TEST_P(Rows, ATakenNameIsRefused) {
  ASSERT_TRUE(Insert(store(), APatient("p1")).ok());
  ASSERT_TRUE(Insert(store(), ACase("p1", "c1")).ok());
  EXPECT_EQ(ReasonOf(Insert(store(), APatient("p1")).status()),
            midstance::v1::ERROR_REASON_RESOURCE_EXISTS);
  EXPECT_EQ(ReasonOf(Insert(store(), ACase("p1", "c1")).status()),
            midstance::v1::ERROR_REASON_RESOURCE_EXISTS);
}

TEST_P(Rows, ARowOfAPatientWhoIsNotThereIsRefused) {
  EXPECT_EQ(ReasonOf(Insert(store(), ACase("nobody", "c1")).status()),
            midstance::v1::ERROR_REASON_RESOURCE_NOT_FOUND);
}

INSTANTIATE_TEST_SUITE_P(Store, Rows, ::testing::ValuesIn(Factories()), NameOfFactory);

}  // namespace

}  // namespace midstance::storage::testing
