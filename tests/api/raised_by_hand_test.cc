#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "midstance/v1/case_service.pb.h"
#include "midstance/v1/escalation_service.pb.h"
#include "midstance/v1/referral_service.pb.h"
#include "midstance/v1/worklist_service.pb.h"
#include "support/time.h"
#include "tests/api/builders.h"
#include "tests/api/watcher.h"

namespace midstance::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using v1::Escalation;

class RaisedByHand : public ::testing::Test {
 protected:
  Escalation Raise() {
    v1::RaiseEscalationRequest request;
    request.set_parent(case_);
    request.mutable_site()->set_area(v1::AREA_KNEE);
    request.mutable_site()->set_side(v1::SIDE_LEFT);
    request.set_urgency(rules::v1::URGENT);
    request.set_reason("Her gait has changed since Monday");
    return clinic_.Must<Escalation>(lena_, "EscalationService/RaiseEscalation", request);
  }

  Clinic clinic_;
  const std::string lena_ = clinic_.Clinician("lena");
  const std::string case_ = clinic_.ARunner(lena_);
};

TEST_F(RaisedByHand, AnEscalationIsWatchedListedToldAndReferredLikeEveryOther) {
  Watcher watcher(clinic_.server(), lena_, WatchAll({"Escalation"}));
  const auto raised = Raise();
  EXPECT_EQ(raised.by_hand().raised_by(), clinic_.server().UserNameOf("lena"));
  const auto told = watcher.NextChange();
  EXPECT_EQ(told.kind(), v1::Change::KIND_CREATED);
  EXPECT_EQ(told.escalation().by_hand().reason(), "Her gait has changed since Monday");

  v1::ListWorklistRequest waits;
  waits.set_parent("patients/-/cases/-");
  const auto worklist =
      clinic_.Must<v1::ListWorklistResponse>(lena_, "WorklistService/ListWorklist", waits);
  ASSERT_THAT(worklist.items(), SizeIs(1));
  EXPECT_EQ(worklist.items(0).resource(), raised.name());
  EXPECT_EQ(worklist.items(0).title(), "Concern of a clinician");
  EXPECT_THAT(worklist.items(0).why(),
              HasSubstr("Her gait has changed since Monday. To be seen by"));

  v1::ListTimelineEntriesRequest entries;
  entries.set_parent(case_);
  const auto timeline = clinic_.Must<v1::ListTimelineEntriesResponse>(
      lena_, "CaseService/ListTimelineEntries", entries);
  const auto& happened = timeline.timeline_entries();
  EXPECT_TRUE(std::any_of(happened.begin(), happened.end(), [](const auto& entry) {
    return entry.summary() == "Concern of a clinician: Her gait has changed since Monday.";
  }));

  v1::CreateReferralRequest request;
  request.set_parent(case_);
  request.mutable_referral()->set_escalation(raised.name());
  request.mutable_referral()->mutable_addressee()->set_name("Dr Okafor");
  const auto referral =
      clinic_.Must<v1::Referral>(lena_, "ReferralService/CreateReferral", request);
  EXPECT_EQ(referral.urgency(), rules::v1::URGENT);
  EXPECT_THAT(referral.letter().assessment(), HasSubstr("Raised by hand by "));
  EXPECT_EQ(clinic_.Get(lena_, raised).referral(), referral.name());
}

TEST_F(RaisedByHand, TheRulesNeitherTouchItNorHoldBackForIt) {
  const auto by_hand = Raise();
  const auto flagged = clinic_.CheckIn(lena_, case_, HotKnee());
  ASSERT_THAT(clinic_.Escalations(lena_, case_), SizeIs(2));
  clinic_.clock().Advance(std::chrono::hours{1});
  clinic_.CheckIn(lena_, case_, HotKnee());
  clinic_.Retract(lena_, flagged.check_in());
  ASSERT_THAT(clinic_.Escalations(lena_, case_), SizeIs(2));
  EXPECT_EQ(clinic_.Get(lena_, by_hand).SerializeAsString(), by_hand.SerializeAsString());

  // What was answered for by hand is no answer to what the rules find later.
  const auto other = clinic_.ARunner(lena_, "Moreau");
  v1::RaiseEscalationRequest request;
  request.set_parent(other);
  request.set_urgency(rules::v1::SOON);
  request.set_reason("Something is wrong");
  const auto first = clinic_.Must<Escalation>(lena_, "EscalationService/RaiseEscalation", request);
  clinic_.Resolve(lena_, first);
  clinic_.clock().Advance(std::chrono::minutes{1});
  clinic_.CheckIn(lena_, other, HotKnee());
  const auto all = clinic_.Escalations(lena_, other);
  ASSERT_THAT(all, SizeIs(2));
  EXPECT_THAT(all[1].firings(), ::testing::Not(IsEmpty()));
}

TEST_F(RaisedByHand, WithoutUrgencyOrReasonOrWithAdviceInProseItIsRefused) {
  v1::RaiseEscalationRequest request;
  request.set_parent(case_);
  request.set_reason("Something is wrong");
  EXPECT_EQ(clinic_.Try(lena_, "EscalationService/RaiseEscalation", request).reason,
            "FIELD_INVALID");
  request.set_urgency(rules::v1::SOON);
  request.clear_reason();
  EXPECT_EQ(clinic_.Try(lena_, "EscalationService/RaiseEscalation", request).reason,
            "FIELD_INVALID");
  request.set_reason("Something is wrong");
  request.set_activity_advice("No running!");
  EXPECT_EQ(clinic_.Try(lena_, "EscalationService/RaiseEscalation", request).reason,
            "FIELD_INVALID");
  request.clear_activity_advice();
  EXPECT_TRUE(clinic_.Try(lena_, "EscalationService/RaiseEscalation", request).ok());
}

}  // namespace
}  // namespace midstance::testing
