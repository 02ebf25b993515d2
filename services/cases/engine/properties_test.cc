#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "services/cases/engine/alarms.h"
#include "services/cases/engine/engine.h"
#include "services/cases/engine/settle.h"
#include "services/cases/engine/support.h"
#include "services/cases/engine/timeline_loader.h"
#include "services/rules/every_timeline.h"
#include "services/rules/late.h"
#include "services/rules/random_timelines.h"
#include "services/rules/testing.h"
#include "support/testing/trials.h"

// Whatever is raised when every record is entered as it is observed is raised as well, and is no
// less urgent, when they arrive late and in another order. MIDSTANCE_PROPERTY_RUNS and
// MIDSTANCE_PROPERTY_SEED as in the properties of the rules.
namespace midstance::cases {
namespace {

using rules::Report;

struct Record {
  std::vector<Report> reports;  // of one name, observed at one moment

  Instant observed() const { return reports.front().observed; }
};

using Alarm = std::tuple<std::string, int, int>;  // family, area, side
using Urgencies = std::map<Alarm, int>;           // the highest of each

// Enters the records one after the other, each not before it was observed, and `delay` later.
class Entering {
 public:
  explicit Entering(const RuleEngine& engine) : engine_(engine) {
    call_.principal.name = "users/a";
  }

  // Those of one moment are known together before any of them is judged.
  Urgencies EnterAsObserved(const std::vector<Record>& records) {
    for (std::size_t from = 0, to = 0; from < records.size(); from = to) {
      clock_ = records[from].observed();
      while (to < records.size() && records[to].observed() == clock_) Know(records[to++]);
      for (std::size_t i = from; i < to; ++i) Judge(records[i]);
    }
    return Raised();
  }

  // All at one moment, after everything was observed, as when a device comes online.
  void EnterAt(Instant now, const std::vector<Record>& records) {
    clock_ = now;
    for (const auto& record : records) {
      Know(record);
      Judge(record);
    }
  }

  // What is raised must be what all that is known says, now and at every moment before: each alarm
  // once, OPEN where something as serious held, and waiting for a person, with a reason, where the
  // records that came later speak against it.
  void ExpectWhatTheRecordsSay() const {
    const auto now = engine_.EvaluateNow(timeline_, clock_);
    std::map<Alarm, std::tuple<int, int>> highest;
    const auto note = [&](const rules::v1::RuleResult& result) {
      if (result.truth() != rules::v1::HOLDS) return;
      auto& rank = highest[AlarmOf(result)];
      rank = std::max(rank, RankOf(result));
    };
    for (const auto& result : now.results()) note(result);
    for (const auto& result :
         rules::HeldBefore(engine_.rules(), timeline_, Instant::min(), "", now)) {
      note(result);
    }
    Raised();
    std::set<Alarm> raised;
    for (const auto& [name, flag] : flags_) {
      const Alarm alarm{flag.family(), flag.site().area(), flag.site().side()};
      raised.insert(alarm);
      const bool carried = highest.contains(alarm) && highest[alarm] >= RankOf(flag);
      EXPECT_EQ(flag.state(),
                carried ? v1::Escalation::STATE_OPEN : v1::Escalation::STATE_EVIDENCE_CHANGED)
          << flag.family();
      if (carried) {
        EXPECT_EQ(highest[alarm], RankOf(flag)) << flag.family();
      } else {
        EXPECT_TRUE(std::ranges::any_of(flag.history(), [](const auto& event) {
          return event.kind() == v1::Escalation::Event::KIND_EVIDENCE_CHANGED &&
                 !event.text().empty();
        })) << flag.family();
      }
    }
    for (const auto& [alarm, rank] : highest) {
      EXPECT_TRUE(raised.contains(alarm)) << std::get<0>(alarm);
    }
  }

  std::size_t waiting() const {
    return static_cast<std::size_t>(std::ranges::count_if(flags_, [](const auto& flag) {
      return flag.second.state() == v1::Escalation::STATE_EVIDENCE_CHANGED;
    }));
  }

  Urgencies Enter(const std::vector<Record>& records, const std::vector<Duration>& delays) {
    for (std::size_t i = 0; i < records.size(); ++i) {
      clock_ = std::max(clock_, records[i].observed()) + delays[i];
      Know(records[i]);
      Judge(records[i]);
    }
    return Raised();
  }

 private:
  static Alarm AlarmOf(const rules::v1::RuleResult& result) {
    const auto site = SiteOf(result.site());
    return {result.family(), result.has_site() ? site.area() : 0,
            result.has_site() ? site.side() : 0};
  }

  Urgencies Raised() const {
    Urgencies alarms;
    for (const auto& [name, flag] : flags_) {
      auto& urgency = alarms[{flag.family(), flag.site().area(), flag.site().side()}];
      urgency = std::max(urgency, static_cast<int>(flag.urgency()));
    }
    EXPECT_EQ(alarms.size(), flags_.size()) << "one alarm, one flag";
    return alarms;
  }

  void Know(const Record& record) {
    auto reports = record.reports;
    for (Report& report : reports) report.entered = clock_;
    timeline_ = timeline_.With(engine_.rules(), reports);
  }

  void Judge(const Record& record) {
    const Change change{.since = record.observed(), .added = record.reports.front().name};
    const auto findings = engine_.Look(timeline_, clock_, change);
    call_.now = clock_;
    ++call_.seed[2];  // not where NewId counts
    std::vector<v1::Escalation> known;
    for (const auto& [name, flag] : flags_) known.push_back(flag);
    const Occasion occasion{
        .call = call_, .calendar = engine_.calendar(), .added = change.added, .amended = {}};
    const Arrival arrival{.observed = change.since, .held_before = [&](const auto& flag) {
                            return HeldAtAll(engine_, timeline_, change.since, clock_, flag);
                          }};
    const auto settled =
        Settle(occasion, findings.evaluation, findings.late, std::move(known), {}, arrival);
    for (const auto& flag : settled.opened) {
      EXPECT_TRUE(flags_.emplace(flag.name(), flag).second);
    }
    for (const auto& flag : settled.changed) flags_[flag.name()] = flag;
  }

  const RuleEngine& engine_;
  rpc::Call call_;
  rules::Timeline timeline_;
  Instant clock_{};
  std::map<std::string, v1::Escalation> flags_;
};

// Some of them of one moment. None that says nothing: it can raise only what comes to hold by time.
std::vector<Record> Records(const RuleEngine& engine, rules::RandomReports& random) {
  std::map<std::string, Record> by_name;
  for (auto& report : random.Some(10)) by_name[report.name].reports.push_back(std::move(report));
  std::vector<Record> records;
  for (auto& [name, record] : by_name) {
    if (rules::Timeline::Build(engine.rules(), record.reports).size() == 0) continue;
    if (!records.empty() && random.Chance(15)) {
      for (Report& report : record.reports) report.observed = records.back().observed();
    }
    records.push_back(std::move(record));
  }
  std::ranges::stable_sort(records, {}, &Record::observed);
  return records;
}

TEST(EveryOrderOfEntry, LeavesOpenExactlyWhatAllThatIsKnownSays) {
  const RuleEngine engines[] = {
      RuleEngine(rules::CoreInUtc()),
      RuleEngine(*rules::CompileInUtc(*rules::ParseRuleSet(rules::EveryPartOfTheLanguage())))};
  const std::uint64_t runs = PropertyRuns(10'000);
  const std::uint64_t first = PropertySeed(1);
  std::uint64_t waiting = 0;
  for (std::uint64_t seed = first; seed < first + runs; ++seed) {
    const RuleEngine& engine = engines[seed % 2];
    rules::RandomReports random(engine.rules(), seed);
    auto records = Records(engine, random);
    if (records.empty()) continue;
    const Instant now = records.back().observed() + std::chrono::hours{random.Number(1, 500)};
    std::shuffle(records.begin(), records.end(), random.random());
    Entering entering(engine);
    entering.EnterAt(now, records);
    entering.ExpectWhatTheRecordsSay();
    ASSERT_FALSE(testing::Test::HasFailure()) << "MIDSTANCE_PROPERTY_SEED=" << seed;
    waiting += entering.waiting();
  }
  EXPECT_GE(waiting, runs / 1000);
}

TEST(EveryOrderOfEntry, RaisesWhateverTheOrderOfObservationRaises) {
  const RuleEngine engines[] = {
      RuleEngine(rules::CoreInUtc()),
      RuleEngine(*rules::CompileInUtc(*rules::ParseRuleSet(rules::EveryPartOfTheLanguage())))};
  const std::uint64_t runs = PropertyRuns(10'000);
  const std::uint64_t first = PropertySeed(1);
  std::uint64_t raised = 0, more = 0;
  for (std::uint64_t seed = first; seed < first + runs; ++seed) {
    const RuleEngine& engine = engines[seed % 2];
    rules::RandomReports random(engine.rules(), seed);
    auto records = Records(engine, random);
    std::vector<Duration> delays(records.size(), Duration::zero());
    const Urgencies expected = Entering(engine).EnterAsObserved(records);
    std::shuffle(records.begin(), records.end(), random.random());
    for (auto& delay : delays) {
      if (random.Chance(50)) delay = std::chrono::minutes(random.Number(0, 20 * 24 * 60));
    }
    Urgencies got = Entering(engine).Enter(records, delays);
    for (const auto& [alarm, urgency] : expected) {
      EXPECT_GE(got[alarm], urgency)
          << std::get<0>(alarm) << " at " << std::get<1>(alarm) << "/" << std::get<2>(alarm);
    }
    ASSERT_FALSE(testing::Test::HasFailure()) << "MIDSTANCE_PROPERTY_SEED=" << seed;
    raised += expected.empty() ? 0 : 1;
    more += got.size() > expected.size() ? 1 : 0;
  }
  EXPECT_GE(raised * 4, runs);
  RecordProperty("timelines_that_raised_more", std::to_string(more));
}

}  // namespace
}  // namespace midstance::cases
