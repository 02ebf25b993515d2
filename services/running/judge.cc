#include "services/running/judge.h"

#include <absl/strings/str_cat.h>
#include <absl/strings/str_join.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <tuple>

#include "services/running/gates.h"

namespace midstance::running {
namespace {

using rules::v1::DOES_NOT_HOLD;
using rules::v1::HOLDS;

constexpr std::size_t kLongestText = 900;
constexpr int kMostEvidence = 50;

// The gravest first.
constexpr std::array kMovesByGravity = {v1::STAGE_MOVE_STEP_BACK_TWO, v1::STAGE_MOVE_STOP,
                                        v1::STAGE_MOVE_STEP_BACK, v1::STAGE_MOVE_HOLD,
                                        v1::STAGE_MOVE_ADVANCE};

int GravityOf(v1::StageMove move) {
  return static_cast<int>(std::find(kMovesByGravity.begin(), kMovesByGravity.end(), move) -
                          kMovesByGravity.begin());
}

std::string CutText(std::string text) {
  if (text.size() > kLongestText) text = text.substr(0, kLongestText) + "...";
  return text;
}

// Adds rows to a judgement while it looks at the reports.
class Bench {
 public:
  Bench(const Table& table, const Standing& standing, Judgement& judgement)
      : table_(table), standing_(standing), judgement_(judgement) {}

  // Unless all of it was weighed.
  void Fresh(std::string_view rule, const std::string& what, const Evidence& evidence) {
    const bool fresh = std::any_of(evidence.begin(), evidence.end(), [&](const Report* report) {
      return !standing_.weighed(*report);
    });
    if (fresh) Always(rule, what, evidence);
  }
  void Always(std::string_view rule, const std::string& what, const Evidence& evidence) {
    judgement_.rows.push_back(
        {std::string(rule), absl::StrCat(table_.rule(rule).text(), ": ", what, "."), evidence});
  }

  void OfReports(std::span<const Report> reports) {
    for (const Report& report : reports) {
      if (report.day < standing_.start) continue;
      const std::string day = DayText(report.day);
      const bool bone = standing_.rule == v1::RunningPlan::PAIN_RULE_NO_PAIN;
      if (bone && report.site_pain.value_or(0) > table_.limits().bone_nprs) {
        Fresh("bone-pain", absl::StrCat(NumberText(*report.site_pain), " on ", day), {&report});
      }
      if (report.walking == Walking::kUnable) Fresh("stop-walking", "on " + day, {&report});
      if (report.walking == Walking::kLimp) Fresh("back-limp", "on " + day, {&report});
    }
  }

  void OfRun(const Run& run) {
    const std::string day = DayText(run.day);
    const double pain = run.pain.value.value_or(0);
    const std::string told = absl::StrCat(NumberText(pain), " on ", day);
    if (standing_.rule == v1::RunningPlan::PAIN_RULE_ANY_PAIN_STOPS &&
        pain > table_.limits().any_pain_nprs) {
      Fresh("stop-any-pain", told, run.pain.from);
    }
    if (pain > table_.limits().acceptable_nprs) Fresh("back-pain", told, run.pain.from);
    const auto rise = MorningRise(run);
    if (rise.has_value() && *rise >= table_.limits().morning_step_back) {
      Fresh("back-morning",
            absl::StrCat(NumberText(*run.morning.value), " after the run of ", day, ", usual ",
                         NumberText(*run.usual)),
            run.morning.from);
    }
    if (!run.lingering.empty()) Fresh("back-swelling", "after the run of " + day, run.lingering);
  }

  void OfRepeatedPain(const std::vector<Run>& runs) {
    std::vector<const Run*> over;
    for (const Run& run : runs) {
      if (run.pain.value.value_or(0) > table_.limits().acceptable_nprs) over.push_back(&run);
    }
    const auto count = static_cast<std::size_t>(table_.limits().repeat_runs);
    const std::chrono::days within{static_cast<int>(table_.limits().repeat_days)};
    for (std::size_t last = count; last <= over.size(); ++last) {
      const Run& from = *over[last - count];
      const Run& to = *over[last - 1];
      if (to.day - from.day > within) continue;
      Evidence evidence;
      for (std::size_t i = last - count; i < last; ++i) {
        evidence.insert(evidence.end(), over[i]->pain.from.begin(), over[i]->pain.from.end());
      }
      Fresh("stop-pain-repeat",
            absl::StrCat("last on ", DayText(from.day), " and ", DayText(to.day)), evidence);
    }
  }

 private:
  const Table& table_;
  const Standing& standing_;
  Judgement& judgement_;
};

// Nothing moves the stage back: on, or the same again?
void HoldOrAdvance(const Table& table, const Window& window, const Standing& standing,
                   Judgement& judgement) {
  std::vector<std::string> waiting;
  Evidence evidence;
  bool only_pain = true;
  const auto fails = [](const Gate& gate) {
    return gate.truth == DOES_NOT_HOLD || (gate.needed && gate.truth != HOLDS);
  };
  for (const Gate& gate : judgement.gates) {
    if (gate.needed && gate.truth == HOLDS) {
      evidence.insert(evidence.end(), gate.evidence.begin(), gate.evidence.end());
    }
    if (!fails(gate)) continue;
    waiting.push_back(gate.text);
    only_pain &= gate.id == "run-pain" && gate.truth == DOES_NOT_HOLD;
  }
  Bench bench(table, standing, judgement);
  if (waiting.empty()) {
    std::vector<std::string> met;
    for (const Gate& gate : judgement.gates) {
      if (gate.needed) met.push_back(gate.text);
    }
    return bench.Always("advance", absl::StrJoin(met, ", "), evidence);
  }
  double worst = 0;
  for (const Run* run : window.runs) worst = std::max(worst, run->pain.value.value_or(0));
  judgement.agreement_allows_advance = only_pain &&
                                       standing.rule == v1::RunningPlan::PAIN_RULE_MONITORED &&
                                       worst <= table.limits().agreement_nprs;
  evidence.clear();
  std::string_view rule = "hold-unknown";
  for (const Gate& gate : judgement.gates) {
    if (!fails(gate)) continue;
    evidence.insert(evidence.end(), gate.evidence.begin(), gate.evidence.end());
    if (rule != "hold-unknown" || gate.truth != DOES_NOT_HOLD) continue;
    const bool missed = std::any_of(window.sessions.begin(), window.sessions.end(),
                                    [](const Run* session) { return !session->full; });
    if (gate.id == "run-pain") rule = "hold-pain";
    if (gate.id == "sessions" && missed) rule = "hold-missed";
    if (gate.id == "stiffness") rule = "hold-stiffness";
  }
  if (judgement.agreement_allows_advance) rule = "advance-agreed";
  bench.Always(rule, absl::StrJoin(waiting, "; "), evidence);
}

// Each once, in order of time.
Evidence InOrder(Evidence evidence) {
  std::sort(evidence.begin(), evidence.end(), [](const Report* one, const Report* other) {
    return std::tie(one->observed, one->entry) < std::tie(other->observed, other->entry);
  });
  evidence.erase(std::unique(evidence.begin(), evidence.end()), evidence.end());
  if (evidence.size() > kMostEvidence) evidence.resize(kMostEvidence);
  return evidence;
}

}  // namespace

v1::RunningPlan::PainRule RuleInForce(v1::RunningPlan::PainRule of_plan,
                                      const std::vector<Flag>& flags, Instant at) {
  return BoneSuspected(flags, at) ? v1::RunningPlan::PAIN_RULE_NO_PAIN : of_plan;
}

Judgement Judge(const Table& table, std::span<const Report> reports, const std::vector<Flag>& flags,
                const Standing& standing, Instant as_of) {
  Judgement judgement;
  for (const Flag& flag : flags) {
    if (flag.OpenAt(as_of) && !flag.watch) judgement.flags.push_back(&flag);
  }
  const std::vector<Run> runs = RunsOf(table, reports, standing.start);
  Bench bench(table, standing, judgement);
  for (const Flag* flag : judgement.flags) {
    bench.Always(
        "stop-red-flag",
        absl::StrCat(flag->title, ", since ", DayText(standing.calendar.DateOf(flag->raised))), {});
  }
  bench.OfReports(reports);
  for (const Run& run : runs) bench.OfRun(run);
  bench.OfRepeatedPain(runs);
  const Window window = WindowOf(table, runs, standing);
  judgement.gates = GatesOf(table, runs, window, judgement.flags, standing, as_of);
  if (judgement.rows.empty()) HoldOrAdvance(table, window, standing, judgement);
  return judgement;
}

v1::StageProposal ProposalOf(const Table& table, const Judgement& judgement,
                             v1::RunningPlan::PainRule rule) {
  std::vector<const Applies*> rows;
  rows.reserve(judgement.rows.size());
  for (const Applies& row : judgement.rows) rows.push_back(&row);
  const auto gravity = [&](const Applies* row) { return GravityOf(table.rule(row->rule).move()); };
  std::stable_sort(rows.begin(), rows.end(), [&](const Applies* one, const Applies* other) {
    return gravity(one) < gravity(other);
  });
  v1::StageProposal proposal;
  proposal.set_move(table.rule(rows.front()->rule).move());
  proposal.set_pain_rule(rule);
  proposal.set_agreement_allows_advance(judgement.agreement_allows_advance);
  std::vector<std::string> sentences;
  Evidence evidence;
  for (const Applies* row : rows) {
    const auto& rules = proposal.rules();
    if (std::find(rules.begin(), rules.end(), row->rule) == rules.end())
      proposal.add_rules(row->rule);
    if (table.rule(row->rule).move() != proposal.move()) continue;
    sentences.push_back(row->text);
    evidence.insert(evidence.end(), row->evidence.begin(), row->evidence.end());
  }
  proposal.set_because(CutText(absl::StrJoin(sentences, " ")));
  for (const Report* report : InOrder(std::move(evidence))) proposal.add_evidence(report->entry);
  for (const Flag* flag : judgement.flags) {
    if (proposal.escalations_size() < kMostEvidence) proposal.add_escalations(flag->name);
  }
  for (const Gate& gate : judgement.gates) {
    auto& shown = *proposal.add_gates();
    shown.set_id(std::string(gate.id));
    shown.set_truth(gate.truth);
    shown.set_text(CutText(gate.text));
    shown.set_needed(gate.needed);
    for (const Report* report : InOrder(gate.evidence)) shown.add_evidence(report->entry);
  }
  return proposal;
}

}  // namespace midstance::running
