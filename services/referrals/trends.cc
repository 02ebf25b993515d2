#include "services/referrals/trends.h"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "services/rpc/calendar.h"
#include "support/time.h"

namespace midstance::referrals {
namespace {

bool IsScaleOfTen(const rules::CodeInfo& code) {
  return code.kind == rules::v1::Code::NUMBER && code.lower == 0 && code.upper == 10 &&
         !code.OfPatient();
}

}  // namespace

void AddTrends(const rules::CompiledRuleSet& rules, const rules::Timeline& timeline,
               const std::optional<rules::Site>& site, v1::Referral& referral) {
  referral.clear_trends();
  const auto* track = site.has_value() ? timeline.FindTrack(*site) : nullptr;
  if (track == nullptr) return;
  std::map<rules::CodeIndex, v1::Referral::Trend> by_code;
  for (const auto& row : timeline.RowsOf(*track)) {
    const Day day = rules.calendar().DateOf(FromMicros(row.observed));
    for (const auto& value : timeline.SiteValues(row)) {
      auto& reading = *by_code[value.code].add_readings();
      reading.set_day(rpc::DayText(day));
      reading.set_value(value.number);
    }
  }
  std::vector<v1::Referral::Trend> trends;
  for (const auto& code : rules.codes()) {
    const auto found = by_code.find(code.index);
    if (found == by_code.end() || !IsScaleOfTen(code)) continue;
    if (found->second.readings_size() < 2) continue;
    found->second.set_code(code.code);
    found->second.set_label(code.display);
    trends.push_back(std::move(found->second));
  }
  std::stable_sort(trends.begin(), trends.end(), [](const auto& one, const auto& other) {
    return one.readings_size() > other.readings_size();
  });
  if (trends.size() > kMostTrends) trends.resize(kMostTrends);
  for (auto& trend : trends) {
    const int older = trend.readings_size() - static_cast<int>(kMostReadings);
    if (older > 0) trend.mutable_readings()->DeleteSubrange(0, older);
    *referral.add_trends() = std::move(trend);
  }
}

}  // namespace midstance::referrals
