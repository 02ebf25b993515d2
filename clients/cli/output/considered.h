#pragma once

#include <google/protobuf/repeated_ptr_field.h>

#include <string>
#include <string_view>

#include "midstance/v1/consideration.pb.h"

namespace midstance::cli {

// Considerations by site and rank, a few lines each: what speaks for it and against it with day and
// figure, what was not found, and what to ask. Cautions and sources are told once, at the end.
std::string FormatConsidered(
    std::string_view caption,
    const google::protobuf::RepeatedPtrField<v1::ConsideredFindings>& findings);

}  // namespace midstance::cli
