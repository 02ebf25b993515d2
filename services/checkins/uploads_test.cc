#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "services/checkins/recorded.h"
#include "services/checkins/upload_testing.h"

namespace midstance::checkins {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using v1::CheckInResult;
using namespace std::chrono_literals;

class Uploads : public CheckIns {
 protected:
  v1::BatchRecordCheckInsResponse Upload(const std::vector<Kept>& kept, const rpc::Principal& who) {
    const auto answer = tester_.Run(BatchRecordCheckIns{engines_, schema_}, who, BatchOf(kept));
    EXPECT_TRUE(answer.ok()) << answer.status();
    return answer.ok() ? *answer : v1::BatchRecordCheckInsResponse();
  }
  std::vector<CheckInResult::Outcome> OutcomesOf(const v1::BatchRecordCheckInsResponse& answer) {
    std::vector<CheckInResult::Outcome> outcomes;
    for (const auto& result : answer.results()) outcomes.push_back(result.outcome());
    return outcomes;
  }
  int CheckInsInStore() {
    v1::ListCheckInsRequest list;
    list.set_parent(kCase);
    list.set_page_size(500);
    return tester_.Run(ListCheckIns{tester_.sealer()}, anna_, list)->check_ins_size();
  }

  const Schema schema_ = RecordSchema();
  const Kept swollen_then_ = Keep(Swollen(), tester_.now - 8 * kDay, 1);
  const Kept swollen_now_ = Keep(Swollen(), tester_.now - 1h, 2);
  const Kept quiet_ = Keep(OnKnee("worst_nprs", 2), tester_.now - 2 * kDay, 3);
};

// Their names come from what the device chose, and tell nothing of when.
TEST_F(Uploads, AreListedByTheTimeOfObservationNewestFirst) {
  const Kept early{DeviceId(tester_.now + 9 * kDay, 2, 1),
                   Keep(Swollen(), tester_.now - 9 * kDay, 9).check_in};
  Upload({swollen_now_, early, quiet_, swollen_then_}, link_);
  v1::ListCheckInsRequest list;
  list.set_parent(kCase);
  list.set_page_size(3);
  std::vector<Instant> observed;
  do {
    const auto page = tester_.Run(ListCheckIns{tester_.sealer()}, anna_, list);
    ASSERT_TRUE(page.ok()) << page.status();
    for (const auto& one : page->check_ins()) observed.push_back(InstantOf(one.occurred_time()));
    list.set_page_token(page->next_page_token());
  } while (!list.page_token().empty());
  EXPECT_THAT(observed, ElementsAre(tester_.now - 1h, tester_.now - 2 * kDay,
                                    tester_.now - 8 * kDay, tester_.now - 9 * kDay));
}

TEST_F(Uploads, AreAnsweredInTheLanguageOfThePatientAndKnownInEveryOther) {
  auto batch = BatchOf({quiet_});
  batch.set_language_code("es");
  const auto spanish = tester_.Run(BatchRecordCheckIns{engines_, schema_}, link_, batch);
  ASSERT_TRUE(spanish.ok()) << spanish.status();
  EXPECT_EQ(spanish->advice().safety().language(), "es");
  EXPECT_EQ(Stored(spanish->results(0).check_in()).safety_text_version(), "2026.1-es");
  batch.set_language_code("de");
  const auto german = tester_.Run(BatchRecordCheckIns{engines_, schema_}, link_, batch);
  ASSERT_TRUE(german.ok()) << german.status();
  EXPECT_EQ(german->results(0).outcome(), CheckInResult::OUTCOME_ALREADY_RECORDED);
  EXPECT_EQ(german->advice().safety().language(), "de");
  EXPECT_EQ(german->results(0).check_in().safety_text_version(), "2026.1-es");
}

TEST_F(Uploads, AreKeptInTheOrderOfObservationAndAnsweredInTheOrderSent) {
  const auto answer = Upload({swollen_now_, quiet_, swollen_then_}, link_);
  ASSERT_THAT(answer.results(), SizeIs(3));
  EXPECT_EQ(answer.results(0).request_id(), swollen_now_.request_id);
  for (const auto& result : answer.results()) {
    EXPECT_EQ(result.outcome(), CheckInResult::OUTCOME_RECORDED);
    EXPECT_EQ(Stored(result.check_in()).entered_by(), link_.name);
  }
  EXPECT_GT(answer.results(0).check_in().name(), answer.results(2).check_in().name());
  ASSERT_THAT(answer.escalations(), SizeIs(1));
  EXPECT_EQ(answer.escalations(0).urgency(), rules::v1::SOON);
  EXPECT_EQ(tester_.Find<v1::Escalation>(answer.escalations(0).name())->urgency(), rules::v1::SOON);
}

TEST_F(Uploads, TheMostSeriousAdviceIsToldAlsoWhenTheAnswerWasLostAndItIsSentAgain) {
  const Kept hot = Keep(Hot(), tester_.now - 1h, 9);
  EXPECT_TRUE(Upload({hot, quiet_}, link_).advice().running_on_hold());
  const auto again = Upload({hot}, link_);
  EXPECT_EQ(again.results(0).outcome(), CheckInResult::OUTCOME_ALREADY_RECORDED);
  EXPECT_TRUE(again.advice().running_on_hold());
  EXPECT_THAT(again.escalations(), IsEmpty());
}

TEST_F(Uploads, SentAgainInAnotherBatchAnItemChangesNothing) {
  const auto first = Upload({swollen_then_, quiet_}, link_);
  tester_.now += 1min;
  const auto again = Upload({quiet_, swollen_now_, quiet_, swollen_then_}, link_);
  EXPECT_THAT(OutcomesOf(again), ::testing::ElementsAre(CheckInResult::OUTCOME_ALREADY_RECORDED,
                                                        CheckInResult::OUTCOME_RECORDED,
                                                        CheckInResult::OUTCOME_ALREADY_RECORDED,
                                                        CheckInResult::OUTCOME_ALREADY_RECORDED));
  EXPECT_EQ(again.results(0).check_in().SerializeAsString(),
            first.results(1).check_in().SerializeAsString());
  EXPECT_EQ(CheckInsInStore(), 3);
}

TEST_F(Uploads, OtherContentUnderTheSameIdIsRefusedAndShown) {
  Upload({quiet_}, link_);
  Kept other = quiet_;
  other.check_in.set_note("another day");
  const auto answer = Upload({other, swollen_now_}, link_);
  EXPECT_EQ(answer.results(0).outcome(), CheckInResult::OUTCOME_REFUSED);
  EXPECT_EQ(answer.results(0).reason(), v1::ERROR_REASON_REQUEST_ID_REUSED);
  EXPECT_EQ(answer.results(0).problems(0).field(), "request_id");
  EXPECT_EQ(answer.results(1).outcome(), CheckInResult::OUTCOME_RECORDED);
  EXPECT_EQ(CheckInsInStore(), 2);
}

TEST_F(Uploads, ARefusedItemTellsItsFieldAndHoldsUpNoOther) {
  std::vector<Kept> kept(7, quiet_);
  kept[0].request_id = "018f3c2b-9a41-4000-8000-000000000001";
  kept[1].check_in.clear_occurred_time();
  kept[2].check_in.mutable_reports(0)->mutable_observations(0)->set_number(11);
  *kept[3].check_in.mutable_occurred_time() = TimestampOf(tester_.now + 50min);
  *kept[4].check_in.mutable_occurred_time() = TimestampOf(tester_.now - 366 * kDay);
  kept[5].check_in.mutable_reports(0)->mutable_site()->clear_side();
  const auto answer = Upload(kept, link_);
  const std::vector<std::string> fields = {"request_id",
                                           "check_in.occurred_time",
                                           "check_in.reports[0].observations[0].number",
                                           "check_in.occurred_time",
                                           "check_in.occurred_time",
                                           "check_in.reports[0].site.side"};
  for (int i = 0; i < 6; ++i) {
    EXPECT_EQ(answer.results(i).outcome(), CheckInResult::OUTCOME_REFUSED) << i;
    EXPECT_EQ(answer.results(i).reason(), v1::ERROR_REASON_FIELD_INVALID) << i;
    ASSERT_GT(answer.results(i).problems_size(), 0) << i;
    EXPECT_EQ(answer.results(i).problems(0).field(), fields[static_cast<std::size_t>(i)]);
  }
  EXPECT_THAT(answer.results(3).problems(0).description(),
              ::testing::HasSubstr("50 minutes ahead of the server's clock"));
  EXPECT_EQ(answer.results(6).outcome(), CheckInResult::OUTCOME_RECORDED);
  EXPECT_EQ(CheckInsInStore(), 1);
}

TEST_F(Uploads, WhatIsNoCheckInIsRefusedByItself) {
  auto request = BatchOf({quiet_, swollen_now_});
  request.mutable_items(0)->set_check_in("\x07not a message");
  const auto answer = tester_.Run(BatchRecordCheckIns{engines_, schema_}, link_, request);
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->results(0).problems(0).field(), "check_in");
  EXPECT_EQ(answer->results(1).outcome(), CheckInResult::OUTCOME_RECORDED);
}

TEST_F(Uploads, WhatOnlyTheServerSetsIsAsIfItHadNotBeenSent) {
  Kept forged = quiet_;
  forged.check_in.set_state(v1::RECORD_STATE_RETRACTED);
  forged.check_in.set_entered_by("users/lea");
  forged.check_in.set_amends("patients/p/cases/c/checkIns/other");
  const auto stored = Stored(Upload({forged}, link_).results(0).check_in());
  EXPECT_EQ(stored.state(), v1::RECORD_STATE_ACTIVE);
  EXPECT_EQ(stored.entered_by(), link_.name);
  EXPECT_EQ(stored.amends(), "");
}

TEST_F(Uploads, ASingleRecordAndAnItemOfTheSameIdAreOneRecord) {
  v1::RecordCheckInRequest single;
  single.set_parent(kCase);
  *single.mutable_check_in() = quiet_.check_in;
  single.set_request_id(quiet_.request_id);
  const auto first = tester_.Run(RecordCheckIn{engines_}, link_, single);
  ASSERT_TRUE(first.ok()) << first.status();
  auto answer = Upload({quiet_, swollen_now_}, link_);
  EXPECT_EQ(answer.results(0).outcome(), CheckInResult::OUTCOME_ALREADY_RECORDED);
  EXPECT_EQ(answer.results(0).check_in().name(), first->check_in().name());

  *single.mutable_check_in() = swollen_now_.check_in;
  single.set_request_id(swollen_now_.request_id);
  const auto after = tester_.Run(RecordCheckIn{engines_}, link_, single);
  ASSERT_TRUE(after.ok()) << after.status();
  EXPECT_EQ(after->check_in().SerializeAsString(),
            answer.results(1).check_in().SerializeAsString());
  single.mutable_check_in()->set_note("something else");
  EXPECT_EQ(ReasonOf(tester_.Run(RecordCheckIn{engines_}, link_, single).status()),
            v1::ERROR_REASON_REQUEST_ID_REUSED);
  single.mutable_check_in()->clear_occurred_time();
  EXPECT_EQ(ReasonOf(tester_.Run(RecordCheckIn{engines_}, link_, single).status()),
            v1::ERROR_REASON_RESOURCE_EXISTS);
  EXPECT_EQ(CheckInsInStore(), 2);
}

TEST_F(Uploads, AnAmendedItemStaysAmendedWhenItIsSentAgain) {
  const auto first = Upload({quiet_}, link_).results(0).check_in();
  Amend(Stored(first), OnKnee("worst_nprs", 5).check_in());
  const auto again = Upload({quiet_}, link_);
  EXPECT_EQ(again.results(0).outcome(), CheckInResult::OUTCOME_ALREADY_RECORDED);
  EXPECT_EQ(again.results(0).check_in().state(), v1::RECORD_STATE_AMENDED);
  EXPECT_EQ(CheckInsInStore(), 2);
}

TEST_F(Uploads, AnEndedCaseRefusesWhatIsNewAndKnowsWhatItHas) {
  Upload({quiet_}, link_);
  SetState(v1::Case::STATE_DISCHARGED);
  const auto answer = Upload({quiet_, swollen_now_}, link_);
  EXPECT_EQ(answer.results(0).outcome(), CheckInResult::OUTCOME_ALREADY_RECORDED);
  EXPECT_EQ(answer.results(1).outcome(), CheckInResult::OUTCOME_REFUSED);
  EXPECT_EQ(answer.results(1).reason(), v1::ERROR_REASON_STATE_FORBIDS);
}

TEST_F(Uploads, TwoPeopleMayHaveGivenTheSameId) {
  Upload({quiet_}, link_);
  EXPECT_EQ(Upload({quiet_}, anna_).results(0).outcome(), CheckInResult::OUTCOME_RECORDED);
  EXPECT_EQ(CheckInsInStore(), 2);
}

TEST_F(Uploads, ANameMadeOfARequestIdSortsByTheTimeInIt) {
  const auto early = KeyOf("users/anna", DeviceId(tester_.now, 1, 1));
  const auto late = KeyOf("users/anna", DeviceId(tester_.now + 1s, 1, 0));
  ASSERT_TRUE(early.has_value() && late.has_value());
  EXPECT_LT(early->id, late->id);
  EXPECT_TRUE(IsResourceId(early->id));
  EXPECT_EQ(KeyOf("users/anna", DeviceId(tester_.now, 1, 1))->id, early->id);
  EXPECT_NE(KeyOf("users/bo", DeviceId(tester_.now, 1, 1))->id, early->id);
  EXPECT_FALSE(KeyOf("users/anna", "018f3c2b-9a41-4000-8000-000000000001").has_value());
  EXPECT_FALSE(KeyOf("users/anna", "").has_value());
}

}  // namespace
}  // namespace midstance::checkins
