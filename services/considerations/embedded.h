#pragma once

#include <string_view>

namespace midstance::considerations {

// The library that ships with the program, as text. It is part of the program: no file is read.
std::string_view RunningHipConsiderations();

}  // namespace midstance::considerations
