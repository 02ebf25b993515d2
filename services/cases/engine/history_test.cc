#include "services/cases/engine/history.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "support/time.h"

namespace midstance::cases {
namespace {

using Event = v1::Escalation::Event;
using ::testing::SizeIs;

// An escalation that things happen to, a day apart.
class History : public ::testing::Test {
 protected:
  void Happens(Event::Kind kind, const std::string& text = "more") {
    call_.now += std::chrono::days{1};
    const Occasion occasion{
        .call = call_, .calendar = schedule::ClinicCalendar::Utc(), .added = {}, .amended = {}};
    AddEvent(occasion, kind, text, flag_);
  }
  // Until so many are told of.
  void Fill(int events) {
    while (flag_.history_size() < events) Happens(Event::KIND_EVIDENCE_ADDED);
  }

  rpc::Call call_;
  v1::Escalation flag_;
};

TEST_F(History, NoEventMovesHoweverManyCome) {
  Happens(Event::KIND_OPENED);
  Fill(150);
  Happens(Event::KIND_UPGRADED, "first");
  Fill(200);
  Happens(Event::KIND_UPGRADED, "second");
  for (int i = 0; i < 300; ++i) Happens(Event::KIND_EVIDENCE_ADDED);
  Happens(Event::KIND_EVIDENCE_CHANGED, "third");
  for (int i = 0; i < 300; ++i) Happens(Event::KIND_EVIDENCE_ADDED);
  EXPECT_EQ(flag_.history(0).kind(), Event::KIND_OPENED);
  EXPECT_EQ(flag_.history(150).text(), "first");
  EXPECT_EQ(flag_.history(200).text(), "second");
  EXPECT_EQ(flag_.history(202).text(), "third");
  EXPECT_THAT(flag_.history(), SizeIs(204));
}

TEST_F(History, OfTheEvidenceAddedToAFullOneTheNewestIsTold) {
  Happens(Event::KIND_OPENED);
  Fill(200);
  Happens(Event::KIND_EVIDENCE_ADDED, "the newest");
  EXPECT_THAT(flag_.history(), SizeIs(200));
  EXPECT_EQ(flag_.history(199).text(), "the newest");
  EXPECT_EQ(InstantOf(flag_.history(199).time()), call_.now);
}

TEST_F(History, StaysInTheOrderInWhichItHappened) {
  Happens(Event::KIND_OPENED);
  Fill(200);
  for (int i = 0; i < 20; ++i) {
    Happens(Event::KIND_EVIDENCE_ADDED);
    Happens(Event::KIND_EVIDENCE_ADDED);
    Happens(Event::KIND_EVIDENCE_CHANGED);
  }
  for (int i = 1; i < flag_.history_size(); ++i) {
    EXPECT_LT(InstantOf(flag_.history(i - 1).time()), InstantOf(flag_.history(i).time())) << i;
  }
}

}  // namespace
}  // namespace midstance::cases
