#include "services/measures/trends.h"

#include <algorithm>
#include <string>
#include <tuple>
#include <utility>

#include "services/measures/change.h"
#include "services/measures/shape.h"
#include "support/time.h"

namespace midstance::measures {
namespace {

using v1::OutcomeScore;
using v1::OutcomeTrend;
using Records = std::vector<const OutcomeScore*>;

// One measure, variant and side, the earliest first.
class GroupTrends {
 public:
  GroupTrends(const v1::Measure& measure, const Records& records, v1::ChangeBasis basis,
              std::vector<OutcomeTrend>& trends)
      : measure_(measure), records_(records), basis_(basis), trends_(trends) {}

  void All() {
    for (const auto* subscale : SubscalesOf(measure_, records_.back()->variant())) {
      Add({.subscale = subscale->id()});
      if (subscale->self_named() && JudgesItems()) Items(*subscale);
    }
    if (measure_.has_summary()) Add({.subscale = kSummary});
  }

 private:
  bool JudgesItems() const {
    const auto& all = measure_.thresholds();
    return std::any_of(all.begin(), all.end(), [](const auto& one) { return one.each_item(); });
  }

  void Items(const Subscale& subscale) {
    for (const auto& answers : records_.back()->answers()) {
      if (answers.subscale() != subscale.id()) continue;
      for (const auto& item : answers.items()) {
        Add({.subscale = subscale.id(), .item = item.label()});
      }
    }
  }

  void Add(const Part& part) {
    const auto has_score = [&](const OutcomeScore* record) {
      return OnlyOne(measure_, *record, part).has_to_score();
    };
    const auto baseline = std::find_if(records_.begin(), records_.end(), has_score);
    if (baseline == records_.end()) return;
    const OutcomeScore& last = *records_.back();
    OutcomeTrend& trend = trends_.emplace_back();
    trend.set_measure(measure_.name());
    trend.set_variant(last.variant());
    trend.set_side(last.side());
    trend.set_subscale(std::string(part.subscale));
    trend.set_item(std::string(part.item));
    trend.set_records(static_cast<int>(records_.size()));
    if (*baseline == &last) {
      *trend.mutable_since_baseline() = OnlyOne(measure_, last, part);
      return;
    }
    *trend.mutable_since_baseline() = Compare(measure_, **baseline, last, part, basis_);
    const auto previous = records_.end() - 2;
    if (previous > baseline) {
      *trend.mutable_since_previous() = Compare(measure_, **previous, last, part, basis_);
    }
  }

  const v1::Measure& measure_;
  const Records& records_;
  const v1::ChangeBasis basis_;
  std::vector<OutcomeTrend>& trends_;
};

OutcomeTrend OfNoMeasure(const Records& records) {
  const OutcomeScore& last = *records.back();
  OutcomeTrend trend;
  trend.set_measure(last.measure());
  trend.set_variant(last.variant());
  trend.set_side(last.side());
  trend.set_records(static_cast<int>(records.size()));
  *trend.mutable_since_baseline() =
      NotComparable(*records.front(), last, "the library no longer has the measure");
  return trend;
}

auto GroupOf(const OutcomeScore& record) {
  return std::tuple(std::string_view(record.measure()), std::string_view(record.variant()),
                    static_cast<int>(record.side()));
}

auto PlaceOf(const OutcomeScore& record) {
  return std::tuple(GroupOf(record), MicrosOf(InstantOf(record.occurred_time())),
                    MicrosOf(InstantOf(record.create_time())), std::string_view(record.name()));
}

}  // namespace

std::vector<OutcomeTrend> TrendsOf(const Library& library, std::vector<OutcomeScore> records,
                                   v1::ChangeBasis basis) {
  std::sort(records.begin(), records.end(),
            [](const OutcomeScore& a, const OutcomeScore& b) { return PlaceOf(a) < PlaceOf(b); });
  std::vector<OutcomeTrend> trends;
  for (std::size_t begin = 0; begin < records.size();) {
    Records group;
    while (begin + group.size() < records.size() &&
           GroupOf(records[begin + group.size()]) == GroupOf(records[begin])) {
      group.push_back(&records[begin + group.size()]);
    }
    begin += group.size();
    if (const auto* measure = library.Find(group.front()->measure())) {
      GroupTrends(*measure, group, basis, trends).All();
    } else {
      trends.push_back(OfNoMeasure(group));
    }
  }
  return trends;
}

}  // namespace midstance::measures
