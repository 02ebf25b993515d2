#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "services/rules/compile.h"
#include "services/rules/days.h"
#include "services/rules/vocabulary.h"
#include "support/time.h"

namespace midstance::rules {

// A place on the body. A side that is not told is Side::NOT_TOLD.
struct Site {
  Area area = v1::AREA_UNSPECIFIED;
  Side side = v1::NOT_TOLD;

  auto operator<=>(const Site&) const = default;
};

enum class Answer : std::uint8_t { kNotAsked, kAbsent, kPresent };

// One answer: Answer for a FLAG, double for a NUMBER, string for a CHOICE.
struct Observed {
  std::string code;
  std::variant<Answer, double, std::string> value;
};

// What one visit or check-in (`name` is its resource name) says about one site, or, without a site,
// about the whole patient. Reports of one name, observed and entered at the same moments, are one
// report about several sites.
struct Report {
  std::string name;
  Instant observed;
  Instant entered;
  std::optional<Site> site;
  std::vector<Observed> values;
};

// Everything that one patient's reports say, as of their latest amendments: whoever builds it
// leaves out what was retracted. Immutable, compact, independent of the order of the reports.
//
// - A value whose code the rule set does not know, or that does not fit the code's kind, is left
// out;
//   so is a NOT_ASKED. A SITE code in a report without a site is left out.
// - A BILATERAL report counts for the left and for the right.
// - Where one report answers a code twice for one key, the worse answer stands (present over
//   absent; see CodeInfo::Outranks).
//
// A timeline belongs to the rule set that built it: evaluating it under another is undefined.
class Timeline {
 public:
  struct Value {
    double number;  // 1 present, 0 absent; or the number; or the position of the choice
    CodeIndex code;
  };
  // A report as one key sees it: its values at the site and about the patient.
  struct Row {
    std::int64_t observed;  // microseconds
    std::int64_t entered;
    DayNumber day;               // observed
    DayNumber known_day;         // of Known()
    DayNumber newest_known_day;  // the largest known_day of this row and those before it
    std::uint32_t site_first;
    std::uint32_t patient_first;
    std::uint16_t site_count;
    std::uint16_t patient_count;
    std::uint32_t name;
    CodeSet site_codes;
    CodeSet patient_codes;

    // From when on the report counts.
    std::int64_t Known() const { return observed > entered ? observed : entered; }
  };
  // One key's reports, by time observed. Without a site: those about the patient.
  struct Track {
    std::optional<Site> site;
    std::uint32_t first_row;
    std::uint32_t row_count;
    CodeSet codes;
    // When the site was told of for the first time, and when that became known; microseconds. What
    // is about the patient was ever so.
    std::int64_t first_observed = INT64_MIN;
    std::int64_t first_known = INT64_MIN;

    // From when on anything is known of it.
    std::int64_t KnownFrom(bool as_observed) const {
      return as_observed ? first_observed : first_known;
    }
    std::optional<Area> area() const { return site ? std::optional(site->area) : std::nullopt; }
  };

  Timeline() = default;
  static Timeline Build(const CompiledRuleSet& rules, std::span<const Report> reports);
  Timeline With(const CompiledRuleSet& rules, std::span<const Report> reports) const;
  // Without the report of this name and all whose names lie below it ("a/b" drops "a/b" and
  // "a/b/c", not "a/bc").
  Timeline Without(const CompiledRuleSet& rules, std::string_view name) const;
  // Without what was observed after this moment, whenever it was entered.
  Timeline ObservedUntil(const CompiledRuleSet& rules, Instant moment) const;

  // What it occupies, nearly.
  std::size_t MemoryBytes() const;
  // Number of reports, counting several sites of one report once.
  std::size_t size() const { return reports_; }
  // The sites it knows, in order.
  std::vector<Site> Sites() const;

  // For the evaluator. The first track is the patient's; the others are in order of site.
  std::span<const Track> tracks() const { return tracks_; }
  std::span<const Row> RowsOf(const Track& track) const {
    return std::span(rows_).subspan(track.first_row, track.row_count);
  }
  // The same rows, newest first. (Not a view: clang 14 cannot read those of libstdc++ 12.)
  struct Reversed {
    std::span<const Row> rows;
    auto begin() const { return rows.rbegin(); }
    auto end() const { return rows.rend(); }
  };
  Reversed NewestFirst(const Track& track) const { return {RowsOf(track)}; }
  std::span<const Value> SiteValues(const Row& row) const {
    return std::span(merged_).subspan(row.site_first, row.site_count);
  }
  std::span<const Value> PatientValues(const Row& row) const {
    return std::span(merged_).subspan(row.patient_first, row.patient_count);
  }
  std::string_view NameOf(const Row& row) const { return NameAt(row.name); }
  const Track* FindTrack(const Site& site) const;
  // Microseconds; the smallest integer when there is no report.
  std::int64_t last_known() const { return last_known_; }
  std::int64_t last_observed() const { return cells_.empty() ? INT64_MIN : cells_.back().observed; }
  // When what the report of this name tells of was observed.
  std::optional<Instant> ObservedTimeOf(std::string_view name) const;

 private:
  friend class TimelineIndexer;

  // What one report says about one key, before bilateral ones are spread over both sides.
  struct Cell {
    std::int64_t observed;
    std::int64_t entered;
    DayNumber day;        // observed
    DayNumber known_day;  // of the later of both
    std::uint32_t name;
    std::uint32_t first;
    std::uint16_t count;
    std::uint16_t key;
  };

  std::string_view NameAt(std::uint32_t name) const {
    return std::string_view(names_).substr(name_ends_[name],
                                           name_ends_[name + 1] - name_ends_[name]);
  }
  template <class Keeps>
  Timeline Keeping(const CompiledRuleSet& rules, const Keeps& keeps) const;
  std::uint32_t AddName(std::string_view name);
  void Add(const CompiledRuleSet& rules, const Report& report);
  void AddCell(const CompiledRuleSet& rules, const Report& report, std::uint32_t name,
               std::uint16_t key, std::vector<Value>& values);

  std::string names_;
  std::vector<std::uint32_t> name_ends_ = {0};
  std::vector<Cell> cells_;
  std::vector<Value> values_;

  std::vector<Value> merged_;
  std::vector<Row> rows_;
  std::vector<Track> tracks_;
  std::size_t reports_ = 0;
  std::int64_t last_known_ = INT64_MIN;
};

}  // namespace midstance::rules
