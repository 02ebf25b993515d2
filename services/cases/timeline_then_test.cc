#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "midstance/v1/case_service.pb.h"
#include "midstance/v1/escalation_service.pb.h"
#include "services/cases/verbs.h"
#include "services/checkins/fixture.h"
#include "services/escalations/verbs.h"

namespace midstance::cases {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using v1::Escalation;

// A case whose history is made by chance, through the verbs.
class KnownThen : public checkins::CheckIns {
 protected:
  int Below(int end) { return static_cast<int>(random_() % static_cast<unsigned>(end)); }

  // All pages, as text.
  std::string Listed(std::optional<Instant> known, int page_size) {
    v1::ListTimelineEntriesRequest request;
    request.set_parent(checkins::kCase);
    request.set_page_size(page_size);
    if (known.has_value()) *request.mutable_known_time() = TimestampOf(*known);
    std::string text;
    do {
      const auto page =
          tester_.Run(ListTimelineEntries{tester_.sealer(), engines_.calendar()}, anna_, request);
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) return text;
      for (const auto& entry : page->timeline_entries()) text += entry.DebugString() + "\n";
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return text;
  }

  v1::RecordCheckInRequest SomeReport() {
    auto request = Below(3) == 0 ? checkins::Hot() : checkins::OnKnee("swelling", Below(3));
    return Observed(std::move(request), tester_.now - hours{Below(120)});
  }
  void Withdraw() {
    if (records_.empty()) return;
    const auto at = records_.begin() + Below(static_cast<int>(records_.size()));
    const auto record = Stored(*at);
    records_.erase(at);
    if (Below(2) == 0) {
      Retract(record);
    } else {
      records_.push_back(Amend(record, SomeReport().check_in()).check_in());
    }
  }
  void Answer() {
    v1::ListEscalationsRequest list;
    list.set_parent(checkins::kCase);
    list.set_filter("state != STATE_RESOLVED");
    const auto open = tester_.Run(escalations::ListEscalations{tester_.sealer()}, anna_, list);
    ASSERT_TRUE(open.ok()) << open.status();
    for (const auto& flag : open->escalations()) {
      if (flag.state() == Escalation::STATE_OPEN) {
        v1::AcknowledgeEscalationRequest seen;
        seen.set_name(flag.name());
        seen.set_etag(flag.etag());
        seen.set_first_step(Escalation::FIRST_STEP_PHONE_PATIENT);
        ASSERT_TRUE(tester_.Run(escalations::AcknowledgeEscalation, anna_, seen).ok());
        return;
      }
      v1::ResolveEscalationRequest close;
      close.set_name(flag.name());
      close.set_etag(flag.etag());
      close.set_outcome(Escalation::OUTCOME_TREATED_ON);
      close.set_reason("looked at");
      *close.mutable_look_again_time() = TimestampOf(tester_.now + hours{72});
      ASSERT_TRUE(
          tester_.Run(escalations::ResolveEscalation{engines_.calendar()}, anna_, close).ok());
      return;
    }
  }
  void Step() {
    switch (Below(5)) {
      case 0:
        return Withdraw();
      case 1:
        return Answer();
      default:
        records_.push_back(Record(SomeReport()).check_in());
    }
  }

  std::mt19937 random_;
  std::vector<v1::CheckIn> records_;
};

// Whatever is recorded, amended and taken back later, and in whatever order.
TEST_F(KnownThen, ATimelineOfThePastIsTheOneThatWasReadThen) {
  constexpr unsigned kSeed = 20261126;
  random_.seed(kSeed);
  SCOPED_TRACE("seed " + std::to_string(kSeed));
  struct Read {
    Instant at;
    std::string text;
  };
  std::vector<Read> reads;
  for (int step = 0; step < 120; ++step) {
    Step();
    reads.push_back({tester_.now, Listed({}, 500)});
    tester_.now += minutes{1 + Below(600)};
    reads.push_back({tester_.now - Duration{1}, reads.back().text});
  }
  for (const auto& read : reads) {
    ASSERT_EQ(Listed(read.at, 500), read.text) << MicrosOf(read.at);
  }
  const Read& middle = reads[reads.size() / 2];
  for (const int page_size : {1, 7, 50}) EXPECT_EQ(Listed(middle.at, page_size), middle.text);
}

TEST_F(KnownThen, WhatWasEnteredOrWithdrawnLaterLooksAsItDid) {
  const Instant first = tester_.now;
  const auto wrong = Record(checkins::OnKnee("swelling", 0)).check_in();
  const auto then = Listed({}, 50);
  tester_.now += hours{5};
  Retract(wrong);
  Record(Observed(checkins::OnKnee("swelling", 1), first - hours{48}));
  EXPECT_NE(Listed({}, 50), then);
  EXPECT_THAT(Listed({}, 50), ::testing::HasSubstr("taken back since"));
  EXPECT_EQ(Listed(tester_.now - Duration{1}, 50), then);
  EXPECT_EQ(Listed(tester_.now, 50), Listed({}, 50));
}

}  // namespace
}  // namespace midstance::cases
