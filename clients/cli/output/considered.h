#pragma once

#include <google/protobuf/repeated_ptr_field.h>

#include <string>
#include <string_view>

#include "midstance/v1/consideration.pb.h"

namespace midstance::cli {

// Considerations as paragraphs: what speaks for each with day, figure and source, what speaks
// against it, and what nobody asked.
std::string FormatConsidered(
    std::string_view caption,
    const google::protobuf::RepeatedPtrField<v1::ConsideredFindings>& findings);

}  // namespace midstance::cli
