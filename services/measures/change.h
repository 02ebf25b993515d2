#pragma once

#include <string_view>

#include "midstance/v1/measure.pb.h"
#include "midstance/v1/outcome_score.pb.h"
#include "midstance/v1/outcome_service.pb.h"

namespace midstance::measures {

// Which score of two records is meant.
struct Part {
  std::string_view subscale;   // id, or "summary"
  std::string_view item = {};  // label of an item that the patient named; empty: the score itself
};

// What happened to a score of `measure` from one record to another. A difference within the
// measurement error is WITHIN_ERROR, whatever else it reaches. NOT_COMPARABLE when the two differ
// in measure, variant, side, period, version of the form or formula, when the activities that were
// answered are not the same, or when either has no such score.
v1::ScoreChange Compare(const v1::Measure& measure, const v1::OutcomeScore& from,
                        const v1::OutcomeScore& to, const Part& part,
                        v1::ChangeBasis basis = v1::CHANGE_BASIS_POINTS);

// The score of a record that has none before it.
v1::ScoreChange OnlyOne(const v1::Measure& measure, const v1::OutcomeScore& record,
                        const Part& part);

// Two that cannot be compared, and why.
v1::ScoreChange NotComparable(const v1::OutcomeScore& from, const v1::OutcomeScore& to,
                              std::string_view because);

}  // namespace midstance::measures
