#include "services/rules/timeline.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <optional>
#include <tuple>

#include "services/rules/program.h"

namespace midstance::rules {
namespace {

constexpr std::uint16_t kPatientKey = 0;
constexpr std::uint16_t kSides = 5;
constexpr std::uint16_t kKeys = kSides * v1::Area_ARRAYSIZE;

std::uint16_t KeyOf(const Site& site) {
  const Side side = site.side == v1::SIDE_UNSPECIFIED ? v1::NOT_TOLD : site.side;
  return static_cast<std::uint16_t>(site.area * kSides + side);
}

Site SiteOf(std::uint16_t key) {
  return {static_cast<Area>(key / kSides), static_cast<Side>(key % kSides)};
}

// The number that stands for an answer; nothing when it does not fit the code.
std::optional<double> NumberOf(const CodeInfo& code, const Observed& observed) {
  switch (code.kind) {
    case v1::Code::FLAG:
      if (const auto* answer = std::get_if<Answer>(&observed.value)) {
        if (*answer != Answer::kNotAsked) return *answer == Answer::kPresent ? 1.0 : 0.0;
      }
      return std::nullopt;
    case v1::Code::NUMBER:
      if (const auto* number = std::get_if<double>(&observed.value)) {
        if (std::isfinite(*number)) return *number;
      }
      return std::nullopt;
    case v1::Code::CHOICE:
      if (const auto* choice = std::get_if<std::string>(&observed.value)) {
        if (const int index = code.ChoiceIndex(*choice); index >= 0) return index;
      }
      return std::nullopt;
    default:
      return std::nullopt;
  }
}

std::int32_t DayNumber(std::int64_t micros) {
  return static_cast<std::int32_t>(DayOf(FromMicros(micros)).time_since_epoch().count());
}

}  // namespace

std::uint32_t Timeline::AddName(std::string_view name) {
  // Reports of one check-in come one after the other.
  const auto count = static_cast<std::uint32_t>(name_ends_.size() - 1);
  if (count > 0 && NameAt(count - 1) == name) return count - 1;
  names_ += name;
  name_ends_.push_back(static_cast<std::uint32_t>(names_.size()));
  return count;
}

void Timeline::AddCell(const Report& report, std::uint32_t name, std::uint16_t key,
                       std::vector<Value>& values) {
  if (values.empty()) return;
  // Equal codes end up with the largest number last.
  std::ranges::sort(values, [](const Value& a, const Value& b) {
    return std::tie(a.code, a.number) < std::tie(b.code, b.number);
  });
  cells_.push_back({.observed = MicrosOf(report.observed),
                    .entered = MicrosOf(report.entered),
                    .name = name,
                    .first = static_cast<std::uint32_t>(values_.size()),
                    .count = static_cast<std::uint16_t>(std::min<std::size_t>(
                        values.size(), std::numeric_limits<std::uint16_t>::max())),
                    .key = key});
  values_.insert(values_.end(), values.begin(),
                 values.begin() + static_cast<std::ptrdiff_t>(cells_.back().count));
}

void Timeline::Add(const CompiledRuleSet& rules, const Report& report) {
  const bool has_site = report.site.has_value() && report.site->area > v1::AREA_UNSPECIFIED &&
                        report.site->area < v1::Area_ARRAYSIZE && report.site->side >= 0 &&
                        report.site->side < kSides;
  std::vector<Value> site, patient;
  for (const Observed& observed : report.values) {
    const CodeInfo* code = rules.Find(observed.code);
    if (code == nullptr) continue;
    const auto number = NumberOf(*code, observed);
    if (!number.has_value()) continue;
    if (code->OfPatient()) {
      patient.push_back({*number, code->index});
    } else if (has_site) {
      site.push_back({*number, code->index});
    }
  }
  if (site.empty() && patient.empty()) return;
  const std::uint32_t name = AddName(report.name);
  AddCell(report, name, kPatientKey, patient);
  if (has_site) AddCell(report, name, KeyOf(*report.site), site);
}

Timeline Timeline::Build(const CompiledRuleSet& rules, std::span<const Report> reports) {
  return Timeline().With(rules, reports);
}

Timeline Timeline::With(const CompiledRuleSet& rules, std::span<const Report> reports) const {
  Timeline result;
  result.names_ = names_;
  result.name_ends_ = name_ends_;
  result.cells_ = cells_;
  result.values_ = values_;
  for (const Report& report : reports) result.Add(rules, report);
  result.Index();
  return result;
}

Timeline Timeline::Without(std::string_view name) const {
  Timeline result;
  for (const Cell& cell : cells_) {
    const std::string_view of = NameAt(cell.name);
    const bool below = of.starts_with(name) && (of.size() == name.size() || of[name.size()] == '/');
    if (below) continue;
    Cell kept = cell;
    kept.name = result.AddName(of);
    kept.first = static_cast<std::uint32_t>(result.values_.size());
    const auto values = std::span(values_).subspan(cell.first, cell.count);
    result.values_.insert(result.values_.end(), values.begin(), values.end());
    result.cells_.push_back(kept);
  }
  result.Index();
  return result;
}

void Timeline::Index() {
  const auto earlier = [this](const Cell& a, const Cell& b) {
    if (a.observed != b.observed) return a.observed < b.observed;
    if (a.entered != b.entered) return a.entered < b.entered;
    if (a.name != b.name) {
      if (const int order = NameAt(a.name).compare(NameAt(b.name)); order != 0) return order < 0;
    }
    return a.key < b.key;
  };
  // Most timelines grow at the end.
  if (!std::ranges::is_sorted(cells_, earlier)) std::ranges::sort(cells_, earlier);

  merged_.reserve(values_.size() + values_.size() / 4);

  // Which cells each key sees: a bilateral one is seen by both sides.
  std::array<std::uint8_t, kKeys> known{};
  known[kPatientKey] = 1;
  for (const Cell& cell : cells_) {
    if (cell.key % kSides == v1::BILATERAL) {
      known[static_cast<std::size_t>(cell.key + v1::LEFT - v1::BILATERAL)] = 1;
      known[static_cast<std::size_t>(cell.key + v1::RIGHT - v1::BILATERAL)] = 1;
    } else {
      known[cell.key] = 1;
    }
  }

  // Puts the values that cells [from, to) have for a key together, one per code.
  const auto merge = [this](std::size_t from, std::size_t to, std::uint16_t key) {
    const auto first = merged_.size();
    for (std::size_t i = from; i < to; ++i) {
      const Cell& cell = cells_[i];
      const bool both = cell.key % kSides == v1::BILATERAL && key / kSides == cell.key / kSides &&
                        (key % kSides == v1::LEFT || key % kSides == v1::RIGHT);
      if (cell.key != key && !both) continue;
      for (const Value& value : std::span(values_).subspan(cell.first, cell.count)) {
        const auto known_values = std::span(merged_).subspan(first);
        const auto same = std::ranges::find(known_values, value.code, &Value::code);
        if (same == known_values.end()) {
          merged_.push_back(value);
        } else {
          same->number = std::max(same->number, value.number);
        }
      }
    }
    // Several cells come in any order; their values may not.
    std::ranges::sort(std::span(merged_).subspan(first), {}, &Value::code);
    return std::pair(static_cast<std::uint32_t>(first),
                     static_cast<std::uint16_t>(merged_.size() - first));
  };
  const auto codes_of = [this](std::pair<std::uint32_t, std::uint16_t> range) {
    CodeSet codes;
    for (const Value& value : std::span(merged_).subspan(range.first, range.second)) {
      codes.Add(value.code);
    }
    return codes;
  };

  // The reports: cells of one name and one time.
  struct Group {
    std::uint32_t from, to;
    std::pair<std::uint32_t, std::uint16_t> patient;
    CodeSet patient_codes;
    std::uint64_t keys;
  };
  std::vector<Group> groups;
  groups.reserve(cells_.size());
  for (std::size_t i = 0; i < cells_.size();) {
    std::size_t end = i + 1;
    while (end < cells_.size() && cells_[end].observed == cells_[i].observed &&
           cells_[end].entered == cells_[i].entered &&
           (cells_[end].name == cells_[i].name ||
            NameAt(cells_[end].name) == NameAt(cells_[i].name))) {
      ++end;
    }
    Group group{.from = static_cast<std::uint32_t>(i),
                .to = static_cast<std::uint32_t>(end),
                .patient = merge(i, end, kPatientKey),
                .patient_codes = {},
                .keys = 0};
    group.patient_codes = codes_of(group.patient);
    for (std::size_t c = i; c < end; ++c) {
      const std::uint16_t key = cells_[c].key;
      if (key % kSides == v1::BILATERAL) {
        group.keys |= std::uint64_t{3} << (key + v1::LEFT - v1::BILATERAL);
      } else {
        group.keys |= std::uint64_t{1} << key;
      }
    }
    groups.push_back(group);
    i = end;
  }
  reports_ = groups.size();

  static_assert(kKeys <= 64 && v1::RIGHT == v1::LEFT + 1);
  for (std::uint16_t key = 0; key < kKeys; ++key) {
    if (known[key] == 0) continue;
    Track track{.site = std::nullopt,
                .first_row = static_cast<std::uint32_t>(rows_.size()),
                .row_count = 0,
                .codes = {}};
    if (key != kPatientKey) track.site = SiteOf(key);
    for (const Group& group : groups) {
      const bool here = key != kPatientKey && (group.keys >> key & 1) != 0;
      if (!here && group.patient.second == 0) continue;
      const auto site =
          here ? merge(group.from, group.to, key) : std::pair<std::uint32_t, std::uint16_t>(0, 0);
      const Cell& cell = cells_[group.from];
      rows_.push_back({.observed = cell.observed,
                       .entered = cell.entered,
                       .day = DayNumber(cell.observed),
                       .known_day = DayNumber(std::max(cell.observed, cell.entered)),
                       .newest_known_day = 0,
                       .site_first = site.first,
                       .patient_first = group.patient.first,
                       .site_count = site.second,
                       .patient_count = group.patient.second,
                       .name = cell.name,
                       .site_codes = codes_of(site),
                       .patient_codes = group.patient_codes});
      Row& row = rows_.back();
      row.newest_known_day = row.known_day;
      if (rows_.size() > track.first_row + 1) {
        row.newest_known_day = std::max(row.known_day, rows_[rows_.size() - 2].newest_known_day);
      }
      last_known_ = std::max(last_known_, row.Known());
      track.codes.Add(row.site_codes);
      track.codes.Add(row.patient_codes);
    }
    track.row_count = static_cast<std::uint32_t>(rows_.size()) - track.first_row;
    tracks_.push_back(track);
  }
}

std::vector<Site> Timeline::Sites() const {
  std::vector<Site> sites;
  for (const Track& track : tracks_) {
    if (track.site.has_value()) sites.push_back(*track.site);
  }
  return sites;
}

const Timeline::Track* Timeline::FindTrack(const Site& site) const {
  const auto found = std::ranges::find(tracks_, std::optional(site), &Track::site);
  return found == tracks_.end() ? nullptr : &*found;
}

}  // namespace midstance::rules
