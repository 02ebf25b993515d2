#include "tests/bench/bench.h"

#include <algorithm>
#include <cstdio>
#include <map>
#include <utility>

#include "support/status.h"
#include "tests/bench/process_stats.h"
#include "tests/bench/rules_bench.h"
#include "tests/bench/watch_bench.h"
#include "tests/bench/world.h"
#include "tests/bench/writer_stats.h"

namespace midstance::bench {
namespace {

// Calls per second of each round, by name.
using Rates = std::map<std::string, std::vector<double>>;

std::string Line(const char* format, auto... values) {
  char text[200];
  std::snprintf(text, sizeof text, format, values...);
  return text;
}

// The rounds: each gives every server the same calls in turn.
class Rounds {
 public:
  Rounds(const Options& options, World& world)
      : options_(options), world_(world), record_(RecordCall(world.small->clinic)) {}

  absl::Status WarmUp() {
    const auto real = std::exchange(slice_, std::chrono::milliseconds{300});
    MIDSTANCE_RETURN_IF_ERROR(One());
    slice_ = real;
    rates_.clear();
    server_time_.clear();
    recorded_ = 0;
    return absl::OkStatus();
  }

  absl::Status One() {
    MIDSTANCE_RETURN_IF_ERROR(Take("echo", *world_.echo, record_, slice_));
    Site& small = *world_.small;
    const auto before = ProcessorTimeByThread(small.server.pid());
    MIDSTANCE_RETURN_IF_ERROR(Take("record", small.client, record_, slice_ * 3 / 2));
    for (const auto& [thread, time] : ProcessorTimeByThread(small.server.pid())) {
      const auto known = before.find(thread);
      server_time_[thread] += known == before.end() ? time : time - known->second;
    }
    recorded_ += last_calls_;
    if (options_.recording_only) return absl::OkStatus();
    MIDSTANCE_RETURN_IF_ERROR(Reads("", small));
    MIDSTANCE_RETURN_IF_ERROR(Take("list30", small.client, ListCall(small.clinic, 30), slice_));
    if (world_.big) {
      Site& big = *world_.big;
      MIDSTANCE_RETURN_IF_ERROR(
          Take("big.record", big.client, RecordCall(big.clinic), slice_ * 3 / 2));
      MIDSTANCE_RETURN_IF_ERROR(Reads("big.", big));
    }
    if (world_.peer) {
      MIDSTANCE_RETURN_IF_ERROR(Take("peer.record", *world_.peer, PeerRecordCall(), slice_));
      MIDSTANCE_RETURN_IF_ERROR(Take("peer.list30", *world_.peer, PeerListCall(30), slice_));
    }
    return absl::OkStatus();
  }

  double Rate(const std::string& name) const {
    const auto found = rates_.find(name);
    return found == rates_.end() ? 0 : MedianOf(found->second);
  }
  // The median over the rounds of what `name` did in a round beside what `other` did in it.
  double Ratio(const std::string& name, const std::string& other) const {
    std::vector<double> ratios;
    for (std::size_t i = 0; i < rates_.at(name).size(); ++i) {
      ratios.push_back(rates_.at(name)[i] / rates_.at(other)[i]);
    }
    return MedianOf(ratios);
  }
  const std::map<std::string, std::chrono::microseconds>& server_time() const {
    return server_time_;
  }
  std::uint64_t recorded() const { return recorded_; }

 private:
  absl::Status Reads(const std::string& prefix, Site& site) {
    MIDSTANCE_RETURN_IF_ERROR(
        Take(prefix + "get_patient", site.client, GetPatientCall(site.clinic), slice_));
    return Take(prefix + "list50", site.client, ListCall(site.clinic, 50), slice_);
  }

  absl::Status Take(const std::string& name, LoadClient& client, const Call& call,
                    std::chrono::milliseconds time) {
    const Sample sample = client.Closed(call, kInFlight, time);
    MIDSTANCE_RETURN_IF_ERROR(AllWell(name, sample));
    rates_[name].push_back(sample.PerSecond());
    last_calls_ = sample.calls;
    return absl::OkStatus();
  }

  const Options& options_;
  World& world_;
  const Call record_;
  std::chrono::milliseconds slice_ = options_.slice;
  Rates rates_;
  std::map<std::string, std::chrono::microseconds> server_time_;
  std::uint64_t recorded_ = 0;
  std::uint64_t last_calls_ = 0;
};

// A rate beside another rate. The ceiling is scaled so that value / ceiling is the median ratio of
// the rounds rather than the ratio of two medians.
Figure Against(const Rounds& rounds, std::string name, const std::string& rate,
               const std::string& other, std::string ceiling_name, double target) {
  const double value = rounds.Rate(rate);
  return {.name = std::move(name),
          .value = value,
          .unit = "calls/s",
          .ceiling_name = std::move(ceiling_name),
          .ceiling = value / rounds.Ratio(rate, other),
          .goal = Figure::Goal::kAtLeast,
          .target = target};
}

// What a call costs in the large file beside what it costs in the small one.
Figure Growth(const Rounds& rounds, const std::string& rate) {
  const double cost = 1e6 / rounds.Rate("big." + rate);
  return {.name = "growth." + rate,
          .value = cost,
          .unit = "us/call",
          .ceiling_name = "10,000 check-ins",
          .ceiling = cost * rounds.Ratio("big." + rate, rate),
          .goal = Figure::Goal::kAtMost,
          .target = 1.3};
}

Figure AtMost(std::string name, double value, std::string unit, std::string ceiling_name,
              double ceiling, double target) {
  return {.name = std::move(name),
          .value = value,
          .unit = std::move(unit),
          .ceiling_name = std::move(ceiling_name),
          .ceiling = ceiling,
          .goal = Figure::Goal::kAtMost,
          .target = target};
}

absl::Status AddHalfLoad(const Options& options, World& world, double rate,
                         std::vector<Figure>& figures) {
  Site& small = *world.small;
  const Sample sample = small.client.Open(RecordCall(small.clinic), rate / 2, options.half_load);
  MIDSTANCE_RETURN_IF_ERROR(AllWell("half load", sample));
  const double p50 = sample.Percentile(0.5) / 1000;
  figures.push_back(
      AtMost("record.half_load_p99", sample.Percentile(0.99) / 1000, "ms", "p50", p50, 5));
  figures.push_back(
      {.name = "record.half_load_rate", .value = sample.PerSecond(), .unit = "calls/s"});
  return absl::OkStatus();
}

absl::Status AddWatch(const Options& options, const World& world, std::vector<Figure>& figures) {
  constexpr int kWatchers = 100;
  MIDSTANCE_ASSIGN_OR_RETURN(const FlagTimes times,
                             MeasureFlagToWatch(world.small->server.address(), world.ca,
                                                world.small->clinic, kWatchers, options.flags));
  figures.push_back(AtMost("watch.flag_p99", times.Percentile(0.99), "ms", "50 ms", 50, 1));
  figures.push_back({.name = "watch.flag_p50", .value = times.Percentile(0.5), .unit = "ms"});
  return absl::OkStatus();
}

std::vector<std::string> WhereTimeGoes(const Rounds& rounds) {
  std::vector<std::string> lines;
  const auto calls = static_cast<double>(std::max<std::uint64_t>(rounds.recorded(), 1));
  std::vector<std::pair<std::string, double>> threads;
  double sum = 0;
  for (const auto& [thread, time] : rounds.server_time()) {
    threads.emplace_back(thread, static_cast<double>(time.count()) / calls);
    sum += threads.back().second;
  }
  std::sort(threads.begin(), threads.end(),
            [](const auto& a, const auto& b) { return a.second > b.second; });
  lines.push_back(Line("server's processor time per RecordCheckIn: %.1f us, by thread:", sum));
  for (const auto& [thread, micros] : threads) {
    if (micros >= 0.05) lines.push_back(Line("  %-16s %6.1f us", thread.c_str(), micros));
  }
  return lines;
}

// Every figure but that of recording.
absl::Status AddTheRest(const Options& options, World& world, const Rounds& rounds,
                        std::ostream& talk, std::vector<Figure>& figures) {
  figures.push_back(Against(rounds, "get_patient", "get_patient", "echo", "echo", 0.5));
  figures.push_back(Against(rounds, "list_check_ins_50", "list50", "echo", "echo", 0.2));
  talk << "half load for " << options.half_load.count() << " s\n";
  MIDSTANCE_RETURN_IF_ERROR(AddHalfLoad(options, world, rounds.Rate("record"), figures));
  talk << options.flags << " flags to 100 watchers\n";
  MIDSTANCE_RETURN_IF_ERROR(AddWatch(options, world, figures));
  if (world.peer) {
    figures.push_back(Against(rounds, "peer.record", "record", "peer.record", "peer", 4));
    figures.push_back(Against(rounds, "peer.list_newest_30", "list30", "peer.list30", "peer", 3));
  }
  MIDSTANCE_ASSIGN_OR_RETURN(const RuleTimes rules, MeasureRules());
  figures.push_back(AtMost("rules.200_entries", rules.micros_200, "us", "500 us", 500, 1));
  figures.push_back(
      AtMost("rules.2000_entries", rules.micros_2000, "us", "200 entries", rules.micros_200, 15));
  if (world.big) {
    for (const char* rate : {"record", "get_patient", "list50"}) {
      figures.push_back(Growth(rounds, rate));
    }
  }
  figures.push_back(AtMost("idle.resident", world.idle_mib, "MiB", "64 MiB", 64, 1));
  figures.push_back(AtMost("start.to_ready", world.ready_millis, "ms", "200 ms", 200, 1));
  figures.push_back(
      {.name = "loaded.resident", .value = ResidentMiB(world.small->server.pid()), .unit = "MiB"});
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Findings> Measure(const Options& options, std::ostream& talk) {
  MIDSTANCE_ASSIGN_OR_RETURN(World world, BuildWorld(options, talk));
  Rounds rounds(options, world);
  MIDSTANCE_RETURN_IF_ERROR(rounds.WarmUp());
  for (int round = 1; round <= options.rounds; ++round) {
    talk << "round " << round << " of " << options.rounds << '\n';
    MIDSTANCE_RETURN_IF_ERROR(rounds.One());
  }
  Findings findings;
  std::vector<Figure>& figures = findings.figures;
  figures.push_back({.name = "echo", .value = rounds.Rate("echo"), .unit = "calls/s"});
  figures.push_back(Against(rounds, "record", "record", "echo", "echo", 0.25));
  if (!options.recording_only) {
    MIDSTANCE_RETURN_IF_ERROR(AddTheRest(options, world, rounds, talk, figures));
  }
  findings.notes = WhereTimeGoes(rounds);
  MIDSTANCE_RETURN_IF_ERROR(world.small->server.Stop());
  for (std::string& line : WriterStats(options.work + "/small/server.log")) {
    findings.notes.push_back(std::move(line));
  }
  if (world.big) MIDSTANCE_RETURN_IF_ERROR(world.big->server.Stop());
  return findings;
}

}  // namespace midstance::bench
