#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "services/cases/engine/engine.h"
#include "services/cases/engine/settle.h"
#include "services/rules/embedded.h"
#include "services/rules/random_timelines.h"

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
using Alarms = std::map<Alarm, int>;              // with the highest urgency

// Enters the records one after the other, each not before it was observed, and `delay` later.
class Entering {
 public:
  explicit Entering(const RuleEngine& engine) : engine_(engine) {
    call_.principal.name = "users/a";
  }

  // Those of one moment are known together before any of them is judged.
  Alarms EnterAsObserved(const std::vector<Record>& records) {
    for (std::size_t from = 0, to = 0; from < records.size(); from = to) {
      clock_ = records[from].observed();
      while (to < records.size() && records[to].observed() == clock_) Know(records[to++]);
      for (std::size_t i = from; i < to; ++i) Judge(records[i]);
    }
    return Raised();
  }

  Alarms Enter(const std::vector<Record>& records, const std::vector<Duration>& delays) {
    for (std::size_t i = 0; i < records.size(); ++i) {
      clock_ = std::max(clock_, records[i].observed()) + delays[i];
      Know(records[i]);
      Judge(records[i]);
    }
    return Raised();
  }

 private:
  Alarms Raised() const {
    Alarms alarms;
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
    const Occasion occasion{.call = call_, .added = change.added, .amended = {}};
    const auto settled = Settle(occasion, findings.evaluation, findings.late, std::move(known));
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

std::uint64_t FromEnvironment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

TEST(EveryOrderOfEntry, RaisesWhateverTheOrderOfObservationRaises) {
  const RuleEngine engines[] = {
      RuleEngine(*rules::Compile(*rules::ParseRuleSet(rules::RunningHipCore()))),
      RuleEngine(*rules::Compile(*rules::ParseRuleSet(rules::EveryPartOfTheLanguage())))};
  const std::uint64_t runs = FromEnvironment("MIDSTANCE_PROPERTY_RUNS", 100'000) / 10;
  const std::uint64_t first = FromEnvironment("MIDSTANCE_PROPERTY_SEED", 1);
  std::uint64_t raised = 0, more = 0;
  for (std::uint64_t seed = first; seed < first + runs; ++seed) {
    const RuleEngine& engine = engines[seed % 2];
    rules::RandomReports random(engine.rules(), seed);
    auto records = Records(engine, random);
    std::vector<Duration> delays(records.size(), Duration::zero());
    const Alarms expected = Entering(engine).EnterAsObserved(records);
    std::shuffle(records.begin(), records.end(), random.random());
    for (auto& delay : delays) {
      if (random.Chance(50)) delay = std::chrono::minutes(random.Number(0, 20 * 24 * 60));
    }
    Alarms got = Entering(engine).Enter(records, delays);
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
