#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "midstance/rules/v1/rule_set.pb.h"
#include "services/rules/program.h"
#include "services/rules/timeline.h"
#include "support/time.h"

// How the rules speak: short plain words in English, never a diagnosis.
namespace midstance::rules {

// "knee/left", "low-back/not-told"; "patient" without a site.
std::string SiteKey(const std::optional<Site>& site);
// "left knee", "hip (side not told)"; "patient" without a site.
std::string SiteWords(const std::optional<Site>& site);
// "8 Jan 2026".
std::string DayWords(Day day);
// "1 day", "8 days".
std::string DaysWords(int days);
// "present", "absent", "2", "37.5", "unremitting".
std::string ObservedWord(const CodeInfo& code, double number);
// "Swelling: 2", "Hours since last impact: 60 h", "Warmer than the other side: yes", "Hop test:
// positive".
std::string ValueWords(const CodeInfo& code, double number);
// "swelling at least 1 and warmer than the other side".
std::string TestWords(const Program& program, NodeIndex test);
std::string StateWords(const Program& program, NodeIndex state);

// "emergency", "urgent", "soon", "watch".
std::string_view UrgencyWord(v1::Urgency urgency);

// What fills the slots of a basis.
struct Slots {
  std::string site, first, last, span, period, findings;
};
// The first slot of a basis that nothing fills, e.g. "{when}".
std::optional<std::string> UnknownSlot(std::string_view basis);
std::string FillSlots(std::string_view basis, const Slots& slots);

}  // namespace midstance::rules
