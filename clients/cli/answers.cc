#include "clients/cli/answers.h"

#include <algorithm>
#include <charconv>
#include <string_view>

#include "clients/core/words.h"
#include "support/status.h"

namespace midstance::cli {
namespace {

bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

absl::StatusOr<v1::Observation> ParseObservation(std::string_view text) {
  const auto equals = text.find('=');
  if (equals == std::string_view::npos || equals == 0 || equals + 1 == text.size()) {
    return absl::InvalidArgumentError("'" + std::string(text) + "' is no code=value");
  }
  const std::string_view value = text.substr(equals + 1);
  v1::Observation observation;
  observation.set_code(std::string(text.substr(0, equals)));
  double number = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  const std::string_view rest(end, static_cast<std::size_t>(value.data() + value.size() - end));
  const bool begins_as_number = !IsLetter(value.front());
  if (begins_as_number && error == std::errc() && std::all_of(rest.begin(), rest.end(), IsLetter)) {
    observation.set_number(number);
    observation.set_unit(std::string(rest));
  } else if (const auto answer = client::ParseWord<v1::Answer>(value); answer.ok()) {
    observation.set_answer(*answer);
  } else {
    observation.set_choice(std::string(value));
  }
  return observation;
}

v1::SiteReport& ReportFor(Answers& answers, const v1::Site& site) {
  for (auto& report : answers.reports) {
    if (report.site().area() == site.area() && report.site().side() == site.side()) return report;
  }
  auto* report = answers.reports.Add();
  *report->mutable_site() = site;
  return *report;
}

}  // namespace

absl::StatusOr<Answers> ParseAnswers(const std::string& site,
                                     const std::vector<std::string>& words) {
  Answers answers;
  for (const std::string& word : words) {
    const auto colon = word.find(':');
    const std::string place = colon == std::string::npos ? site : word.substr(0, colon);
    MIDSTANCE_ASSIGN_OR_RETURN(
        v1::Observation observation,
        ParseObservation(colon == std::string::npos ? word : word.substr(colon + 1)));
    if (place == "general") {
      *answers.general.Add() = std::move(observation);
      continue;
    }
    if (place.empty()) {
      return absl::InvalidArgumentError("'" + word + "' needs a place: --site knee/left, or " +
                                        "general:" + word + " for the whole patient");
    }
    MIDSTANCE_ASSIGN_OR_RETURN(const v1::Site where, client::ParseSite(place));
    *ReportFor(answers, where).add_observations() = std::move(observation);
  }
  return answers;
}

}  // namespace midstance::cli
