#pragma once

#include <cstdint>
#include <vector>

#include "services/rules/timeline.h"

namespace midstance::rules {

// The number of a key inside a timeline: 0 is the patient, others are made of area and side.
inline constexpr std::uint16_t kPatientKey = 0;
std::uint16_t TimelineKey(const Site& site);

// Sorts what was reported and lays out the rows of each key.
class TimelineIndexer {
 public:
  TimelineIndexer(const CompiledRuleSet& rules, Timeline& timeline)
      : rules_(rules), timeline_(timeline) {}
  void Run();

 private:
  // A stretch of the timeline's merged values.
  struct Range {
    std::uint32_t first = 0;
    std::uint16_t count = 0;
    CodeSet codes;
  };
  // One report: the cells of one name and one time.
  struct Group {
    std::size_t from;
    std::size_t to;
    std::uint64_t keys;  // bit per key that it is about
    Range patient;
  };

  void Sort();
  void FindGroups();
  Range Merge(std::size_t from, std::size_t to, std::uint16_t key);
  void AddTrack(std::uint16_t key);
  void AddRow(const Group& group, const Range& site, Timeline::Track& track);

  const CompiledRuleSet& rules_;
  Timeline& timeline_;
  std::vector<Group> groups_;
};

}  // namespace midstance::rules
