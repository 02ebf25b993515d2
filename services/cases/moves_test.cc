#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "midstance/v1/case_service.pb.h"
#include "midstance/v1/escalation.pb.h"
#include "midstance/v1/patient.pb.h"
#include "services/cases/lifecycle.h"
#include "services/cases/verbs.h"
#include "services/cases/workflow.h"
#include "services/rpc/verb_testing.h"

namespace midstance::cases {
namespace {

using options::v1::ROLE_CLINICIAN;
using State = v1::Case::State;

// "STATE_ON_HOLD" -> "on_hold".
std::string ShortName(State state) {
  std::string name = v1::Case::State_Name(state).substr(6);
  std::transform(name.begin(), name.end(), name.begin(),
                 [](char letter) { return letter == '_' ? '_' : static_cast<char>(letter + 32); });
  return name;
}

// What is legal, told once more by hand: method, states before, state after. A pause was made in
// REVIEW_DUE.
struct LegalMove {
  std::set<State> from;
  State to;
};
const std::map<std::string, LegalMove>& LegalMoves() {
  static const std::set<State> kRunning = {v1::Case::STATE_DRAFT,
                                           v1::Case::STATE_OPEN,
                                           v1::Case::STATE_ASSESSED,
                                           v1::Case::STATE_IN_PROGRAM,
                                           v1::Case::STATE_REVIEW_DUE,
                                           v1::Case::STATE_REFERRED,
                                           v1::Case::STATE_DISCHARGE_PLANNED};
  static const std::set<State> kNotEnded = [] {
    auto states = kRunning;
    states.insert(v1::Case::STATE_ON_HOLD);
    return states;
  }();
  static const std::map<std::string, LegalMove> kMoves = {
      {"OpenCase", {{v1::Case::STATE_DRAFT}, v1::Case::STATE_OPEN}},
      {"RecordAssessment",
       {{v1::Case::STATE_DRAFT, v1::Case::STATE_OPEN}, v1::Case::STATE_ASSESSED}},
      {"StartProgram",
       {{v1::Case::STATE_ASSESSED, v1::Case::STATE_REVIEW_DUE, v1::Case::STATE_REFERRED},
        v1::Case::STATE_IN_PROGRAM}},
      {"MarkReviewDue",
       {{v1::Case::STATE_IN_PROGRAM, v1::Case::STATE_DISCHARGE_PLANNED},
        v1::Case::STATE_REVIEW_DUE}},
      {"ReferCase",
       {{v1::Case::STATE_ASSESSED, v1::Case::STATE_IN_PROGRAM, v1::Case::STATE_REVIEW_DUE,
         v1::Case::STATE_DISCHARGE_PLANNED},
        v1::Case::STATE_REFERRED}},
      {"PlanDischarge",
       {{v1::Case::STATE_ASSESSED, v1::Case::STATE_IN_PROGRAM, v1::Case::STATE_REVIEW_DUE,
         v1::Case::STATE_REFERRED},
        v1::Case::STATE_DISCHARGE_PLANNED}},
      {"HoldCase", {kRunning, v1::Case::STATE_ON_HOLD}},
      {"ResumeCase", {{v1::Case::STATE_ON_HOLD}, v1::Case::STATE_REVIEW_DUE}},
      {"DischargeCase", {kNotEnded, v1::Case::STATE_DISCHARGED}},
      {"CloseCase", {kNotEnded, v1::Case::STATE_CLOSED_INCOMPLETE}},
      {"ReopenCase",
       {{v1::Case::STATE_DISCHARGED, v1::Case::STATE_CLOSED_INCOMPLETE}, v1::Case::STATE_OPEN}},
  };
  return kMoves;
}

class MoveStage {
 public:
  MoveStage() {
    v1::Patient patient;
    patient.set_name("patients/p1");
    patient.add_care_team("users/anna");
    tester_.Put(patient);
  }
  v1::Case CaseIn(State state) {
    v1::Case of;
    of.set_name("patients/p1/cases/c1");
    of.set_title("Left hip pain");
    of.set_clinician("users/anna");
    of.set_state(state);
    if (state == v1::Case::STATE_ON_HOLD) of.set_held_state(v1::Case::STATE_REVIEW_DUE);
    *of.mutable_state_time() = TimestampOf(tester_.now);
    return tester_.Put(of);
  }
  absl::StatusOr<v1::Case> Run(const std::string& method, const v1::Case& of) {
    if (method == "OpenCase") return Send<v1::OpenCaseRequest>(OpenCase, of);
    if (method == "StartProgram") return Send<v1::StartProgramRequest>(StartProgram, of);
    if (method == "MarkReviewDue") return Send<v1::MarkReviewDueRequest>(MarkReviewDue, of);
    if (method == "ReferCase") return Send<v1::ReferCaseRequest>(ReferCase, of);
    if (method == "PlanDischarge") return Send<v1::PlanDischargeRequest>(PlanDischarge, of);
    if (method == "HoldCase") return Send<v1::HoldCaseRequest>(HoldCase, of);
    if (method == "ResumeCase") return Send<v1::ResumeCaseRequest>(ResumeCase, of);
    if (method == "DischargeCase") return Send<v1::DischargeCaseRequest>(DischargeCase{none_}, of);
    if (method == "CloseCase") return Send<v1::CloseCaseRequest>(CloseCase{none_}, of);
    if (method == "ReopenCase") return Send<v1::ReopenCaseRequest>(ReopenCase{calendar_}, of);
    // Made by another service, by the same step.
    v1::Case moved = of;
    const auto applied = Apply(moved, Move::kAssess, "because", tester_.now, anna_.name);
    if (!applied.ok()) return applied;
    const auto written =
        tester_.Write([&](auto& writer) { return writer.Update(moved, tester_.now); });
    if (!written.ok()) return written;
    return moved;
  }
  rpc::VerbTester& tester() { return tester_; }

 private:
  template <class Request, class V>
  absl::StatusOr<v1::Case> Send(V verb, const v1::Case& of) {
    Request request;
    request.set_name(of.name());
    request.set_etag(of.etag());
    request.set_reason("because");
    if constexpr (requires { request.set_close_reason(v1::Case::CLOSE_REASON_LOST); }) {
      request.set_close_reason(v1::Case::CLOSE_REASON_LOST);
    }
    return tester_.Run(verb, anna_, request);
  }

  const Endings none_;
  const schedule::ClinicCalendar calendar_ = schedule::ClinicCalendar::Utc();
  rpc::VerbTester tester_;
  rpc::Principal anna_ = tester_.AddUser("anna", {ROLE_CLINICIAN});
};

void ExpectLastMove(const v1::Case& moved, State from, Instant at) {
  ASSERT_GT(moved.moves_size(), 0);
  const auto& move = moved.moves(moved.moves_size() - 1);
  EXPECT_EQ(move.from(), from);
  EXPECT_EQ(move.to(), moved.state());
  EXPECT_EQ(move.author(), "users/anna");
  EXPECT_EQ(move.reason(), "because");
  EXPECT_EQ(InstantOf(move.move_time()), at);
}

class EveryMove : public ::testing::TestWithParam<std::tuple<State, std::string>> {};

TEST_P(EveryMove, IsMadeWhenItIsLegalAndElseRefusedWithTheStateAndNothingStored) {
  const auto& [from, method] = GetParam();
  MoveStage stage;
  const auto before = stage.CaseIn(from);
  const auto change = stage.tester().LastChange();
  stage.tester().now += std::chrono::hours{1};
  const auto& legal = LegalMoves().at(method);

  const auto moved = stage.Run(method, before);
  if (!legal.from.contains(from)) {
    EXPECT_EQ(ReasonOf(moved.status()), v1::ERROR_REASON_STATE_FORBIDS);
    EXPECT_EQ(ErrorInfoOf(moved.status())->metadata().at("state"), v1::Case::State_Name(from));
    EXPECT_EQ(stage.tester().LastChange(), change);
    return;
  }
  ASSERT_TRUE(moved.ok()) << moved.status();
  EXPECT_EQ(moved->state(), legal.to);
  EXPECT_EQ(moved->state_reason(), "because");
  EXPECT_EQ(InstantOf(moved->state_time()), stage.tester().now);
  const bool goes_on = method == "ReopenCase";
  ExpectLastMove(*moved, goes_on ? v1::Case::STATE_UNSPECIFIED : from, stage.tester().now);
  EXPECT_EQ(moved->name() == before.name(), !goes_on);
  EXPECT_EQ(moved->close_reason(), method == "CloseCase" ? v1::Case::CLOSE_REASON_LOST
                                                         : v1::Case::CLOSE_REASON_UNSPECIFIED);
  EXPECT_EQ(stage.tester().Find<v1::Case>(moved->name())->SerializeAsString(),
            moved->SerializeAsString());
}

std::vector<State> EveryState() {
  std::vector<State> states;
  for (int state = v1::Case::STATE_DRAFT; state <= v1::Case::State_MAX; ++state)
    states.push_back(static_cast<State>(state));
  return states;
}

std::vector<std::string> EveryMethod() {
  std::vector<std::string> methods;
  for (const auto& [method, legal] : LegalMoves()) methods.push_back(method);
  return methods;
}

INSTANTIATE_TEST_SUITE_P(Case, EveryMove,
                         ::testing::Combine(::testing::ValuesIn(EveryState()),
                                            ::testing::ValuesIn(EveryMethod())),
                         [](const auto& pair) {
                           return ShortName(std::get<0>(pair.param)) + "_" +
                                  std::get<1>(pair.param);
                         });

// One row of data/moves.textproto.
class MoveRow : public ::testing::TestWithParam<std::string> {};

TEST_P(MoveRow, IsWholeHasASourceAndIsLegal) {
  const auto& rows = MoveTable().moves();
  const auto row = std::find_if(rows.begin(), rows.end(),
                                [](const auto& rule) { return rule.id() == GetParam(); });
  ASSERT_NE(row, rows.end());
  EXPECT_FALSE(row->source().empty());
  const auto& legal = LegalMoves().at(row->method());
  EXPECT_TRUE(legal.from.contains(row->from()));
  EXPECT_EQ(row->to(), row->method() == "ResumeCase" ? v1::Case::STATE_UNSPECIFIED : legal.to);
  EXPECT_EQ(row->within_days(), row->method() == "ReopenCase" ? 90 : 0);
}

std::vector<std::string> MoveIds() {
  std::vector<std::string> ids;
  for (const auto& rule : MoveTable().moves()) ids.push_back(rule.id());
  return ids;
}

INSTANTIATE_TEST_SUITE_P(Case, MoveRow, ::testing::ValuesIn(MoveIds()), [](const auto& row) {
  std::string name = row.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

TEST(MoveTable, HasARowForEachLegalMoveAndEachOnce) {
  std::size_t legal = 0;
  for (const auto& [method, move] : LegalMoves()) legal += move.from.size();
  const auto ids = MoveIds();
  EXPECT_EQ(ids.size(), legal);
  EXPECT_EQ(std::set<std::string>(ids.begin(), ids.end()).size(), ids.size());
}

TEST(Moves, TellTheWholeWayOfACase) {
  MoveStage stage;
  auto of = stage.CaseIn(v1::Case::STATE_DRAFT);
  for (const char* method :
       {"OpenCase", "RecordAssessment", "StartProgram", "MarkReviewDue", "HoldCase", "ResumeCase",
        "ReferCase", "StartProgram", "PlanDischarge", "DischargeCase"}) {
    stage.tester().now += std::chrono::hours{24};
    const auto moved = stage.Run(method, of);
    ASSERT_TRUE(moved.ok()) << method << ": " << moved.status();
    of = *moved;
  }
  EXPECT_EQ(of.moves_size(), 10);
  for (int i = 1; i < of.moves_size(); ++i) EXPECT_EQ(of.moves(i).from(), of.moves(i - 1).to());
}

TEST(Moves, OfManyTheFirstAndTheLatestAreKept) {
  v1::Case of;
  Begin(of, v1::Case::STATE_OPEN, "", Instant{}, "users/anna");
  for (int i = 0; i < kMostMoves; ++i) {
    ASSERT_TRUE(Apply(of, Move::kHold, "hold " + std::to_string(i), Instant{}, "users/a").ok());
    ASSERT_TRUE(Apply(of, Move::kResume, "resume " + std::to_string(i), Instant{}, "users/a").ok());
  }
  ASSERT_EQ(of.moves_size(), kMostMoves);
  EXPECT_EQ(of.moves(0).to(), v1::Case::STATE_OPEN);
  EXPECT_EQ(of.moves(0).author(), "users/anna");
  EXPECT_EQ(of.moves(kMostMoves - 1).reason(), "resume 199");
}

class OpenFlagBlocks : public ::testing::TestWithParam<std::string> {};

TEST_P(OpenFlagBlocks, TheEndOfACase) {
  MoveStage stage;
  const auto of = stage.CaseIn(v1::Case::STATE_IN_PROGRAM);
  v1::Escalation escalation;
  escalation.set_name(of.name() + "/escalations/e1");
  escalation.set_state(v1::Escalation::STATE_EVIDENCE_CHANGED);
  stage.tester().Put(escalation);
  const auto refused = stage.Run(GetParam(), of);
  EXPECT_EQ(ReasonOf(refused.status()), v1::ERROR_REASON_OPEN_ESCALATIONS);
  EXPECT_EQ(ErrorInfoOf(refused.status())->metadata().at("escalation"), escalation.name());
  EXPECT_EQ(stage.tester().Find<v1::Case>(of.name())->state(), v1::Case::STATE_IN_PROGRAM);
  EXPECT_TRUE(stage.Run("HoldCase", of).ok());
}

INSTANTIATE_TEST_SUITE_P(Case, OpenFlagBlocks, ::testing::Values("DischargeCase", "CloseCase"),
                         [](const auto& method) { return method.param; });

}  // namespace
}  // namespace midstance::cases
