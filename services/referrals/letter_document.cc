#include "services/referrals/letter_document.h"

#include <absl/strings/str_cat.h>

#include <string_view>
#include <utility>

#include "services/cases/engine/timeline_loader.h"
#include "services/referrals/letter.h"
#include "services/rpc/calendar.h"
#include "services/rules/words.h"

namespace midstance::referrals {
namespace {

using documents::Block;

// Of each trend in words, the newest.
constexpr int kReadingsInWords = 6;

constexpr std::size_t kMostBytesOfLabel = 60;

// A line of a part: "- finding", "Label: value", or just text.
Block BlockOf(std::string_view line) {
  if (line.starts_with("- ")) {
    return {.kind = Block::Kind::kBullet, .text = std::string(line.substr(2))};
  }
  const auto colon = line.find(": ");
  if (colon == std::string_view::npos || colon > kMostBytesOfLabel) {
    return {.text = std::string(line)};
  }
  return {.text = std::string(line.substr(colon + 2)),
          .label = std::string(line.substr(0, colon + 1))};
}

void AddPart(documents::Document& letter, std::string title, std::string_view text) {
  if (text.empty()) return;
  letter.blocks.push_back({.kind = Block::Kind::kHeading, .text = std::move(title)});
  while (true) {
    const auto end = text.find('\n');
    const auto line = text.substr(0, end);
    if (!line.empty()) letter.blocks.push_back(BlockOf(line));
    if (end == std::string_view::npos) return;
    text.remove_prefix(end + 1);
  }
}

void AddChart(const v1::Referral& referral, documents::Document& letter) {
  documents::Chart chart{.title = "How it went, 0 to 10"};
  std::string words;
  for (const auto& trend : referral.trends()) {
    documents::Series series{.label = trend.label()};
    std::string told;
    const int first_told = trend.readings_size() - kReadingsInWords;
    for (int i = 0; i < trend.readings_size(); ++i) {
      const auto& reading = trend.readings(i);
      const auto day = rpc::ParseDay(reading.day());
      if (!day.has_value()) continue;
      series.points.push_back({*day, reading.value()});
      if (i < first_told) continue;
      absl::StrAppend(&told, told.empty() ? "" : ", ", reading.value(), " on ",
                      rules::DayWords(*day));
    }
    if (series.points.empty()) continue;
    absl::StrAppend(&words, words.empty() ? "" : " ", trend.label(), ": ", told, ".");
    chart.series.push_back(std::move(series));
  }
  if (chart.series.empty()) return;
  letter.blocks.push_back(
      {.kind = Block::Kind::kChart, .text = std::move(words), .chart = std::move(chart)});
}

}  // namespace

documents::Document LetterDocument(const LetterPage& page) {
  const auto& referral = page.referral;
  const auto& patient = page.patient;
  const auto birth = rpc::ParseDay(patient.birth_date());
  documents::Document letter;
  letter.title = absl::StrCat("Referral: ", rules::SiteWords(SiteOf(page.escalation)), ", ",
                              std::string(rules::UrgencyWord(referral.urgency())));
  letter.subtitle = page.clinic;
  letter.footer =
      absl::StrCat(patient.family_name(), ", ", patient.given_name(), ", born ",
                   birth.has_value() ? rules::DayWords(*birth) : patient.birth_date(), " · letter ",
                   referral.name().substr(referral.name().rfind('/') + 1));
  letter.language = "en";
  letter.made = InstantOf(referral.update_time());
  letter.blocks.push_back({.kind = Block::Kind::kQuestion, .text = referral.question()});
  const auto& parts = referral.letter();
  // The draft ends it with the question, which stands above already.
  std::string_view situation = parts.situation();
  const std::string asked = "\nWe ask: " + referral.question();
  if (situation.ends_with(asked)) situation.remove_suffix(asked.size());
  AddPart(letter, "SITUATION", situation);
  AddPart(letter, "IDENTIFY", parts.identify());
  AddPart(letter, "BACKGROUND", parts.background());
  AddPart(letter, "ASSESSMENT", parts.assessment());
  AddChart(referral, letter);
  AddPart(letter, "RECOMMENDATION", parts.recommendation());
  return letter;
}

}  // namespace midstance::referrals
