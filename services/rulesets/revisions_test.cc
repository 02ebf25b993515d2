#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "midstance/v1/check_in.pb.h"
#include "midstance/v1/escalation.pb.h"
#include "midstance/v1/patient.pb.h"
#include "midstance/v1/rule_set_service.pb.h"
#include "services/rpc/verb_testing.h"
#include "services/rulesets/revisions_fixture.h"
#include "storage/tables/all.h"

namespace midstance::rulesets {
namespace {

using std::chrono::days;
using std::chrono::hours;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Gt;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST_F(Revisions, AProposalTellsWhatItChangesAndWhichScenariosItBreaks) {
  const auto proposed = Propose();
  EXPECT_EQ(proposed.name(), std::string(kRules) + "/revisions/" + proposed.digest().substr(0, 32));
  EXPECT_EQ(proposed.author(), anna_.name);
  EXPECT_EQ(proposed.base_digest(), engines_.shipped()->rules().digest());
  EXPECT_THAT(proposed.changed(), Contains("rules/joint-redness-heat"));
  EXPECT_GT(proposed.scenarios(), 500);
  EXPECT_THAT(proposed.broken_scenarios(), SizeIs(Gt(0)));
  for (const auto& broken : proposed.broken_scenarios()) {
    EXPECT_THAT(broken.problems(), SizeIs(Gt(0)));
  }
  EXPECT_EQ(Active()->name(), engines_.shipped()->name());
}

TEST_F(Revisions, TheSameProposedAgainIsTheOneThatIsThere) {
  const auto first = Propose();
  tester_.now += hours{1};
  const auto again =
      tester_.Run(CreateRuleSetRevision{engines_}, lea_, Taking("joint-redness-heat"));
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->SerializeAsString(), first.SerializeAsString());
}

TEST_F(Revisions, AProposalThatChangesNothingIsRefused) {
  v1::CreateRuleSetRevisionRequest request;
  request.set_parent(kRules);
  request.set_reason("None");
  const CreateRuleSetRevision verb{engines_};
  EXPECT_EQ(ReasonOf(tester_.Run(verb, anna_, request).status()), v1::ERROR_REASON_FIELD_INVALID);
  const auto& source = engines_.shipped()->rules().source();
  request.add_files()->set_text("title: \"" + source.title() + "\"");
  EXPECT_EQ(ReasonOf(tester_.Run(verb, anna_, request).status()), v1::ERROR_REASON_FIELD_INVALID);
  request.mutable_files(0)->set_text("rules { idd: 1 }");
  EXPECT_EQ(ReasonOf(tester_.Run(verb, anna_, request).status()),
            v1::ERROR_REASON_RULE_SET_INVALID);
}

TEST_F(Revisions, AreListedTheNewestFirstWithoutTheirRules) {
  const auto first = Propose();
  tester_.now += hours{1};
  const auto second = Propose("hot-swollen-joint");
  v1::ListRuleSetRevisionsRequest request;
  request.set_parent(kRules);
  request.set_page_size(1);
  const ListRuleSetRevisions verb{engines_, tester_.sealer()};
  const auto page = tester_.Run(verb, anna_, request);
  ASSERT_TRUE(page.ok()) << page.status();
  ASSERT_THAT(page->rule_set_revisions(), SizeIs(1));
  EXPECT_EQ(page->rule_set_revisions(0).name(), second.name());
  EXPECT_FALSE(page->rule_set_revisions(0).has_definition());
  request.set_page_token(page->next_page_token());
  const auto next = tester_.Run(verb, anna_, request);
  ASSERT_TRUE(next.ok()) << next.status();
  EXPECT_EQ(next->rule_set_revisions(0).name(), first.name());
  EXPECT_EQ(next->next_page_token(), "");

  v1::GetRuleSetRevisionRequest get;
  get.set_name(first.name());
  const auto whole = tester_.Run(GetRuleSetRevision, anna_, get);
  ASSERT_TRUE(whole.ok()) << whole.status();
  EXPECT_GT(whole->definition().rules_size(), 40);
}

TEST_F(Revisions, AnotherPersonMakesItEvaluateAtOnce) {
  const auto proposed = Propose();
  const auto activated = Activate(lea_, proposed, Tried(proposed));
  ASSERT_TRUE(activated.ok()) << activated.status();
  EXPECT_EQ(activated->user(), lea_.name);
  EXPECT_EQ(activated->revision(), proposed.name());
  EXPECT_EQ(InstantOf(activated->effective_time()), tester_.now);
  EXPECT_EQ(Active()->name(), proposed.name());
  EXPECT_EQ(Active()->rules().digest(), proposed.digest());
  EXPECT_EQ(ReasonOf(Activate(lea_, proposed, "").status()), v1::ERROR_REASON_STATE_FORBIDS);

  v1::GetRuleSetRequest get;
  get.set_name(kRules);
  const auto shown = tester_.Run(GetRuleSet{engines_}, anna_, get);
  ASSERT_TRUE(shown.ok()) << shown.status();
  EXPECT_EQ(shown->revision(), proposed.name());
  EXPECT_EQ(shown->digest(), proposed.digest());
}

TEST_F(Revisions, BeginAtTheMomentThatWasSaid) {
  Shipped();
  const auto proposed = Propose();
  const Instant begin = tester_.now + days{3};
  const auto refused = Activate(lea_, proposed, Tried(proposed), tester_.now + days{91}).status();
  EXPECT_EQ(ReasonOf(refused), v1::ERROR_REASON_FIELD_INVALID);
  ASSERT_TRUE(Activate(lea_, proposed, Tried(proposed), begin).ok());
  EXPECT_EQ(Active()->name(), engines_.shipped()->name());
  tester_.now = begin - std::chrono::microseconds{1};
  EXPECT_EQ(Active()->name(), engines_.shipped()->name());
  tester_.now = begin;
  EXPECT_EQ(Active()->name(), proposed.name());
}

TEST_F(Revisions, WhatWaitsIsReplacedByWhatIsActivatedAfterIt) {
  const auto shipped = Shipped();
  const auto first = Propose();
  const auto second = Propose("hot-swollen-joint");
  ASSERT_TRUE(Activate(lea_, first, Tried(first), tester_.now + days{3}).ok());
  tester_.now += days{1};
  const Instant second_begins = tester_.now + days{4};
  ASSERT_TRUE(Activate(lea_, second, Tried(second), second_begins).ok());
  tester_.now += days{3};
  EXPECT_EQ(Active()->name(), shipped.name());
  // What is active may be activated again, so that nothing waits any more.
  ASSERT_TRUE(Activate(anna_, shipped, "").ok());
  tester_.now += days{30};
  EXPECT_EQ(Active()->name(), shipped.name());
  EXPECT_EQ(ActiveAsOf(second_begins)->name(), shipped.name());
}

TEST_F(Revisions, WhichOneWasActiveIsKnownOfEveryMomentOfThePast) {
  const Instant before = tester_.now - days{400};
  Shipped();
  const auto proposed = Propose();
  tester_.now += days{1};
  const Instant first = tester_.now;
  ASSERT_TRUE(Activate(lea_, proposed, Tried(proposed)).ok());
  tester_.now += days{1};
  const Instant second = tester_.now;
  v1::RuleSetRevision shipped;
  shipped.set_name(engines_.shipped()->name());
  ASSERT_TRUE(Activate(lea_, shipped, "").ok());
  tester_.now += days{1};
  EXPECT_EQ(ActiveAsOf(before)->name(), shipped.name());
  EXPECT_EQ(ActiveAsOf(first - hours{1})->name(), shipped.name());
  EXPECT_EQ(ActiveAsOf(first)->name(), proposed.name());
  EXPECT_EQ(ActiveAsOf(second - hours{1})->name(), proposed.name());
  EXPECT_EQ(ActiveAsOf(second)->name(), shipped.name());
}

TEST_F(Revisions, AWriteThatTheRulesBeforeDecidedIsDecidedAgain) {
  Shipped();
  const auto proposed = Propose();
  const auto test = Tried(proposed);
  const auto decide = [&](const std::string& id) {
    storage::WriteUnit unit;
    const auto read = tester_.store().Read(
        std::string(rpc::VerbTester::kClinic), [&](const storage::Reader& reader) -> absl::Status {
          storage::Writer writer(reader);
          MIDSTANCE_RETURN_IF_ERROR(engines_.At(writer, tester_.now).status());
          v1::RuleSetBackTest decided;
          decided.set_name(std::string(kRules) + "/backTests/" + id);
          MIDSTANCE_RETURN_IF_ERROR(writer.Insert(decided, tester_.now));
          unit = writer.Take();
          return absl::OkStatus();
        });
    EXPECT_TRUE(read.ok()) << read;
    return unit;
  };
  const auto submitted = [&](storage::WriteUnit unit) {
    std::promise<storage::Outcome> done;
    storage::Submission submission;
    submission.clinic = unit.clinic;
    submission.unit = std::move(unit);
    submission.done = [&done](storage::Outcome outcome) { done.set_value(std::move(outcome)); };
    EXPECT_TRUE(tester_.store().Submit(std::move(submission)).ok());
    return done.get_future().get();
  };
  auto by_the_rules_before = decide("before");
  EXPECT_FALSE(submitted(decide("meanwhile")).stale);
  ASSERT_TRUE(Activate(lea_, proposed, test).ok());
  EXPECT_TRUE(submitted(std::move(by_the_rules_before)).stale);
  EXPECT_FALSE(submitted(decide("after")).stale);
}

TEST_F(Revisions, AServerThatCannotEvaluateByWhatAClinicActivatedSaysSo) {
  Shipped();
  EXPECT_TRUE(engines_.Ready(tester_.store(), tester_.now).ok());
  auto foreign = Propose();
  foreign.set_name(std::string(kRules) + "/revisions/foreign");
  foreign.mutable_definition()->mutable_rules(0)->clear_id();
  tester_.Put(foreign);
  auto row = *tester_.Find<storage::v1::ActiveRules>(kRules);
  row.set_next_revision(foreign.name());
  *row.mutable_next_effective_time() = TimestampOf(tester_.now + days{3});
  ASSERT_TRUE(
      tester_.Write([&](storage::Writer& writer) { return writer.Update(row, tester_.now); }).ok());
  const auto refused = engines_.Ready(tester_.store(), tester_.now);
  EXPECT_EQ(ReasonOf(refused), v1::ERROR_REASON_RULE_SET_INVALID);
  EXPECT_THAT(std::string(refused.message()), HasSubstr(foreign.name()));
  EXPECT_THAT(std::string(refused.message()), HasSubstr(std::string(rpc::VerbTester::kClinic)));
}

TEST_F(Revisions, ARevisionOfAnotherClinicIsNotThere) {
  const auto proposed = Propose();
  auto stranger = lea_;
  stranger.clinic = "harbour";
  v1::GetRuleSetRevisionRequest get;
  get.set_name(proposed.name());
  EXPECT_EQ(ReasonOf(tester_.Run(GetRuleSetRevision, stranger, get).status()),
            v1::ERROR_REASON_RESOURCE_NOT_FOUND);
  EXPECT_EQ(ReasonOf(Activate(stranger, proposed, "").status()),
            v1::ERROR_REASON_RESOURCE_NOT_FOUND);
}

}  // namespace
}  // namespace midstance::rulesets
