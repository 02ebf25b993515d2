#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "support/schema.h"
#include "support/time.h"

namespace midstance {

// What one value of a field should be instead, as CheckConstraints reports it; empty, and nothing
// allocated, when the value is right.

// Of a text that is not empty.
std::string TextComplaint(const FieldPlan& field, std::string_view text);
std::string BytesComplaint(const FieldPlan& field, std::string_view bytes);
// Zero is never right here.
std::string EnumComplaint(const FieldPlan& field, int value);
std::string NumberComplaint(const FieldPlan& field, double value);
std::string TimeComplaint(const FieldPlan& field, std::int64_t seconds, std::int64_t nanos,
                          Instant now);
std::string DurationComplaint(std::int64_t seconds, std::int64_t nanos);

}  // namespace midstance
