#pragma once

#include <absl/status/statusor.h>

#include <string>
#include <string_view>
#include <vector>

#include "clients/checkin/question_flow.h"

namespace midstance::checkin {

// The list that begins with a question.
const TickList& ListAt(const std::vector<TickList>& lists, int first);

// Answers to a list whose things are numbered from 1, all of them at once: "1 3" says that the
// first and the third are so and nothing else is, "1 3?" that she is not sure of the third, "0"
// that nothing is. A number or a choice that was told before stays when it is ticked again; one
// that is ticked anew is asked for. INVALID_ARGUMENT when it says neither.
absl::StatusOr<Answers> ReadTicks(const v1::CheckInForm& form, Answers answers,
                                  const std::vector<int>& list, std::string_view text);

// What ReadTicks would read the same from; empty when not all of the list is answered.
std::string TicksOf(const Answers& answers, const std::vector<int>& list);

}  // namespace midstance::checkin
