#include "services/measures/library.h"

#include <algorithm>
#include <string>
#include <utility>

#include "services/measures/check_measure.h"
#include "support/data_text.h"
#include "support/status.h"

namespace midstance::measures {
namespace {

absl::Status Wrong(const std::vector<std::string>& problems) {
  std::string text = "measures: ";
  for (std::size_t i = 0; i < problems.size(); ++i) {
    if (i > 0) text += "; ";
    text += problems[i];
  }
  return Error(v1::ERROR_REASON_INTERNAL).Because(text);
}

}  // namespace

absl::StatusOr<Library> Library::Parse(std::string_view text) {
  MIDSTANCE_ASSIGN_OR_RETURN(auto measures, ParseDataText<v1::MeasureLibrary>("measures", text));
  return Of(std::move(measures));
}

absl::StatusOr<Library> Library::Of(v1::MeasureLibrary measures) {
  std::vector<std::string> problems;
  if (measures.measures().empty()) problems.emplace_back("there is none");
  for (const auto& measure : measures.measures()) CheckMeasure(measure, problems);
  std::vector<v1::Measure> sorted(measures.measures().begin(), measures.measures().end());
  std::sort(sorted.begin(), sorted.end(),
            [](const v1::Measure& a, const v1::Measure& b) { return a.name() < b.name(); });
  for (std::size_t i = 1; i < sorted.size(); ++i) {
    if (sorted[i - 1].name() == sorted[i].name()) {
      problems.push_back(sorted[i].name() + ": is there twice");
    }
  }
  if (!problems.empty()) return Wrong(problems);
  return Library(std::move(sorted));
}

const v1::Measure* Library::Find(std::string_view name) const {
  const auto found = std::lower_bound(
      measures_.begin(), measures_.end(), name,
      [](const v1::Measure& measure, std::string_view wanted) { return measure.name() < wanted; });
  return found == measures_.end() || found->name() != name ? nullptr : &*found;
}

absl::StatusOr<Library> Shipped() { return Library::Parse(ShippedText()); }

}  // namespace midstance::measures
