#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "midstance/v1/patient_service.pb.h"
#include "tests/api/builders.h"
#include "tests/api/watcher.h"

namespace midstance::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using v1::Change;

std::string Told(const Change& change) {
  return Change::Kind_Name(change.kind()).substr(sizeof("KIND_") - 1) + ' ' + change.name();
}

std::vector<std::string> Told(const std::vector<Change>& changes) {
  std::vector<std::string> told;
  for (const auto& change : changes) told.push_back(Told(change));
  return told;
}

// What a stream tells of a patient whose care team lena joins or leaves; ben is on it throughout.
class WatchReach : public ::testing::Test {
 protected:
  std::string Note(const std::string& a_case) {
    v1::RecordCheckInRequest request;
    request.set_parent(a_case);
    request.mutable_check_in()->set_note("all well");
    return clinic_
        .Must<v1::RecordCheckInResponse>(clinic_.Lead(), "CheckInService/RecordCheckIn", request)
        .check_in()
        .name();
  }
  void SetCareTeam(std::vector<std::string> more) {
    v1::GetPatientRequest get;
    get.set_name(patient_.name());
    v1::UpdatePatientRequest request;
    *request.mutable_patient() =
        clinic_.Must<v1::Patient>(clinic_.Lead(), "PatientService/GetPatient", get);
    request.mutable_patient()->clear_care_team();
    request.mutable_patient()->add_care_team(clinic_.server().UserNameOf("ben"));
    for (auto& member : more) request.mutable_patient()->add_care_team(std::move(member));
    request.mutable_update_mask()->add_paths("care_team");
    clinic_.Must<v1::Patient>(clinic_.Lead(), "PatientService/UpdatePatient", request);
  }
  void LenaJoins() { SetCareTeam({clinic_.server().UserNameOf("lena")}); }
  void LenaLeaves() { SetCareTeam({}); }
  // What is told up to a sign of life that is asked for now, where nothing is expected.
  std::vector<Change> Rest(Watcher& watcher) {
    clinic_.server().application().door().Beat();
    return watcher.UntilQuiet();
  }

  Clinic clinic_;
  const std::string lena_ = clinic_.Clinician("lena");
  const std::string ben_ = clinic_.Clinician("ben");
  const v1::Patient patient_ = clinic_.APatient(ben_);
  const std::string case_ = clinic_.ACase(ben_, patient_).name();
};

TEST_F(WatchReach, WhoJoinsTheCareTeamIsToldOfTheFlagThatIsOpen) {
  const auto flag = clinic_.CheckIn(ben_, case_, HotKnee()).escalations(0);
  Watcher watcher(clinic_.server(), lena_, WatchAll({"Escalation"}));
  LenaJoins();
  const auto told = watcher.NextChange();
  EXPECT_EQ(told.kind(), Change::KIND_EXISTING);
  EXPECT_EQ(told.escalation().name(), flag.name());
  EXPECT_EQ(told.escalation().urgency(), rules::v1::EMERGENCY);
  EXPECT_TRUE(told.last_of_transaction());
}

TEST_F(WatchReach, WhoJoinedWhileHerStreamWasBrokenIsToldWhenSheResumes) {
  const auto note = Note(case_);
  std::string token;
  {
    Watcher watcher(clinic_.server(), lena_, WatchAll({"CheckIn"}));
    EXPECT_THAT(Rest(watcher), IsEmpty());
    token = watcher.token();
  }
  LenaJoins();
  Watcher resumed(clinic_.server(), lena_, WatchFrom(token, {"CheckIn"}));
  EXPECT_THAT(Told(resumed.UntilQuiet()), ElementsAre("EXISTING " + note));
}

TEST_F(WatchReach, AStreamThatBreaksAmidWhatIsNewlyReachedTellsAllOfItAgain) {
  std::set<std::string> notes;
  for (int i = 0; i < 120; ++i) notes.insert(Note(case_));
  Watcher watcher(clinic_.server(), lena_, WatchAll({"CheckIn"}));
  LenaJoins();
  for (int i = 0; i < 70; ++i) EXPECT_EQ(watcher.NextChange().kind(), Change::KIND_EXISTING);
  ASSERT_NE(watcher.token(), "");

  Watcher resumed(clinic_.server(), lena_, WatchFrom(watcher.token(), {"CheckIn"}));
  const auto again = resumed.UntilQuiet();
  EXPECT_THAT(again, SizeIs(notes.size()));
  for (const auto& change : again) notes.erase(change.name());
  EXPECT_THAT(notes, IsEmpty());

  Watcher behind(clinic_.server(), lena_, WatchFrom(resumed.token(), {"CheckIn"}));
  EXPECT_THAT(Rest(behind), IsEmpty());
}

TEST_F(WatchReach, WhatIsNewlyReachedComesBetweenTheChangeThatLetHerSeeItAndTheNext) {
  const auto before = Note(case_);
  Watcher watcher(clinic_.server(), lena_, WatchAll({"Patient", "CheckIn"}));
  LenaJoins();
  EXPECT_THAT(Told(watcher.UntilQuiet()),
              ElementsAre("UPDATED " + patient_.name(), "EXISTING " + patient_.name(),
                          "EXISTING " + before));
  const auto after = Note(case_);
  EXPECT_EQ(Told(watcher.NextChange()), "CREATED " + after);
}

TEST_F(WatchReach, WhoLeavesTheCareTeamIsToldSoWhateverSheFollowsAndNothingMore) {
  LenaJoins();
  Watcher watcher(clinic_.server(), lena_, WatchAll({"Escalation"}));
  LenaLeaves();
  clinic_.CheckIn(ben_, case_, HotKnee());
  const auto told = watcher.NextChange();
  EXPECT_EQ(Told(told), "OUT_OF_REACH " + patient_.name());
  EXPECT_EQ(told.resource_case(), Change::RESOURCE_NOT_SET);
  EXPECT_TRUE(told.last_of_transaction());
  EXPECT_THAT(Rest(watcher), IsEmpty());
}

TEST_F(WatchReach, WhoIsBackOnTheCareTeamIsToldOfWhatChangedMeanwhile) {
  LenaJoins();
  auto request = WatchAll({"CheckIn"});
  request.set_parent(case_);
  Watcher watcher(clinic_.server(), lena_, request);
  LenaLeaves();
  EXPECT_EQ(Told(watcher.NextChange()), "OUT_OF_REACH " + patient_.name());
  const auto meanwhile = Note(case_);
  EXPECT_THAT(Rest(watcher), IsEmpty());
  LenaJoins();
  EXPECT_THAT(Told(watcher.UntilQuiet()), ElementsAre("EXISTING " + meanwhile));
}

TEST_F(WatchReach, WhoWasOnTheTeamBeforeOrSeesEverybodyIsToldNothingOfOthersJoining) {
  Note(case_);
  Watcher of_ben(clinic_.server(), ben_, WatchAll({"CheckIn"}));
  Watcher of_lead(clinic_.server(), clinic_.Lead(), WatchAll({"CheckIn"}));
  LenaJoins();
  LenaLeaves();
  EXPECT_THAT(Rest(of_ben), IsEmpty());
  EXPECT_THAT(Rest(of_lead), IsEmpty());
}

TEST_F(WatchReach, ANewPatientIsToldOnce) {
  Watcher watcher(clinic_.server(), lena_, WatchAll());
  const auto hers = clinic_.APatient(lena_);
  EXPECT_EQ(Told(watcher.NextChange()), "CREATED " + hers.name());
  EXPECT_THAT(Rest(watcher), IsEmpty());
}

}  // namespace
}  // namespace midstance::testing
