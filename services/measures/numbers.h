#pragma once

#include <string>

namespace midstance::measures {

// Rounded to so many decimals, halves up: 46.875 to two is 46.88, -0.5 to none is 0.
double RoundHalfUp(double value, int decimals);

// What two rounded scores differ by, without the crumbs of binary arithmetic: 4.35 - 4.33 is 0.02.
double Difference(double later, double earlier);

// At most two decimals and none that say nothing: "49", "61.25", "-3.5".
std::string NumberText(double value);

}  // namespace midstance::measures
