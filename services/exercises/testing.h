#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <string_view>
#include <utility>

#include "services/exercises/check.h"

// For the tests of cautions: findings and prescriptions in a line.
namespace midstance::exercises {

inline Instant TestDay() { return Day{std::chrono::year{2026} / 3 / 2} + std::chrono::hours{9}; }

inline const Catalogue& TestCatalogue() {
  static const Catalogue catalogue = *Catalogue::Shipped();
  return catalogue;
}

inline Fact AFact(std::string code, std::variant<bool, double, std::string> value,
                  v1::Area area = v1::AREA_UNSPECIFIED, v1::Side side = v1::SIDE_LEFT) {
  Fact fact;
  fact.words = code;
  fact.code = std::move(code);
  fact.value = std::move(value);
  fact.of_patient = area == v1::AREA_UNSPECIFIED;
  fact.site.set_area(area);
  fact.site.set_side(side);
  fact.observed = TestDay();
  fact.day = DayOf(fact.observed);
  fact.record = "patients/p/cases/c/checkIns/k";
  return fact;
}

inline OpenEscalation AnEscalation(std::string rule, v1::Area area, v1::Side side) {
  OpenEscalation open;
  open.name = "patients/p/cases/c/escalations/e";
  open.title = "A flag";
  open.family = rule;
  open.rules.push_back(std::move(rule));
  open.site.set_area(area);
  open.site.set_side(side);
  open.raised = TestDay();
  open.since = DayOf(open.raised);
  return open;
}

inline PatientFacts Known(std::vector<Fact> facts, std::vector<OpenEscalation> open = {}) {
  return {std::move(facts), std::move(open), DayOf(TestDay())};
}

inline v1::PrescribedExercise& Prescribe(v1::Prescription& to, std::string_view id,
                                         v1::Side side = v1::SIDE_LEFT) {
  auto& prescribed = *to.add_exercises();
  prescribed.set_exercise("exercises/" + std::string(id));
  prescribed.set_side(side);
  return prescribed;
}

inline v1::Prescription Only(std::string_view id, v1::Side side = v1::SIDE_LEFT) {
  v1::Prescription prescription;
  Prescribe(prescription, id, side);
  return prescription;
}

// What the check says of this caution for the first exercise; unspecified: nothing.
inline v1::Caution::Effect EffectOf(const v1::PrescriptionCheck& check, std::string_view caution,
                                    std::string_view id) {
  for (const auto& finding : check.findings()) {
    if (finding.caution() == caution && finding.exercise() == "exercises/" + std::string(id)) {
      return finding.effect();
    }
  }
  return v1::Caution::EFFECT_UNSPECIFIED;
}

}  // namespace midstance::exercises
