#include <algorithm>
#include <chrono>
#include <set>
#include <span>

#include "services/running/propose.h"
#include "services/running/stage_after.h"

namespace midstance::running {

int StageAfter(const Table& table, int stage, v1::StageMove move) {
  const auto back = [&](double stages) { return std::max(0, stage - static_cast<int>(stages)); };
  switch (move) {
    case v1::STAGE_MOVE_ADVANCE:
      return std::min(table.last_stage(), stage + 1);
    case v1::STAGE_MOVE_STEP_BACK:
      return back(table.limits().stages_back);
    case v1::STAGE_MOVE_STEP_BACK_TWO:
      return back(table.limits().bone_stages_back);
    default:
      return stage;
  }
}

std::vector<v1::StageStep> Replay(const Table& table, const Facts& facts,
                                  const ReplayStart& start) {
  std::vector<Report> reports = facts.reports;
  Sort(reports);
  std::set<Day> days;
  for (const Report& report : reports) {
    if (report.observed > start.at) days.insert(report.day);
  }
  for (const Flag& flag : facts.flags) {
    if (flag.raised > start.at && !flag.watch) days.insert(facts.calendar.DateOf(flag.raised));
  }
  std::vector<v1::StageStep> steps;
  Standing standing{
      .calendar = facts.calendar, .stage = start.stage, .start = start.since, .since = start.since};
  for (const Day day : days) {
    const Instant end = facts.calendar.StartOfDate(day + std::chrono::days{1}) - Duration{1};
    const auto upto = std::partition_point(reports.begin(), reports.end(),
                                           [&](const Report& r) { return r.observed <= end; });
    standing.rule = RuleInForce(start.rule, facts.flags, end);
    // Each day was judged when it was over.
    standing.weighed = [&](const Report& r) { return r.observed <= start.at || r.day < day; };
    const Judgement judgement =
        Judge(table, std::span<const Report>(reports.begin(), upto), facts.flags, standing, end);
    const v1::StageProposal proposal = ProposalOf(table, judgement, standing.rule);
    if (proposal.move() == v1::STAGE_MOVE_HOLD) continue;
    auto& step = steps.emplace_back();
    step.set_day(DayText(day));
    step.set_move(proposal.move());
    step.set_from_stage(standing.stage);
    step.set_to_stage(StageAfter(table, standing.stage, proposal.move()));
    step.set_because(proposal.because());
    *step.mutable_rules() = proposal.rules();
    *step.mutable_evidence() = proposal.evidence();
    standing.stage = step.to_stage();
    standing.since = day;
    if (proposal.move() == v1::STAGE_MOVE_STOP || proposal.move() == v1::STAGE_MOVE_STEP_BACK_TWO)
      break;
  }
  return steps;
}

}  // namespace midstance::running
