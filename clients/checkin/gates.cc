#include "clients/checkin/gates.h"

#include <set>

namespace midstance::checkin {
namespace {

std::vector<int> NamedGates(const v1::CheckInForm& form, int question) {
  const auto& asked = form.questions(question);
  if (asked.asked_when().empty()) return {};
  std::vector<int> others;
  for (int i = 0; i < form.questions_size(); ++i) {
    const auto& one = form.questions(i);
    if (one.code() != asked.asked_when()) continue;
    if (SamePlace(one, asked)) return {i};
    if (!one.has_site() || !asked.has_site()) others.push_back(i);
  }
  return others;
}

}  // namespace

bool SameSite(const v1::Site& one, const v1::Site& other) {
  return one.area() == other.area() && one.side() == other.side();
}

bool SamePlace(const v1::Question& one, const v1::Question& other) {
  return one.has_site() == other.has_site() && SameSite(one.site(), other.site());
}

std::vector<int> GatesOf(const v1::CheckInForm& form, int question) {
  std::vector<int> gates = NamedGates(form, question);
  std::set<int> behind(gates.begin(), gates.end());
  for (int steps = 0; !behind.empty(); ++steps) {
    if (steps > form.questions_size()) return {};
    std::set<int> next;
    for (const int gate : behind) {
      for (const int other : NamedGates(form, gate)) next.insert(other);
    }
    behind = std::move(next);
  }
  return gates;
}

std::optional<int> GateOf(const v1::CheckInForm& form, int question) {
  const std::vector<int> gates = GatesOf(form, question);
  return gates.empty() ? std::nullopt : std::optional(gates.front());
}

}  // namespace midstance::checkin
