#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <string>
#include <utility>

#include "midstance/v1/check_in.pb.h"
#include "midstance/v1/running_plan.pb.h"
#include "services/running/propose.h"

// For the tests of this folder: what a runner tells, day by day. Day 1 is 2025-03-01.
namespace midstance::running {

inline constexpr char kCase[] = "patients/p/cases/c";

inline Day DayNumber(int number) {
  return std::chrono::sys_days{std::chrono::year{2025} / 3 / 1} + std::chrono::days{number - 1};
}
inline Instant At(int day, int hour = 12) {
  return Instant(DayNumber(day)) + std::chrono::hours{hour};
}

inline const Table& TestTable() {
  static const Table kTable = *ShippedTable();
  return kTable;
}

// A check-in about the left hip.
class Telling {
 public:
  Telling(std::string id, int day, int hour = 18) {
    check_in_.set_name(std::string(kCase) + "/checkIns/" + std::move(id));
    check_in_.set_state(v1::RECORD_STATE_ACTIVE);
    *check_in_.mutable_occurred_time() = TimestampOf(At(day, hour));
    *check_in_.mutable_create_time() = TimestampOf(At(day, hour));
  }
  Telling& Entered(int day, int hour = 20) {
    *check_in_.mutable_create_time() = TimestampOf(At(day, hour));
    return *this;
  }
  // And entered then.
  Telling& Observed(Instant at) {
    *check_in_.mutable_occurred_time() = TimestampOf(at);
    *check_in_.mutable_create_time() = TimestampOf(at);
    return *this;
  }
  Telling& Ran(std::optional<int> stage, v1::Done done = v1::DONE_FULL) {
    check_in_.mutable_run()->set_done(done);
    if (stage.has_value()) check_in_.mutable_run()->set_stage(*stage);
    return *this;
  }
  Telling& Km(double distance) {
    check_in_.mutable_run()->set_done(v1::DONE_FULL);
    check_in_.mutable_run()->set_distance_km(distance);
    return *this;
  }
  Telling& Number(const std::string& code, double number) {
    auto& told = Add(code);
    told.set_number(number);
    return *this;
  }
  Telling& Choice(const std::string& code, const std::string& choice) {
    auto& told = Add(code);
    told.set_choice(choice);
    return *this;
  }
  Telling& Answer(const std::string& code, v1::Answer answer) {
    auto& told = Add(code);
    told.set_answer(answer);
    return *this;
  }
  Telling& Stiff(double minutes) {
    auto& told = *check_in_.add_general();
    told.set_code("stiffness_min");
    told.set_number(minutes);
    return *this;
  }
  const v1::CheckIn& check_in() const { return check_in_; }
  operator Report() const { return ReportOf(check_in_, {}, schedule::ClinicCalendar::Utc()); }

 private:
  v1::Observation& Add(const std::string& code) {
    if (check_in_.reports().empty()) {
      check_in_.add_reports()->mutable_site()->set_area(v1::AREA_HIP);
      check_in_.mutable_reports(0)->mutable_site()->set_side(v1::SIDE_LEFT);
    }
    auto& told = *check_in_.mutable_reports(0)->add_observations();
    told.set_code(code);
    return told;
  }

  v1::CheckIn check_in_;
};

inline Facts NothingTold() { return Facts{.calendar = schedule::ClinicCalendar::Utc()}; }

// A full session at a stage, without any trouble but the pain.
inline Telling GoodRun(const std::string& id, int day, int stage, double pain = 0) {
  return Telling(id, day)
      .Ran(stage)
      .Number("run_nprs", pain)
      .Number("swelling", 0)
      .Choice("wb", "full");
}
inline Telling Morning(const std::string& id, int day, double pain = 0) {
  return Telling(id, day, 8).Number("morning_nprs", pain);
}

// A plan that began on day 1 and stands at a stage since then.
inline v1::RunningPlan PlanAt(
    int stage, v1::RunningPlan::PainRule rule = v1::RunningPlan::PAIN_RULE_MONITORED) {
  v1::RunningPlan plan;
  plan.set_name(std::string(kCase) + "/runningPlans/r");
  plan.set_state(v1::RunningPlan::STATE_ACTIVE);
  plan.set_start_date("2025-03-01");
  plan.set_pain_rule(rule);
  plan.set_stage(stage);
  return plan;
}
inline void Decide(v1::RunningPlan& plan, int day, v1::StageMove move, int to,
                   std::initializer_list<const char*> evidence = {}) {
  auto& decision = *plan.add_decisions();
  *decision.mutable_decide_time() = TimestampOf(At(day));
  decision.set_decided(move);
  decision.set_from_stage(plan.stage());
  decision.set_to_stage(to);
  for (const char* id : evidence) decision.add_evidence(std::string(kCase) + "/checkIns/" + id);
  plan.set_stage(to);
  plan.set_state(move == v1::STAGE_MOVE_STOP || move == v1::STAGE_MOVE_STEP_BACK_TWO
                     ? v1::RunningPlan::STATE_STOPPED
                     : v1::RunningPlan::STATE_ACTIVE);
}

}  // namespace midstance::running
