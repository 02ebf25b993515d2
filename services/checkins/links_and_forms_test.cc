#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "services/checkins/fixture.h"

namespace midstance::checkins {
namespace {

using ::testing::Each;
using ::testing::Ge;
using ::testing::Property;
using ::testing::SizeIs;

class FixedRandom final : public rpc::RandomSource {
 public:
  void Fill(void* bytes, std::size_t count) override {
    for (std::size_t i = 0; i < count; ++i) static_cast<std::uint8_t*>(bytes)[i] = ++last_;
  }

 private:
  std::uint8_t last_ = 0;
};

TEST_F(CheckIns, ALinkLivesAWeekAndEndsWhenRevoked) {
  FixedRandom random;
  rpc::Authenticator authenticator(tester_.store(), {});
  v1::IssueCheckInLinkRequest issue;
  issue.set_parent(kCase);
  const auto issued = tester_.Run(IssueCheckInLink{random}, anna_, issue);
  ASSERT_TRUE(issued.ok()) << issued.status();
  EXPECT_EQ(InstantOf(issued->check_in_link().expire_time()), tester_.now + 7 * kDay);
  const auto who = authenticator.Authenticate(issued->token(), tester_.now);
  ASSERT_TRUE(who.ok()) << who.status();
  EXPECT_EQ(who->link_case, kCase);
  EXPECT_EQ(ReasonOf(authenticator.Authenticate(issued->token(), tester_.now + 8 * kDay).status()),
            v1::ERROR_REASON_LINK_EXPIRED);

  v1::RevokeCheckInLinkRequest revoke;
  revoke.set_name(issued->check_in_link().name());
  revoke.set_etag(issued->check_in_link().etag());
  const auto revoked = tester_.Run(RevokeCheckInLink{authenticator}, anna_, revoke);
  ASSERT_TRUE(revoked.ok()) << revoked.status();
  EXPECT_FALSE(authenticator.Recall(issued->token(), tester_.now).has_value());
  EXPECT_EQ(ReasonOf(authenticator.Authenticate(issued->token(), tester_.now).status()),
            v1::ERROR_REASON_LINK_EXPIRED);
  revoke.set_etag(revoked->etag());
  EXPECT_EQ(ReasonOf(tester_.Run(RevokeCheckInLink{authenticator}, anna_, revoke).status()),
            v1::ERROR_REASON_STATE_FORBIDS);
}

TEST_F(CheckIns, ALinkLongerThanThirtyDaysIsRefused) {
  FixedRandom random;
  v1::IssueCheckInLinkRequest issue;
  issue.set_parent(kCase);
  *issue.mutable_expire_time() = TimestampOf(tester_.now + 31 * kDay);
  EXPECT_EQ(ReasonOf(tester_.Run(IssueCheckInLink{random}, anna_, issue).status()),
            v1::ERROR_REASON_FIELD_INVALID);
}

TEST_F(CheckIns, TheFormAsksFirstWhatWouldDecideAndEverythingOnce) {
  auto request = OnKnee("swelling", 1);
  Add(request, "warmth", v1::ANSWER_PRESENT);
  Record(request);
  v1::GetCheckInFormRequest get;
  get.set_name(kCase);
  const auto form = tester_.Run(GetCheckInForm{engines_}, link_, get);
  ASSERT_TRUE(form.ok()) << form.status();
  EXPECT_EQ(form->case_title(), "Left knee");
  ASSERT_THAT(form->questions_size(), Ge(6));
  EXPECT_FALSE(form->questions(0).because_of().empty());
  std::set<std::string> asked;
  bool usual = false;
  for (const auto& question : form->questions()) {
    EXPECT_TRUE(asked.insert(question.code() + question.site().ShortDebugString()).second)
        << question.code();
    EXPECT_FALSE(question.text().empty()) << question.code();
    EXPECT_FALSE(usual && !question.because_of().empty()) << question.code();
    usual = usual || question.because_of().empty();
  }
  EXPECT_THAT(form->questions(), Each(Property(&v1::Question::kind, Ge(v1::Question::KIND_FLAG))));
}

TEST_F(CheckIns, TheAnswersToAFormAboutBothSidesAreTaken) {
  auto a_case = *tester_.Find<v1::Case>(kCase);
  a_case.add_sites()->set_area(v1::AREA_KNEE);
  a_case.mutable_sites(1)->set_side(v1::SIDE_BILATERAL);
  ASSERT_TRUE(
      tester_.Write([&](storage::Writer& w) { return w.Update(a_case, tester_.now); }).ok());
  auto both = OnKnee("swelling", 1);
  both.mutable_check_in()->mutable_reports(0)->mutable_site()->set_side(v1::SIDE_BILATERAL);
  Add(both, "warmth", v1::ANSWER_PRESENT);
  Record(both);
  tester_.now += kDay;
  v1::GetCheckInFormRequest get;
  get.set_name(kCase);
  const auto form = tester_.Run(GetCheckInForm{engines_}, link_, get);
  ASSERT_TRUE(form.ok()) << form.status();

  v1::RecordCheckInRequest answers;
  answers.set_parent(kCase);
  std::map<int, v1::SiteReport*> reports;  // by side
  for (const auto& question : form->questions()) {
    v1::Observation* answer = nullptr;
    if (question.has_site()) {
      auto& report = reports[question.site().side()];
      if (report == nullptr) report = answers.mutable_check_in()->add_reports();
      *report->mutable_site() = question.site();
      answer = report->add_observations();
    } else {
      answer = answers.mutable_check_in()->add_general();
    }
    answer->set_code(question.code());
    if (question.kind() == v1::Question::KIND_FLAG) answer->set_answer(v1::ANSWER_PRESENT);
    if (question.kind() == v1::Question::KIND_NUMBER) answer->set_number(question.upper());
    if (question.kind() == v1::Question::KIND_CHOICE) answer->set_choice(question.choices(0));
  }
  EXPECT_THAT(reports, SizeIs(2));
  const auto recorded = tester_.Run(RecordCheckIn{engines_}, link_, answers);
  EXPECT_TRUE(recorded.ok()) << recorded.status();
}

TEST_F(CheckIns, AreListedNewestFirst) {
  Record(OnKnee("worst_nprs", 1));
  tester_.now += kDay;
  Record(OnKnee("worst_nprs", 2));
  v1::ListCheckInsRequest list;
  list.set_parent(kCase);
  list.set_page_size(1);
  const auto page = tester_.Run(ListCheckIns{tester_.sealer()}, anna_, list);
  ASSERT_TRUE(page.ok()) << page.status();
  ASSERT_THAT(page->check_ins(), SizeIs(1));
  EXPECT_EQ(page->check_ins(0).reports(0).observations(0).number(), 2);
  list.set_page_token(page->next_page_token());
  const auto next = tester_.Run(ListCheckIns{tester_.sealer()}, anna_, list);
  ASSERT_TRUE(next.ok()) << next.status();
  EXPECT_EQ(next->check_ins(0).reports(0).observations(0).number(), 1);
  EXPECT_EQ(next->next_page_token(), "");
}

}  // namespace
}  // namespace midstance::checkins
