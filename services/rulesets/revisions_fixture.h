#pragma once

#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "midstance/v1/rule_set_service.pb.h"
#include "services/rpc/verb_testing.h"
#include "services/rules/testing.h"
#include "services/rulesets/verbs.h"
#include "storage/tables/all.h"

namespace midstance::rulesets {

// A clinic whose rules are those of the server, and three who may change them.
class Revisions : public ::testing::Test {
 protected:
  static constexpr char kRules[] = "ruleSets/running-hip-core";

  v1::CreateRuleSetRevisionRequest Taking(const std::string& rule) {
    v1::CreateRuleSetRevisionRequest request;
    request.set_parent(kRules);
    request.add_without_rules(rule);
    request.set_reason("Nobody acts on it");
    return request;
  }
  v1::RuleSetRevision Propose(const std::string& rule = "joint-redness-heat") {
    const auto proposed = tester_.Run(CreateRuleSetRevision{engines_}, anna_, Taking(rule));
    EXPECT_TRUE(proposed.ok()) << proposed.status();
    return proposed.value_or(v1::RuleSetRevision());
  }
  // As a back-test would leave it that found so much, of all that was recorded until now.
  std::string Tried(const v1::RuleSetRevision& revision, int lost_confirmed = 0,
                    int late_confirmed = 0) {
    v1::RuleSetBackTest test;
    test.set_name(std::string(kRules) + "/backTests/t" + std::to_string(++tests_));
    test.set_revision(revision.name());
    test.set_user(anna_.name);
    test.set_change(tester_.LastChange());
    test.mutable_summary()->set_active_digest(Active()->rules().digest());
    test.mutable_summary()->set_candidate_digest(revision.digest());
    test.mutable_summary()->set_lost_confirmed(lost_confirmed);
    test.mutable_summary()->set_late_confirmed(late_confirmed);
    return tester_.Put(test).name();
  }
  absl::StatusOr<v1::RuleSetActivation> Activate(const rpc::Principal& who,
                                                 const v1::RuleSetRevision& revision,
                                                 const std::string& back_test,
                                                 std::optional<Instant> from = std::nullopt) {
    v1::ActivateRuleSetRevisionRequest request;
    request.set_name(revision.name());
    request.set_back_test(back_test);
    request.set_reason("Agreed");
    if (from.has_value()) *request.mutable_effective_time() = TimestampOf(*from);
    return tester_.Run(ActivateRuleSetRevision{engines_}, who, request);
  }
  absl::StatusOr<v1::RuleSetRevision> Approve(const rpc::Principal& who,
                                              const v1::RuleSetRevision& revision,
                                              const std::string& back_test) {
    v1::ApproveRuleSetRevisionRequest request;
    request.set_name(revision.name());
    request.set_back_test(back_test);
    request.set_reason("Two doctors looked at it");
    return tester_.Run(ApproveRuleSetRevision, who, request);
  }
  cases::Engines::Engine Active() { return ActiveAsOf(tester_.now); }
  cases::Engines::Engine ActiveAsOf(Instant then) {
    cases::Engines::Engine engine;
    const auto read = tester_.store().Read(
        std::string(rpc::VerbTester::kClinic), [&](const storage::Reader& reader) -> absl::Status {
          MIDSTANCE_ASSIGN_OR_RETURN(engine, then < tester_.now ? engines_.AsOf(reader, then)
                                                                : engines_.At(reader, tester_.now));
          return absl::OkStatus();
        });
    EXPECT_TRUE(read.ok()) << read;
    return engine;
  }
  // The rules of the server as the clinic's first revision, as the jobs record them.
  v1::RuleSetRevision Shipped() {
    v1::RuleSetRevision shipped;
    shipped.set_name(engines_.shipped()->name());
    shipped.set_digest(engines_.shipped()->rules().digest());
    shipped.set_author("system");
    shipped.set_shipped(true);
    *shipped.mutable_definition() = engines_.shipped()->rules().source();
    shipped = tester_.Put(shipped);
    v1::RuleSetActivation first;
    first.set_name(std::string(kRules) + "/activations/000001");
    first.set_revision(shipped.name());
    first.set_user("system");
    *first.mutable_effective_time() = TimestampOf(tester_.now);
    tester_.Put(first);
    storage::v1::ActiveRules row;
    row.set_name(kRules);
    row.set_activations(1);
    row.set_revision(shipped.name());
    *row.mutable_effective_time() = TimestampOf(tester_.now);
    row.set_shipped(true);
    tester_.Put(row);
    return shipped;
  }

  cases::Engines engines_{rules::CoreInUtc()};
  rpc::VerbTester tester_;
  rpc::Principal anna_ = rpc::VerbTester::Staff(
      "anna", {options::v1::ROLE_CLINICIAN, options::v1::ROLE_LEAD_CLINICIAN});
  rpc::Principal lea_ = rpc::VerbTester::Staff("lea", {options::v1::ROLE_LEAD_CLINICIAN});
  rpc::Principal mona_ = rpc::VerbTester::Staff("mona", {options::v1::ROLE_LEAD_CLINICIAN});
  int tests_ = 0;
};

}  // namespace midstance::rulesets
