#pragma once

#include <absl/status/statusor.h>
#include <google/protobuf/repeated_field.h>

#include <string_view>
#include <vector>

#include "google/rpc/error_details.pb.h"
#include "midstance/v1/measure.pb.h"
#include "midstance/v1/outcome_score.pb.h"

namespace midstance::measures {

// A form as it was filled in; refers to a request.
struct Form {
  std::string_view variant;
  std::string_view version;  // empty: the measure's first
  const google::protobuf::RepeatedPtrField<v1::SubscaleAnswers>& answers;
};

// Adds what the measure does not know of the form: variant, version, subscales, how many items,
// each answer by its path ("answers[0].items[3].value"), names of items, answers that contradict an
// answer that skips them, a form without any answer. `path` is put before each.
void CheckForm(const v1::Measure& measure, const Form& form, std::string_view path,
               google::rpc::BadRequest& violations);

// A score for each subscale of the variant, in the order of the measure, and the summary if it has
// one. A blank is not a zero: a subscale with too few answers has no score, and `because` says so.
// FIELD_INVALID, with everything that CheckForm finds.
absl::StatusOr<std::vector<v1::SubscaleScore>> Score(const v1::Measure& measure, const Form& form,
                                                     std::string_view path = "");

}  // namespace midstance::measures
