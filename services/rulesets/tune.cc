#include "services/rulesets/tune.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "midstance/v1/patient.pb.h"
#include "midstance/v1/rule_set_revision.pb.h"
#include "midstance/v1/rule_set_service.pb.h"
#include "services/rulesets/active.h"
#include "services/rulesets/losing.h"
#include "services/rulesets/revision.h"
#include "services/rulesets/test_patient.h"
#include "storage/tables/all.h"
#include "support/status.h"

namespace midstance::rulesets {
namespace {

// Of one pull, each counted once for every value: they hold a thread of those that answer reads.
constexpr std::size_t kLooksOfAPull = 16;
constexpr int kMostMissedTold = 100;
constexpr int kMostProblemsTold = 5;

const rules::v1::Rule* RuleNamed(const rules::CompiledRuleSet& rules, std::string_view id) {
  const auto& all = rules.source().rules();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const auto& rule) { return rule.id() == id; });
  return found == all.end() ? nullptr : &*found;
}

// The active rules with another one in the place of that of its id.
absl::StatusOr<rules::CompiledRuleSet> With(const rules::CompiledRuleSet& active,
                                            const rules::v1::Rule& changed) {
  rules::v1::RuleSet set = active.source();
  for (auto& rule : *set.mutable_rules()) {
    if (rule.id() == changed.id()) rule = changed;
  }
  return rules::Compile(set, active.calendar());
}

std::set<std::string> BrokenScenarios(const rules::CompiledRuleSet& rules) {
  v1::RuleSetRevision played;
  Play(rules, played);
  std::set<std::string> broken;
  for (const auto& scenario : played.broken_scenarios()) broken.insert(scenario.scenario());
  return broken;
}

// "when.run.span.days, when.run.min_entries".
std::string PathsOf(const std::vector<rules::RuleNumber>& numbers) {
  std::string paths;
  for (const auto& number : numbers) paths += (paths.empty() ? "" : ", ") + number.path;
  return paths;
}

}  // namespace

TuneStream::TuneStream(const TuneParts& parts, const rpc::Call& call, cases::Engines::Engine active)
    : parts_(parts), call_(call), active_(std::move(active)) {}

absl::StatusOr<std::unique_ptr<rpc::Stream>> TuneStream::Open(const TuneParts& parts,
                                                              const rpc::Call& call,
                                                              const v1::TuneRuleRequest& request) {
  MIDSTANCE_RETURN_IF_ERROR(IsRuleSet(parts.engines, request.name()));
  std::unique_ptr<TuneStream> stream;
  const auto open = [&](const storage::Reader& reader) -> absl::Status {
    MIDSTANCE_ASSIGN_OR_RETURN(auto active, parts.engines.At(reader, call.now));
    stream.reset(new TuneStream(parts, call, std::move(active)));
    return reader.ForEach<v1::Patient>(
        {}, [&](const v1::Patient& patient) { stream->patients_.push_back(patient.name()); });
  };
  MIDSTANCE_RETURN_IF_ERROR(parts.store.Read(call.principal.clinic, open));
  std::sort(stream->patients_.begin(), stream->patients_.end());
  MIDSTANCE_RETURN_IF_ERROR(stream->Begin(request));
  return stream;
}

absl::Status TuneStream::Begin(const v1::TuneRuleRequest& request) {
  const auto* const rule = RuleNamed(active_->rules(), request.rule());
  if (rule == nullptr) return FieldInvalid("rule", "must be a rule of the active rule set");
  family_ = rule->family().empty() ? rule->id() : rule->family();
  numbers_ = rules::NumbersOf(*rule);
  if (!request.number().empty()) return Choose(request, *rule);
  if (request.values().empty()) return absl::OkStatus();
  return FieldInvalid("number", "must tell which number the values are for");
}

absl::Status TuneStream::Choose(const v1::TuneRuleRequest& request, const rules::v1::Rule& rule) {
  const auto number = std::find_if(numbers_.begin(), numbers_.end(),
                                   [&](const auto& one) { return one.path == request.number(); });
  if (number == numbers_.end()) {
    return FieldInvalid("number", numbers_.empty() ? "the rule has no number"
                                                   : "must be one of " + PathsOf(numbers_));
  }
  for (int i = 0; i < request.values_size(); ++i) {
    if (std::isfinite(request.values(i))) continue;
    return FieldInvalid("values[" + std::to_string(i) + "]", "must be a number");
  }
  const std::vector<double> asked(request.values().begin(), request.values().end());
  for (const double value : ValuesToTry(parts_.tuning, *number, asked)) Try(rule, *number, value);
  return absl::OkStatus();
}

void TuneStream::Try(const rules::v1::Rule& rule, const rules::RuleNumber& number, double value) {
  auto& tried = tried_.emplace_back();
  tried.told.set_value(value);
  tried.told.set_present(value == number.value);
  if (tried.told.present()) {
    tried.rules = active_->rules();
    return;
  }
  rules::v1::Rule changed = rule;
  if (!rules::SetNumber(number.path, value, changed)) {
    tried.told.add_problems("must be a whole number");
    return;
  }
  auto compiled = With(active_->rules(), changed);
  if (compiled.ok()) {
    tried.rules = *std::move(compiled);
    return;
  }
  const auto wrong = BadRequestOf(compiled.status()).value_or(google::rpc::BadRequest());
  for (const auto& problem : wrong.field_violations()) {
    if (tried.told.problems_size() < kMostProblemsTold) {
      tried.told.add_problems(problem.description());
    }
  }
  if (tried.told.problems().empty()) tried.told.add_problems("does not fit the rules");
}

absl::StatusOr<std::vector<std::string>> TuneStream::Pull(const rpc::Principal& caller,
                                                          Instant /*now*/, bool /*beat*/) {
  std::vector<std::string> batch;
  if (done_) return batch;
  if (!told_numbers_) {
    v1::TuneRuleResponse response;
    auto& numbers = *response.mutable_numbers();
    for (const auto& number : numbers_) {
      auto& told = *numbers.add_numbers();
      told.set_number(number.path);
      told.set_present(number.value);
    }
    batch.push_back(response.SerializeAsString());
    told_numbers_ = true;
    done_ = tried_.empty();
    return batch;
  }
  if (played_ < tried_.size()) {
    if (played_ == 0) broken_before_ = BrokenScenarios(active_->rules());
    Play(tried_[played_++]);
    batch.push_back(Progress().SerializeAsString());
    return batch;
  }
  const std::size_t step = std::max<std::size_t>(1, kLooksOfAPull / tried_.size());
  const std::size_t last = std::min(next_ + step, patients_.size());
  const auto look = [&](const storage::Reader& reader) -> absl::Status {
    for (std::size_t i = next_; i < last; ++i) {
      MIDSTANCE_RETURN_IF_ERROR(LookAt(reader, patients_[i]));
    }
    return absl::OkStatus();
  };
  MIDSTANCE_RETURN_IF_ERROR(parts_.store.Read(call_.principal.clinic, look));
  next_ = last;
  batch.push_back(Progress().SerializeAsString());
  if (next_ == patients_.size()) {
    // Who only manages the server has no right to read what is about a patient.
    TellValues(caller.roles.Has(options::v1::ROLE_LEAD_CLINICIAN), batch);
    done_ = true;
  }
  return batch;
}

void TuneStream::Play(Tried& tried) const {
  if (!tried.rules.has_value() || tried.told.present()) return;
  int broken = 0;
  for (const auto& scenario : BrokenScenarios(*tried.rules)) {
    broken += broken_before_.contains(scenario) ? 0 : 1;
  }
  tried.told.set_broken_scenarios(broken);
}

absl::Status TuneStream::LookAt(const storage::Reader& reader, const std::string& patient) {
  const rules::BackTestPeriod period{.since = std::nullopt, .end = call_.now};
  for (Tried& tried : tried_) {
    if (!tried.rules.has_value()) continue;
    MIDSTANCE_ASSIGN_OR_RETURN(
        const auto tested, TestPatient(reader, active_->rules(), *tried.rules, period, patient));
    tried.counts.Add(tested.counts);
    auto& told = tried.told;
    told.set_added(told.added() + tested.counts.Of(rules::Change::kAdded));
    told.set_lost(told.lost() + tested.counts.Of(rules::Change::kLost));
    told.set_missed_confirmed(told.missed_confirmed() + tested.lost_confirmed);
    told.set_late_confirmed(told.late_confirmed() + tested.late_confirmed);
    for (const auto& difference : tested.differences) {
      if (LosesConfirmed(difference)) tried.missed.insert(difference.escalation());
    }
  }
  return absl::OkStatus();
}

v1::TuneRuleResponse TuneStream::Progress() const {
  v1::TuneRuleResponse response;
  response.mutable_progress()->set_patients_done(static_cast<int>(next_));
  response.mutable_progress()->set_patients_total(static_cast<int>(patients_.size()));
  return response;
}

void TuneStream::TellValues(bool with_names, std::vector<std::string>& batch) {
  std::vector<v1::TunedValue> values;
  for (Tried& tried : tried_) {
    auto& told = values.emplace_back(std::move(tried.told));
    const auto family = tried.counts.by_family.find(family_);
    told.set_alarms(family == tried.counts.by_family.end() ? 0 : family->second.after);
    told.set_weekly_per_100(tried.counts.WeeklyPer100(told.alarms()));
    told.set_weekly_minutes_per_100(told.weekly_per_100() * parts_.tuning.minutes_of_an_alarm());
    for (const auto& escalation : tried.missed) {
      if (!with_names || told.missed_escalations_size() == kMostMissedTold) break;
      told.add_missed_escalations(escalation);
    }
  }
  Recommend(values);
  for (auto& value : values) {
    v1::TuneRuleResponse response;
    *response.mutable_value() = std::move(value);
    batch.push_back(response.SerializeAsString());
  }
}

}  // namespace midstance::rulesets
