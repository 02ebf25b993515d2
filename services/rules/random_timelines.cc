#include "services/rules/random_timelines.h"

#include <chrono>

namespace midstance::rules {
namespace {

using namespace std::chrono_literals;

// Codes that one check-in asks together.
const std::vector<std::vector<std::string>>& Topics() {
  static const std::vector<std::vector<std::string>> kTopics = {
      {"swelling", "swelling_settles", "load_off_h", "swelling_days"},
      {"swelling", "swelling_settles"},
      {"swelling", "warmth", "redness", "redness_cause", "move_difficulty", "swelling_days"},
      {"rest_nprs", "load_off_h", "rest_days"},
      {"move_difficulty", "act_nprs", "worst_nprs", "wb", "trauma"},
      {"night_pattern", "night_nights"},
      {"night_nights", "weight_loss", "night_sweats", "fatigue_2w", "history_cancer"},
      {"impact_groin", "hop", "ir_pain", "wb", "load_spike", "prior_bsi"},
      {"temp_c", "fever", "rigors", "warmth", "swelling"},
      {"saddle_numbness", "bladder_change", "bilateral_leg", "weakness_mrc", "foot_drop"},
      {"stiffness_min", "psoriasis", "joints_swollen", "better_with_activity"},
  };
  return kTopics;
}

}  // namespace

Instant RandomReports::Moment(int first_day, int last_day) {
  return Instant{Day{std::chrono::year{2026} / 1 / 5}} +
         std::chrono::days(Number(first_day, last_day)) + std::chrono::hours(Number(0, 23)) +
         std::chrono::minutes(Number(0, 59));
}

Observed RandomReports::Value(const CodeInfo& code) {
  switch (code.kind) {
    case v1::Code::FLAG:
      return {code.code, Chance(15)   ? Answer::kNotAsked
                         : Chance(70) ? Answer::kPresent
                                      : Answer::kAbsent};
    case v1::Code::NUMBER: {
      if (code.code == "load_off_h") return {code.code, static_cast<double>(12 * Number(0, 9))};
      if (code.code == "temp_c") return {code.code, 37.0 + Number(0, 4) * 0.5};
      if (code.code == "stiffness_min") return {code.code, 29.0 + Number(0, 2)};
      const int upper = static_cast<int>(std::min(code.upper, 16.0));
      return {code.code, static_cast<double>(Number(Chance(30) ? 0 : upper / 4, upper))};
    }
    default:
      return {code.code, OneOf(code.choices)};
  }
}

Report RandomReports::One(const std::string& name, std::optional<Site> site) {
  Report report{.name = name, .observed = Moment(0, 50), .entered = {}, .site = site, .values = {}};
  report.entered = report.observed;
  if (Chance(30)) report.entered += std::chrono::minutes(Number(0, 20 * 24 * 60));
  for (const auto& code : OneOf(Topics())) {
    if (const CodeInfo* info = rules_.Find(code); info != nullptr && Chance(85)) {
      report.values.push_back(Value(*info));
    }
  }
  return report;
}

std::vector<Report> RandomReports::Some(int most) {
  static const std::vector<std::optional<Site>> kSites = {
      Site{v1::KNEE, v1::LEFT},    Site{v1::KNEE, v1::LEFT},
      Site{v1::KNEE, v1::RIGHT},   Site{v1::KNEE, v1::BILATERAL},
      Site{v1::HIP, v1::LEFT},     Site{v1::HIP, v1::RIGHT},
      Site{v1::HIP, v1::NOT_TOLD}, std::nullopt};
  std::vector<Report> reports;
  const int count = Number(0, most);
  // Most of a patient's reports are about one matter.
  const auto site = OneOf(kSites);
  for (int i = 0; i < count; ++i) {
    const bool again = !reports.empty() && Chance(20);
    Report report = One("checkIns/" + std::to_string(i), Chance(60) ? site : OneOf(kSites));
    if (again) {
      // Another site of the same check-in.
      report.name = reports.back().name;
      report.observed = reports.back().observed;
      report.entered = reports.back().entered;
    }
    reports.push_back(std::move(report));
  }
  return reports;
}

}  // namespace midstance::rules
