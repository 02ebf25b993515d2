#include "clients/cli/output/back_tested.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <tuple>

#include "clients/cli/columns/words.h"
#include "clients/cli/output/grid.h"
#include "clients/cli/output/json.h"
#include "clients/core/words.h"

namespace midstance::cli {
namespace {

using client::Word;

constexpr std::size_t kDate = std::string_view("2026-11-23").size();

std::string DateWord(const google::protobuf::Timestamp& time) {
  return client::TimeWord(time).substr(0, kDate);
}

// As it would be; what would be lost as it was.
const v1::BackTestAlarm& Telling(const v1::BackTestDifference& difference) {
  return difference.has_after() ? difference.after() : difference.before();
}

// "LATER, LESS URGENT".
std::string ChangesWord(const v1::BackTestDifference& difference) {
  std::string words;
  for (const int change : difference.changes()) {
    if (!words.empty()) words += ", ";
    words += Word(static_cast<v1::BackTestDifference::Change>(change));
  }
  std::ranges::replace(words, '_', ' ');
  return words;
}

// "URGENT from 2026-03-10, raised 2026-03-03".
std::string AlarmWord(bool there, const v1::BackTestAlarm& alarm) {
  if (!there) return "not raised";
  std::string text = Word(alarm.urgency()) + " from " + DateWord(alarm.most_urgent_time());
  if (DateWord(alarm.raise_time()) != DateWord(alarm.most_urgent_time())) {
    text += ", raised " + DateWord(alarm.raise_time());
  }
  return text;
}

// "2026-03-01 Swelling (0-3): 1; 2026-03-08 Swelling (0-3): 1".
std::string EvidenceWord(const v1::BackTestDifference& difference) {
  std::string text;
  std::string date;
  for (const auto& evidence : Telling(difference).evidence()) {
    const std::string observed = DateWord(evidence.observed_time());
    if (observed == date) {
      text += ", ";
    } else {
      text += (text.empty() ? "" : "; ") + observed + " ";
    }
    date = observed;
    text += evidence.text();
  }
  return text;
}

// "CONFIRMED (REFERRED)"; empty where nothing was open.
std::string BecameWord(const v1::BackTestDifference& difference) {
  if (difference.escalation().empty()) return "";
  std::string outcome = Word(difference.outcome());
  std::ranges::replace(outcome, '_', ' ');
  if (!difference.confirmed()) return outcome.empty() ? "NOT RESOLVED" : outcome;
  return outcome.empty() ? "CONFIRMED" : "CONFIRMED (" + outcome + ")";
}

int PlaceOf(const v1::BackTestDifference& difference) {
  using Difference = v1::BackTestDifference;
  constexpr std::array kWorstFirst = {
      Difference::CHANGE_LOST,  Difference::CHANGE_LESS_URGENT, Difference::CHANGE_LATER,
      Difference::CHANGE_ADDED, Difference::CHANGE_MORE_URGENT, Difference::CHANGE_EARLIER};
  const auto has = [&](Difference::Change change) {
    return std::ranges::find(difference.changes(), static_cast<int>(change)) !=
           difference.changes().end();
  };
  return static_cast<int>(std::ranges::find_if(kWorstFirst, has) - kWorstFirst.begin());
}

std::string Counted(int count, std::string_view what) {
  return std::to_string(count) + " " + std::string(what);
}

// "1 patient", "2 patients".
std::string Several(int count, std::string_view what) {
  return Counted(count, what) + (count == 1 ? "" : "s");
}

}  // namespace

void WorstFirst(BackTested& tested) {
  std::ranges::stable_sort(tested.differences, {}, [](const v1::BackTestDifference& difference) {
    const int urgency = std::max<int>(difference.before().urgency(), difference.after().urgency());
    return std::tuple(PlaceOf(difference), !difference.confirmed(), -urgency);
  });
}

Columns<v1::BackTestDifference> DifferenceColumns() {
  return {
      {"CHANGE", ChangesWord},
      {"ALARM", [](const auto& d) { return d.family(); }},
      {"RULE", [](const auto& d) { return Telling(d).rule(); }, Fit::kDetail},
      {"PATIENT", [](const auto& d) { return d.patient_name(); }, Fit::kMayShorten},
      {"SITE", [](const auto& d) { return client::SiteWord(d.site()); }},
      {"BEFORE", [](const auto& d) { return AlarmWord(d.has_before(), d.before()); }},
      {"AFTER", [](const auto& d) { return AlarmWord(d.has_after(), d.after()); }},
      {"DAYS LATER",
       [](const auto& d) {
         return d.has_before() && d.has_after() ? std::to_string(d.days_later()) : "";
       },
       Fit::kRight},
      {"BECAME", BecameWord},
      {"EVIDENCE", EvidenceWord, Fit::kMayShorten},
      {"CASE", [](const auto& d) { return d.case_(); }},
      {"ESCALATION", [](const auto& d) { return d.escalation(); }, Fit::kDetail},
  };
}

std::string SummaryText(const v1::BackTestSummary& summary) {
  std::string text = Counted(summary.lost(), "lost");
  if (summary.lost_confirmed() > 0) {
    text += " (" + Counted(summary.lost_confirmed(), "of them CONFIRMED") + ")";
  }
  text += ", " + Counted(summary.less_urgent(), "less urgent") + ", " +
          Counted(summary.later(), "later") + ", " + Counted(summary.added(), "added") + ", " +
          Counted(summary.more_urgent(), "more urgent") + ", " +
          Counted(summary.earlier(), "earlier") + "\n";
  if (summary.late_confirmed() > 0) {
    text += Counted(summary.late_confirmed(), "CONFIRMED") +
            (summary.late_confirmed() == 1 ? " comes" : " come") + " later or less urgent\n";
  }
  if (!summary.untried_rules().empty()) {
    std::string rules;
    for (const auto& rule : summary.untried_rules()) rules += (rules.empty() ? "" : ", ") + rule;
    text += "cannot be tried on the past: " + rules + "\n";
  }
  text += "alarms " + std::to_string(summary.alarms_before()) + " -> " +
          std::to_string(summary.alarms_after()) + "; per 100 patients a week " +
          OneDecimalWord(summary.weekly_per_100_before()) + " -> " +
          OneDecimalWord(summary.weekly_per_100_after()) + " (" +
          Several(summary.patients(), "patient") + ", " + Several(summary.reports(), "report") +
          ", " + OneDecimalWord(summary.patient_weeks()) + " patient weeks)\n";
  for (const auto& family : summary.families()) {
    if (family.before() == family.after()) continue;
    text += "  " + family.family() + " " + std::to_string(family.before()) + " -> " +
            std::to_string(family.after()) + "\n";
  }
  if (!summary.back_test().empty()) text += "kept as " + summary.back_test() + "\n";
  return text;
}

std::string BackTestedJson(const BackTested& tested) {
  std::vector<const google::protobuf::Message*> messages;
  messages.reserve(tested.differences.size());
  for (const auto& difference : tested.differences) messages.push_back(&difference);
  std::string differences = FormatJsonArray(messages);
  differences.pop_back();
  return "{\n\"differences\": " + differences +
         ",\n\"summary\": " + FormatJson(tested.summary, false) + "}\n";
}

}  // namespace midstance::cli
