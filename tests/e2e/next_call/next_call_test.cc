#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <barrier>
#include <functional>
#include <iostream>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "tests/e2e/harness/server.h"
#include "tests/e2e/next_call/view.h"
#include "tests/support/temporary_folder.h"

// What a caller was told is what everybody sees from then on: no call that begins after the answer
// to a check-in with a red flag misses the flag, whatever else goes on at the same time.
namespace midstance::e2e {
namespace {

constexpr int kClients = 8;
constexpr int kPatientsOfAClient = 8;
constexpr int kPatientsOfTwo = 24;
constexpr std::array kPlaces = {
    Place{v1::AREA_KNEE, v1::SIDE_LEFT},  Place{v1::AREA_HIP, v1::SIDE_RIGHT},
    Place{v1::AREA_ANKLE, v1::SIDE_LEFT}, Place{v1::AREA_KNEE, v1::SIDE_RIGHT},
    Place{v1::AREA_HIP, v1::SIDE_LEFT},   Place{v1::AREA_ANKLE, v1::SIDE_RIGHT}};

class NextCall : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(InitServer(MIDSTANCE_PROGRAM, data()), absl::OkStatus());
    const auto ca = ReadFile(data() + "/tls/ca.pem");
    ASSERT_TRUE(ca.ok()) << ca.status();
    ca_ = *ca;
    auto server = ServerProcess::Start(MIDSTANCE_PROGRAM, data());
    ASSERT_TRUE(server.ok()) << server.status();
    server_.emplace(*std::move(server));
    const auto channel = Connect(server_->address(), ca_);
    const auto admin = SignIn(channel, kAdminUser, 1);
    ASSERT_TRUE(admin.ok()) << admin.status();
    for (std::uint64_t i = 0; i < kClients; ++i) {
      const std::string name = "lead" + std::to_string(i);
      ASSERT_TRUE(CreateLead(channel, *admin, name).ok());
      const auto token = SignIn(channel, name, 2 + i);
      ASSERT_TRUE(token.ok()) << token.status();
      tokens_.push_back(*token);
    }
  }

  void TearDown() override {
    if (server_.has_value()) {
      EXPECT_EQ(server_->Stop(), absl::OkStatus());
    }
  }

  std::string data() const { return folder_.File("data"); }
  // A connection that no other client has, of one of the users: how many streams one of them may
  // have open is limited.
  Session NewSession(std::size_t user = 0) const {
    return {Connect(server_->address(), ca_), tokens_.at(user)};
  }
  // The name of a new patient's case.
  std::string NewCase(const Session& session) {
    const auto made = OpenCase(session, ++patients_);
    EXPECT_TRUE(made.ok()) << made.status();
    return made.value_or("");
  }

  midstance::testing::TemporaryFolder folder_;
  std::string ca_;
  std::vector<std::string> tokens_;
  std::optional<ServerProcess> server_;
  std::atomic<std::uint64_t> patients_ = 0;
};

// One client: flag after flag for patients of its own. Returns what the next calls did not see.
std::vector<std::string> RaiseAndLook(const Session& writes, const Session& reads,
                                      const std::vector<std::string>& cases, std::uint64_t stream) {
  std::vector<std::string> missed;
  std::uint64_t calls = 0;
  for (const auto& a_case : cases) {
    auto token = TokenNow(reads, a_case);
    if (!token.ok()) return {"no token: " + token.status().ToString()};
    for (const Place& place : kPlaces) {
      const auto quiet = Record(writes, a_case, Quiet(place), RequestId(stream, ++calls));
      const auto told = Record(writes, a_case, Hot(place), RequestId(stream, ++calls));
      if (!quiet.ok() || !told.ok()) return {"not recorded: " + told.status().ToString()};
      const std::string where = a_case + " " + place.Words() + ": ";
      if (!quiet->escalations().empty()) missed.push_back(where + "a quiet check-in raised a flag");
      if (told->escalations_size() != 1) {
        missed.push_back(where + "the reply tells " + std::to_string(told->escalations_size()));
        continue;
      }
      const auto& name = told->escalations(0).name();
      if (Listed(reads, a_case, "joint-heat", place) != std::vector{name})
        missed.push_back(where + "ListEscalations misses it");
      if (!Holds(reads, a_case, "joint-heat", place))
        missed.push_back(where + "EvaluateCase misses it");
      const auto times = TimesTold(reads, a_case, *token, name);
      if (!times.ok()) missed.push_back(where + "Watch: " + times.status().ToString());
      if (times.value_or(1) != 1) missed.push_back(where + "Watch tells it more than once");
    }
  }
  return missed;
}

TEST_F(NextCall, SeesTheFlagThatTheReplyToldWhateverOthersDo) {
  std::vector<std::vector<std::string>> missed(kClients);
  {
    std::vector<std::jthread> clients;
    for (int i = 0; i < kClients; ++i) {
      const auto user = static_cast<std::size_t>(i);
      const Session writes = NewSession(user);
      std::vector<std::string> cases;
      for (int c = 0; c < kPatientsOfAClient; ++c) cases.push_back(NewCase(writes));
      clients.emplace_back(
          [&, i, user, writes, reads = NewSession(user), cases = std::move(cases)] {
            missed[user] = RaiseAndLook(writes, reads, cases, static_cast<std::uint64_t>(1000 + i));
          });
    }
  }
  for (const auto& of_client : missed) EXPECT_THAT(of_client, ::testing::IsEmpty());
  std::cout << kClients * kPatientsOfAClient * kPlaces.size() << " flags, each looked for in "
            << "3 ways\n";
}

// Two clients write to one patient in the same moment, again and again. Each does `record` for its
// side (0 or 1) of a round; when both have their answers, `look` says what is missed.
void BothAtOnce(int rounds, const std::function<void(int round, int side)>& record,
                const std::function<void(int round)>& look) {
  int round = 0;
  std::barrier begin(2);
  std::barrier end(2, [&]() noexcept { look(round++); });
  const auto play = [&](int side) {
    for (int i = 0; i < rounds; ++i) {
      begin.arrive_and_wait();
      record(i, side);
      end.arrive_and_wait();
    }
  };
  std::jthread other([&] { play(1); });
  play(0);
}

TEST_F(NextCall, SeesAFlagThatOnlyTwoReportsMadeInOneMomentMakeTogether) {
  const std::array sessions = {NewSession(), NewSession()};
  const Session reads = NewSession();
  std::vector<std::string> cases;
  for (int i = 0; i < kPatientsOfTwo; ++i) cases.push_back(NewCase(reads));
  const auto now = std::chrono::system_clock::now();
  const std::array observed = {now - std::chrono::days{9}, now - std::chrono::hours{1}};
  std::array<absl::StatusOr<v1::RecordCheckInResponse>, 2> told;
  int told_by_first = 0;
  const auto case_of = [&](int round) { return cases[static_cast<std::size_t>(round) / 6]; };
  const auto place_of = [](int round) { return kPlaces[static_cast<std::size_t>(round) % 6]; };
  BothAtOnce(
      kPatientsOfTwo * static_cast<int>(kPlaces.size()),
      [&](int round, int side) {
        const auto at = static_cast<std::size_t>(side);
        told[at] = Record(sessions[at], case_of(round), Unsettled(place_of(round), observed[at]),
                          RequestId(2000 + at, static_cast<std::uint64_t>(round)));
      },
      [&](int round) {
        ASSERT_TRUE(told[0].ok() && told[1].ok()) << told[0].status() << told[1].status();
        const std::string where = case_of(round) + " " + place_of(round).Words();
        const auto names = Listed(reads, case_of(round), "swelling", place_of(round));
        ASSERT_EQ(names.size(), 1U) << where;
        EXPECT_TRUE(Holds(reads, case_of(round), "swelling", place_of(round))) << where;
        // The call that was decided last, and it alone, knows both reports.
        EXPECT_EQ(told[0]->escalations_size() + told[1]->escalations_size(), 1) << where;
        told_by_first += told[0]->escalations_size();
      });
  std::cout << kPatientsOfTwo * kPlaces.size() << " pairs; the earlier report completed "
            << told_by_first << " of them\n";
}

TEST_F(NextCall, SeesOneEscalationWhenTwoReportTheSameFlagInOneMoment) {
  const std::array sessions = {NewSession(), NewSession()};
  const Session reads = NewSession();
  std::vector<std::string> cases;
  for (int i = 0; i < kPatientsOfTwo; ++i) cases.push_back(NewCase(reads));
  std::array<absl::StatusOr<v1::RecordCheckInResponse>, 2> told;
  const auto case_of = [&](int round) { return cases[static_cast<std::size_t>(round) / 6]; };
  const auto place_of = [](int round) { return kPlaces[static_cast<std::size_t>(round) % 6]; };
  BothAtOnce(
      kPatientsOfTwo * static_cast<int>(kPlaces.size()),
      [&](int round, int side) {
        const auto at = static_cast<std::size_t>(side);
        told[at] = Record(sessions[at], case_of(round), Hot(place_of(round)),
                          RequestId(3000 + at, static_cast<std::uint64_t>(round)));
      },
      [&](int round) {
        ASSERT_TRUE(told[0].ok() && told[1].ok()) << told[0].status() << told[1].status();
        const std::string where = case_of(round) + " " + place_of(round).Words();
        const auto names = Listed(reads, case_of(round), "joint-heat", place_of(round));
        ASSERT_EQ(names.size(), 1U) << where;
        // One opened it; to the other it is new evidence, unless hers was observed before.
        int spoken_of = 0;
        for (const auto& reply : told) {
          for (const auto& escalation : reply->escalations()) {
            EXPECT_EQ(escalation.name(), names[0]) << where;
            ++spoken_of;
          }
          EXPECT_TRUE(HoldsIn(reply->evaluation(), "joint-heat", place_of(round))) << where;
        }
        EXPECT_GE(spoken_of, 1) << where;
      });
}

}  // namespace
}  // namespace midstance::e2e
