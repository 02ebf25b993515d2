#include "services/rules/backtest.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "services/rules/random_timelines.h"
#include "services/rules/testing.h"

namespace midstance::rules {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

Instant TenOClockOf(int day) {
  return Instant{Day{std::chrono::year{2026} / 3 / 2}} + std::chrono::days(day) +
         std::chrono::hours(10);
}

Report SwollenOn(int day) {
  return {"checkIns/" + std::to_string(day),
          TenOClockOf(day),
          TenOClockOf(day),
          Site{v1::KNEE, v1::LEFT},
          {{"swelling", 1.0}, {"swelling_settles", "no"}}};
}

v1::Rule& RuleOf(v1::RuleSet& set, const std::string& id) {
  for (auto& rule : *set.mutable_rules()) {
    if (rule.id() == id) return rule;
  }
  ADD_FAILURE() << "no rule " << id;
  return *set.add_rules();
}

// The shipped rules, changed.
CompiledRuleSet With(const std::function<void(v1::RuleSet&)>& change) {
  auto set = *ParseRuleSet(RunningHipCore());
  change(set);
  const auto compiled = CompileInUtc(set);
  EXPECT_TRUE(compiled.ok()) << compiled.status();
  return *compiled;
}

// Swelling that stays is one only after so many days.
CompiledRuleSet SwellingAfter(int days) {
  return With([days](v1::RuleSet& set) {
    auto& either = *RuleOf(set, "swelling-persistent").mutable_when()->mutable_any_of();
    either.mutable_of(0)->mutable_run()->mutable_span()->set_days(days);
  });
}

void TakeOut(v1::RuleSet& set, const std::string& id) {
  auto& rules = *set.mutable_rules();
  rules.erase(std::ranges::find(rules, id, &v1::Rule::id));
  for (auto& family : *set.mutable_families()) {
    auto& members = *family.mutable_rules_low_to_high();
    members.erase(std::remove(members.begin(), members.end(), id), members.end());
  }
}

CompiledRuleSet WithoutSwelling() {
  return With([](v1::RuleSet& set) {
    auto& families = *set.mutable_families();
    const auto swelling = std::ranges::find(families, "swelling", &v1::Family::id);
    const auto members = swelling->rules_low_to_high();
    families.erase(swelling);
    for (const auto& id : members) TakeOut(set, id);
  });
}

const std::vector<Report>& Swollen() {
  static const std::vector<Report> kReports = {SwollenOn(0), SwollenOn(4), SwollenOn(7),
                                               SwollenOn(10)};
  return kReports;
}

TEST(BackTest, FindsNothingWhereNothingWasChanged) {
  const auto rules = CoreInUtc();
  const auto tested = BackTest(rules, rules, Swollen(), {.since = {}, .end = TenOClockOf(60)});
  EXPECT_THAT(tested.differences, IsEmpty());
  EXPECT_EQ(tested.counts.by_family.at("swelling"), (AlarmCount{1, 1}));
}

TEST(BackTest, ARuleThatTakesLongerIsALaterAlarm) {
  const auto tested =
      BackTest(CoreInUtc(), SwellingAfter(10), Swollen(), {.since = {}, .end = TenOClockOf(60)});
  ASSERT_THAT(tested.differences, SizeIs(1));
  const auto& later = tested.differences[0];
  EXPECT_THAT(later.changes, ElementsAre(Change::kLater));
  EXPECT_EQ(later.before->raised, TenOClockOf(7));
  EXPECT_EQ(later.after->raised, TenOClockOf(10));
  EXPECT_EQ(later.days_later, 3);
  EXPECT_THAT(later.before->result.basis(), HasSubstr("(7 days)"));
  EXPECT_THAT(later.after->result.evidence(), SizeIs(8));
}

TEST(BackTest, ARuleThatIsNeverFilledIsALostAlarm) {
  const auto tested =
      BackTest(CoreInUtc(), SwellingAfter(12), Swollen(), {.since = {}, .end = TenOClockOf(60)});
  ASSERT_THAT(tested.differences, SizeIs(1));
  EXPECT_THAT(tested.differences[0].changes, ElementsAre(Change::kLost));
  EXPECT_EQ(tested.differences[0].after, std::nullopt);
  EXPECT_EQ(tested.counts.Alarms(), (AlarmCount{1, 0}));
}

TEST(BackTest, SaysTheOppositeTheOtherWayRound) {
  const auto tested =
      BackTest(SwellingAfter(12), CoreInUtc(), Swollen(), {.since = {}, .end = TenOClockOf(60)});
  ASSERT_THAT(tested.differences, SizeIs(1));
  EXPECT_THAT(tested.differences[0].changes, ElementsAre(Change::kAdded));
}

TEST(BackTest, AnAlarmThatIsRaisedAlikeAndReachesItsUrgencyLaterIsLater) {
  const auto slower = With([](v1::RuleSet& set) {
    auto& either = *RuleOf(set, "swelling-persistent-escalated").mutable_when()->mutable_any_of();
    either.mutable_of(0)->mutable_run()->mutable_span()->set_days(18);
  });
  const std::vector<Report> reports = {SwollenOn(0), SwollenOn(7), SwollenOn(14), SwollenOn(20)};
  const auto tested = BackTest(CoreInUtc(), slower, reports, {.since = {}, .end = TenOClockOf(60)});
  ASSERT_THAT(tested.differences, SizeIs(1));
  EXPECT_THAT(tested.differences[0].changes, ElementsAre(Change::kLater));
  EXPECT_EQ(tested.differences[0].before->raised, tested.differences[0].after->raised);
  EXPECT_EQ(tested.differences[0].days_later, 6);
}

TEST(BackTest, AnUrgencyThatIsNoLongerReachedIsLessUrgent) {
  const auto milder = With([](v1::RuleSet& set) { TakeOut(set, "swelling-persistent-escalated"); });
  const std::vector<Report> reports = {SwollenOn(0), SwollenOn(7), SwollenOn(14)};
  const auto tested = BackTest(CoreInUtc(), milder, reports, {.since = {}, .end = TenOClockOf(60)});
  ASSERT_THAT(tested.differences, SizeIs(1));
  EXPECT_THAT(tested.differences[0].changes, ElementsAre(Change::kLessUrgent));
  EXPECT_EQ(tested.differences[0].before->result.urgency(), v1::URGENT);
  EXPECT_EQ(tested.differences[0].after->result.urgency(), v1::SOON);
}

TEST(BackTest, ASecondAlarmAfterASilenceIsOneOfItsOwn) {
  std::vector<Report> reports = Swollen();
  for (const int day : {100, 107}) reports.push_back(SwollenOn(day));
  const BackTestPeriod all{.since = {}, .end = TenOClockOf(200)};
  const auto tested = BackTest(CoreInUtc(), WithoutSwelling(), reports, all);
  ASSERT_THAT(tested.differences, SizeIs(2));
  EXPECT_EQ(tested.differences[1].before->raised, TenOClockOf(107));
  const BackTestPeriod late{.since = TenOClockOf(50), .end = TenOClockOf(200)};
  const auto since = BackTest(CoreInUtc(), WithoutSwelling(), reports, late);
  EXPECT_THAT(since.differences, SizeIs(1));
  EXPECT_EQ(since.counts.reports, 2U);
  EXPECT_EQ(since.counts.days, 8);
}

TEST(BackTest, CountsAlarmsByAHundredPatientsAndWeek) {
  const auto tested =
      BackTest(CoreInUtc(), WithoutSwelling(), Swollen(), {.since = {}, .end = TenOClockOf(60)});
  BackTestCounts counts = tested.counts;
  EXPECT_EQ(counts.patients, 1);
  EXPECT_EQ(counts.reports, 4U);
  EXPECT_EQ(counts.days, 11);
  counts.Add(tested.counts);
  EXPECT_EQ(counts.patients, 2);
  EXPECT_DOUBLE_EQ(counts.WeeklyPer100(counts.Alarms().before), 100.0 * 2 * 7 / 22);
  EXPECT_EQ(counts.WeeklyPer100(counts.Alarms().after), 0);
  EXPECT_EQ(BackTestCounts().WeeklyPer100(0), 0);
}

std::string BytesOf(const BackTested& tested) {
  std::string bytes;
  for (const auto& difference : tested.differences) {
    for (const auto change : difference.changes) bytes += std::to_string(static_cast<int>(change));
    for (const auto* alarm : {&difference.before, &difference.after}) {
      if (!alarm->has_value()) continue;
      bytes += std::to_string(MicrosOf((*alarm)->raised)) + (*alarm)->result.SerializeAsString();
    }
  }
  for (const auto& [family, count] : tested.counts.by_family) {
    bytes += family + std::to_string(count.before) + "/" + std::to_string(count.after);
  }
  return bytes;
}

TEST(BackTest, SaysTheSameOnAnyNumberOfThreads) {
  constexpr std::size_t kPatients = 200;
  const auto rules = CoreInUtc();
  const auto changed = SwellingAfter(5);
  RandomReports random(rules, 7);
  std::vector<std::vector<Report>> patients;
  for (std::size_t i = 0; i < kPatients; ++i) patients.push_back(random.Some(12));
  const auto on_threads = [&](std::size_t count) {
    std::vector<std::string> bytes(kPatients);
    std::vector<std::thread> threads;
    for (std::size_t first = 0; first < count; ++first) {
      threads.emplace_back([&, first] {
        for (std::size_t i = first; i < kPatients; i += count) {
          bytes[i] =
              BytesOf(BackTest(rules, changed, patients[i], {.since = {}, .end = TenOClockOf(90)}));
        }
      });
    }
    for (auto& thread : threads) thread.join();
    return bytes;
  };
  const auto alone = on_threads(1);
  EXPECT_EQ(on_threads(3), alone);
  EXPECT_GT(std::ranges::count_if(alone, [](const auto& bytes) { return !bytes.empty(); }), 50);
}

}  // namespace
}  // namespace midstance::rules
