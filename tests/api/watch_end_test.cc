#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "midstance/v1/session_service.pb.h"
#include "tests/api/builders.h"
#include "tests/api/watcher.h"
#include "tests/support/temporary_folder.h"

namespace midstance::testing {
namespace {

// How streams end, and what may be done with a token afterwards.

std::string StoreIn(const TemporaryFolder& folder) { return "sqlite:" + folder.File("clinic.db"); }

std::string Quiet(Clinic& clinic, const std::string& token, const std::string& a_case) {
  return clinic.CheckIn(token, a_case, QuietKnee()).check_in().name();
}

TEST(WatchEnd, AServerThatStopsEndsTheStreamAndTheNextOneTellsExactlyWhatWasMissed) {
  const TemporaryFolder folder;
  std::string lena;
  std::string a_case;
  std::string resume;
  std::vector<std::string> missed;
  {
    Clinic clinic({.uri = StoreIn(folder)});
    lena = clinic.Clinician("lena");
    a_case = clinic.ARunner(lena);
    Watcher stopped(clinic.server(), lena, WatchAll({"CheckIn", "Escalation"}));
    Watcher cancelled(clinic.server(), lena, WatchAll({"CheckIn", "Escalation"}));
    const auto told = Quiet(clinic, lena, a_case);
    EXPECT_EQ(cancelled.NextChange().name(), told);
    resume = cancelled.token();
    cancelled.Cancel();
    EXPECT_EQ(cancelled.Code(), grpc::StatusCode::CANCELLED);
    missed.push_back(Quiet(clinic, lena, a_case));
    // Over the network Stop() is enough; a transport within the process drops its streams at once.
    clinic.server().application().StopAdmitting();
    EXPECT_EQ(stopped.Code(), grpc::StatusCode::UNAVAILABLE);
    EXPECT_EQ(stopped.Reason(), "DRAINING");
    clinic.server().server().Stop(std::chrono::seconds{5});
  }
  Clinic clinic({.uri = StoreIn(folder), .seed = 77, .new_clinic = false});
  missed.push_back(Quiet(clinic, lena, a_case));
  Watcher resumed(clinic.server(), lena, WatchFrom(resume, {"CheckIn", "Escalation"}));
  missed.push_back(Quiet(clinic, lena, a_case));
  for (const auto& name : missed) EXPECT_EQ(resumed.NextChange().name(), name);
  clinic.server().application().door().Beat();
  EXPECT_THAT(resumed.UntilQuiet(), ::testing::IsEmpty());
}

TEST(WatchEnd, ACallerWhoGoesFreesHerPlace) {
  Clinic clinic({.watch = {.total = 8, .per_caller = 1}});
  const auto lena = clinic.Clinician("lena");
  auto first = std::make_unique<Watcher>(clinic.server(), lena, WatchAll());
  {
    Watcher second(clinic.server(), lena, WatchAll());
    EXPECT_EQ(second.Code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
    EXPECT_EQ(second.Reason(), "RATE_LIMITED");
  }
  Watcher of_another(clinic.server(), clinic.Clinician("ben"), WatchExisting());
  EXPECT_TRUE(of_another.Next().has_value()) << "another caller has her own places";
  first.reset();
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{30};
  for (;;) {
    Watcher third(clinic.server(), lena, WatchExisting());
    if (third.Next().has_value()) break;
    ASSERT_EQ(third.Reason(), "RATE_LIMITED");
    ASSERT_LT(std::chrono::steady_clock::now(), deadline) << "the place is not given back";
  }
}

TEST(WatchEnd, AClinicWithoutAFreePlaceLeavesOthersTheirs) {
  Clinic clinic({.watch = {.total = 8, .per_clinic = 1, .per_caller = 4}});
  const Watcher first(clinic.server(), clinic.Clinician("lena"), WatchAll());
  Watcher second(clinic.server(), clinic.Clinician("ben"), WatchAll());
  EXPECT_EQ(second.Code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(second.Reason(), "RATE_LIMITED");
}

TEST(WatchEnd, ALongWayThroughWhatConcernsNobodyIsGoneInSteps) {
  Clinic clinic;
  const auto lena = clinic.Clinician("lena");
  Watcher before(clinic.server(), lena, WatchExisting({"Referral"}));
  before.UntilQuiet();
  auto& store = clinic.server().application().store();
  for (int i = 0; i < 2'100; ++i) {
    ASSERT_TRUE(store
                    .Write("harbour",
                           [](const storage::Reader&) -> absl::StatusOr<storage::WriteUnit> {
                             storage::WriteUnit unit;
                             unit.journal.set_record("noted");
                             return unit;
                           })
                    .ok());
  }
  Watcher after(clinic.server(), lena, WatchFrom(before.token(), {"Referral"}));
  const auto step = after.Next();
  ASSERT_TRUE(step.has_value());
  EXPECT_TRUE(step->has_heartbeat());
  EXPECT_NE(step->resume_token(), before.token());
}

TEST(WatchEnd, ASessionThatEndsTakesItsStreamAlong) {
  Clinic clinic;
  const auto lena = clinic.Clinician("lena");
  Watcher watcher(clinic.server(), lena, WatchAll());
  clinic.Must<v1::SignOutResponse>(lena, "SessionService/SignOut", v1::SignOutRequest());
  clinic.server().application().door().Beat();
  EXPECT_EQ(watcher.Code(), grpc::StatusCode::UNAUTHENTICATED);
}

TEST(WatchEnd, ATokenIsGoodInItsOwnStoreOnly) {
  Clinic here;
  Clinic elsewhere({.seed = 2});
  const auto lena = here.Clinician("lena");
  Watcher watcher(here.server(), lena, WatchExisting());
  watcher.UntilQuiet();
  ASSERT_NE(watcher.token(), "");
  Watcher refused(elsewhere.server(), elsewhere.Clinician("lena"), WatchFrom(watcher.token()));
  EXPECT_EQ(refused.Code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(refused.Reason(), "TOKEN_OF_ANOTHER_STORE");
}

// A store restored from a copy has the id of the one that was copied.
class RestoredStore : public ::testing::Test {
 protected:
  RestoredStore() {
    { const Clinic copied({.uri = StoreIn(folder_)}); }
    std::filesystem::copy(folder_.path(), restored_.path(),
                          std::filesystem::copy_options::recursive);
    Clinic clinic({.uri = StoreIn(folder_), .seed = 2, .new_clinic = false});
    const auto lena = clinic.Clinician("lena");
    for (int i = 0; i < 3; ++i) clinic.ARunner(lena);
    Watcher watcher(clinic.server(), lena, WatchExisting());
    watcher.UntilQuiet();
    token_ = watcher.token();
  }
  void ExpectExpired(Clinic& clinic, const std::string& lena) {
    Watcher refused(clinic.server(), lena, WatchFrom(token_));
    EXPECT_EQ(refused.Code(), grpc::StatusCode::OUT_OF_RANGE);
    EXPECT_EQ(refused.Reason(), "RESUME_TOKEN_EXPIRED");
  }

  const TemporaryFolder folder_;
  const TemporaryFolder restored_;
  std::string token_;
};

TEST_F(RestoredStore, DoesNotKnowATokenOfChangesThatItLacks) {
  Clinic clinic({.uri = StoreIn(restored_), .seed = 3, .new_clinic = false});
  ExpectExpired(clinic, clinic.Clinician("lena"));
}

TEST_F(RestoredStore, DoesNotTakeOtherChangesOfTheSameNumbersForThoseOfTheToken) {
  Clinic clinic({.uri = StoreIn(restored_), .seed = 3, .new_clinic = false});
  const auto lena = clinic.Clinician("lena");
  for (int i = 0; i < 9; ++i) clinic.ARunner(lena);
  ExpectExpired(clinic, lena);
}

TEST(WatchEnd, ATokenThatNobodyGaveIsRefused) {
  Clinic clinic;
  const auto lena = clinic.Clinician("lena");
  Watcher watcher(clinic.server(), lena, WatchExisting());
  watcher.UntilQuiet();
  std::string bent = watcher.token();
  bent[bent.size() / 2] = bent[bent.size() / 2] == 'A' ? 'B' : 'A';
  for (const auto& token : {bent, std::string("nonsense")}) {
    Watcher refused(clinic.server(), lena, WatchFrom(token));
    EXPECT_EQ(refused.Code(), grpc::StatusCode::INVALID_ARGUMENT);
    EXPECT_EQ(refused.Reason(), "RESUME_TOKEN_INVALID") << token;
  }
}

TEST(WatchEnd, AnInitialStateAndATokenDoNotGoTogether) {
  Clinic clinic;
  const auto lena = clinic.Clinician("lena");
  Watcher watcher(clinic.server(), lena, WatchExisting());
  watcher.UntilQuiet();
  auto both = WatchFrom(watcher.token());
  both.set_initial_state(true);
  Watcher refused(clinic.server(), lena, both);
  EXPECT_EQ(refused.Code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(refused.Reason(), "FIELD_INVALID");
}

TEST(WatchEnd, WhoMayNotWatchIsRefused) {
  Clinic clinic;
  const auto lena = clinic.Clinician("lena");
  const auto foreign = clinic.ARunner(clinic.Clinician("ben"));
  auto of_ben = WatchAll();
  of_ben.set_parent(foreign);
  Watcher out_of_scope(clinic.server(), lena, of_ben);
  EXPECT_EQ(out_of_scope.Code(), grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(out_of_scope.Reason(), "OUT_OF_SCOPE");
  Watcher nobody(clinic.server(), "no such token", WatchAll());
  EXPECT_EQ(nobody.Code(), grpc::StatusCode::UNAUTHENTICATED);
  Watcher coordinator(clinic.server(), clinic.server().Staff("cora", options::v1::ROLE_COORDINATOR),
                      WatchAll());
  EXPECT_EQ(coordinator.Reason(), "ROLE_REQUIRED");
}

}  // namespace
}  // namespace midstance::testing
