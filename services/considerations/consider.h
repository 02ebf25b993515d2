#pragma once

#include <string_view>
#include <vector>

#include "midstance/rules/v1/evaluation.pb.h"
#include "midstance/v1/consideration.pb.h"
#include "services/considerations/library.h"

namespace midstance::considerations {

// How to read what is considered: the same text for every patient.
std::string_view Caption();

// What the findings are consistent with, by site, then by rank. `clues` is the evaluation of
// `library.clues()` with everything explained and asked.
//
// A consideration is listed at a site when at least one finding there that is no background
// supports it. Within a site more supporting findings come first, then fewer opposing ones, then
// more that is decided; where all are equal the rank is equal, and the order is the library's. What
// was not asked counts neither way. Likelihood ratios are shown and never computed with.
std::vector<v1::ConsideredFindings> Consider(const Library& library,
                                             const rules::v1::Evaluation& clues);

}  // namespace midstance::considerations
