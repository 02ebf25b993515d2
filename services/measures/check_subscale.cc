#include <cmath>
#include <string_view>

#include "services/measures/check_measure.h"
#include "services/measures/shape.h"

namespace midstance::measures {
namespace {

using v1::Measure;

// As many as a request may carry.
constexpr int kMostItems = 100;
constexpr int kMostDecimalsOfAScore = 2;
constexpr double kNormed = 100;

class SubscaleCheck {
 public:
  SubscaleCheck(const Measure& measure, const Subscale& subscale,
                std::vector<std::string>& problems)
      : measure_(measure), subscale_(subscale), problems_(problems) {}

  void All() {
    if (subscale_.id().empty() || subscale_.id() == kSummary) Problem("has no id of its own");
    if (subscale_.source().empty()) Problem("has no source");
    for (const auto& variant : subscale_.variants()) Known(variant);
    if (subscale_.decimals() < 0 || subscale_.decimals() > kMostDecimalsOfAScore) {
      Problem("rounds to decimals that there are not");
    }
    if (subscale_.percent() && subscale_.least() != 0) Problem("is in percent of no zero");
    const std::size_t before = problems_.size();
    Items();
    if (problems_.size() > before) return;
    Formula();
    Gates();
    Marks();
  }

 private:
  void Problem(const std::string& what) {
    problems_.push_back(measure_.name() + " " + subscale_.id() + ": " + what);
  }

  void Known(const std::string& id) {
    for (const auto& variant : measure_.variants()) {
      if (variant.id() == id) return;
    }
    Problem("is for the unknown variant " + id);
  }

  template <class Versions>
  void Versioned(const Versions& versions) {
    for (const auto& version : versions) {
      if (!Holds(measure_.versions(), version)) Problem("names the unknown version " + version);
    }
  }

  bool IsItem(int item) const { return item >= 1 && item <= MostItems(subscale_); }

  void Items() {
    const int items = subscale_.items();
    if (items < 1 || MostItems(subscale_) > kMostItems) return Problem("has no usable item count");
    if (subscale_.most_items() != 0 && subscale_.most_items() <= items) {
      Problem("has fewer items at most than at least");
    }
    if (!subscale_.item_titles().empty() && subscale_.item_titles_size() != items) {
      Problem("does not title each item");
    }
    for (const int item : subscale_.reversed_items()) {
      if (!IsItem(item)) Problem("reverses an item that it does not have");
    }
    if (subscale_.min_answered() < 0 || subscale_.min_answered() > items) {
      Problem("needs more answers than it has items");
    }
    for (const auto& range : subscale_.ranges()) Range(range);
    for (const auto& version : measure_.versions()) {
      for (int item = 1; item <= MostItems(subscale_); ++item) {
        if (RangeOf(subscale_, item, version) != nullptr) continue;
        Problem("has no range for item " + std::to_string(item) + " of version " + version);
      }
    }
  }

  void Range(const ItemRange& range) {
    Versioned(range.versions());
    for (const int item : range.items()) {
      if (!IsItem(item)) Problem("has a range for an item that it does not have");
    }
    if (!(range.least() < range.most())) Problem("has an empty range");
    for (const double value : range.values()) {
      if (!Takes(range, value)) Problem("lists an answer outside its range");
    }
  }

  // The scores that no answer or every largest answer gives: what the data says must be the same.
  void Formula() {
    const int min_answered = subscale_.min_answered();
    const bool all = min_answered == 0 || min_answered == subscale_.items();
    if (subscale_.prorate() && (subscale_.formula() != Measure::FORMULA_SUM || all)) {
      Problem("prorates what is no sum or is never incomplete");
    }
    for (const auto& version : measure_.versions()) {
      double least = 0;
      double most = 0;
      double product = 1;
      bool same = true;
      const auto& first = *RangeOf(subscale_, 1, version);
      for (int item = 1; item <= MostItems(subscale_); ++item) {
        const auto& range = *RangeOf(subscale_, item, version);
        if (item <= subscale_.items()) least += range.least();
        most += range.most();
        product *= range.most();
        same = same && range.least() == first.least() && range.most() == first.most();
      }
      switch (subscale_.formula()) {
        case Measure::FORMULA_AS_ANSWERED:
          if (MostItems(subscale_) != 1) Problem("takes one of several answers");
          Spans(first.least(), first.most());
          break;
        case Measure::FORMULA_SUM:
          if (!all && !subscale_.prorate()) Problem("adds up what is incomplete");
          Spans(least, most);
          break;
        case Measure::FORMULA_MEAN:
          if (!same) Problem("takes the mean of different scales");
          Spans(first.least(), first.most());
          break;
        case Measure::FORMULA_NORMED_100:
          if (!same) Problem("takes the mean of different scales");
          Spans(0, kNormed);
          break;
        case Measure::FORMULA_PRODUCT:
          if (!all || subscale_.most_items() != 0) Problem("multiplies what may be incomplete");
          Spans(0, product);
          break;
        default:
          Problem("has no formula");
          break;
      }
    }
  }

  void Spans(double least, double most) {
    if (subscale_.least() == least && subscale_.most() == most) return;
    Problem("has another range than its items make");
  }

  void Gates() {
    for (const auto& gate : subscale_.gates()) {
      Versioned(gate.versions());
      if (!IsItem(gate.item())) {
        Problem("has a gate on an item that it does not have");
        continue;
      }
      for (const auto& version : measure_.versions()) {
        if (!Holds(gate.versions(), version)) continue;
        if (!Takes(*RangeOf(subscale_, gate.item(), version), gate.answer())) {
          Problem("has a gate on an answer that there is not");
        }
      }
      if (gate.score() < subscale_.least() || gate.score() > subscale_.most()) {
        Problem("has a gate to a score outside its range");
      }
    }
  }

  void Marks() {
    for (const auto& mark : subscale_.marks()) {
      Versioned(mark.versions());
      if (!IsItem(mark.item())) Problem("has a mark on an item that it does not have");
      if (mark.band().empty() || mark.source().empty()) {
        Problem("has a mark without words or source");
      }
    }
  }

  const Measure& measure_;
  const Subscale& subscale_;
  std::vector<std::string>& problems_;
};

}  // namespace

void CheckSubscale(const v1::Measure& measure, const v1::Measure::Subscale& subscale,
                   std::vector<std::string>& problems) {
  SubscaleCheck(measure, subscale, problems).All();
}

}  // namespace midstance::measures
