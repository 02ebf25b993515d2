#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "midstance/storage/v1/records.pb.h"
#include "storage/store.h"
#include "tests/api/stage.h"
#include "tests/support/test_server.h"

namespace midstance::testing {

// For tests that hold for every method: the whole server with reflection on, and its journal.
class EveryRpc : public ::testing::Test {
 protected:
  Result Call(const MethodPolicy& policy, const google::protobuf::Message& request,
              const CallOptions& options) {
    return server_.CallBytes(policy.path, request.SerializeAsString(), nullptr, options);
  }

  // What was written after a change number, in order.
  std::vector<storage::v1::JournalEntry> JournalAfter(std::int64_t after) {
    std::vector<storage::v1::JournalEntry> entries;
    const auto read = server_.application().store().Read(
        "harbour", [&](const storage::Reader& reader) -> absl::Status {
          auto found = reader.JournalAfter(after, 100'000);
          if (found.ok()) entries = *std::move(found);
          return found.status();
        });
    EXPECT_TRUE(read.ok()) << read;
    return entries;
  }

  std::int64_t LastChange() {
    std::int64_t last = 0;
    const auto read = server_.application().store().Read(
        "harbour", [&](const storage::Reader& reader) -> absl::Status {
          auto found = reader.LastChange();
          if (found.ok()) last = *found;
          return found.status();
        });
    EXPECT_TRUE(read.ok()) << read;
    return last;
  }

  // Nothing that somebody might want to keep to herself is in the log.
  void ExpectDiscreetLog() {
    const std::string log = server_.Log();
    EXPECT_THAT(log, ::testing::HasSubstr("\"msg\":\"call\""));
    for (const auto secret : {kCanary, kCanaryBirthDate, kCanaryOnset, kCanaryPhone, kPassword})
      EXPECT_THAT(log, ::testing::Not(::testing::HasSubstr(std::string(secret))));
    for (const char* token : {"mst1_", "mcl1_", "mrl1_", "Bearer"})
      EXPECT_THAT(log, ::testing::Not(::testing::HasSubstr(token)));
  }

  TestServer server_{ServerOptions{.start = {}, .reflection = true}};
  Stage stage_{server_};
};

}  // namespace midstance::testing
