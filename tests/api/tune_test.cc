#include <gmock/gmock.h>
#include <grpcpp/client_context.h>
#include <gtest/gtest.h>

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "midstance/v1/escalation_service.pb.h"
#include "midstance/v1/rule_set_service.grpc.pb.h"
#include "support/time.h"
#include "tests/api/builders.h"

// Other numbers in a rule on a clinic's labelled history, through the door.
namespace midstance::testing {
namespace {

using std::chrono::days;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kDays[] = "when.any_of[0].run.span.days";

class Tuning : public ::testing::Test {
 protected:
  struct Tried {
    grpc::Status status;
    std::vector<std::string> numbers;
    std::map<double, v1::TunedValue> values;
    int patients = 0;
  };

  static v1::TuneRuleRequest Asking(std::string_view number, const std::vector<double>& values) {
    v1::TuneRuleRequest request;
    request.set_name("ruleSets/running-hip-core");
    request.set_rule("swelling-persistent");
    request.set_number(std::string(number));
    request.mutable_values()->Add(values.begin(), values.end());
    return request;
  }
  Tried Run(const std::string& token, const v1::TuneRuleRequest& request) {
    grpc::ClientContext context;
    context.AddMetadata("authorization", "Bearer " + token);
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::minutes(2));
    const auto reader = stub_->TuneRule(&context, request);
    Tried tried;
    v1::TuneRuleResponse message;
    while (reader->Read(&message)) {
      for (const auto& number : message.numbers().numbers()) {
        tried.numbers.push_back(number.number());
      }
      if (message.has_progress()) tried.patients = message.progress().patients_done();
      if (message.has_value()) tried.values[message.value().value()] = message.value();
    }
    tried.status = reader->Finish();
    return tried;
  }
  // A knee that stays swollen, told on these days, and what was decided about its flag.
  v1::Escalation ASwollenRunner(const std::vector<int>& told_on, v1::Escalation::Outcome outcome) {
    const auto runner = clinic_.ARunner(lena_);
    const Instant now = clinic_.clock().Now();
    for (const int day : told_on) {
      clinic_.clock().MoveTo(now + days{day});
      clinic_.CheckIn(lena_, runner, SwollenKnee());
    }
    const auto raised = clinic_.Escalations(lena_, runner);
    EXPECT_THAT(raised, SizeIs(1));
    v1::ResolveEscalationRequest request;
    request.set_name(raised.front().name());
    request.set_etag(raised.front().etag());
    request.set_outcome(outcome);
    request.set_reason("looked at");
    if (outcome == v1::Escalation::OUTCOME_WRONG_ALARM) {
      request.set_override_reason(v1::Escalation::OVERRIDE_REASON_EXPLAINED);
    }
    return clinic_.Must<v1::Escalation>(lena_, "EscalationService/ResolveEscalation", request);
  }

  Clinic clinic_;
  const std::string lena_ = clinic_.Clinician("lena");
  const std::unique_ptr<v1::RuleSetService::Stub> stub_ =
      v1::RuleSetService::NewStub(clinic_.server().channel());
};

TEST_F(Tuning, TellsWhichNumbersARuleHas) {
  const auto told = Run(clinic_.Lead(), Asking("", {}));
  ASSERT_TRUE(told.status.ok()) << told.status.error_message();
  EXPECT_THAT(told.numbers, Contains(kDays));
  EXPECT_THAT(told.values, IsEmpty());
}

// One that lasted ten days and was a true one, one of seven days that was none, and none at all.
TEST_F(Tuning, TellsOfEachValueWhatItCostsAndWhatItMisses) {
  const auto sick = ASwollenRunner({0, 7, 10}, v1::Escalation::OUTCOME_REFERRED);
  ASwollenRunner({0, 7}, v1::Escalation::OUTCOME_WRONG_ALARM);
  clinic_.CheckIn(lena_, clinic_.ARunner(lena_), QuietKnee());
  const auto told = Run(clinic_.Lead(), Asking(kDays, {5, 8, 12, 7.5}));
  ASSERT_TRUE(told.status.ok()) << told.status.error_message();
  EXPECT_EQ(told.patients, 3);
  ASSERT_THAT(told.values, SizeIs(5));

  const auto& present = told.values.at(7);
  EXPECT_TRUE(present.present());
  EXPECT_EQ(present.alarms(), 2);
  EXPECT_GT(present.weekly_per_100(), 0);
  EXPECT_DOUBLE_EQ(present.weekly_minutes_per_100(), 10 * present.weekly_per_100());

  const auto& later = told.values.at(8);
  EXPECT_EQ(later.alarms(), 1);
  EXPECT_EQ(later.lost(), 1);
  EXPECT_EQ(later.missed_confirmed(), 0);
  EXPECT_EQ(later.late_confirmed(), 1) << "found on the tenth day instead of the seventh";
  EXPECT_FALSE(later.recommended());

  const auto& misses = told.values.at(12);
  EXPECT_EQ(misses.alarms(), 0);
  EXPECT_EQ(misses.lost(), 2);
  EXPECT_EQ(misses.missed_confirmed(), 1);
  EXPECT_THAT(misses.missed_escalations(), ElementsAre(sick.name()));
  EXPECT_GT(misses.broken_scenarios(), 0);
  EXPECT_FALSE(misses.recommended());

  EXPECT_EQ(told.values.at(5).alarms(), 2);
  EXPECT_THAT(told.values.at(7.5).problems(), SizeIs(1));
}

TEST_F(Tuning, TellsAnAdministratorNoNames) {
  ASwollenRunner({0, 7, 10}, v1::Escalation::OUTCOME_REFERRED);
  const auto told = Run(clinic_.server().Root(), Asking(kDays, {12}));
  ASSERT_TRUE(told.status.ok()) << told.status.error_message();
  EXPECT_EQ(told.values.at(12).missed_confirmed(), 1);
  EXPECT_THAT(told.values.at(12).missed_escalations(), IsEmpty());
}

TEST_F(Tuning, IsNotForATherapist) {
  EXPECT_EQ(Run(lena_, Asking("", {})).status.error_code(), grpc::StatusCode::PERMISSION_DENIED);
}

TEST_F(Tuning, RefusesWhatTheRuleDoesNotHave) {
  auto request = Asking("when.run.span.days", {});
  EXPECT_EQ(Run(clinic_.Lead(), request).status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  request = Asking("", {5});
  EXPECT_EQ(Run(clinic_.Lead(), request).status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  request = Asking("", {});
  request.set_rule("swelling-of-the-moon");
  EXPECT_EQ(Run(clinic_.Lead(), request).status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
}

}  // namespace
}  // namespace midstance::testing
