#include <gmock/gmock.h>

#include "conformance.h"
#include "storage/tables/accounts.h"
#include "storage/tables/cases.h"
#include "storage/tables/escalations.h"
#include "storage/tables/patients.h"
#include "support/status.h"

namespace midstance::storage::testing {
namespace {

using midstance::v1::Case;
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

TEST_P(Rows, AReadThatIsToldToStopReadsNoMoreAndLeavesTheNextOneAlone) {
  ASSERT_TRUE(Insert(store(), APatient("p1")).ok());
  bool late = false;
  const absl::Status read = store().Read(
      kClinic,
      [&](const Reader& reader) {
        EXPECT_TRUE(reader.Get<Patient>("patients/p1").ok());
        late = true;
        return reader.Get<Patient>("patients/p1").status();
      },
      [&late] { return late; });
  EXPECT_EQ(ReasonOf(read), midstance::v1::ERROR_REASON_DEADLINE_PASSED);
  EXPECT_TRUE(Get<Patient>(store(), "patients/p1").ok());
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

TEST_P(Rows, ADeletedRowIsHiddenAndCanBeBroughtBack) {
  ASSERT_TRUE(Insert(store(), APatient("p1")).ok());
  auto patient = *Get<Patient>(store(), "patients/p1");
  ASSERT_TRUE(Write(store(), kClinic, [&](Writer& w) { return w.Delete(patient, kNow); }).ok());
  EXPECT_EQ(ReasonOf(Get<Patient>(store(), "patients/p1").status()),
            midstance::v1::ERROR_REASON_RESOURCE_NOT_FOUND);
  EXPECT_TRUE(List<Patient>(store(), {})->items.empty());
  auto hidden = Get<Patient>(store(), "patients/p1", Deleted::kShow);
  ASSERT_TRUE(hidden.ok()) << hidden.status();
  EXPECT_EQ(InstantOf(hidden->delete_time()), kNow);
  EXPECT_EQ(List<Patient>(store(), {.deleted = Deleted::kShow})->items.size(), 1U);
  ASSERT_TRUE(Write(store(), kClinic, [&](Writer& w) { return w.Undelete(*hidden, kNow); }).ok());
  const auto back = Get<Patient>(store(), "patients/p1");
  ASSERT_TRUE(back.ok()) << back.status();
  EXPECT_FALSE(back->has_delete_time());
  EXPECT_EQ(back->etag(), hidden->etag());
}

TEST_P(Rows, AnEtagIsNeededAndMustBeOneOfOurs) {
  ASSERT_TRUE(Insert(store(), APatient("p1")).ok());
  auto patient = *Get<Patient>(store(), "patients/p1");
  for (const auto& [etag, reason] :
       {std::pair("", midstance::v1::ERROR_REASON_ETAG_REQUIRED),
        std::pair("0", midstance::v1::ERROR_REASON_ETAG_MISMATCH),
        std::pair("01", midstance::v1::ERROR_REASON_ETAG_MISMATCH),
        std::pair("-1", midstance::v1::ERROR_REASON_ETAG_MISMATCH),
        std::pair("99999999999999999999", midstance::v1::ERROR_REASON_ETAG_MISMATCH),
        std::pair("x", midstance::v1::ERROR_REASON_ETAG_MISMATCH)}) {
    patient.set_etag(etag);
    const auto refused =
        Write(store(), kClinic, [&](Writer& w) { return w.Update(patient, kNow); });
    EXPECT_EQ(ReasonOf(refused.status()), reason) << etag;
  }
}

TEST_P(Rows, AnUpdateOfARowThatIsNotThereIsRefused) {
  ASSERT_TRUE(Insert(store(), APatient("p1")).ok());
  Case absent = ACase("p1", "c1");
  absent.set_etag("1");
  const auto refused = Write(store(), kClinic, [&](Writer& w) { return w.Update(absent, kNow); });
  EXPECT_EQ(ReasonOf(refused.status()), midstance::v1::ERROR_REASON_ETAG_MISMATCH);
}

TEST_P(Rows, AWriterSeesItsOwnChanges) {
  ASSERT_TRUE(Write(store(), kClinic, [](Writer& w) -> absl::Status {
                Patient patient = APatient("p1");
                MIDSTANCE_RETURN_IF_ERROR(w.Insert(patient, kNow));
                MIDSTANCE_ASSIGN_OR_RETURN(Patient own, w.Get<Patient>("patients/p1"));
                EXPECT_EQ(own.etag(), patient.etag());
                own.set_goal("ten kilometres");
                MIDSTANCE_RETURN_IF_ERROR(w.Update(own, kNow));
                MIDSTANCE_ASSIGN_OR_RETURN(const Patient again, w.Get<Patient>("patients/p1"));
                EXPECT_EQ(again.goal(), "ten kilometres");
                Case opened = ACase("p1", "c1");
                return w.Insert(opened, kNow);
              }).ok());
  EXPECT_EQ(Get<Patient>(store(), "patients/p1")->goal(), "ten kilometres");
  EXPECT_TRUE(Get<Case>(store(), "patients/p1/cases/c1").ok());
}

TEST_P(Rows, EmptyAndLongTextsAndNulInsideAMessageComeBackAsTheyWere) {
  Patient patient = APatient("p1");
  patient.set_family_name("");
  patient.set_note(std::string(900'000, 'x') + std::string(1, '\0') + "end");
  ASSERT_TRUE(Insert(store(), patient).ok());
  const auto found = Get<Patient>(store(), "patients/p1");
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_EQ(found->note(), patient.note());
  EXPECT_EQ(found->family_name(), "");
}

TEST_P(Rows, WhatNoEngineCouldStoreIsRefusedBeforeItReachesOne) {
  Patient large = APatient("p1");
  large.set_note(std::string(1'100'000, 'x'));
  EXPECT_EQ(ReasonOf(Insert(store(), large).status()), midstance::v1::ERROR_REASON_TOO_LARGE);
  Patient nul = APatient("p1");
  nul.set_family_name(std::string("a\0b", 3));
  EXPECT_EQ(ReasonOf(Insert(store(), nul).status()), midstance::v1::ERROR_REASON_FIELD_INVALID);
  EXPECT_EQ(ReasonOf(Insert(store(), APatient(std::string("a\0b", 3))).status()),
            midstance::v1::ERROR_REASON_FIELD_INVALID);
  EXPECT_EQ(ReasonOf(Insert(store(), APatient(std::string(400, 'a'))).status()),
            midstance::v1::ERROR_REASON_FIELD_INVALID);
  EXPECT_EQ(ReasonOf(Get<Patient>(store(), std::string("patients/a\0b", 12)).status()),
            midstance::v1::ERROR_REASON_RESOURCE_NOT_FOUND);
}

TEST_P(Rows, ClinicsDoNotSeeEachOther) {
  ASSERT_TRUE(Insert(store(), APatient("p1")).ok());
  const absl::Status elsewhere = store().Read("clinic-b", [](const Reader& reader) {
    EXPECT_EQ(reader.Get<Patient>("patients/p1").status().code(), absl::StatusCode::kNotFound);
    EXPECT_TRUE(reader.List<Patient>({})->items.empty());
    EXPECT_EQ(*reader.PatientVersion("p1"), 0);
    EXPECT_EQ(*reader.LastChange(), 0);
    return absl::OkStatus();
  });
  EXPECT_TRUE(elsewhere.ok()) << elsewhere;
  EXPECT_TRUE(Write(store(), "clinic-b", [](Writer& w) {
                Patient same = APatient("p1");
                return w.Insert(same, kNow);
              }).ok());
}

TEST_P(Rows, OneEscalationIsOpenPerPatientFamilyAndSite) {
  ASSERT_TRUE(Insert(store(), APatient("p1")).ok());
  ASSERT_TRUE(Insert(store(), APatient("p2")).ok());
  auto first = AnEscalation("p1", "c1", "e1");
  ASSERT_TRUE(Insert(store(), first).ok());
  EXPECT_EQ(ReasonOf(Insert(store(), AnEscalation("p1", "c2", "e2")).status()),
            midstance::v1::ERROR_REASON_RESOURCE_EXISTS);
  EXPECT_TRUE(Insert(store(), AnEscalation("p2", "c1", "e3")).ok());
  auto other_side = AnEscalation("p1", "c1", "e4");
  other_side.mutable_site()->set_side(midstance::v1::SIDE_RIGHT);
  EXPECT_TRUE(Insert(store(), other_side).ok());
  first = *Get<midstance::v1::Escalation>(store(), first.name());
  first.set_state(midstance::v1::Escalation::STATE_RESOLVED);
  ASSERT_TRUE(Write(store(), kClinic, [&](Writer& w) { return w.Update(first, kNow); }).ok());
  EXPECT_TRUE(Insert(store(), AnEscalation("p1", "c2", "e2")).ok());
}

TEST_P(Rows, AGlobalKeyFindsItsClinicAndIsTakenEverywhere) {
  v1::Credential credential;
  credential.set_name("credentials/kim");
  credential.set_user_name("Kim");
  ASSERT_TRUE(Insert(store(), credential).ok());
  const auto found = store().FindByGlobalKey(TableOf<v1::Credential>(), "kim");
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_EQ(*found, std::pair(kClinic, std::string("credentials/kim")));
  EXPECT_EQ(store().FindByGlobalKey(TableOf<v1::Credential>(), "nobody")->first, "");
  const auto taken = Write(store(), "clinic-b", [](Writer& w) {
    v1::Credential same;
    same.set_name("credentials/kim2");
    same.set_user_name("KIM");
    return w.Insert(same, kNow);
  });
  EXPECT_EQ(ReasonOf(taken.status()), midstance::v1::ERROR_REASON_RESOURCE_EXISTS);
}

INSTANTIATE_TEST_SUITE_P(Store, Rows, ::testing::ValuesIn(Factories()), NameOfFactory);

}  // namespace

}  // namespace midstance::storage::testing
