#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include "services/rules/evaluate.h"
#include "services/rules/every_timeline.h"
#include "services/rules/explain.h"
#include "services/rules/program.h"
#include "services/rules/trace.h"
#include "services/rules/verdict.h"

// That what is said of a rule can be relied on: the evidence of one that holds, the missing part of
// one that does not, and the questions of one that is open.
namespace midstance::rules {
namespace {

// An evaluation for every item of evidence, and one for every answer, take their time.
constexpr std::uint64_t kEvidenceShare = 10;
constexpr std::uint64_t kAnswersShare = 50;
// How many answers to what is asked are tried, by chance, before none is said to do.
constexpr int kRounds = 200;

const v1::RuleResult* SameRuleIn(const v1::Evaluation& evaluation, const v1::RuleResult& result) {
  const auto found = std::ranges::find_if(evaluation.results(), [&](const v1::RuleResult& other) {
    return other.rule() == result.rule() && other.has_site() == result.has_site() &&
           other.site().area() == result.site().area() &&
           other.site().side() == result.site().side();
  });
  return found == evaluation.results().end() ? nullptr : &*found;
}

// Whether it holds there as urgently as that at least.
const v1::RuleResult* AsUrgentIn(const v1::Evaluation& evaluation, const v1::RuleResult& result) {
  const auto* same = SameRuleIn(evaluation, result);
  return same != nullptr && same->truth() == v1::HOLDS && same->urgency() >= result.urgency()
             ? same
             : nullptr;
}

bool IsToldOf(const Report& report, const v1::Site& site) {
  if (!report.site.has_value() || report.site->area != site.area()) return false;
  const bool of_a_side = site.side() == v1::LEFT || site.side() == v1::RIGHT;
  return report.site->side == site.side() || (of_a_side && report.site->side == v1::BILATERAL);
}

std::set<std::string> EntriesOf(const v1::RuleResult& result) {
  std::set<std::string> entries;
  for (const auto& evidence : result.evidence()) entries.insert(evidence.entry());
  return entries;
}

void AddEntriesOf(const v1::Trace& trace, std::set<std::string>& entries) {
  for (const auto& evidence : trace.evidence()) entries.insert(evidence.entry());
  for (const auto& child : trace.children()) AddEntriesOf(child, entries);
}

const RuleInfo& RuleOf(const CompiledRuleSet& rules, const v1::RuleResult& result) {
  return *std::ranges::find(rules.program().rules, result.rule(),
                            [](const RuleInfo& info) { return info.rule->id(); });
}

// A report of the site that says nothing about the rule: that the site is known is no evidence, it
// is where the rule is asked.
Report OnlyKnown(const CompiledRuleSet& rules, const v1::RuleResult& result, Instant as_of) {
  const auto code = std::ranges::find_if(rules.codes(), [&](const CodeInfo& info) {
    return !info.OfPatient() && info.kind == v1::Code::NUMBER &&
           !RuleOf(rules, result).asks.Has(info.index);
  });
  return {.name = "known",
          .observed = as_of,
          .entered = as_of,
          .site = Site{result.site().area(), result.site().side()},
          .values = {{code->code, code->lower}}};
}

bool Names(const v1::RuleResult& result, const Report& report, const Observed& value) {
  return std::ranges::any_of(result.evidence(), [&](const v1::Evidence& evidence) {
    return evidence.entry() == report.name && evidence.code() == value.code &&
           (!evidence.has_site() || IsToldOf(report, evidence.site()));
  });
}

// What `keeps` says of the reports, and the site at least known.
template <class Keeps>
std::vector<Report> Only(const CompiledRuleSet& rules, std::vector<Report> reports,
                         const v1::RuleResult& result, Instant as_of, const Keeps& keeps) {
  for (Report& report : reports) {
    std::erase_if(report.values, [&](const Observed& value) { return !keeps(report, value); });
  }
  std::erase_if(reports, [](const Report& report) { return report.values.empty(); });
  const bool known = std::ranges::any_of(
      reports, [&](const Report& report) { return IsToldOf(report, result.site()); });
  if (result.has_site() && !known) reports.push_back(OnlyKnown(rules, result, as_of));
  return reports;
}

// The reports without the answer that the evidence names.
std::vector<Report> WithoutAnswer(std::vector<Report> reports, const v1::Evidence& evidence) {
  for (Report& report : reports) {
    if (report.name != evidence.entry()) continue;
    if (evidence.has_site() && !IsToldOf(report, evidence.site())) continue;
    std::erase_if(report.values,
                  [&](const Observed& value) { return value.code == evidence.code(); });
  }
  return reports;
}

std::vector<Report> WithoutEntry(std::vector<Report> reports, const std::string& entry) {
  std::erase_if(reports, [&](const Report& report) { return report.name == entry; });
  return reports;
}

v1::Evaluation Said(const CompiledRuleSet& rules, const std::vector<Report>& reports,
                    Instant as_of) {
  return Evaluate(rules, Timeline::Build(rules, reports), as_of);
}

// What a result names raises it by itself: nothing that it rests on is left out. Where a report
// counts at a site for a no that is no evidence, or what is named would meet a guard that another
// report denied since, it takes the whole reports, and those that the trace names.
void ExpectCarried(const CompiledRuleSet& rules, const std::vector<Report>& reports,
                   const v1::RuleResult& result, Instant as_of) {
  const auto answers =
      Only(rules, reports, result, as_of,
           [&](const auto& report, const auto& value) { return Names(result, report, value); });
  if (AsUrgentIn(Said(rules, answers, as_of), result) != nullptr) return;
  auto entries = EntriesOf(result);
  AddEntriesOf(result.trace(), entries);
  const auto whole = Only(rules, reports, result, as_of, [&](const auto& report, const auto&) {
    return entries.contains(report.name);
  });
  EXPECT_NE(AsUrgentIn(Said(rules, whole, as_of), result), nullptr) << result.DebugString();
}

TEST(EveryTimeline, NamesInItsEvidenceAllThatARuleRestsOn) {
  ForAll(
      Utc(),
      [](const CompiledRuleSet& rules, RandomReports&, const std::vector<Report>& reports,
         const Timeline&, Instant as_of, const v1::Evaluation& now) {
        for (const auto& result : now.results()) ExpectCarried(rules, reports, result, as_of);
      },
      kEvidenceShare);
}

TEST(EveryTimeline, WithoutAnyOneOfItsEvidenceARuleIsSilentOrNamesWhatStandsInForIt) {
  std::size_t silent = 0, less_urgent = 0, stood_in = 0, firings = 0;
  ForAll(
      Utc(),
      [&](const CompiledRuleSet& rules, RandomReports&, const std::vector<Report>& reports,
          const Timeline&, Instant as_of, const v1::Evaluation& now) {
        for (const auto& result : now.results()) {
          ++firings;
          const auto try_without = [&](const std::vector<Report>& rest, const auto& is_gone) {
            const auto then = Said(rules, rest, as_of);
            const auto* still = AsUrgentIn(then, result);
            if (still == nullptr) return ++(SameRuleIn(then, result) ? less_urgent : silent);
            EXPECT_GT(still->evidence_size(), 0) << result.DebugString();
            EXPECT_TRUE(std::ranges::none_of(still->evidence(), is_gone)) << still->DebugString();
            ExpectCarried(rules, rest, *still, as_of);
            return ++stood_in;
          };
          for (const auto& evidence : result.evidence()) {
            try_without(WithoutAnswer(reports, evidence), [&](const v1::Evidence& other) {
              return other.entry() == evidence.entry() && other.code() == evidence.code() &&
                     other.site().area() == evidence.site().area() &&
                     other.site().side() == evidence.site().side();
            });
          }
          for (const auto& entry : EntriesOf(result)) {
            try_without(WithoutEntry(reports, entry),
                        [&](const v1::Evidence& other) { return other.entry() == entry; });
          }
        }
      },
      kEvidenceShare);
  EXPECT_GE(silent * 4, firings);
  EXPECT_GE(less_urgent * 200, firings);
  EXPECT_GE(stood_in * 4, firings);
}

// What is asked for later, of the moment at which it was said.
TEST(EveryTimeline, AskedLaterWhatWasSaidThenGivesTheSameWords) {
  ForAll(
      Utc(),
      [](const CompiledRuleSet& rules, RandomReports& random, const std::vector<Report>&,
         const Timeline& timeline, Instant as_of, const v1::Evaluation& now) {
        std::vector<Report> later = random.Some(4);
        for (Report& report : later) {
          report.name = "later/" + report.name;
          report.entered = std::max(report.entered, as_of + std::chrono::minutes(1));
        }
        auto then = Evaluate(rules, timeline.With(rules, later), as_of);
        auto before = now;
        // When something changes by itself does depend on what comes.
        then.clear_recheck_time();
        before.clear_recheck_time();
        ASSERT_EQ(then.SerializeAsString(), before.SerializeAsString());
        for (int i = 0; i < before.results_size(); ++i) {
          EXPECT_EQ(Explain(then.results(i)), Explain(before.results(i)));
        }
      },
      kEvidenceShare / 2);
}

using Parts = std::vector<const v1::Trace*>;

bool IsGuard(const v1::Trace& trace) {
  return trace.path().ends_with(".not") || trace.path().ends_with(".unless");
}

// The parts of a guard that make it `truth`.
void CollectInside(const v1::Trace& trace, v1::Truth truth, Parts& parts) {
  if (trace.truth() != truth) return;
  if (trace.children().empty() || !trace.text().empty()) return parts.push_back(&trace);
  const auto of_children = IsGuard(trace) ? OppositeOf(truth) : truth;
  for (const auto& child : trace.children()) CollectInside(child, of_children, parts);
}

// The parts that keep a rule from holding, found in its trace without `Explain`.
void CollectLacking(const v1::Trace& trace, Parts& parts) {
  if (trace.truth() == v1::HOLDS) return;
  if (trace.children().empty() || !trace.text().empty()) return parts.push_back(&trace);
  if (IsGuard(trace)) return CollectInside(trace.children(0), OppositeOf(trace.truth()), parts);
  for (const auto& child : trace.children()) CollectLacking(child, parts);
}

TEST(EveryTimeline, TellsOfEachRuleThatIsSilentWhatItLacks) {
  std::size_t open = 0, lacking = 0;
  ForAll(
      Utc(),
      [&](const CompiledRuleSet& rules, RandomReports&, const std::vector<Report>&,
          const Timeline& timeline, Instant as_of, const v1::Evaluation&) {
        const auto all = Evaluate(rules, timeline, as_of, {.explain_all = true});
        for (const auto& result : all.results()) {
          if (result.truth() == v1::HOLDS) continue;
          ++(result.truth() == v1::UNDECIDED ? open : lacking);
          Parts parts;
          CollectLacking(result.trace(), parts);
          EXPECT_FALSE(parts.empty()) << result.DebugString();
          const auto sentences = Explain(result);
          for (const auto* part : parts) {
            EXPECT_FALSE(part->text().empty()) << result.DebugString();
            EXPECT_TRUE(std::ranges::any_of(
                sentences,
                [&](const std::string& sentence) { return sentence.ends_with(part->text()); }))
                << part->text() << "\n"
                << result.DebugString();
          }
        }
      },
      kEvidenceShare);
  EXPECT_GE(open * 100, lacking);
  EXPECT_GE(lacking * 100, open);
}

// Some answers to a code: each choice, and numbers on both sides of each limit that a rule sets.
std::vector<Observed> AnswersTo(const CompiledRuleSet& rules, const CodeInfo& code) {
  std::vector<Observed> answers;
  switch (code.kind) {
    case v1::Code::FLAG:
      return {{code.code, Answer::kPresent}, {code.code, Answer::kAbsent}};
    case v1::Code::NUMBER:
      answers = {{code.code, code.lower}, {code.code, code.upper}};
      for (const TestNode& test : rules.program().tests) {
        if (test.kind != TestNode::Kind::kNumber || test.code != code.index) continue;
        for (const double number : {test.than - 1, test.than, test.than + 1}) {
          answers.push_back({code.code, number});
        }
      }
      return answers;
    default:
      for (std::size_t i = 0; i < code.choices.size(); ++i) {
        if (!code.LeavesOpen(static_cast<double>(i))) {
          answers.push_back({code.code, code.choices[i]});
        }
      }
      return answers;
  }
}

// Where the answer may be told: at the site that was asked about, of a rule about the whole patient
// in any area.
std::vector<Site> SitesToTell(const v1::RuleResult& result) {
  if (result.has_site()) return {{result.site().area(), result.site().side()}};
  std::vector<Site> sites;
  for (int area = v1::HIP; area <= v1::Area_MAX; ++area) {
    sites.push_back({static_cast<Area>(area), v1::LEFT});
  }
  return sites;
}

// The reports with the answers put into the one at this position; where that tells of another site,
// or behind the last, told beside it of the same moment or of now.
std::vector<Report> Answered(std::vector<Report> reports, std::size_t at,
                             const std::vector<Observed>& answers, const Site& site,
                             Instant as_of) {
  v1::Site told;
  told.set_area(site.area);
  told.set_side(site.side);
  if (at == reports.size() || !IsToldOf(reports[at], told)) {
    const Instant observed = at < reports.size() ? std::min(reports[at].observed, as_of) : as_of;
    reports.push_back(
        {.name = "answer", .observed = observed, .entered = as_of, .site = site, .values = {}});
    at = reports.size() - 1;
  }
  for (const Observed& answer : answers) {
    std::erase_if(reports[at].values,
                  [&](const Observed& value) { return value.code == answer.code; });
    reports[at].values.push_back(answer);
  }
  return reports;
}

// What the rule says where the result is about, part by part, by one look at it alone.
v1::Trace TraceOver(const CompiledRuleSet& rules, const std::vector<Report>& reports,
                    const v1::RuleResult& result, Instant as_of) {
  const Program& program = rules.program();
  const Timeline timeline = Timeline::Build(rules, reports);
  const auto* track = result.has_site()
                          ? timeline.FindTrack({result.site().area(), result.site().side()})
                          : &timeline.tracks().front();
  const RuleInfo& rule = RuleOf(rules, result);
  const View view{.program = program, .timeline = timeline};
  return TraceOf(view.At(*track, MomentOf(program.calendar, MicrosOf(as_of)), rule.rule->urgency()),
                 rule.when);
}

// The parts that nobody can decide.
int OpenParts(const v1::Trace& trace) {
  int open = trace.children().empty() && trace.truth() == v1::UNDECIDED ? 1 : 0;
  for (const auto& child : trace.children()) open += OpenParts(child);
  return open;
}

// Whether an answer may hold a rule back: because it meets a guard, or lies too far from the rest.
bool MayHoldBack(const Program& program, NodeIndex condition) {
  const ConditionNode& node = program.conditions[condition];
  return node.kind == ConditionNode::Kind::kUnless || node.within != 0 ||
         std::ranges::any_of(node.children,
                             [&](NodeIndex child) { return MayHoldBack(program, child); });
}

// Whether the rule is open for one thing alone, that one report may tell. That something is nowhere
// takes an answer of each site.
bool IsOneAnswerAway(const CompiledRuleSet& rules, const v1::RuleResult& result) {
  Parts parts;
  CollectLacking(result.trace(), parts);
  if (parts.size() != 1 || MayHoldBack(rules.program(), RuleOf(rules, result).when)) return false;
  const std::string& path = parts[0]->path();
  return (path.ends_with(".seen") || path.ends_with(".fact")) &&
         (result.has_site() || path.find(".not") == std::string::npos);
}

TEST(EveryTimeline, AsksWhatSettlesAPartOfARuleAndRaisesOneThatIsOneAnswerAway) {
  std::size_t asked = 0, settled = 0, away = 0;
  const auto check = [&](const CompiledRuleSet& rules, RandomReports& random,
                         const std::vector<Report>& reports, const v1::RuleResult& result,
                         Instant as_of) {
    const int open = OpenParts(result.trace());
    bool closes = false, settles = false, raises = false;
    const bool is_away = IsOneAnswerAway(rules, result);
    const auto is_enough = [&] { return is_away ? raises : closes; };
    for (int round = 0; round < kRounds && !(is_enough() && settles); ++round) {
      std::vector<Observed> answers;
      for (const auto& question : result.would_decide()) {
        answers.push_back(random.OneOf(AnswersTo(rules, *rules.Find(question.code()))));
      }
      for (const Site& site : SitesToTell(result)) {
        for (std::size_t at = 0; at <= reports.size(); ++at) {
          const auto then =
              TraceOver(rules, Answered(reports, at, answers, site, as_of), result, as_of);
          closes |= OpenParts(then) < open;
          settles |= then.truth() != v1::UNDECIDED;
          raises |= then.truth() == v1::HOLDS;
        }
      }
      if (round > 20 && is_enough()) break;
    }
    ++asked;
    settled += settles ? 1 : 0;
    away += is_away ? 1 : 0;
    EXPECT_TRUE(is_enough()) << result.DebugString();
  };
  ForAll(
      Utc(),
      [&](const CompiledRuleSet& rules, RandomReports& random, const std::vector<Report>& reports,
          const Timeline& timeline, Instant as_of, const v1::Evaluation& now) {
        if (now.would_decide().empty()) return;
        const auto all = Evaluate(rules, timeline, as_of, {.explain_all = true});
        for (const auto& result : all.results()) {
          if (!result.would_decide().empty()) check(rules, random, reports, result, as_of);
        }
      },
      kAnswersShare);
  EXPECT_GE(settled * 10, asked * 9);
  // A share of few says nothing.
  constexpr std::size_t kEnough = 400;
  if (asked >= kEnough) {
    EXPECT_GE(away * 50, asked);
  }
}

}  // namespace
}  // namespace midstance::rules
