#include "tests/simulation/told.h"

#include <algorithm>
#include <string>
#include <utility>

namespace midstance::testing {
namespace {

// Answers that together, or again and again, are a flag.
struct Sign {
  const char* code;
  const char* choice;  // nullptr: a number
  double number;
};
const std::vector<std::vector<Sign>>& Signs() {
  static const std::vector<std::vector<Sign>> kSigns = {
      {{"swelling", nullptr, 2}, {"swelling_settles", "no", 0}},
      {{"night_nights", nullptr, 4}, {"night_pattern", "unremitting", 0}},
      {{"wb", "unable", 0}},
      {{"rest_nprs", nullptr, 5}, {"load_off_h", nullptr, 60}},
      {{"worst_nprs", nullptr, 9}},
  };
  return kSigns;
}

void Set(const Sign& sign, v1::Observation& told) {
  told.set_code(sign.code);
  if (sign.choice != nullptr) {
    told.set_choice(sign.choice);
  } else {
    told.set_number(sign.number);
  }
}

}  // namespace

Teller::Teller(const rules::v1::RuleSet& rules) {
  for (const auto& code : rules.codes()) {
    (code.keying() == rules::v1::Code::PATIENT ? of_patient_ : of_site_).push_back(code);
  }
}

v1::Observation Teller::Answer(const rules::v1::Code& code, Chance& chance) const {
  v1::Observation told;
  told.set_code(code.code());
  switch (code.kind()) {
    case rules::v1::Code::NUMBER: {
      constexpr double kWidest = 100;
      const double width = std::min(code.upper() - code.lower(), kWidest);
      told.set_number(code.lower() + chance.Between(0, static_cast<int>(width)));
      break;
    }
    case rules::v1::Code::CHOICE:
      told.set_choice(code.choices(
          static_cast<int>(chance.Below(static_cast<std::uint64_t>(code.choices_size())))));
      break;
    default:
      told.set_answer(chance.In100(40) ? v1::ANSWER_PRESENT : v1::ANSWER_ABSENT);
  }
  return told;
}

v1::CheckIn Teller::Tell(Chance& chance) const {
  v1::CheckIn told;
  auto& report = *told.add_reports();
  report.mutable_site()->set_area(chance.In100(50) ? v1::AREA_HIP : v1::AREA_KNEE);
  report.mutable_site()->set_side(chance.In100(70) ? v1::SIDE_LEFT : v1::SIDE_RIGHT);
  if (chance.In100(33)) {
    for (const Sign& sign : chance.OneOf(Signs())) {
      const bool of_patient =
          std::any_of(of_patient_.begin(), of_patient_.end(),
                      [&](const auto& code) { return code.code() == sign.code; });
      Set(sign, of_patient ? *told.add_general() : *report.add_observations());
    }
    return told;
  }
  *report.add_observations() = Answer(chance.OneOf(of_site_), chance);
  auto more = Answer(chance.OneOf(of_site_), chance);
  if (more.code() != report.observations(0).code()) *report.add_observations() = std::move(more);
  if (chance.In100(30)) *told.add_general() = Answer(chance.OneOf(of_patient_), chance);
  return told;
}

}  // namespace midstance::testing
