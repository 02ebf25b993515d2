#include "services/rules/evaluate.h"

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "services/rules/conditions.h"
#include "services/rules/days.h"
#include "services/rules/prefilter.h"
#include "services/rules/program.h"
#include "services/rules/questions.h"
#include "services/rules/result.h"
#include "services/rules/trace.h"
#include "services/rules/verdict.h"
#include "services/rules/words.h"

namespace midstance::rules {
namespace {

using Track = Timeline::Track;

constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();

class Evaluator {
 public:
  Evaluator(const CompiledRuleSet& rules, const Timeline& timeline, Instant as_of,
            const Options& options)
      : program_(rules.program()),
        timeline_(timeline),
        view_{.program = program_,
              .timeline = timeline,
              .as_observed = options.as_observed,
              .all_entered = options.all_entered},
        as_of_(MomentOf(program_.calendar, MicrosOf(as_of))),
        starts_(program_.calendar),
        options_(options) {
    if (options.as_observed) {
      horizon_ = options.recheck_until.has_value() ? MicrosOf(*options.recheck_until) : as_of_.at;
      recheck_ = horizon_;
    }
    result_.set_rule_set(rules.id());
    result_.set_rule_set_version(rules.version());
    result_.set_rule_set_digest(rules.digest());
    *result_.mutable_as_of() = TimestampOf(as_of);
  }

  v1::Evaluation Run() {
    for (const Track& track : timeline_.tracks()) {
      const Ranges ranges(timeline_, track);
      std::optional<Ranges> known;
      if (LooksBack()) known.emplace(timeline_, track, as_of_.at);
      for (const RuleInfo& rule : program_.rules) {
        if (!rule.IsAskedAt(track.area())) continue;
        Consider(rule, track, ranges, known.has_value() ? *known : ranges);
      }
    }
    Finish();
    return std::move(result_);
  }

 private:
  // Whether there are reports that nobody knew then: what is asked does not depend on them.
  bool LooksBack() const {
    return !options_.as_observed && !options_.all_entered && timeline_.last_known() > as_of_.at;
  }

  // When the next report becomes known.
  std::int64_t NextKnown(std::int64_t as_of) const {
    const bool as_observed = options_.as_observed;
    const auto last = as_observed ? timeline_.last_observed() : timeline_.last_known();
    if (options_.all_entered || last <= as_of) return kNever;
    std::int64_t next = kNever;
    for (const Track& track : timeline_.tracks()) {
      for (const auto& row : timeline_.RowsOf(track)) {
        const std::int64_t known = as_observed ? row.observed : row.Known();
        if (known > as_of) next = std::min(next, known);
      }
    }
    return next;
  }

  // The earliest moment after `moment` at which the verdict that was found then may change.
  Moment Until(const Verdict& verdict, const Moment& moment) {
    const Moment by_time = starts_.After(moment, verdict.until);
    const std::int64_t next = NextKnown(moment.at);
    return next < by_time.at ? MomentOf(program_.calendar, next) : by_time;
  }

  // Moves the recheck time forward to when this rule's effect changes, if that is sooner.
  void Recheck(const RuleInfo& rule, const Track& track, const Verdict& now) {
    if (recheck_ <= as_of_.at) return;
    for (Moment moment = Until(now, as_of_); moment.at < recheck_;) {
      const Verdict then = VerdictAt(view_, rule, track, moment);
      if (!then.SameEffect(now)) {
        recheck_ = moment.at;
        return;
      }
      moment = Until(then, moment);
    }
  }

  // `ranges` of all reports, `known` of those that are known by now.
  void Consider(const RuleInfo& rule, const Track& track, const Ranges& ranges,
                const Ranges& known) {
    const bool silent = rule.IsSilentWhere(track.codes);
    const bool never = silent || ranges.Hopeless(program_, rule);
    const bool hopeless = &known == &ranges ? never : silent || known.Hopeless(program_, rule);
    if (never && hopeless && !options_.explain_all) return;
    const Verdict verdict = VerdictAt(view_, rule, track, as_of_);
    if (!never && ranges.CanHold(program_, rule)) Recheck(rule, track, verdict);
    const Scope scope = view_.At(track, as_of_, rule.rule->urgency());
    if (!scope.Knows(track)) return;
    if (options_.as_observed) {
      if (verdict.truth != Truth::kTrue) return;
      *result_.add_results() = ResultOf(scope, rule, verdict.truth, verdict.urgency);
      return;
    }
    CodeSet asks;
    if (!hopeless && verdict.truth == Truth::kUndecided) asks = CodesThatDecide(scope, rule.when);
    asks.ForEach([&](CodeIndex code) { Ask(rule, track, code); });
    if (verdict.truth != Truth::kTrue && !options_.explain_all) return;
    v1::RuleResult& result = *result_.add_results();
    result = ResultOf(scope, rule, verdict.truth, verdict.urgency);
    if (options_.ask_all && verdict.truth == Truth::kUndecided) {
      for (const auto& open : OpenQuestions(scope, rule.when)) {
        *result.add_would_decide() = QuestionOf(rule, open.site, open.code);
      }
      return;
    }
    asks.ForEach(
        [&](CodeIndex code) { *result.add_would_decide() = QuestionOf(rule, track.site, code); });
  }

  v1::Question QuestionOf(const RuleInfo& rule, const std::optional<Site>& site,
                          CodeIndex code) const {
    const CodeInfo& info = program_.codes[code];
    v1::Question question;
    question.set_code(info.code);
    if (!info.OfPatient() && site.has_value()) *question.mutable_site() = ToProto(*site);
    question.set_question(info.question);
    question.add_rules(rule.rule->id());
    question.set_urgency(rule.rule->urgency());
    return question;
  }

  void Ask(const RuleInfo& rule, const Track& track, CodeIndex code) {
    const bool of_patient = program_.codes[code].OfPatient();
    const auto key = std::pair(of_patient ? std::nullopt : track.site, code);
    const auto [found, added] = questions_.try_emplace(key);
    if (added) {
      found->second = QuestionOf(rule, track.site, code);
      return;
    }
    v1::Question& question = found->second;
    question.set_urgency(std::max(question.urgency(), rule.rule->urgency()));
    const auto& rules = question.rules();
    if (std::find(rules.begin(), rules.end(), rule.rule->id()) == rules.end()) {
      question.add_rules(rule.rule->id());
    }
  }

  void Finish() {
    const auto order = [](const v1::RuleResult& result) {
      return std::tuple(-static_cast<int>(result.urgency()), std::string_view(result.rule()),
                        result.site().area(), result.site().side());
    };
    std::sort(result_.mutable_results()->begin(), result_.mutable_results()->end(),
              [&](const auto& a, const auto& b) { return order(a) < order(b); });
    for (auto& [key, question] : questions_) {
      std::sort(question.mutable_rules()->begin(), question.mutable_rules()->end());
      *result_.add_would_decide() = std::move(question);
    }
    if (recheck_ < horizon_) *result_.mutable_recheck_time() = TimestampOf(FromMicros(recheck_));
  }

  const Program& program_;
  const Timeline& timeline_;
  const View view_;
  const Moment as_of_;
  DayStarts starts_;
  const Options options_;
  v1::Evaluation result_;
  std::map<std::pair<std::optional<Site>, CodeIndex>, v1::Question> questions_;
  std::int64_t horizon_ = kNever;
  std::int64_t recheck_ = kNever;
};

}  // namespace

v1::Evaluation Evaluate(const CompiledRuleSet& rules, const Timeline& timeline, Instant as_of,
                        const Options& options) {
  if (timeline.tracks().empty()) {
    return Evaluate(rules, Timeline::Build(rules, {}), as_of, options);
  }
  return Evaluator(rules, timeline, as_of, options).Run();
}

}  // namespace midstance::rules
