#include "services/measures/shape.h"

#include <cmath>

namespace midstance::measures {

std::string VersionOf(const v1::Measure& measure, std::string_view version) {
  if (!version.empty() || measure.versions().empty()) return std::string(version);
  return measure.versions(0);
}

std::vector<const Subscale*> SubscalesOf(const v1::Measure& measure, std::string_view variant) {
  std::vector<const Subscale*> found;
  for (const auto& subscale : measure.subscales()) {
    if (Holds(subscale.variants(), variant)) found.push_back(&subscale);
  }
  return found;
}

const Subscale* FindSubscale(const v1::Measure& measure, std::string_view variant,
                             std::string_view id) {
  for (const auto& subscale : measure.subscales()) {
    if (subscale.id() == id && Holds(subscale.variants(), variant)) return &subscale;
  }
  return nullptr;
}

int MostItems(const Subscale& subscale) {
  return std::max(subscale.items(), subscale.most_items());
}

const ItemRange* RangeOf(const Subscale& subscale, int item, std::string_view version) {
  for (const auto& range : subscale.ranges()) {
    if (Holds(range.items(), item) && Holds(range.versions(), version)) return &range;
  }
  return nullptr;
}

bool Takes(const ItemRange& range, double answer) {
  // Written so that what is no number is not taken.
  if (!(answer >= range.least() && answer <= range.most())) return false;
  if (range.whole() && answer != std::floor(answer)) return false;
  return Holds(range.values(), answer);
}

std::string Folded(std::string_view label) {
  std::string folded;
  folded.reserve(label.size());
  for (const char letter : label) {
    if (letter == ' ' || letter == '\t') {
      if (!folded.empty() && folded.back() != ' ') folded.push_back(' ');
    } else {
      const bool big = letter >= 'A' && letter <= 'Z';
      folded.push_back(big ? static_cast<char>(letter - 'A' + 'a') : letter);
    }
  }
  if (!folded.empty() && folded.back() == ' ') folded.pop_back();
  return folded;
}

}  // namespace midstance::measures
