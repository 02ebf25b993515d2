#include "services/rules/timeline_index.h"

#include <algorithm>
#include <bit>
#include <optional>
#include <span>

namespace midstance::rules {
namespace {

constexpr std::uint16_t kSideCount = v1::Side_ARRAYSIZE;
constexpr std::uint16_t kKeys = kSideCount * v1::Area_ARRAYSIZE;
static_assert(kKeys <= 64 && v1::RIGHT == v1::LEFT + 1 && v1::BILATERAL == v1::RIGHT + 1);

Site SiteOf(std::uint16_t key) {
  return {static_cast<Area>(key / kSideCount), static_cast<Side>(key % kSideCount)};
}

bool IsBilateral(std::uint16_t key) { return key % kSideCount == v1::BILATERAL; }

// The keys that see a cell: a bilateral one is seen from the left and from the right.
std::uint64_t SeenFrom(std::uint16_t key) {
  return IsBilateral(key) ? std::uint64_t{3} << (key - 2) : std::uint64_t{1} << key;
}

}  // namespace

std::uint16_t TimelineKey(const Site& site) {
  const Side side = site.side == v1::SIDE_UNSPECIFIED ? v1::NOT_TOLD : site.side;
  return static_cast<std::uint16_t>(site.area * kSideCount + side);
}

void TimelineIndexer::Run() {
  Sort();
  timeline_.merged_.reserve(timeline_.values_.size() + timeline_.values_.size() / 4);
  FindGroups();
  timeline_.reports_ = groups_.size();
  std::uint64_t keys = std::uint64_t{1} << kPatientKey;
  for (const Group& group : groups_) keys |= group.keys;
  timeline_.rows_.reserve(groups_.size() * static_cast<std::size_t>(std::popcount(keys)));
  for (std::uint16_t key = 0; key < kKeys; ++key) {
    if ((keys >> key & 1) != 0) AddTrack(key);
  }
}

void TimelineIndexer::Sort() {
  const auto earlier = [this](const Timeline::Cell& a, const Timeline::Cell& b) {
    if (a.observed != b.observed) return a.observed < b.observed;
    if (a.entered != b.entered) return a.entered < b.entered;
    if (a.name != b.name) {
      const int order = timeline_.NameAt(a.name).compare(timeline_.NameAt(b.name));
      if (order != 0) return order < 0;
    }
    return a.key < b.key;
  };
  // Most timelines grow at the end.
  auto& cells = timeline_.cells_;
  if (!std::ranges::is_sorted(cells, earlier)) std::ranges::sort(cells, earlier);
}

void TimelineIndexer::FindGroups() {
  const auto& cells = timeline_.cells_;
  const auto same = [this](const Timeline::Cell& a, const Timeline::Cell& b) {
    return a.observed == b.observed && a.entered == b.entered &&
           (a.name == b.name || timeline_.NameAt(a.name) == timeline_.NameAt(b.name));
  };
  groups_.reserve(cells.size());
  for (std::size_t from = 0; from < cells.size();) {
    Group group{.from = from, .to = from, .keys = 0, .patient = {}};
    while (group.to < cells.size() && same(cells[from], cells[group.to])) {
      group.keys |= SeenFrom(cells[group.to].key);
      ++group.to;
    }
    group.patient = Merge(group.from, group.to, kPatientKey);
    groups_.push_back(group);
    from = group.to;
  }
}

// Puts together what cells [from, to) say to a key, one value per code, in order of code.
TimelineIndexer::Range TimelineIndexer::Merge(std::size_t from, std::size_t to, std::uint16_t key) {
  auto& merged = timeline_.merged_;
  Range range{.first = static_cast<std::uint32_t>(merged.size()), .count = 0, .codes = {}};
  for (std::size_t i = from; i < to; ++i) {
    const Timeline::Cell& cell = timeline_.cells_[i];
    if ((SeenFrom(cell.key) >> key & 1) == 0) continue;
    for (const auto& value : std::span(timeline_.values_).subspan(cell.first, cell.count)) {
      if (!range.codes.Has(value.code)) {
        range.codes.Add(value.code);
        merged.push_back(value);
        continue;
      }
      const auto told = std::span(merged).subspan(range.first);
      const auto twice = std::ranges::find(told, value.code, &Timeline::Value::code);
      if (rules_.codes()[value.code].Outranks(value.number, twice->number)) {
        twice->number = value.number;
      }
    }
  }
  const auto values = std::span(merged).subspan(range.first);
  if (!std::ranges::is_sorted(values, {}, &Timeline::Value::code)) {
    std::ranges::sort(values, {}, &Timeline::Value::code);
  }
  range.count = static_cast<std::uint16_t>(values.size());
  return range;
}

void TimelineIndexer::AddTrack(std::uint16_t key) {
  Timeline::Track track{.site = std::nullopt,
                        .first_row = static_cast<std::uint32_t>(timeline_.rows_.size()),
                        .row_count = 0,
                        .codes = {}};
  if (key != kPatientKey) {
    track.site = SiteOf(key);
    track.first_observed = track.first_known = INT64_MAX;
  }
  for (const Group& group : groups_) {
    const bool here = key != kPatientKey && (group.keys >> key & 1) != 0;
    if (here) {
      AddRow(group, Merge(group.from, group.to, key), track);
      const auto& row = timeline_.rows_.back();
      track.first_observed = std::min(track.first_observed, row.observed);
      track.first_known = std::min(track.first_known, row.Known());
    } else if (group.patient.count > 0) {
      AddRow(group, {}, track);
    }
  }
  timeline_.tracks_.push_back(track);
}

void TimelineIndexer::AddRow(const Group& group, const Range& site, Timeline::Track& track) {
  const Timeline::Cell& cell = timeline_.cells_[group.from];
  Timeline::Row row{.observed = cell.observed,
                    .entered = cell.entered,
                    .day = cell.day,
                    .known_day = cell.known_day,
                    .newest_known_day = 0,
                    .site_first = site.first,
                    .patient_first = group.patient.first,
                    .site_count = site.count,
                    .patient_count = group.patient.count,
                    .name = cell.name,
                    .site_codes = site.codes,
                    .patient_codes = group.patient.codes};
  row.newest_known_day = row.known_day;
  if (track.row_count > 0) {
    row.newest_known_day = std::max(row.known_day, timeline_.rows_.back().newest_known_day);
  }
  timeline_.last_known_ = std::max(timeline_.last_known_, row.Known());
  track.codes.Add(site.codes);
  track.codes.Add(group.patient.codes);
  ++track.row_count;
  timeline_.rows_.push_back(row);
}

}  // namespace midstance::rules
