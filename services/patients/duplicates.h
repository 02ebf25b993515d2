#pragma once

#include <absl/status/statusor.h>

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "midstance/v1/patient_duplicate.pb.h"

// How likely two records are one person. Pure.
namespace midstance::patients {

// The text of duplicates.textproto.
std::string_view DuplicateWeightsText();

class DuplicateScorer {
 public:
  struct Score {
    double points = 0;
    std::vector<v1::DuplicateReason> reasons;
  };

  // INTERNAL unless the text is a DuplicateWeights with every reason once, each with its source.
  static absl::StatusOr<DuplicateScorer> Of(std::string_view weights);
  // The one of duplicates.textproto.
  static const absl::StatusOr<DuplicateScorer>& Shipped();

  // The same whichever record comes first.
  Score ScoreOf(const v1::Patient& one, const v1::Patient& other) const;
  double threshold() const { return threshold_; }
  double PointsOf(v1::DuplicateReason reason) const { return points_.at(reason); }

 private:
  std::map<v1::DuplicateReason, double> points_;
  double threshold_ = 0;
};

// What holds of the two records, in the order of the enum.
std::vector<v1::DuplicateReason> ReasonsOf(const v1::Patient& one, const v1::Patient& other);

// "1984-03-05" of "1984-05-03"; empty when that is no date.
std::string DayAndMonthExchanged(std::string_view birth_date);

// Digits at the end that two telephone numbers must have in common to be one.
inline constexpr std::size_t kPhoneDigitsInCommon = 7;

}  // namespace midstance::patients
