#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "midstance/v1/follow_up_service.pb.h"
#include "support/time.h"
#include "tests/api/builders.h"
#include "tests/api/watcher.h"

namespace midstance::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using v1::Change;

std::vector<std::string> NamesOf(const std::vector<Change>& changes) {
  std::vector<std::string> names;
  for (const auto& change : changes) names.push_back(change.name());
  return names;
}

class Watch : public ::testing::Test {
 protected:
  // A report that no rule looks at; its name.
  std::string Note(const std::string& token, const std::string& a_case) {
    v1::RecordCheckInRequest request;
    request.set_parent(a_case);
    request.mutable_check_in()->set_note("all well");
    return clinic_.Must<v1::RecordCheckInResponse>(token, "CheckInService/RecordCheckIn", request)
        .check_in()
        .name();
  }
  void Beat() { clinic_.server().application().door().Beat(); }

  Clinic clinic_;
  const std::string lena_ = clinic_.Clinician("lena");
};

TEST_F(Watch, TellsWhatIsThereThenThatItIsAllThenWhatChanges) {
  const auto a_case = clinic_.ARunner(lena_);
  std::set<std::string> there{a_case, a_case.substr(0, a_case.find("/cases/"))};
  for (int i = 0; i < 120; ++i) there.insert(Note(lena_, a_case));
  Watcher watcher(clinic_.server(), lena_, WatchExisting());
  while (!there.empty()) {
    const auto message = watcher.Next();
    ASSERT_TRUE(message.has_value() && message->has_change()) << there.size() << " to come";
    EXPECT_EQ(message->change().kind(), Change::KIND_EXISTING);
    EXPECT_EQ(message->resume_token(), "") << "an initial state is not resumed halfway";
    EXPECT_EQ(there.erase(message->change().name()), 1U) << message->change().name();
  }
  const auto synced = watcher.Next();
  ASSERT_TRUE(synced.has_value() && synced->has_synced());
  EXPECT_NE(synced->resume_token(), "");
  const auto live = Note(lena_, a_case);
  const auto change = watcher.NextChange();
  EXPECT_EQ(change.kind(), Change::KIND_CREATED);
  EXPECT_EQ(change.name(), live);
}

TEST_F(Watch, TellsFiveThousandChangesOnceAndInTheOrderOfTheirCommits) {
  constexpr int kWriters = 4;
  constexpr int kEach = 1250;
  std::vector<std::string> cases;
  for (int i = 0; i < kWriters; ++i) cases.push_back(clinic_.ARunner(lena_));
  Watcher watcher(clinic_.server(), lena_, WatchAll({"CheckIn"}));
  Beat();
  watcher.UntilQuiet();
  const std::string start = watcher.token();

  std::vector<std::vector<std::string>> written(kWriters);
  std::vector<std::thread> writers;
  for (std::size_t i = 0; i < kWriters; ++i) {
    writers.emplace_back([&, i] {
      for (int n = 0; n < kEach; ++n) written[i].push_back(Note(lena_, cases[i]));
    });
  }
  std::map<std::string, std::vector<std::string>> told;  // by case
  std::vector<std::string> in_order;
  while (in_order.size() < kWriters * kEach) {
    const auto change = watcher.NextChange();
    if (HasFailure()) break;
    in_order.push_back(change.name());
    told[change.name().substr(0, change.name().find("/checkIns/"))].push_back(change.name());
  }
  for (auto& writer : writers) writer.join();
  for (std::size_t i = 0; i < kWriters; ++i) EXPECT_EQ(told[cases[i]], written[i]);
  Beat();
  EXPECT_THAT(watcher.UntilQuiet(), IsEmpty()) << "none twice";

  Watcher again(clinic_.server(), lena_, WatchFrom(start, {"CheckIn"}));
  for (std::size_t i = 0; i < in_order.size(); ++i) {
    ASSERT_EQ(again.NextChange().name(), in_order[i]) << "the journal's order";
  }
}

TEST_F(Watch, AReaderThatTakesNothingHoldsNobodyUpIsEndedAndLosesNothing) {
  const auto a_case = clinic_.ARunner(lena_);
  Watcher slow(clinic_.server(), lena_, WatchAll({"CheckIn"}));
  std::vector<std::string> written;
  for (int i = 0; i < 400; ++i) written.push_back(Note(lena_, a_case));
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{30};
  auto& server = clinic_.server();
  while (server.Log().find("STREAM_TOO_SLOW") == std::string::npos) {
    ASSERT_LT(std::chrono::steady_clock::now(), deadline);
    server.application().door().Beat(std::chrono::seconds{0});
  }
  std::vector<std::string> told;
  while (const auto message = slow.Next()) told.push_back(message->change().name());
  EXPECT_EQ(slow.Code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(slow.Reason(), "STREAM_TOO_SLOW");
  EXPECT_LE(told.size(), 50U) << "no more than a batch was kept for it";
  ASSERT_THAT(told, ::testing::Not(IsEmpty()));

  Watcher resumed(server, lena_, WatchFrom(slow.token(), {"CheckIn"}));
  while (told.size() < written.size()) {
    told.push_back(resumed.NextChange().name());
    if (HasFailure()) return;
  }
  EXPECT_EQ(told, written);
}

TEST_F(Watch, ACheckInComesTogetherWithItsEscalation) {
  const auto a_case = clinic_.ARunner(lena_);
  Watcher watcher(clinic_.server(), lena_, WatchAll());
  const auto answer = clinic_.CheckIn(lena_, a_case, HotKnee());
  std::vector<Change> together;
  do {
    together.push_back(watcher.NextChange());
  } while (!together.back().last_of_transaction() && !HasFailure());
  ASSERT_EQ(answer.escalations_size(), 1);
  const auto names = NamesOf(together);
  EXPECT_THAT(names, ::testing::Contains(answer.check_in().name()));
  EXPECT_THAT(names, ::testing::Contains(answer.escalations(0).name()));
  const auto flag = std::find_if(together.begin(), together.end(),
                                 [](const auto& change) { return change.has_escalation(); });
  ASSERT_NE(flag, together.end());
  EXPECT_EQ(flag->escalation().urgency(), rules::v1::EMERGENCY);

  const auto next = Note(lena_, a_case);
  const auto alone = watcher.NextChange();
  EXPECT_EQ(alone.name(), next);
  EXPECT_TRUE(alone.last_of_transaction());
}

TEST_F(Watch, ASignOfLifeMovesTheTokenOn) {
  const auto other = clinic_.Clinician("ben");
  const auto foreign = clinic_.ARunner(other);
  const auto a_case = clinic_.ARunner(lena_);
  Watcher watcher(clinic_.server(), lena_, WatchAll());
  Beat();
  EXPECT_THAT(watcher.UntilQuiet(), IsEmpty());
  const auto before = watcher.token();
  ASSERT_NE(before, "");
  Note(other, foreign);
  Beat();
  EXPECT_THAT(watcher.UntilQuiet(), IsEmpty()) << "nothing that concerns her";
  EXPECT_NE(watcher.token(), before);

  const auto missed = Note(lena_, a_case);
  Watcher resumed(clinic_.server(), lena_, WatchFrom(watcher.token()));
  EXPECT_EQ(resumed.NextChange().name(), missed);
}

TEST_F(Watch, ShowsAFollowUpAsItStandsWhenItIsTold) {
  v1::CreateFollowUpRequest request;
  request.set_parent(clinic_.ARunner(lena_));
  auto& follow_up = *request.mutable_follow_up();
  follow_up.set_title("Call");
  follow_up.set_kind(v1::FollowUp::KIND_CALL);
  *follow_up.mutable_due_time() = TimestampOf(clinic_.clock().Now() + std::chrono::days{1});
  Watcher live(clinic_.server(), lena_, WatchAll({"FollowUp"}));
  Beat();
  live.UntilQuiet();
  const auto start = live.token();
  clinic_.Must<v1::FollowUp>(lena_, "FollowUpService/CreateFollowUp", request);
  EXPECT_EQ(live.NextChange().follow_up().state(), v1::FollowUp::STATE_SCHEDULED);

  clinic_.clock().Advance(std::chrono::days{2});
  Watcher resumed(clinic_.server(), lena_, WatchFrom(start, {"FollowUp"}));
  EXPECT_EQ(resumed.NextChange().follow_up().state(), v1::FollowUp::STATE_OVERDUE);
  Watcher fresh(clinic_.server(), lena_, WatchExisting({"FollowUp"}));
  EXPECT_EQ(fresh.NextChange().follow_up().state(), v1::FollowUp::STATE_OVERDUE);
}

TEST_F(Watch, OfOneCaseBeginsWithThatCaseAndLeavesItsNeighboursOut) {
  const auto a_case = clinic_.ARunner(lena_);
  clinic_.ARunner(lena_);
  const auto note = Note(lena_, a_case);
  auto request = WatchExisting();
  request.set_parent(a_case);
  Watcher watcher(clinic_.server(), lena_, request);
  EXPECT_THAT(NamesOf(watcher.UntilQuiet()), ElementsAre(a_case, note));
}

}  // namespace
}  // namespace midstance::testing
