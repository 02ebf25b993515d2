#include "services/referrals/evidence_lines.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "services/cases/engine/timeline_loader.h"
#include "services/referrals/letter.h"
#include "services/rules/words.h"
#include "support/names.h"
#include "support/time.h"

namespace midstance::referrals {
namespace {

using rules::v1::Evidence;

// Of a part that may hold 4000 code points; the rest is for the other lines.
constexpr std::size_t kMostFindings = 24;
constexpr std::size_t kMostDays = 6;

// "a, b and c".
std::string Listed(const std::vector<std::string>& parts) {
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) text += i + 1 == parts.size() ? " and " : ", ";
    text += parts[i];
  }
  return text;
}

// "06:41 and 15:05 UTC-8"; on a day on which the clocks change each time has its own offset.
std::string TimesWords(const std::vector<Instant>& times,
                       const schedule::ClinicCalendar& calendar) {
  const std::string offset = calendar.OffsetWords(times.front());
  const bool change = std::any_of(times.begin(), times.end(), [&](Instant time) {
    return calendar.OffsetWords(time) != offset;
  });
  std::vector<std::string> words;
  words.reserve(times.size());
  for (const Instant time : times) {
    words.push_back(calendar.TimeWords(time) + (change ? " " + calendar.OffsetWords(time) : ""));
  }
  return Listed(words) + (change ? "" : " " + offset);
}

// What is said once for both when `next` follows: "18" of "18 Nov 2026" before "20 Nov 2026".
std::string Shortened(const std::string& day, const std::string& next) {
  for (const auto space : {day.find(' '), day.rfind(' ')}) {
    const std::string_view tail = std::string_view(day).substr(space);
    if (next.ends_with(tail)) return day.substr(0, space);
  }
  return day;
}

// The same value of the same code at the same site, and the reports that told it.
struct Finding {
  const Evidence* first = nullptr;
  std::set<std::pair<std::int64_t, std::string>> reports;  // when observed, and their names
};

std::optional<rules::Site> SiteOfEvidence(const Evidence& evidence) {
  if (!evidence.has_site()) return std::nullopt;
  return rules::Site{evidence.site().area(), evidence.site().side()};
}

const rules::Timeline::Track* TrackOf(const rules::Timeline& timeline, const rules::CodeInfo& code,
                                      const Evidence& evidence) {
  if (code.OfPatient()) return timeline.tracks().empty() ? nullptr : &timeline.tracks().front();
  if (!evidence.has_site()) return nullptr;
  return timeline.FindTrack({evidence.site().area(), evidence.site().side()});
}

struct Told {
  std::pair<std::int64_t, std::string> report;
  std::string words;
};

// Every answer to the code there, oldest first.
std::vector<Told> AnswersTo(const rules::Timeline& timeline, const rules::CodeInfo& code,
                            const rules::Timeline::Track& track) {
  std::vector<Told> answers;
  for (const auto& row : timeline.RowsOf(track)) {
    const auto values = code.OfPatient() ? timeline.PatientValues(row) : timeline.SiteValues(row);
    for (const auto& value : values) {
      if (value.code != code.index) continue;
      answers.push_back({{row.observed, std::string(timeline.NameOf(row))},
                         rules::ValueWords(code, value.number)});
    }
  }
  return answers;
}

// Whether the record still says so, and is hers.
bool Stands(const Evidence& evidence, const rules::CodeInfo* code, const rules::Timeline& timeline,
            const cases::Person& person) {
  if (code == nullptr) return timeline.ObservedTimeOf(evidence.entry()).has_value();
  // What the server knew by itself stands in no report.
  if (code->by_server) {
    const auto entry = ResourceName::Parse(evidence.entry());
    return entry.ok() && person.Has(entry->patient());
  }
  const auto* track = TrackOf(timeline, *code, evidence);
  if (track == nullptr) return false;
  for (const auto& row : timeline.RowsOf(*track)) {
    if (timeline.NameOf(row) != evidence.entry()) continue;
    const auto values = code->OfPatient() ? timeline.PatientValues(row) : timeline.SiteValues(row);
    for (const auto& value : values) {
      if (value.code != code->index) continue;
      if (rules::ValueWords(*code, value.number) == evidence.text() ||
          rules::ObservedWord(*code, value.number) == evidence.observed()) {
        return true;
      }
    }
  }
  return false;
}

// Adds the answers that say the same: those between the finding's own, which are too many to be
// all named, and those around them up to one that says something else.
void Extend(const std::vector<Told>& answers, Finding& finding) {
  const std::string& words = finding.first->text();
  std::vector<Told> same;
  const auto keep = [&] {
    const bool ours = std::any_of(same.begin(), same.end(), [&](const Told& told) {
      return finding.reports.contains(told.report);
    });
    if (ours) {
      for (const auto& told : same) finding.reports.insert(told.report);
    }
    same.clear();
  };
  for (const auto& told : answers) {
    if (told.words == words) {
      same.push_back(told);
    } else {
      keep();
    }
  }
  keep();
  const auto first = finding.reports.begin()->first;
  const auto last = finding.reports.rbegin()->first;
  for (const auto& told : answers) {
    const auto when = told.report.first;
    if (told.words == words && first <= when && when <= last) finding.reports.insert(told.report);
  }
}

}  // namespace

std::string DatesWords(std::vector<std::int64_t> moments,
                       const schedule::ClinicCalendar& calendar) {
  std::map<Day, std::vector<Instant>> days;
  std::sort(moments.begin(), moments.end());
  for (const auto moment : moments) {
    const Instant at = FromMicros(moment);
    days[calendar.DateOf(at)].push_back(at);
  }
  if (days.empty()) return {};
  if (days.size() > kMostDays) {
    return "on " + std::to_string(days.size()) + " days from " +
           rules::DayWords(days.begin()->first) + " to " + rules::DayWords(days.rbegin()->first);
  }
  std::vector<std::string> parts;
  std::string next;
  for (auto day = days.rbegin(); day != days.rend(); ++day) {
    const std::string words = rules::DayWords(day->first);
    const bool once = day->second.size() == 1;
    parts.push_back(once ? Shortened(words, next)
                         : words + " at " + TimesWords(day->second, calendar));
    next = words;
  }
  std::reverse(parts.begin(), parts.end());
  return Listed(parts);
}

ToldEvidence EvidenceOf(const v1::Escalation& escalation, const rules::CompiledRuleSet& rules,
                        const rules::Timeline& timeline, const cases::Person& person,
                        const schedule::ClinicCalendar& calendar) {
  using Key = std::tuple<std::string, std::string, std::optional<rules::Site>>;
  std::map<Key, Finding> by_value;
  std::set<Key> named;
  // The firing that said so may have made room for newer ones.
  bool basis_known = false;
  bool basis_stands = true;
  for (const auto& firing : escalation.firings()) {
    const bool of_basis = firing.result().basis() == escalation.basis();
    basis_known |= of_basis;
    for (const auto& one : firing.result().evidence()) {
      const auto* code = rules.Find(one.code());
      Key key{one.code(), one.text(), SiteOfEvidence(one)};
      named.insert(key);
      if (!Stands(one, code, timeline, person)) {
        if (of_basis) basis_stands = false;
        continue;
      }
      auto& finding = by_value[std::move(key)];
      if (finding.first == nullptr) finding.first = &one;
      finding.reports.emplace(MicrosOf(InstantOf(one.observed_time())), one.entry());
    }
  }
  ToldEvidence told;
  told.withdrawn = static_cast<int>(named.size() - by_value.size());
  told.basis_stands = basis_known ? basis_stands : told.withdrawn == 0;
  std::vector<Finding> findings;
  for (auto& [value, finding] : by_value) {
    if (const auto* code = rules.Find(finding.first->code())) {
      if (const auto* track = TrackOf(timeline, *code, *finding.first))
        Extend(AnswersTo(timeline, *code, *track), finding);
    }
    findings.push_back(std::move(finding));
  }
  std::stable_sort(findings.begin(), findings.end(), [](const auto& one, const auto& other) {
    return one.reports.begin()->first < other.reports.begin()->first;
  });
  if (findings.size() > kMostFindings) {
    findings.erase(findings.begin(), findings.end() - static_cast<std::ptrdiff_t>(kMostFindings));
  }
  const auto here = SiteOf(escalation);
  for (const auto& finding : findings) {
    std::vector<std::int64_t> moments;
    for (const auto& [observed, name] : finding.reports) moments.push_back(observed);
    const auto site = SiteOfEvidence(*finding.first);
    const std::string at =
        site.has_value() && site != here ? ", " + rules::SiteWords(site) : std::string();
    told.lines.push_back(finding.first->text() + at + " (" +
                         DatesWords(std::move(moments), calendar) + ")");
    told.findings.emplace(finding.first->code(), site);
  }
  return told;
}

}  // namespace midstance::referrals
