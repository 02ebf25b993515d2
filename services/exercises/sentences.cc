#include "services/exercises/sentences.h"

#include <array>
#include <chrono>
#include <string_view>

namespace midstance::exercises {
namespace {

constexpr std::size_t kLongestBecause = 500;

std::string DateWords(Day day) {
  static constexpr std::array<std::string_view, 12> kMonths = {
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::chrono::year_month_day date{day};
  return std::to_string(static_cast<unsigned>(date.day())) + " " +
         std::string(kMonths.at(static_cast<unsigned>(date.month()) - 1)) + " " +
         std::to_string(static_cast<int>(date.year()));
}

std::string AreaWords(v1::Area area) {
  switch (area) {
    case v1::AREA_HIP:
      return "hip";
    case v1::AREA_THIGH:
      return "thigh";
    case v1::AREA_KNEE:
      return "knee";
    case v1::AREA_LOWER_LEG:
      return "lower leg";
    case v1::AREA_ANKLE:
      return "ankle";
    case v1::AREA_FOOT:
      return "foot";
    case v1::AREA_LOW_BACK:
      return "low back";
    case v1::AREA_PELVIS:
      return "pelvis";
    default:
      return "body";
  }
}

}  // namespace

std::string PlaceWords(const v1::Site& site) {
  const std::string area = AreaWords(site.area());
  switch (site.side()) {
    case v1::SIDE_LEFT:
      return "left " + area;
    case v1::SIDE_RIGHT:
      return "right " + area;
    case v1::SIDE_BILATERAL:
      return area + " on both sides";
    default:
      return area + " (side not told)";
  }
}

std::string FactWords(const Fact& fact) {
  return fact.words + (fact.of_patient ? "" : " at the " + PlaceWords(fact.site)) + " on " +
         DateWords(fact.day);
}

std::string EscalationWords(const OpenEscalation& escalation) {
  return escalation.title +
         (escalation.of_patient ? "" : " (" + PlaceWords(escalation.site) + ")") + ", open since " +
         DateWords(escalation.since);
}

std::string Because(const v1::Caution& caution, const std::string& finding,
                    const std::string& advice) {
  std::string text = caution.title() + ": " + finding + ". " + advice;
  if (text.size() <= kLongestBecause) return text;
  // Never within a character.
  std::size_t end = kLongestBecause - 3;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end) + "...";
}

}  // namespace midstance::exercises
