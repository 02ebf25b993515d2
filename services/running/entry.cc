#include "services/running/entry.h"

#include <absl/strings/str_cat.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <optional>

#include "services/running/mechanics.h"
#include "services/running/runs.h"

namespace midstance::running {
namespace {

using rules::v1::DOES_NOT_HOLD;
using rules::v1::HOLDS;
using rules::v1::UNDECIDED;
using std::chrono::days;

constexpr int kWalkStage = 0;

class EntryCheck {
 public:
  EntryCheck(const Table& table, const Facts& facts, const v1::EntryTests& tests, Instant as_of)
      : table_(table), facts_(facts), tests_(tests), as_of_(as_of), reports_(facts.reports) {
    Sort(reports_);
  }

  v1::EntryCondition NoFlag() const {
    v1::EntryCondition answer = Answer(HOLDS, "none is open");
    for (const Flag& flag : facts_.flags) {
      if (flag.watch || !flag.OpenAt(as_of_)) continue;
      if (answer.truth() == HOLDS) answer = Answer(DOES_NOT_HOLD, "open: " + flag.title);
      AddEvidence(answer, flag.name);
    }
    return answer;
  }

  // Nobody is asked for a click before a run: what was never told holds nothing back.
  v1::EntryCondition Mechanics() const {
    const auto present = PresentMechanics(facts_.mechanics, as_of_);
    if (present.empty()) return Answer(HOLDS, "none told");
    v1::EntryCondition answer = Answer(
        DOES_NOT_HOLD, absl::StrCat(present.front().Words(), " on ",
                                    DayText(facts_.calendar.DateOf(present.front().observed))));
    for (const auto& symptom : present) AddEvidence(answer, symptom.entry);
    return answer;
  }

  // The last days in a row on which she walked long enough.
  v1::EntryCondition Walk() const {
    const auto wanted = static_cast<std::size_t>(table_.limits().entry_walk_days);
    const auto look_back = days{static_cast<int>(table_.limits().entry_look_back_days)};
    const auto runs = RunsOf(table_, reports_, facts_.calendar.DateOf(as_of_) - look_back);
    std::vector<const Run*> row;
    for (auto run = runs.rbegin(); run != runs.rend() && row.size() < wanted; ++run) {
      if (!Walked(*run)) continue;
      if (!row.empty() && row.back()->day - run->day != days{1}) row.clear();
      row.push_back(&*run);
    }
    if (row.size() < wanted) {
      return Answer(UNDECIDED, absl::StrCat("walking was told for ", row.size(), " of ", wanted,
                                            " days in a row"));
    }
    std::reverse(row.begin(), row.end());
    return OfWalks(row);
  }

  v1::EntryCondition AtLeast(bool tested, double done, double wanted) const {
    if (!tested) return Answer(UNDECIDED, "not tested");
    return Answer(done >= wanted ? HOLDS : DOES_NOT_HOLD,
                  absl::StrCat(NumberText(done), " of ", NumberText(wanted)));
  }

  v1::EntryCondition Hops(bool bone) const {
    if (bone) return Answer(HOLDS, "left out: a bone may be injured");
    return AtLeast(tests_.has_hops(), tests_.hops(), table_.limits().entry_hops);
  }

  v1::EntryCondition BoneFreeDays() const {
    std::map<Day, const Report*> worst;
    for (const Report& report : reports_) {
      if (!report.site_pain.has_value()) continue;
      const auto [at, fresh] = worst.emplace(report.day, &report);
      if (!fresh && *report.site_pain > *at->second->site_pain) at->second = &report;
    }
    Day last = facts_.calendar.DateOf(as_of_);
    if (worst.count(last) == 0) last -= days{1};
    const auto count = static_cast<int>(table_.limits().entry_bone_free_days);
    v1::EntryCondition answer = Answer(HOLDS, absl::StrCat(count, " days without pain"));
    for (Day day = last - days{count - 1}; day <= last; day += days{1}) {
      const auto told = worst.find(day);
      if (told == worst.end()) {
        if (answer.truth() == HOLDS)
          answer = Answer(UNDECIDED, "pain was not told for " + DayText(day));
        continue;
      }
      if (*told->second->site_pain > table_.limits().bone_nprs) {
        answer = Answer(DOES_NOT_HOLD, absl::StrCat("pain ", NumberText(*told->second->site_pain),
                                                    " on ", DayText(day)));
        AddEvidence(answer, told->second->entry);
        return answer;
      }
      AddEvidence(answer, told->second->entry);
    }
    return answer;
  }

  v1::EntryCondition Tenderness() const {
    if (tests_.bone_tender() == v1::ANSWER_PRESENT) return Answer(DOES_NOT_HOLD, "tender");
    if (tests_.bone_tender() == v1::ANSWER_ABSENT) return Answer(HOLDS, "not tender");
    for (auto report = reports_.rbegin(); report != reports_.rend(); ++report) {
      if (!report->tender_bone.has_value()) continue;
      auto answer = Answer(*report->tender_bone ? DOES_NOT_HOLD : HOLDS,
                           absl::StrCat(*report->tender_bone ? "tender on " : "not tender on ",
                                        DayText(report->day)));
      AddEvidence(answer, report->entry);
      return answer;
    }
    return Answer(UNDECIDED, "not told");
  }

  // Nothing where the femoral neck is not concerned.
  std::optional<v1::EntryCondition> Clearance() const {
    const bool neck = std::any_of(facts_.flags.begin(), facts_.flags.end(), [](const Flag& flag) {
      return flag.femoral_neck && !flag.wrong_alarm;
    });
    if (!neck) return std::nullopt;
    if (tests_.medical_clearance() == v1::ANSWER_PRESENT) return Answer(HOLDS, "cleared");
    if (tests_.medical_clearance() == v1::ANSWER_ABSENT)
      return Answer(DOES_NOT_HOLD, "not cleared");
    return Answer(UNDECIDED, "not told");
  }

 private:
  static v1::EntryCondition Answer(rules::v1::Truth truth, std::string text) {
    v1::EntryCondition answer;
    answer.set_truth(truth);
    answer.set_text(std::move(text));
    return answer;
  }

  // Each record once, however much of it counts, and no more than a reader looks at.
  static void AddEvidence(v1::EntryCondition& answer, const std::string& entry) {
    const auto& named = answer.evidence();
    const bool known = std::find(named.begin(), named.end(), entry) != named.end();
    if (!known && named.size() < 50) answer.add_evidence(entry);
  }

  bool Walked(const Run& run) const {
    if (!run.ran || run.stage != kWalkStage) return false;
    return run.minutes.has_value() ? *run.minutes >= table_.limits().entry_walk_minutes : run.full;
  }

  v1::EntryCondition OfWalks(const std::vector<const Run*>& walks) const {
    v1::EntryCondition answer = Answer(
        HOLDS, absl::StrCat(DayText(walks.front()->day), " to ", DayText(walks.back()->day)));
    const auto worse = [&](rules::v1::Truth truth, const std::string& text) {
      const bool known = answer.truth() == DOES_NOT_HOLD;
      if (known || (truth == UNDECIDED && answer.truth() == UNDECIDED)) return;
      answer.set_truth(truth);
      answer.set_text(text);
    };
    for (const Run* walk : walks) {
      const std::string day = DayText(walk->day);
      for (const Report* report : walk->told) AddEvidence(answer, report->entry);
      for (const Report* report : walk->morning.from) AddEvidence(answer, report->entry);
      if (!walk->pain.value.has_value()) {
        worse(UNDECIDED, "pain in walking was not told for " + day);
      } else if (*walk->pain.value > table_.limits().entry_walk_nprs) {
        worse(DOES_NOT_HOLD, absl::StrCat("pain ", NumberText(*walk->pain.value), " on ", day));
      }
      if (!walk->morning.value.has_value()) {
        worse(UNDECIDED, "the morning after was not told for " + day);
      } else if (*walk->morning.value > table_.limits().entry_morning_nprs) {
        worse(DOES_NOT_HOLD,
              absl::StrCat("pain ", NumberText(*walk->morning.value), " the morning after ", day));
      }
    }
    return answer;
  }

  const Table& table_;
  const Facts& facts_;
  const v1::EntryTests& tests_;
  const Instant as_of_;
  std::vector<Report> reports_;
};

}  // namespace

bool BoneConcern(const std::vector<Flag>& flags) {
  return std::any_of(flags.begin(), flags.end(),
                     [](const Flag& flag) { return flag.bone && !flag.wrong_alarm; });
}

std::vector<v1::EntryCondition> EntryOf(const Table& table, const Facts& facts,
                                        const v1::EntryTests& tests, bool bone, Instant as_of) {
  const EntryCheck check(table, facts, tests, as_of);
  const Limits& limits = table.limits();
  std::vector<v1::EntryCondition> conditions;
  conditions.reserve(static_cast<std::size_t>(table.source().entry_size()));
  for (const auto& row : table.source().entry()) {
    if (row.bone_only() && !bone) continue;
    std::optional<v1::EntryCondition> answer;
    if (row.id() == "no-flag") answer = check.NoFlag();
    if (row.id() == "mechanical") answer = check.Mechanics();
    if (row.id() == "walk") answer = check.Walk();
    if (row.id() == "squats") {
      answer = check.AtLeast(tests.has_single_leg_squats(), tests.single_leg_squats(),
                             limits.entry_squats);
    }
    if (row.id() == "stance") {
      answer = check.AtLeast(tests.has_single_leg_stance_seconds(),
                             tests.single_leg_stance_seconds(), limits.entry_stance_seconds);
    }
    if (row.id() == "hops") answer = check.Hops(bone);
    if (row.id() == "bone-free-days") answer = check.BoneFreeDays();
    if (row.id() == "bone-tenderness") answer = check.Tenderness();
    if (row.id() == "bone-clearance") answer = check.Clearance();
    if (!answer.has_value()) continue;
    answer->set_id(row.id());
    conditions.push_back(*std::move(answer));
  }
  return conditions;
}

bool AllMet(const std::vector<v1::EntryCondition>& conditions) {
  return std::all_of(conditions.begin(), conditions.end(),
                     [](const auto& condition) { return condition.truth() == HOLDS; });
}

}  // namespace midstance::running
