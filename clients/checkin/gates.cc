#include "clients/checkin/gates.h"

#include <vector>

namespace midstance::checkin {
namespace {

std::optional<int> NamedGate(const v1::CheckInForm& form, int question) {
  const auto& asked = form.questions(question);
  if (asked.asked_when().empty()) return std::nullopt;
  std::optional<int> general;
  std::vector<int> at_sites;
  for (int i = 0; i < form.questions_size(); ++i) {
    const auto& one = form.questions(i);
    if (one.code() != asked.asked_when()) continue;
    if (SamePlace(one, asked)) return i;
    if (one.has_site()) {
      at_sites.push_back(i);
    } else {
      general = i;
    }
  }
  if (general.has_value() || asked.has_site() || at_sites.size() != 1) return general;
  return at_sites.front();
}

}  // namespace

bool SameSite(const v1::Site& one, const v1::Site& other) {
  return one.area() == other.area() && one.side() == other.side();
}

bool SamePlace(const v1::Question& one, const v1::Question& other) {
  return one.has_site() == other.has_site() && SameSite(one.site(), other.site());
}

std::optional<int> GateOf(const v1::CheckInForm& form, int question) {
  const auto gate = NamedGate(form, question);
  auto next = gate;
  for (int steps = 0; next.has_value(); ++steps, next = NamedGate(form, *next)) {
    if (steps > form.questions_size()) return std::nullopt;
  }
  return gate;
}

}  // namespace midstance::checkin
