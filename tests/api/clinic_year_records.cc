#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include <algorithm>
#include <string>

#include "midstance/v1/escalation_service.pb.h"
#include "midstance/v1/outcome_service.pb.h"
#include "midstance/v1/patient_service.pb.h"
#include "midstance/v1/program_service.pb.h"
#include "services/cases/workflow.h"
#include "services/ledger/check.h"
#include "services/ledger/prove.h"
#include "services/rules/embedded.h"
#include "tests/api/clinic_year.h"

namespace midstance::testing {
namespace {

using v1::Case;
using v1::CaseMoveRule;

std::string Bytes(const google::protobuf::Message& message) {
  std::string bytes;
  google::protobuf::io::StringOutputStream stream(&bytes);
  google::protobuf::io::CodedOutputStream out(&stream);
  out.SetSerializationDeterministic(true);
  message.SerializeToCodedStream(&out);
  out.Trim();
  return bytes;
}

// The row that allows a move; null when none does. After a pause it leads back to where it began.
const CaseMoveRule* RowFor(Case::State from, Case::State to, Case::State before_pause) {
  for (const auto& row : cases::MoveTable().moves()) {
    const auto leads_to = row.to() == Case::STATE_UNSPECIFIED ? before_pause : row.to();
    if (row.from() == from && leads_to == to && !row.new_case()) return &row;
  }
  return nullptr;
}

bool Asks(const CaseMoveRule& row, CaseMoveRule::Need need) {
  return std::count(row.needs().begin(), row.needs().end(), need) > 0;
}

// Where a stage goes by a move.
int StageBy(v1::StageMove move, int stage) {
  if (move == v1::STAGE_MOVE_ADVANCE) return stage + 1;
  return move == v1::STAGE_MOVE_STEP_BACK ? std::max(stage - 1, 0) : stage;
}

template <class Request>
Request Everywhere(const char* parent) {
  Request request;
  request.set_parent(parent);
  return request;
}

constexpr char kAllCases[] = "patients/-/cases/-";

}  // namespace

void ClinicYear::CheckRunningPlans() {
  const auto plans = ListAll<v1::ListRunningPlansResponse>(
      "RunningService/ListRunningPlans", Everywhere<v1::ListRunningPlansRequest>(kAllCases),
      [](const auto& page) -> const auto& { return page.running_plans(); });
  for (const auto& plan : plans) {
    const auto who = Who(PatientOf(plan.name())) + plan.name();
    int stage = 0;
    for (const auto& decision : plan.decisions()) {
      const auto when = who + " " + TextOf(BerlinDayOf(InstantOf(decision.decide_time()))) + ", " +
                        v1::StageMove_Name(decision.decided());
      EXPECT_EQ(decision.from_stage(), stage) << when;
      EXPECT_EQ(decision.to_stage(), StageBy(decision.decided(), stage)) << when;
      EXPECT_LE(std::abs(decision.to_stage() - stage), 1) << when;
      stage = decision.to_stage();
      ++decided_[decision.decided()];
    }
    EXPECT_EQ(plan.stage(), stage) << who;
  }
}

void ClinicYear::CheckMoves() {
  const auto cases = ListAll<v1::ListCasesResponse>(
      "CaseService/ListCases", Everywhere<v1::ListCasesRequest>("patients/-"),
      [](const auto& page) -> const auto& { return page.cases(); });
  for (const auto& of : cases) {
    ++ended_[of.state()];
    if (!of.reopens().empty()) ++reopened_;
    const int number = patient_of_[of.name()];
    const auto who = Who(number) + of.name();
    const auto& author = users_.at(patients_.at(static_cast<std::size_t>(number)).therapist);
    ASSERT_GT(of.moves_size(), 0) << who;
    EXPECT_EQ(of.moves(0).from(), Case::STATE_UNSPECIFIED) << who;
    EXPECT_EQ(of.moves(0).to(), Case::STATE_OPEN) << who;
    auto before_pause = Case::STATE_UNSPECIFIED;
    for (int i = 1; i < of.moves_size(); ++i) {
      const auto& move = of.moves(i);
      const auto what = who + ": " + Case::State_Name(move.from()) + " to " +
                        Case::State_Name(move.to()) + " on " +
                        TextOf(BerlinDayOf(InstantOf(move.move_time())));
      EXPECT_EQ(move.from(), of.moves(i - 1).to()) << what;
      EXPECT_GE(InstantOf(move.move_time()), InstantOf(of.moves(i - 1).move_time())) << what;
      EXPECT_EQ(move.author(), author) << what;
      const auto* const row = RowFor(move.from(), move.to(), before_pause);
      ASSERT_NE(row, nullptr) << what << " is no legal move";
      if (Asks(*row, CaseMoveRule::NEED_REASON)) {
        EXPECT_NE(move.reason(), "") << what;
      }
      if (move.to() == Case::STATE_ON_HOLD) before_pause = move.from();
    }
    EXPECT_EQ(of.state(), of.moves(of.moves_size() - 1).to()) << who;
  }
}

void ClinicYear::CheckEscalations() {
  const auto all = clinic_.Escalations(Lead(), kAllCases);
  std::set<std::string> open;
  for (const auto& one : all) {
    const auto who = Who(PatientOf(one.name()));
    EXPECT_NE(one.acknowledged_by(), "") << who << one.name() << " was never acknowledged";
    if (one.state() != v1::Escalation::STATE_RESOLVED) {
      open.insert(one.name());
      EXPECT_EQ(kept_open_.count(one.name()), 1U) << who << one.name() << " has no decision";
    } else {
      EXPECT_NE(one.resolution().reason(), "") << who << one.name();
      ++outcomes_[one.resolution().outcome()];
    }
  }
  EXPECT_EQ(open, kept_open_) << "seed " << seed_;
}

void ClinicYear::CheckLedger() {
  auto& store = clinic_.server().application().store();
  const cases::Engines engines{*rules::Compile(*rules::ParseRuleSet(rules::RunningHipCore()),
                                               *schedule::ClinicCalendar::Make("Europe/Berlin"))};
  const auto clinics = store.Clinics();
  ASSERT_TRUE(clinics.ok()) << clinics.status();
  int flags = 0;
  for (const auto& clinic : *clinics) {
    const auto findings = ledger::Check(store, engines, clinic, clinic_.clock().Now());
    ASSERT_TRUE(findings.ok()) << findings.status();
    flags += findings->counts.flags;
    for (const auto& violation : findings->violations) {
      ADD_FAILURE() << "seed " << seed_ << ": " << violation.resource << " " << violation.what;
    }
    const auto proved = ledger::Prove(store, clinic);
    ASSERT_TRUE(proved.ok()) << proved.status();
    EXPECT_TRUE(proved->AddsUp()) << "seed " << seed_;
  }
  EXPECT_GT(flags, 10) << "seed " << seed_;
}

void ClinicYear::CheckThatMuchHappened() {
  const auto who = "seed " + std::to_string(seed_);
  EXPECT_GT(check_ins_, 1000) << who;
  EXPECT_GT(ever_overdue_.size(), 10U) << who;
  EXPECT_GT(missed_, 3) << who;
  EXPECT_GT(fulfilled_, 20) << who;
  EXPECT_GT(reminded_, 100) << who;
  EXPECT_EQ(kept_open_.size(), 2U) << who;
  EXPECT_EQ(reopened_, 3) << who;
  EXPECT_EQ(ended_[Case::STATE_CLOSED_INCOMPLETE], 4) << who;
  EXPECT_EQ(ended_[Case::STATE_DISCHARGED], 37) << who;
  EXPECT_GT(outcomes_[v1::Escalation::OUTCOME_REFERRED], 2) << who;
  EXPECT_GT(outcomes_[v1::Escalation::OUTCOME_TREATED_ON], 2) << who;
  for (const auto move : {v1::STAGE_MOVE_ADVANCE, v1::STAGE_MOVE_HOLD, v1::STAGE_MOVE_STEP_BACK,
                          v1::STAGE_MOVE_STOP}) {
    EXPECT_GT(decided_[move], 2) << who << ", " << v1::StageMove_Name(move);
  }
}

std::map<std::string, std::string> ClinicYear::Records() {
  std::map<std::string, std::string> records;
  const auto add = [&](const auto& all) {
    for (const auto& one : all) records[one.name()] = Bytes(one);
  };
  add(ListAll<v1::ListPatientsResponse>(
      "PatientService/ListPatients", v1::ListPatientsRequest(),
      [](const auto& page) -> const auto& { return page.patients(); }));
  add(ListAll<v1::ListCasesResponse>(
      "CaseService/ListCases", Everywhere<v1::ListCasesRequest>("patients/-"),
      [](const auto& page) -> const auto& { return page.cases(); }));
  add(AllFollowUps());
  add(ListAll<v1::ListEnrollmentsResponse>(
      "ProgramService/ListEnrollments", Everywhere<v1::ListEnrollmentsRequest>(kAllCases),
      [](const auto& page) -> const auto& { return page.enrollments(); }));
  add(ListAll<v1::ListOutcomeScoresResponse>(
      "OutcomeService/ListOutcomeScores", Everywhere<v1::ListOutcomeScoresRequest>(kAllCases),
      [](const auto& page) -> const auto& { return page.outcome_scores(); }));
  add(ListAll<v1::ListRunningPlansResponse>(
      "RunningService/ListRunningPlans", Everywhere<v1::ListRunningPlansRequest>(kAllCases),
      [](const auto& page) -> const auto& { return page.running_plans(); }));
  add(clinic_.Escalations(Lead(), kAllCases));
  return records;
}

}  // namespace midstance::testing
