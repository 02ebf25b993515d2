#include "services/jobs/new_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <string>
#include <vector>

#include "midstance/v1/case.pb.h"
#include "midstance/v1/check_in.pb.h"
#include "midstance/v1/escalation.pb.h"
#include "midstance/v1/patient.pb.h"
#include "midstance/v1/patient_service.pb.h"
#include "services/cases/engine/active_rules.h"
#include "services/jobs/recheck.h"
#include "services/patients/verbs.h"
#include "services/rpc/verb_testing.h"
#include "services/rules/embedded.h"
#include "services/rules/testing.h"
#include "services/rulesets/activation.h"
#include "services/rulesets/revision.h"
#include "storage/tables/all.h"

namespace midstance::jobs {
namespace {

using std::chrono::days;
using std::chrono::minutes;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kRules[] = "ruleSets/running-hip-core";

rules::CompiledRuleSet Versioned(const std::string& version) {
  auto source = *rules::ParseRuleSet(rules::RunningHipCore());
  source.set_version(version);
  return *rules::CompileInUtc(source);
}

class NewRules : public ::testing::Test {
 protected:
  void SetUp() override { Keep(engines_); }
  void Keep(const cases::Engines& engines) {
    const auto kept = KeepShipped(tester_.store(), engines, kClinic, tester_.now);
    EXPECT_TRUE(kept.ok()) << kept;
  }
  void Ask(const cases::Engines& engines) {
    const auto asked = AskNewRules(tester_.store(), engines, kClinic, tester_.now);
    EXPECT_TRUE(asked.ok()) << asked;
  }
  storage::v1::ActiveRules Row() {
    return tester_.Find<storage::v1::ActiveRules>(kRules).value_or(storage::v1::ActiveRules());
  }
  // Stores the revision as somebody's, active from `begin` on.
  void ActivateFrom(Instant begin, v1::RuleSetRevision& revision) {
    revision.set_author("users/anna");
    const auto written = tester_.Write(
        [&](storage::Writer& writer) { return writer.Insert(revision, tester_.now); });
    EXPECT_TRUE(written.ok()) << written;
    ActivateKept(begin, revision.name());
  }
  void ActivateKept(Instant begin, const std::string& revision) {
    const auto row = Row();
    const auto written = tester_.Write([&](storage::Writer& writer) -> absl::Status {
      return rulesets::Activate(writer, row,
                                {.revision = revision,
                                 .user = "users/lea",
                                 .reason = "Agreed",
                                 .now = tester_.now,
                                 .effective = begin})
          .status();
    });
    EXPECT_TRUE(written.ok()) << written;
  }
  void Activate(const rules::CompiledRuleSet& rules) {
    auto revision = rulesets::RevisionOf(rules, engines_.shipped()->rules());
    ActivateFrom(tester_.now, revision);
  }
  // The core rules, with a swelling that is a flag after so many days instead of seven.
  static rules::CompiledRuleSet SwellingAfter(int least) {
    auto source = *rules::ParseRuleSet(rules::RunningHipCore());
    for (auto& rule : *source.mutable_rules()) {
      if (rule.id() == "swelling-persistent") {
        rule.mutable_when()
            ->mutable_any_of()
            ->mutable_of(0)
            ->mutable_run()
            ->mutable_span()
            ->set_days(least);
      }
    }
    return *rules::CompileInUtc(source);
  }
  void AddPatient(const std::string& id) {
    v1::Patient patient;
    patient.set_name("patients/" + id);
    tester_.Put(patient);
  }
  // A knee that is swollen for five days.
  void AddASwollenKnee(const std::string& id) {
    AddPatient(id);
    v1::Case a_case;
    a_case.set_name("patients/" + id + "/cases/c");
    a_case.set_state(v1::Case::STATE_ASSESSED);
    tester_.Put(a_case);
    for (const int day : {0, 5}) {
      v1::CheckIn check_in;
      check_in.set_name(a_case.name() + "/checkIns/d" + std::to_string(day));
      check_in.set_state(v1::RECORD_STATE_ACTIVE);
      *check_in.mutable_occurred_time() = TimestampOf(tester_.now - days{5 - day});
      auto& knee = *check_in.add_reports();
      knee.mutable_site()->set_area(v1::AREA_KNEE);
      knee.mutable_site()->set_side(v1::SIDE_LEFT);
      auto& swollen = *knee.add_observations();
      swollen.set_code("swelling");
      swollen.set_number(1);
      auto& unsettled = *knee.add_observations();
      unsettled.set_code("swelling_settles");
      unsettled.set_choice("no");
      tester_.Put(check_in);
    }
  }
  std::vector<v1::Escalation> EscalationsOf(const std::string& id) {
    std::vector<v1::Escalation> all;
    const auto read = tester_.store().Read(kClinic, [&](const storage::Reader& reader) {
      return reader.ForEach<v1::Escalation>({.name_prefix = "patients/" + id + "/"},
                                            [&](v1::Escalation& one) { all.push_back(one); });
    });
    EXPECT_TRUE(read.ok()) << read;
    return all;
  }

  const std::string kClinic{rpc::VerbTester::kClinic};
  cases::Engines engines_{rules::CoreInUtc()};
  rpc::VerbTester tester_;
};

TEST_F(NewRules, ThoseOfTheServerAreTheFirstThatAreActive) {
  EXPECT_EQ(Row().revision(), engines_.shipped()->name());
  EXPECT_TRUE(Row().shipped());
  const auto revision = tester_.Find<v1::RuleSetRevision>(engines_.shipped()->name());
  ASSERT_TRUE(revision.ok()) << revision.status();
  EXPECT_EQ(revision->author(), "system");
  EXPECT_TRUE(revision->shipped());
  EXPECT_EQ(revision->definition().SerializeAsString(),
            engines_.shipped()->rules().source().SerializeAsString());
  Ask(engines_);
  const auto before = tester_.LastChange();
  Keep(engines_);
  Ask(engines_);
  EXPECT_EQ(tester_.LastChange(), before);
}

TEST_F(NewRules, ThoseOfANewerServerTakeTheirPlace) {
  tester_.now += days{1};
  const cases::Engines newer{Versioned("later")};
  Keep(newer);
  EXPECT_EQ(Row().revision(), newer.shipped()->name());
  EXPECT_EQ(Row().replaced(), engines_.shipped()->name());
  EXPECT_EQ(Row().activations(), 2);
}

TEST_F(NewRules, ThoseThatTheClinicActivatedStay) {
  const auto own = SwellingAfter(5);
  Activate(own);
  const cases::Engines newer{Versioned("later")};
  Keep(newer);
  EXPECT_EQ(Row().revision(), cases::RevisionNameOf(own));
  // The server's are there to be chosen.
  EXPECT_TRUE(tester_.Find<v1::RuleSetRevision>(newer.shipped()->name()).ok());
  const auto before = tester_.LastChange();
  Keep(newer);
  EXPECT_EQ(tester_.LastChange(), before);
}

TEST_F(NewRules, ThoseThatTheClinicActivatedForLaterStillBegin) {
  const auto own = SwellingAfter(5);
  auto revision = rulesets::RevisionOf(own, engines_.shipped()->rules());
  ActivateFrom(tester_.now + days{2}, revision);
  const cases::Engines newer{Versioned("later")};
  Keep(newer);
  EXPECT_EQ(Row().next_revision(), revision.name());
  tester_.now += days{2};
  EXPECT_EQ(cases::AsOf(Row(), tester_.now).revision(), revision.name());
}

TEST_F(NewRules, RaiseOnceWhatTheyFindInTheRecordsThatAreThere) {
  AddASwollenKnee("swollen");
  AddPatient("well");
  Ask(engines_);
  EXPECT_THAT(EscalationsOf("swollen"), IsEmpty());

  const auto changed = SwellingAfter(5);
  Activate(changed);
  Ask(engines_);
  const auto raised = EscalationsOf("swollen");
  ASSERT_THAT(raised, SizeIs(1));
  EXPECT_EQ(raised[0].state(), v1::Escalation::STATE_OPEN);
  ASSERT_THAT(raised[0].firings(), SizeIs(1));
  EXPECT_EQ(raised[0].firings(0).rule_set_digest(), changed.digest());
  EXPECT_EQ(raised[0].firings(0).result().rule(), "swelling-persistent");

  const auto before = tester_.LastChange();
  tester_.now += minutes{1};
  Ask(engines_);
  EXPECT_EQ(tester_.LastChange(), before);
}

TEST_F(NewRules, ThatAreActiveAgainAreAskedAboutWhatWasToldWhileOthersWere) {
  Activate(SwellingAfter(5));
  Ask(engines_);
  const std::string swelling_after_five = Row().revision();
  Activate(SwellingAfter(14));
  AddASwollenKnee("swollen");
  // Nobody asked anything in between.
  ActivateKept(tester_.now, swelling_after_five);
  Ask(engines_);
  EXPECT_THAT(EscalationsOf("swollen"), SizeIs(1));
}

TEST_F(NewRules, TheWayThroughThePatientsGoesOnAfterARestart) {
  // Names come newest first: this one is the last.
  AddASwollenKnee("a-first");
  char id[8];
  for (int i = 0; i < kMostPatients; ++i) {
    std::snprintf(id, sizeof id, "p%04d", i);
    AddPatient(id);
  }
  Activate(SwellingAfter(5));
  Ask(engines_);
  EXPECT_THAT(EscalationsOf("a-first"), IsEmpty());
  const cases::Engines restarted{rules::CoreInUtc()};
  Ask(restarted);
  EXPECT_THAT(EscalationsOf("a-first"), SizeIs(1));
  EXPECT_TRUE(tester_.Find<storage::v1::RulesRound>(kRules)->done());
}

TEST_F(NewRules, APatientWhoWasDeletedMeanwhileIsAskedWhenSheIsBack) {
  AddASwollenKnee("swollen");
  const auto lea = tester_.AddUser("lea", {options::v1::ROLE_LEAD_CLINICIAN});
  auto of = *tester_.Find<v1::Case>("patients/swollen/cases/c");
  of.set_state(v1::Case::STATE_DISCHARGED);
  ASSERT_TRUE(tester_.Write([&](auto& w) { return w.Update(of, tester_.now); }).ok());
  v1::DeletePatientRequest gone;
  gone.set_name("patients/swollen");
  gone.set_etag(tester_.Find<v1::Patient>(gone.name())->etag());
  const auto deleted = tester_.Run(patients::DeletePatient, lea, gone);
  ASSERT_TRUE(deleted.ok()) << deleted.status();
  Activate(SwellingAfter(5));
  Ask(engines_);
  EXPECT_THAT(EscalationsOf("swollen"), IsEmpty());

  v1::UndeletePatientRequest back;
  back.set_name(gone.name());
  back.set_etag(deleted->etag());
  ASSERT_TRUE(tester_.Run(patients::UndeletePatient, lea, back).ok());
  Ask(engines_);
  const auto rechecked = Recheck(tester_.store(), engines_, kClinic, tester_.now);
  ASSERT_TRUE(rechecked.ok()) << rechecked;
  EXPECT_THAT(EscalationsOf("swollen"), SizeIs(1));
}

TEST_F(NewRules, ThatWaitForTheirMomentAreAskedFromThenOn) {
  AddASwollenKnee("swollen");
  const auto changed = SwellingAfter(5);
  auto revision = rulesets::RevisionOf(changed, engines_.shipped()->rules());
  ActivateFrom(tester_.now + days{1}, revision);
  Ask(engines_);
  EXPECT_THAT(EscalationsOf("swollen"), IsEmpty());
  tester_.now += days{1};
  Ask(engines_);
  EXPECT_THAT(EscalationsOf("swollen"), SizeIs(1));
}

}  // namespace
}  // namespace midstance::jobs
