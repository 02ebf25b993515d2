#pragma once

#include <string_view>

namespace midstance::story {

// The files of data/, compiled in.
std::string_view RunnersJson();
std::string_view ComplaintsJson();

}  // namespace midstance::story
