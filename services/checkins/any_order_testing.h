#pragma once

#include <algorithm>
#include <chrono>
#include <map>
#include <random>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "services/cases/engine/alarms.h"
#include "services/cases/engine/timeline_loader.h"
#include "services/checkins/upload_testing.h"
#include "services/rules/late.h"
#include "support/testing/trials.h"

// Exactly once and in any order. However what three devices kept is shuffled, repeated and split
// into calls:
//
// - the same check-ins are recorded, each with one entry in the journal, replays with none;
// - the rules say the same of them, now and of every moment before: the findings;
// - each finding is raised as one escalation that is OPEN;
// - whatever else was raised while something was still missing, or is more serious than what holds
//   by all that is known, waits for a person as EVIDENCE_CHANGED and says why: nothing that was
//   raised is taken back by itself.
//
// MIDSTANCE_PROPERTY_RUNS scales how many ways are tried, MIDSTANCE_PROPERTY_SEED sets the first.
namespace midstance::checkins {

inline constexpr unsigned kKeptSeed = 4711;
inline constexpr std::size_t kDevices = 3;
inline constexpr std::size_t kCheckInsKept = 500;
inline constexpr std::size_t kLargestBatch = 50;

struct Sent {
  std::size_t device = 0;
  Kept kept;
};

inline v1::RecordCheckInRequest RandomFindings(std::mt19937& random) {
  const auto below = [&](int end) {
    return std::uniform_int_distribution<int>(0, end - 1)(random);
  };
  auto request = OnKnee("worst_nprs", below(8));
  auto& report = *request.mutable_check_in()->mutable_reports(0);
  if (below(3) == 0) {
    report.mutable_site()->set_area(v1::AREA_HIP);
    report.mutable_site()->set_side(v1::SIDE_RIGHT);
  }
  const auto add = [&](const char* code, double number) {
    auto& observation = *report.add_observations();
    observation.set_code(code);
    observation.set_number(number);
  };
  if (below(3) == 0) add("swelling", below(3));
  if (below(4) == 0) add("rest_nprs", below(5));
  if (below(6) == 0) add("night_nights", below(4));
  if (below(20) == 0) Add(request, "warmth", v1::ANSWER_PRESENT);
  if (below(20) == 0) Add(request, "redness", v1::ANSWER_PRESENT);
  return request;
}

// Half a year of check-ins, each at a moment of its own.
inline std::vector<Sent> WhatDevicesKept(std::size_t count, Instant now) {
  std::mt19937 random(kKeptSeed);
  std::vector<Sent> kept;
  kept.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    const Instant observed = now - std::chrono::hours{9} * static_cast<int>(count - i);
    kept.push_back(
        {random() % kDevices, Keep(RandomFindings(random), observed, static_cast<unsigned>(i))});
  }
  return kept;
}

// The calls of one way of sending all of it: shuffled, a fifth of it more than once, in batches of
// 1 to 50 of one device each.
inline std::vector<std::vector<Sent>> OneWay(std::vector<Sent> kept, std::mt19937& random) {
  const std::size_t once = kept.size();
  for (std::size_t i = 0; i < once / 5; ++i) kept.push_back(kept[random() % once]);
  std::shuffle(kept.begin(), kept.end(), random);
  std::vector<std::vector<Sent>> calls;
  std::vector<std::vector<Sent>> open(kDevices);
  const auto flush = [&](std::vector<Sent>& batch) {
    if (!batch.empty()) calls.push_back(std::move(batch));
    batch.clear();
  };
  for (auto& one : kept) {
    auto& batch = open[one.device];
    batch.push_back(std::move(one));
    if (batch.size() == kLargestBatch || random() % 12 == 0) flush(batch);
  }
  for (auto& batch : open) flush(batch);
  return calls;
}

inline unsigned SeedOf(std::size_t way) {
  return static_cast<unsigned>(PropertySeed(kKeptSeed) + way);
}

// An alarm: family and site; and how serious it is: urgency, and rank in its family.
using Alarm = std::tuple<std::string, int, int>;
using Rank = std::tuple<int, int>;

inline Alarm AlarmOf(const rules::v1::RuleResult& result) {
  const auto site = cases::SiteOf(result.site());
  return {result.family(), result.has_site() ? site.area() : 0,
          result.has_site() ? site.side() : 0};
}

// What all that is known says, now and of every moment before: the most serious of each alarm.
inline std::map<Alarm, Rank> FindingsOf(const cases::RuleEngine& engine,
                                        const rules::Timeline& timeline, Instant now) {
  std::map<Alarm, Rank> findings;
  const auto note = [&](const rules::v1::RuleResult& result) {
    if (result.truth() != rules::v1::HOLDS) return;
    auto& rank = findings[AlarmOf(result)];
    rank = std::max(rank, cases::RankOf(result));
  };
  const auto evaluation = engine.EvaluateNow(timeline, now);
  for (const auto& result : evaluation.results()) note(result);
  for (const auto& result :
       rules::HeldBefore(engine.rules(), timeline, Instant::min(), "", evaluation)) {
    note(result);
  }
  return findings;
}

}  // namespace midstance::checkins
