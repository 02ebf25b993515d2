#include "services/running/propose.h"

#include <absl/strings/str_cat.h>

#include <algorithm>
#include <chrono>
#include <optional>

#include "services/rpc/calendar.h"

namespace midstance::running {
namespace {

using rules::v1::DOES_NOT_HOLD;

bool Stops(v1::StageMove move) {
  return move == v1::STAGE_MOVE_STOP || move == v1::STAGE_MOVE_STEP_BACK_TWO;
}

Day StartOf(const v1::RunningPlan& plan, const schedule::ClinicCalendar& calendar) {
  return rpc::ParseDay(plan.start_date()).value_or(calendar.DateOf(InstantOf(plan.create_time())));
}

// From which day on sessions count for the stage after the first `count` decisions.
Day SinceAfter(const v1::RunningPlan& plan, int count, const schedule::ClinicCalendar& calendar) {
  Day since = StartOf(plan, calendar);
  for (int i = 0; i < count; ++i) {
    const auto& decision = plan.decisions(i);
    const bool goes_on = i > 0 && Stops(plan.decisions(i - 1).decided());
    if (goes_on || decision.from_stage() != decision.to_stage())
      since = calendar.DateOf(InstantOf(decision.decide_time()));
  }
  return since;
}

std::vector<Report> KnownBy(const std::vector<Report>& reports, Instant observed_by,
                            Instant entered_by) {
  std::vector<Report> known;
  std::copy_if(reports.begin(), reports.end(), std::back_inserter(known),
               [&](const Report& report) {
                 return report.observed <= observed_by && report.entered <= entered_by;
               });
  Sort(known);
  return known;
}

std::string LateText(const std::string& entry, Day observed, const std::string& what, Day known,
                     Day decided) {
  return absl::StrCat("Late: ", entry, " of ", DayText(observed), " was ", what, " on ",
                      DayText(known), ", after the decision of ", DayText(decided), ". ");
}

// Looks at one plan with what is known now.
class Proposer {
 public:
  Proposer(const Table& table, const Facts& facts, const v1::RunningPlan& plan, Instant as_of)
      : table_(table), facts_(facts), plan_(plan), as_of_(as_of) {
    if (!plan.decisions().empty()) {
      decided_ = InstantOf(plan.decisions(plan.decisions_size() - 1).decide_time());
    }
  }

  v1::StageProposal Run() {
    const auto reports = KnownBy(facts_.reports, as_of_, as_of_);
    const auto rule = RuleInForce(plan_.pain_rule(), facts_.flags, as_of_);
    Judgement judgement = JudgeAfter(plan_.decisions_size(), plan_.stage(), reports, rule, as_of_);
    const bool moves = table_.rule(judgement.rows.front().rule).move() != v1::STAGE_MOVE_HOLD &&
                       table_.rule(judgement.rows.front().rule).move() != v1::STAGE_MOVE_ADVANCE;
    bool late = false;
    if (moves) {
      for (Applies& row : judgement.rows) late |= SayLate(row);
    } else if (auto broken = BrokenAdvance(rule); broken.has_value()) {
      late = true;
      judgement.agreement_allows_advance = false;
      judgement.rows = {*std::move(broken)};
    } else if (plan_.state() == v1::RunningPlan::STATE_STOPPED) {
      judgement.agreement_allows_advance = false;
      judgement.rows = {
          {"stopped", Text("stopped", "since " + DayText(DateOf(decided_.value_or(as_of_)))), {}}};
    }
    v1::StageProposal proposal = ProposalOf(table_, judgement, rule);
    proposal.set_late(late);
    return proposal;
  }

 private:
  Day DateOf(Instant at) const { return facts_.calendar.DateOf(at); }

  std::string Text(std::string_view rule, const std::string& what) const {
    return absl::StrCat(table_.rule(rule).text(), ": ", what, ".");
  }

  Judgement JudgeAfter(int decisions, int stage, std::span<const Report> reports,
                       v1::RunningPlan::PainRule rule, Instant at) const {
    const Standing standing{.calendar = facts_.calendar,
                            .stage = stage,
                            .start = StartOf(plan_, facts_.calendar),
                            .since = SinceAfter(plan_, decisions, facts_.calendar),
                            .rule = rule,
                            .weighed = [this](const Report& report) { return Weighed(report); }};
    return Judge(table_, reports, facts_.flags, standing, at);
  }

  bool Weighed(const Report& report) const {
    return decided_.has_value() && report.entered <= *decided_;
  }
  bool Late(const Report& report) const {
    return decided_.has_value() && report.entered > *decided_ && report.observed <= *decided_;
  }
  bool SayLate(Applies& row) const {
    for (const Report* report : row.evidence) {
      if (!Late(*report)) continue;
      row.text = LateText(report->entry, report->day, "entered", DateOf(report->entered),
                          DateOf(*decided_)) +
                 row.text;
      return true;
    }
    return false;
  }

  // What an advance rested on, judged again with all that is known now. Lives as long as this.
  std::optional<Applies> BrokenAdvance(v1::RunningPlan::PainRule rule) {
    for (int i = plan_.decisions_size() - 1; i >= 0; --i) {
      const auto& decision = plan_.decisions(i);
      if (decision.decided() != v1::STAGE_MOVE_ADVANCE) continue;
      const Instant at = InstantOf(decision.decide_time());
      then_ = KnownBy(facts_.reports, at, as_of_);
      const Judgement judgement = JudgeAfter(i, decision.from_stage(), then_, rule, at);
      for (const Gate& gate : judgement.gates) {
        if (gate.truth != DOES_NOT_HOLD) continue;
        Applies row{"back-late", Text("back-late", gate.text), gate.evidence};
        if (SayLate(row)) return row;
        if (const auto* gone = WithdrawnFrom(decision); gate.id == "sessions" && gone != nullptr) {
          row.text = LateText(gone->entry, DateOf(gone->observed), "taken back or amended",
                              DateOf(gone->at), DateOf(*decided_)) +
                     row.text;
          return row;
        }
      }
    }
    return std::nullopt;
  }

  const Withdrawn* WithdrawnFrom(const v1::StageDecision& decision) const {
    for (const Withdrawn& gone : facts_.withdrawn) {
      const auto& evidence = decision.evidence();
      if (gone.at > *decided_ && gone.at <= as_of_ &&
          std::find(evidence.begin(), evidence.end(), gone.entry) != evidence.end()) {
        return &gone;
      }
    }
    return nullptr;
  }

  const Table& table_;
  const Facts& facts_;
  const v1::RunningPlan& plan_;
  const Instant as_of_;
  std::optional<Instant> decided_;
  std::vector<Report> then_;
};

}  // namespace

Resumed ResumedAt(const v1::RunningPlan& plan, const schedule::ClinicCalendar& calendar) {
  const Day start = StartOf(plan, calendar);
  Resumed resumed{.stage = 0, .at = calendar.StartOfDate(start) - Duration{1}, .since = start};
  for (int i = 1; i < plan.decisions_size(); ++i) {
    const auto& decision = plan.decisions(i);
    if (!Stops(plan.decisions(i - 1).decided()) || Stops(decision.decided())) continue;
    resumed = {.stage = decision.to_stage(),
               .at = InstantOf(decision.decide_time()),
               .since = calendar.DateOf(InstantOf(decision.decide_time()))};
  }
  return resumed;
}

v1::StageProposal Propose(const Table& table, const Facts& facts, const v1::RunningPlan& plan,
                          Instant as_of) {
  return Proposer(table, facts, plan, as_of).Run();
}

}  // namespace midstance::running
