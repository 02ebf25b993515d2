#pragma once

#include <string_view>

namespace midstance::exercises {

// The library and the cautions that ship with the program, as text. They are part of the program:
// no file is read.
std::string_view ExercisesText();  // v1::ExerciseLibrary
std::string_view CautionsText();   // v1::CautionSet

}  // namespace midstance::exercises
