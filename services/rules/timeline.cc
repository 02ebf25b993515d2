#include "services/rules/timeline.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "services/rules/timeline_index.h"

namespace midstance::rules {
namespace {

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

}  // namespace

std::uint32_t Timeline::AddName(std::string_view name) {
  // Reports of one check-in come one after the other.
  const auto count = static_cast<std::uint32_t>(name_ends_.size() - 1);
  if (count > 0 && NameAt(count - 1) == name) return count - 1;
  names_ += name;
  name_ends_.push_back(static_cast<std::uint32_t>(names_.size()));
  return count;
}

void Timeline::AddCell(const CompiledRuleSet& rules, const Report& report, std::uint32_t name,
                       std::uint16_t key, std::vector<Value>& values) {
  if (values.empty()) return;
  // Of a code that was answered twice the worst answer, which comes last, stands.
  std::ranges::sort(values, [&](const Value& a, const Value& b) {
    return a.code != b.code ? a.code < b.code : rules.codes()[a.code].Outranks(b.number, a.number);
  });
  std::size_t kept = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i + 1 < values.size() && values[i + 1].code == values[i].code) continue;
    values[kept++] = values[i];
  }
  values.resize(kept);
  const std::int64_t observed = MicrosOf(report.observed);
  const std::int64_t entered = MicrosOf(report.entered);
  const DayNumber day = DayNumberOf(rules.calendar(), observed);
  cells_.push_back({.observed = observed,
                    .entered = entered,
                    .day = day,
                    .known_day = entered > observed ? DayNumberOf(rules.calendar(), entered) : day,
                    .name = name,
                    .first = static_cast<std::uint32_t>(values_.size()),
                    .count = static_cast<std::uint16_t>(values.size()),
                    .key = key});
  values_.insert(values_.end(), values.begin(), values.end());
}

void Timeline::Add(const CompiledRuleSet& rules, const Report& report) {
  const bool has_site = report.site.has_value() && report.site->area > v1::AREA_UNSPECIFIED &&
                        report.site->area < v1::Area_ARRAYSIZE && report.site->side >= 0 &&
                        report.site->side < v1::Side_ARRAYSIZE;
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
  AddCell(rules, report, name, kPatientKey, patient);
  if (has_site) AddCell(rules, report, name, TimelineKey(*report.site), site);
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
  TimelineIndexer(rules, result).Run();
  return result;
}

template <class Keeps>
Timeline Timeline::Keeping(const CompiledRuleSet& rules, const Keeps& keeps) const {
  Timeline result;
  for (const Cell& cell : cells_) {
    if (!keeps(cell)) continue;
    Cell kept = cell;
    kept.name = result.AddName(NameAt(cell.name));
    kept.first = static_cast<std::uint32_t>(result.values_.size());
    const auto values = std::span(values_).subspan(cell.first, cell.count);
    result.values_.insert(result.values_.end(), values.begin(), values.end());
    result.cells_.push_back(kept);
  }
  TimelineIndexer(rules, result).Run();
  return result;
}

Timeline Timeline::Without(const CompiledRuleSet& rules, std::string_view name) const {
  return Keeping(rules, [&](const Cell& cell) {
    const std::string_view of = NameAt(cell.name);
    const bool below = of.starts_with(name) && (of.size() == name.size() || of[name.size()] == '/');
    return !below;
  });
}

Timeline Timeline::ObservedUntil(const CompiledRuleSet& rules, Instant moment) const {
  return Keeping(rules, [&](const Cell& cell) { return cell.observed <= MicrosOf(moment); });
}

std::optional<Instant> Timeline::ObservedTimeOf(std::string_view name) const {
  for (const Cell& cell : cells_) {
    if (NameAt(cell.name) == name) return FromMicros(cell.observed);
  }
  return std::nullopt;
}

std::size_t Timeline::MemoryBytes() const {
  const auto bytes = [](const auto& values) { return values.capacity() * sizeof(values[0]); };
  return sizeof(*this) + bytes(names_) + bytes(name_ends_) + bytes(cells_) + bytes(values_) +
         bytes(merged_) + bytes(rows_) + bytes(tracks_);
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
