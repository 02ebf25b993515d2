#include "services/cases/engine/history.h"
#include "services/delivery/delivery_testing.h"

namespace midstance::delivery {
namespace {

using std::chrono::minutes;
using ::testing::ElementsAre;
using ::testing::SizeIs;
using Event = v1::Escalation::Event;

// Notices of flags with as many events as a history tells of added evidence.
class OutboxHistory : public Deliveries {
 protected:
  OutboxHistory() { MakeNotices(); }

  std::vector<std::string> Recipients() {
    std::vector<std::string> recipients;
    for (const auto& delivery : All()) recipients.push_back(delivery.recipient());
    return recipients;
  }
  // As the engine tells of what it finds.
  void Happens(Event::Kind kind, v1::Escalation& flag) {
    rpc::Call call;
    call.now = tester_.now;
    call.principal.name = "users/anna";
    const cases::Occasion occasion{.call = call, .calendar = calendar_, .added = {}, .amended = {}};
    cases::AddEvent(occasion, kind, "Left knee swollen and warm.", flag);
  }
  void FillWithEvidence(int events, v1::Escalation& flag) {
    while (flag.history_size() < events) Happens(Event::KIND_EVIDENCE_ADDED, flag);
  }
};

TEST_F(OutboxHistory, AnUpgradeIsToldAlsoWhenTheHistoryIsFull) {
  auto flag = Raise("swelling", rules::v1::SOON);
  FillWithEvidence(199, flag);
  flag.set_urgency(rules::v1::URGENT);
  Happens(Event::KIND_UPGRADED, flag);
  Change(flag);
  MakeNotices();
  ASSERT_THAT(By(v1::Delivery::CHANNEL_MAIL), SizeIs(1));
  Pass(minutes{1});
  flag = Found(flag);
  Happens(Event::KIND_EVIDENCE_ADDED, flag);
  flag.set_urgency(rules::v1::EMERGENCY);
  Happens(Event::KIND_UPGRADED, flag);
  Change(flag);
  MakeNotices();
  EXPECT_THAT(By(v1::Delivery::CHANNEL_MAIL), SizeIs(2));
}

TEST_F(OutboxHistory, AFullHistoryTellsNobodyTwice) {
  auto flag = Raise("swelling", rules::v1::SOON);
  FillWithEvidence(150, flag);
  AddEvent(Event::KIND_HANDED_OVER, "users/ben", flag).set_actor("users/anna");
  FillWithEvidence(200, flag);
  Change(flag);
  MakeNotices();
  ASSERT_THAT(Recipients(), ElementsAre("users/ben"));
  for (int i = 0; i < 3; ++i) {
    Pass(minutes{1});
    flag = Found(flag);
    Happens(Event::KIND_EVIDENCE_ADDED, flag);
    Change(flag);
    MakeNotices();
  }
  EXPECT_THAT(Recipients(), ElementsAre("users/ben"));
}

}  // namespace
}  // namespace midstance::delivery
