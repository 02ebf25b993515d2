#include "services/measures/check_measure.h"

#include <map>
#include <set>
#include <string_view>

#include "services/measures/shape.h"
#include "support/names.h"
#include "support/status.h"

namespace midstance::measures {
namespace {

using v1::Measure;
using Threshold = Measure::Threshold;

constexpr int kMostDecimals = 2;

class MeasureCheck {
 public:
  MeasureCheck(const Measure& measure, std::vector<std::string>& problems)
      : measure_(measure), problems_(problems) {}

  void All() {
    Words();
    Variants();
    if (measure_.subscales().empty()) Problem("has no subscale");
    for (const auto& subscale : measure_.subscales()) CheckSubscale(measure_, subscale, problems_);
    if (measure_.has_summary()) Summary();
    Thresholds();
    Bands();
  }

 private:
  void Problem(const std::string& what) { problems_.push_back(measure_.name() + ": " + what); }

  void Words() {
    if (!ResourceName::Parse(measure_.name(), Kind::kMeasure).ok()) Problem("is no name");
    for (const auto& [what, text] : std::initializer_list<std::pair<const char*, std::string_view>>{
             {"title", measure_.title()},
             {"short_title", measure_.short_title()},
             {"use", measure_.use()},
             {"missing_rule", measure_.missing_rule()},
             {"licence", measure_.licence()},
             {"formula_version", measure_.formula_version()}}) {
      if (text.empty()) Problem(std::string("has no ") + what);
    }
    if (measure_.direction() == Measure::DIRECTION_UNSPECIFIED) Problem("has no direction");
    if (measure_.side_rule() == Measure::SIDE_RULE_UNSPECIFIED) Problem("has no side_rule");
    if (measure_.versions().empty()) Problem("has no version");
    const std::set<std::string> versions(measure_.versions().begin(), measure_.versions().end());
    if (static_cast<int>(versions.size()) != measure_.versions_size()) {
      Problem("has a version twice");
    }
  }

  void Variants() {
    std::set<std::string> ids;
    for (const auto& variant : measure_.variants()) {
      if (variant.id().empty() || variant.title().empty()) Problem("has a variant without words");
      if (!ids.insert(variant.id()).second) Problem("has the variant " + variant.id() + " twice");
      if (SubscalesOf(measure_, variant.id()).empty()) {
        Problem("has no subscale for the variant " + variant.id());
      }
      Unique(variant.id());
    }
    if (measure_.variants().empty()) Unique("");
  }

  void Unique(std::string_view variant) {
    std::set<std::string> ids;
    for (const auto* subscale : SubscalesOf(measure_, variant)) {
      if (!ids.insert(subscale->id()).second)
        Problem("has the subscale " + subscale->id() + " twice");
    }
  }

  void Summary() {
    const auto& summary = measure_.summary();
    if (summary.title().empty() || summary.source().empty()) {
      Problem("has a summary without title or source");
    }
    if (summary.decimals() < 0 || summary.decimals() > kMostDecimals) {
      Problem("rounds its summary to decimals that there are not");
    }
    for (const auto& subscale : measure_.subscales()) {
      if (subscale.least() != measure_.subscales(0).least() ||
          subscale.most() != measure_.subscales(0).most()) {
        Problem("sums up subscales of different ranges");
        return;
      }
    }
  }

  void Thresholds() {
    if (measure_.direction() == Measure::DIRECTION_NONE && !measure_.thresholds().empty()) {
      Problem("judges changes though neither way is better");
    }
    // By subscale and whether of an item: which kinds there are.
    std::map<std::pair<std::string, bool>, std::map<Threshold::Kind, double>> found;
    std::set<std::string> ids;
    for (const auto& subscale : measure_.subscales()) ids.insert(subscale.id());
    if (measure_.has_summary()) ids.emplace(kSummary);
    for (const auto& threshold : measure_.thresholds()) {
      ThresholdAlone(threshold, ids);
      for (const auto& id : ids) {
        if (!Holds(threshold.subscales(), id)) continue;
        if (!found[{id, threshold.each_item()}]
                 .emplace(threshold.kind(), threshold.points())
                 .second) {
          Problem("has two thresholds of one kind for " + id);
        }
      }
    }
    for (const auto& [where, kinds] : found) {
      double least = 0;
      for (const auto kind :
           {Threshold::KIND_MINIMAL, Threshold::KIND_MCID, Threshold::KIND_SUBSTANTIAL}) {
        const auto of_kind = kinds.find(kind);
        if (of_kind == kinds.end()) continue;
        if (of_kind->second < least) Problem("has thresholds out of order for " + where.first);
        least = of_kind->second;
      }
    }
  }

  void ThresholdAlone(const Threshold& threshold, const std::set<std::string>& ids) {
    if (threshold.kind() == Threshold::KIND_UNSPECIFIED) Problem("has a threshold of no kind");
    if (!(threshold.points() > 0)) Problem("has a threshold that is not above 0");
    if (threshold.has_percent() && !(threshold.percent() > 0 && threshold.percent() <= 100)) {
      Problem("has a threshold in percent that is none");
    }
    if (threshold.has_percent() && threshold.kind() == Threshold::KIND_MDC) {
      Problem("has an error in percent");
    }
    if (threshold.source().empty()) Problem("has a threshold without source");
    for (const auto& id : threshold.subscales()) {
      if (!ids.contains(id)) Problem("has a threshold of the unknown subscale " + id);
    }
    if (!threshold.each_item()) return;
    for (const auto& subscale : measure_.subscales()) {
      if (subscale.self_named()) return;
    }
    Problem("has a threshold of items that have no names");
  }

  void Bands() {
    for (int i = 0; i < measure_.bands_size(); ++i) {
      const auto& band = measure_.bands(i);
      if (band.band().empty() || band.source().empty()) {
        Problem("has a band without words or source");
      }
      if (band.least() > band.most()) Problem("has the empty band " + band.band());
      if (i > 0 && measure_.bands(i - 1).most() >= band.least()) {
        Problem("has bands that overlap or are out of order at " + band.band());
      }
      for (const auto& subscale : measure_.subscales()) {
        if (band.least() < subscale.least() || band.most() > subscale.most()) {
          Problem("has the band " + band.band() + " outside its range");
        }
      }
    }
  }

  const Measure& measure_;
  std::vector<std::string>& problems_;
};

}  // namespace

void CheckMeasure(const v1::Measure& measure, std::vector<std::string>& problems) {
  MeasureCheck(measure, problems).All();
}

}  // namespace midstance::measures
