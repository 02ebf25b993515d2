#pragma once

#include <absl/status/statusor.h>

#include <string_view>
#include <utility>
#include <vector>

#include "midstance/v1/measure.pb.h"

// Outcome measures: data, scoring and comparison. Pure: values in, values out, no clock and no
// store.
namespace midstance::measures {

// The measures that can be scored, each checked. Immutable.
class Library {
 public:
  // From the text form of a v1::MeasureLibrary. FAILED_PRECONDITION with the lines that do not
  // parse; INTERNAL, with everything that is wrong, unless all of it is right.
  static absl::StatusOr<Library> Parse(std::string_view text);
  static absl::StatusOr<Library> Of(v1::MeasureLibrary measures);

  // "measures/lefs"; nullptr when there is none of that name. Lives as long as the library.
  const v1::Measure* Find(std::string_view name) const;
  // By name.
  const std::vector<v1::Measure>& all() const { return measures_; }

 private:
  explicit Library(std::vector<v1::Measure> measures) : measures_(std::move(measures)) {}

  std::vector<v1::Measure> measures_;
};

// The measures that ship with the program, as text and read. They are part of the program: no file
// is read.
std::string_view ShippedText();
absl::StatusOr<Library> Shipped();

}  // namespace midstance::measures
