#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "services/rules/backtest.h"
#include "services/rules/evaluate.h"
#include "services/rules/every_timeline.h"

// That a back-test finds nothing where nothing is, says the opposite the other way round, and says
// nothing that an evaluation of the moment does not say as well.
namespace midstance::rules {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// Both sides are replayed, and evaluated at each difference.
constexpr std::uint64_t kShare = 10;
// In so many histories every kind of difference comes up; the rarest once in about two hundred.
constexpr int kManyHistories = 1'000;

// Some numbers and urgencies below `message` one lower or higher.
void ChangeSome(Message& message, RandomReports& random) {
  const auto* reflection = message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(message, &fields);
  for (const auto* field : fields) {
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      if (!field->is_repeated()) {
        ChangeSome(*reflection->MutableMessage(&message, field), random);
        continue;
      }
      for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
        ChangeSome(*reflection->MutableRepeatedMessage(&message, field, i), random);
      }
    } else if (!field->is_repeated() && random.Chance(10)) {
      const int by = random.Chance(50) ? 1 : -1;
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_INT32) {
        reflection->SetInt32(&message, field, reflection->GetInt32(message, field) + by);
      } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_DOUBLE) {
        reflection->SetDouble(&message, field, reflection->GetDouble(message, field) + by);
      }
    }
  }
}

// `rules` with changes at random: numbers, urgencies, rules that are gone.
CompiledRuleSet Changed(const CompiledRuleSet& rules, RandomReports& random) {
  for (;;) {
    v1::RuleSet set = rules.source();
    for (auto& rule : *set.mutable_rules()) {
      ChangeSome(*rule.mutable_when(), random);
      if (random.Chance(10)) rule.set_urgency(static_cast<v1::Urgency>(random.Number(1, 4)));
    }
    if (random.Chance(30)) ChangeSome(*set.mutable_defaults(), random);
    for (int i = set.rules_size() - 1; i >= 0; --i) {
      if (!set.rules(i).family().empty() || !random.Chance(10)) continue;
      set.mutable_rules()->DeleteSubrange(i, 1);
    }
    // What compiles not at all is tried again with other changes.
    if (auto compiled = Compile(set, rules.calendar()); compiled.ok()) return *std::move(compiled);
  }
}

// What changed of every number of candidates is compiled once.
const std::vector<CompiledRuleSet>& ChangedSets(const CompiledRuleSet& rules) {
  static std::map<std::string, std::vector<CompiledRuleSet>> made;
  auto& sets = made[rules.digest()];
  if (sets.empty()) {
    RandomReports random(rules, 1);
    for (int i = 0; i < 40; ++i) sets.push_back(Changed(rules, random));
  }
  return sets;
}

Change Mirrored(Change change) {
  switch (change) {
    case Change::kAdded:
      return Change::kLost;
    case Change::kLost:
      return Change::kAdded;
    case Change::kEarlier:
      return Change::kLater;
    case Change::kLater:
      return Change::kEarlier;
    case Change::kMoreUrgent:
      return Change::kLessUrgent;
    case Change::kLessUrgent:
      return Change::kMoreUrgent;
  }
  return change;
}

std::string WordsOf(const std::optional<Alarm>& alarm) {
  if (!alarm.has_value()) return "nothing";
  return std::to_string(MicrosOf(alarm->raised)) + " " +
         std::to_string(MicrosOf(alarm->as_urgent)) + " " +
         std::to_string(MicrosOf(alarm->most_urgent)) + " " + alarm->result.SerializeAsString();
}

std::vector<std::string> Told(const BackTested& tested, bool mirrored) {
  std::vector<std::string> words;
  for (const auto& difference : tested.differences) {
    std::vector<Change> changes = difference.changes;
    if (mirrored) std::ranges::transform(changes, changes.begin(), Mirrored);
    std::ranges::sort(changes);
    std::string text;
    for (const Change change : changes) text += std::to_string(static_cast<int>(change)) + ",";
    const auto& one = mirrored ? difference.after : difference.before;
    const auto& other = mirrored ? difference.before : difference.after;
    const int days = mirrored ? -difference.days_later : difference.days_later;
    words.push_back(text + WordsOf(one) + " | " + WordsOf(other) + " " + std::to_string(days));
  }
  return words;
}

// How urgent the alarm is at that moment; 0: not raised.
int UrgencyAt(const CompiledRuleSet& rules, const Timeline& timeline, Instant at,
              const std::string& fingerprint) {
  int urgency = 0;
  const auto now = Evaluate(rules, timeline, at);
  for (const auto& result : now.results()) {
    if (result.fingerprint() == fingerprint) {
      urgency = std::max(urgency, static_cast<int>(result.urgency()));
    }
  }
  return urgency;
}

// The alarm stands as it says when it says, and not just before.
void ExpectRaised(const CompiledRuleSet& rules, const Timeline& timeline, const Alarm& alarm) {
  const auto& place = alarm.result.fingerprint();
  EXPECT_GT(UrgencyAt(rules, timeline, alarm.raised, place), 0);
  EXPECT_EQ(UrgencyAt(rules, timeline, alarm.raised - Duration(1), place), 0);
  const auto now = Evaluate(rules, timeline, alarm.most_urgent);
  EXPECT_TRUE(std::ranges::any_of(now.results(), [&](const auto& result) {
    return result.SerializeAsString() == alarm.result.SerializeAsString();
  }));
}

bool Has(const Difference& difference, Change change) {
  return std::ranges::find(difference.changes, change) != difference.changes.end();
}

// One of two rule sets with the patient's timeline as it sees it.
struct Seen {
  const CompiledRuleSet& rules;
  const Timeline timeline;

  int UrgencyAt(Instant at, const std::string& place) const {
    return rules::UrgencyAt(rules, timeline, at, place);
  }
};

// `early` raises something that `late` does not raise yet, or not as urgent yet.
bool IsAhead(const Seen& late, const Alarm& early, v1::Urgency common) {
  const auto& place = early.result.fingerprint();
  return late.UrgencyAt(early.raised, place) == 0 ||
         late.UrgencyAt(early.as_urgent, place) < static_cast<int>(common);
}

void ExpectConfirmed(const Difference& difference, const Seen& before, const Seen& after) {
  if (difference.before) ExpectRaised(before.rules, before.timeline, *difference.before);
  if (difference.after) ExpectRaised(after.rules, after.timeline, *difference.after);
  if (Has(difference, Change::kAdded)) {
    const auto& place = difference.after->result.fingerprint();
    EXPECT_EQ(before.UrgencyAt(difference.after->raised, place), 0);
    EXPECT_EQ(before.UrgencyAt(difference.after->most_urgent, place), 0);
  }
  if (Has(difference, Change::kLost)) {
    const auto& place = difference.before->result.fingerprint();
    EXPECT_EQ(after.UrgencyAt(difference.before->raised, place), 0);
    EXPECT_EQ(after.UrgencyAt(difference.before->most_urgent, place), 0);
  }
  if (!difference.before || !difference.after) return;
  const auto& place = difference.before->result.fingerprint();
  const auto common =
      std::min(difference.before->result.urgency(), difference.after->result.urgency());
  if (Has(difference, Change::kEarlier)) {
    EXPECT_TRUE(IsAhead(before, *difference.after, common));
  }
  if (Has(difference, Change::kLater)) {
    EXPECT_TRUE(IsAhead(after, *difference.before, common));
  }
  if (Has(difference, Change::kMoreUrgent)) {
    EXPECT_LT(before.UrgencyAt(difference.after->most_urgent, place),
              static_cast<int>(difference.after->result.urgency()));
  }
  if (Has(difference, Change::kLessUrgent)) {
    EXPECT_LT(after.UrgencyAt(difference.before->most_urgent, place),
              static_cast<int>(difference.before->result.urgency()));
  }
}

TEST(EveryTimeline, BackTestedFindsWhatAnEvaluationOfTheMomentConfirms) {
  std::array<int, kChanges> found = {};
  int histories = 0;
  ForAll(
      InLosAngeles(),
      [&](const CompiledRuleSet& rules, RandomReports& random, const std::vector<Report>& reports,
          const Timeline& timeline, Instant, const v1::Evaluation&) {
        const BackTestPeriod period{.since = std::nullopt, .end = random.Moment(20, 120)};
        EXPECT_TRUE(BackTest(rules, rules, reports, period).differences.empty());

        const auto& changed = random.OneOf(ChangedSets(rules));
        const auto forth = BackTest(rules, changed, reports, period);
        const auto back = BackTest(changed, rules, reports, period);
        EXPECT_EQ(Told(forth, false), Told(back, true));
        EXPECT_EQ(forth.counts.Alarms().before, back.counts.Alarms().after);
        EXPECT_EQ(forth.counts.Alarms().before - forth.counts.Of(Change::kLost),
                  forth.counts.Alarms().after - forth.counts.Of(Change::kAdded));

        const Seen before{rules, timeline};
        const Seen after{changed, Timeline::Build(changed, reports)};
        for (const auto& difference : forth.differences) {
          ExpectConfirmed(difference, before, after);
        }
        for (std::size_t i = 0; i < kChanges; ++i) found[i] += forth.counts.changes[i];
        ++histories;
      },
      kShare);
  if (histories < kManyHistories) return;
  for (const int count : found) EXPECT_GT(count, 0);
}

}  // namespace
}  // namespace midstance::rules
