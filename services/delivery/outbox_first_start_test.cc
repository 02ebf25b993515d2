#include "services/delivery/delivery_testing.h"

namespace midstance::delivery {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using Event = v1::Escalation::Event;

// Of a clinic that worked without notices before.
class FirstStart : public Deliveries {};

TEST_F(FirstStart, TellsNothingOfWhatWasThereBeforeAlsoWhenItChangesLater) {
  const auto old = Raise("swelling");
  Pass(hours{24 * 400});
  MakeNotices();
  MakeNotices();
  EXPECT_THAT(All(), IsEmpty());
  auto changed = Found(old);
  AddEvent(Event::KIND_EVIDENCE_ADDED, "", changed);
  Change(changed);
  MakeNotices();
  EXPECT_THAT(All(), IsEmpty());
  Raise("night-pain");
  MakeNotices();
  EXPECT_THAT(All(), SizeIs(2));
}

TEST_F(FirstStart, ByAClockThatWasAheadAndIsPutRightTellsAllThatComesLaterAndNothingElse) {
  const Instant right = tester_.now;
  const auto before = Raise("before");
  Pass(hours{24 * 90});
  const auto ahead = Raise("ahead");
  Pass(hours{2});
  MakeNotices();
  tester_.now = right + minutes{5};
  for (const auto& old : {before, ahead}) {
    auto changed = Found(old);
    AddEvent(Event::KIND_EVIDENCE_ADDED, "", changed);
    Change(changed);
  }
  MakeNotices();
  EXPECT_THAT(All(), IsEmpty());
  const auto later = Raise("later");
  MakeNotices();
  ASSERT_THAT(All(), SizeIs(2));
  EXPECT_EQ(All().front().about(), later.name());
  Pass(minutes{5});
  auto risen = Found(before);
  risen.set_urgency(rules::v1::EMERGENCY);
  AddEvent(Event::KIND_UPGRADED, "", risen);
  Change(risen);
  MakeNotices();
  EXPECT_THAT(All(), SizeIs(4));
}

}  // namespace
}  // namespace midstance::delivery
