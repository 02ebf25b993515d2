#include <gtest/gtest.h>

#include <future>
#include <map>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "tests/api/errors.h"
#include "tests/api/stage.h"
#include "tests/support/temporary_folder.h"

namespace midstance::testing {
namespace {

constexpr char kRecordOne[] = "/midstance.v1.CheckInService/RecordCheckIn";
constexpr char kUpdateOne[] = "/midstance.v1.CaseService/UpdateCase";

// What a neighbour sends, and the reason that it is refused with; none when it is good.
struct Neighbour {
  const char* path = kRecordOne;
  std::string body;
  std::optional<v1::ErrorReason> reason;
};

// Sixteen good check-ins, half of them of one patient; among them every way to be wrong, up to
// those that only the writer sees.
std::vector<Neighbour> Neighbours(Stage& stage, const v1::Case& contested) {
  std::vector<Neighbour> all;
  const auto check_in = [&](std::string parent) {
    v1::RecordCheckInRequest request;
    request.set_parent(std::move(parent));
    *request.mutable_check_in() = Stage::FlaggedCheckIn();
    request.set_request_id(stage.server().RequestId());
    return request;
  };
  for (int i = 0; i < 16; ++i) {
    auto good = check_in(i % 2 == 0 ? contested.name() : stage.NewCase().name());
    all.push_back({kRecordOne, good.SerializeAsString(), std::nullopt});
    auto bad = check_in(contested.name());
    if (i % 4 == 0) {
      bad.mutable_check_in()->mutable_reports(0)->mutable_observations(0)->set_number(11);
      all.push_back({kRecordOne, bad.SerializeAsString(), v1::ERROR_REASON_FIELD_INVALID});
    } else if (i % 4 == 1) {
      bad.set_parent("patients/not-there/cases/c");
      all.push_back({kRecordOne, bad.SerializeAsString(), v1::ERROR_REASON_OUT_OF_SCOPE});
    } else if (i % 4 == 2) {
      // Used a moment ago for another patient.
      v1::RecordCheckInRequest used = check_in(stage.NewCase().name());
      EXPECT_TRUE(stage.server().Call(kRecordOne, used, nullptr, {.token = stage.anna()}).ok());
      bad.set_parent(stage.NewCase().name());
      bad.set_request_id(used.request_id());
      all.push_back({kRecordOne, bad.SerializeAsString(), v1::ERROR_REASON_REQUEST_ID_REUSED});
    } else {
      // Of these with one etag, one wins.
      v1::UpdateCaseRequest update;
      update.mutable_case_()->set_name(contested.name());
      update.mutable_case_()->set_etag(contested.etag());
      update.mutable_case_()->set_complaint("canary " + std::to_string(i));
      update.mutable_update_mask()->add_paths("complaint");
      update.set_request_id(stage.server().RequestId());
      all.push_back({kUpdateOne, update.SerializeAsString(), v1::ERROR_REASON_ETAG_MISMATCH});
    }
  }
  return all;
}

// Sends all at once while the writer is held, so that what comes as far as the writer is committed
// together. Those that are refused before that are sent last: when they have their answers, the
// others wait.
std::vector<Result> SendTogether(TestServer& server, const std::string& token,
                                 const std::vector<Neighbour>& neighbours) {
  std::promise<void> gate;
  storage::Submission hold;
  hold.clinic = "harbour";
  hold.decide = [opened = gate.get_future().share()](const storage::Reader&) {
    opened.wait();
    return absl::StatusOr<storage::WriteUnit>(absl::CancelledError("held"));
  };
  hold.done = [](const storage::Outcome&) {};
  EXPECT_TRUE(server.application().store().Submit(std::move(hold)).ok());
  std::vector<Result> results(neighbours.size());
  const auto early = [](const Neighbour& each) {
    return each.reason == v1::ERROR_REASON_FIELD_INVALID ||
           each.reason == v1::ERROR_REASON_OUT_OF_SCOPE;
  };
  std::vector<std::thread> threads[2];
  for (const bool first : {true, false}) {
    for (std::size_t i = 0; i < neighbours.size(); ++i) {
      if (early(neighbours[i]) == first) continue;
      threads[first ? 0 : 1].emplace_back([&, i] {
        results[i] =
            server.CallBytes(neighbours[i].path, neighbours[i].body, nullptr, {.token = token});
      });
    }
  }
  for (auto& thread : threads[1]) thread.join();
  gate.set_value();
  for (auto& thread : threads[0]) thread.join();
  return results;
}

TEST(BadNeighbours, DoNotHarmThoseInTheirBatch) {
  const TemporaryFolder folder;
  // In a file readers go on while the writer is held.
  TestServer server({.uri = "sqlite:" + folder.File("clinic.db")});
  Stage stage(server);
  const v1::Case contested = stage.NewCase();
  const auto neighbours = Neighbours(stage, contested);
  const auto results = SendTogether(server, stage.anna(), neighbours);
  int won = 0;
  std::map<std::string, int> good;
  for (std::size_t i = 0; i < neighbours.size(); ++i) {
    SCOPED_TRACE(i);
    const auto& each = neighbours[i];
    if (!each.reason.has_value()) {
      EXPECT_TRUE(results[i].ok()) << results[i].status.error_message();
      v1::RecordCheckInRequest sent;
      ASSERT_TRUE(sent.ParseFromString(each.body));
      ++good[sent.parent()];
    } else if (each.path == kUpdateOne && results[i].ok()) {
      ++won;
    } else {
      EXPECT_TRUE(Refused(results[i], *each.reason));
    }
  }
  EXPECT_EQ(won, 1);
  for (const auto& [parent, count] : good) {
    v1::ListCheckInsRequest list;
    list.set_parent(parent);
    v1::ListCheckInsResponse kept;
    EXPECT_TRUE(
        server
            .Call("/midstance.v1.CheckInService/ListCheckIns", list, &kept, {.token = stage.anna()})
            .ok());
    EXPECT_EQ(kept.check_ins_size(), count) << parent;
  }
  EXPECT_GT(server.application().store().Stats().largest_batch, 1U);
}

}  // namespace
}  // namespace midstance::testing
