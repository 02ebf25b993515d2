#include <gtest/gtest.h>

#include <iterator>
#include <map>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "services/checkins/any_order_testing.h"
#include "services/checkins/batch_items.h"
#include "support/deterministic.h"
#include "support/digest.h"

namespace midstance::checkins {
namespace {

// Everything that a timeline holds, in words.
std::string TextOf(const rules::Timeline& timeline) {
  std::string text;
  for (const auto& track : timeline.tracks()) {
    for (const auto& row : timeline.RowsOf(track)) {
      text.append(timeline.NameOf(row)).append(" ").append(std::to_string(row.observed));
      text.append(" ").append(std::to_string(row.entered));
      for (const auto& values : {timeline.SiteValues(row), timeline.PatientValues(row)}) {
        for (const auto& value : values) {
          text.append(" ").append(std::to_string(value.code));
          text.append("=").append(std::to_string(value.number));
        }
      }
      text.append("\n");
    }
    text.append("\n");
  }
  return text;
}

class AnyOrder : public ::testing::Test {
 protected:
  const Instant now_{std::chrono::sys_days{std::chrono::year{2025} / 3 / 1}};
  const std::vector<Sent> kept_ = WhatDevicesKept(kCheckInsKept, now_);
  cases::Engines engines_{rules::CoreInUtc()};
  const cases::RuleEngine& engine_ = *engines_.shipped();
};

// The decision alone: what is known under a key decides about what is sent.
TEST_F(AnyOrder, TenThousandWaysRecordTheSameOnce) {
  std::string expected;
  const std::size_t ways = PropertyRuns(10'000);
  for (std::size_t way = 0; way < ways; ++way) {
    const unsigned seed = SeedOf(way);
    std::mt19937 random(seed);
    std::map<std::string, v1::CheckIn> recorded;
    std::size_t journal = 0;
    std::size_t replays = 0;
    for (auto& call : OneWay(kept_, random)) {
      std::vector<BatchItem> items;
      items.reserve(call.size());
      for (std::size_t at = 0; at < call.size(); ++at) {
        const auto principal = "device " + std::to_string(call[at].device);
        items.push_back(
            {at, *KeyOf(principal, call[at].kept.request_id), std::move(call[at].kept.check_in)});
      }
      SortByObservation(items);
      for (auto& item : items) {
        const auto known = recorded.find(item.key.id);
        if (known == recorded.end()) {
          recorded.emplace(item.key.id, std::move(item.check_in));
          ++journal;
        } else {
          ASSERT_TRUE(SameContent(known->second, item.check_in)) << "seed " << seed;
          ++replays;
        }
      }
    }
    std::string all;
    for (const auto& [id, check_in] : recorded) all += id + DeterministicBytes(check_in);
    const std::string digest = Hex(Sha256(all));
    if (expected.empty()) expected = digest;
    ASSERT_EQ(journal, kCheckInsKept) << "seed " << seed;
    ASSERT_EQ(replays, kCheckInsKept / 5) << "seed " << seed;
    ASSERT_EQ(digest, expected) << "seed " << seed;
  }
}

// The timeline grows by what each device uploads at a time, as it does in the server.
TEST_F(AnyOrder, TenThousandWaysLeaveTheSameFindings) {
  std::vector<std::vector<rules::Report>> reports;
  for (const auto& one : kept_) {
    auto check_in = one.kept.check_in;
    check_in.set_name("patients/p/cases/c/checkIns/" + one.kept.request_id);
    reports.push_back(cases::ReportsOf(check_in, now_));
  }
  std::map<std::string, std::size_t> place;
  for (std::size_t i = 0; i < kept_.size(); ++i) place[kept_[i].kept.request_id] = i;
  rules::Timeline at_once;
  for (const auto& each : reports) at_once = at_once.With(engine_.rules(), each);
  const auto expected_findings = FindingsOf(engine_, at_once, now_);
  const auto expected_now = engine_.EvaluateNow(at_once, now_).SerializeAsString();
  const auto expected = TextOf(at_once);
  EXPECT_GE(expected_findings.size(), 3U);
  const std::size_t ways = PropertyRuns(10'000);
  // What is looked at in the past follows from the timeline, which is compared each time.
  constexpr std::size_t kEveryPastLookedAt = 500;
  std::vector<Sent> light = kept_;
  for (auto& one : light) one.kept.check_in.Clear();
  for (std::size_t way = 0; way < ways; ++way) {
    const unsigned seed = SeedOf(way);
    std::mt19937 random(seed);
    rules::Timeline timeline;
    std::set<std::size_t> known;
    std::vector<std::vector<Sent>> uploads(kDevices);
    for (auto& call : OneWay(light, random)) {
      auto& upload = uploads[call.front().device];
      std::move(call.begin(), call.end(), std::back_inserter(upload));
    }
    for (const auto& upload : uploads) {
      std::vector<rules::Report> added;
      for (const auto& one : upload) {
        const std::size_t at = place.at(one.kept.request_id);
        if (!known.insert(at).second) continue;
        added.insert(added.end(), reports[at].begin(), reports[at].end());
      }
      timeline = timeline.With(engine_.rules(), added);
    }
    ASSERT_EQ(TextOf(timeline), expected) << "seed " << seed;
    ASSERT_EQ(engine_.EvaluateNow(timeline, now_).SerializeAsString(), expected_now)
        << "seed " << seed;
    if (way % kEveryPastLookedAt != 0) continue;
    ASSERT_EQ(FindingsOf(engine_, timeline, now_), expected_findings) << "seed " << seed;
  }
}

}  // namespace
}  // namespace midstance::checkins
