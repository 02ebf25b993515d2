#include "services/server/ledger_text.h"

#include <google/protobuf/util/time_util.h>
#include <libsmartcols/libsmartcols.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>

namespace midstance::server {
namespace {

using Row = std::vector<std::string>;

struct Column {
  const char* title;
  int flags = 0;
};
constexpr int kRight = SCOLS_FL_RIGHT;

// As wide as it needs, whatever the terminal.
std::string Formatted(const std::vector<Column>& columns, const std::vector<Row>& rows) {
  if (rows.empty()) return {};
  const std::unique_ptr<libscols_table, void (*)(libscols_table*)> table(scols_new_table(),
                                                                         scols_unref_table);
  constexpr std::size_t kWide = 10'000;
  scols_table_set_termforce(table.get(), SCOLS_TERMFORCE_ALWAYS);
  scols_table_set_termwidth(table.get(), kWide);
  scols_table_set_column_separator(table.get(), "  ");
  for (const auto& column : columns) {
    scols_table_new_column(table.get(), column.title, 0, column.flags);
  }
  for (const Row& row : rows) {
    auto* const line = scols_table_new_line(table.get(), nullptr);
    for (std::size_t at = 0; at < row.size(); ++at) {
      scols_line_set_data(line, at, row[at].c_str());
    }
  }
  char* raw = nullptr;
  scols_print_table_to_string(table.get(), &raw);
  const std::unique_ptr<char, void (*)(void*)> owned(raw, std::free);
  return raw == nullptr ? std::string() : std::string(raw) + "\n";
}

// "STATE_EVIDENCE_CHANGED" -> "EVIDENCE_CHANGED".
std::string Word(std::string_view name, std::string_view prefix) {
  return std::string(name.starts_with(prefix) ? name.substr(prefix.size()) : name);
}

std::string TimeText(Instant at) {
  return google::protobuf::util::TimeUtil::ToString(TimestampOf(at));
}

// What a clinician wrote, in one line.
std::string OneLine(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == '\n' || c == '\t' || c == '\r'; }, ' ');
  return text;
}

// Texts of a line that is told; empty: there is nothing to tell.
struct LineWords {
  explicit LineWords(const ledger::Line& line)
      : fired(TimeText(line.fired)),
        urgency(rules::v1::Urgency_Name(line.urgency)),
        state(Word(v1::Escalation::State_Name(line.state), "STATE_")) {
    if (line.referral) referral = Word(v1::Referral::State_Name(*line.referral), "STATE_");
    if (line.decided) decided = TimeText(*line.decided);
    if (line.outcome != v1::Escalation::OUTCOME_UNSPECIFIED) {
      outcome = Word(v1::Escalation::Outcome_Name(line.outcome), "OUTCOME_");
    }
  }
  std::string fired;
  std::string urgency;
  std::string state;
  std::string referral;
  std::string decided;
  std::string outcome;
};

std::string Sentence(const std::string& clinic, const std::string& resource,
                     const std::string& what) {
  return clinic + ": " + resource + " " + what + "\n";
}

std::string SumText(const std::string& clinic, const ledger::Ledger& ledger) {
  return clinic + ": " + std::to_string(ledger.fired) + " fired = " + std::to_string(ledger.open) +
         " open + " + std::to_string(ledger.ended) + " ended" +
         (ledger.AddsUp() ? ".\n" : " DOES NOT ADD UP.\n");
}

}  // namespace

std::string CheckText(const std::vector<OfClinic<ledger::Findings>>& clinics) {
  std::vector<Row> rows;
  std::size_t violations = 0;
  std::string told;
  for (const auto& [clinic, findings] : clinics) {
    const auto& counts = findings.counts;
    Row row = {clinic};
    for (const auto count :
         {counts.patients, counts.flags, counts.open, counts.acknowledged, counts.evidence_changed,
          counts.resolved, counts.without_flag, counts.referrals_under_way, counts.referrals_closed,
          static_cast<int>(findings.violations.size())}) {
      row.push_back(std::to_string(count));
    }
    rows.push_back(std::move(row));
    violations += findings.violations.size();
    for (const auto& violation : findings.violations) {
      told += Sentence(clinic, violation.resource, violation.what);
    }
  }
  return Formatted({{"CLINIC"},
                    {"PATIENTS", kRight},
                    {"FLAGS", kRight},
                    {"OPEN", kRight},
                    {"ACKNOWLEDGED", kRight},
                    {"EVIDENCE_CHANGED", kRight},
                    {"RESOLVED", kRight},
                    {"WITHOUT_FLAG", kRight},
                    {"REFERRALS", kRight},
                    {"CLOSED", kRight},
                    {"VIOLATIONS", kRight}},
                   rows) +
         told +
         (violations == 0 ? "Every flag is open and visible, or was ended by a person with a "
                            "reason.\n"
                          : std::to_string(violations) + " violations.\n");
}

std::string LedgerText(const std::vector<OfClinic<ledger::Ledger>>& clinics) {
  std::vector<Row> rows;
  std::string sums;
  for (const auto& [clinic, ledger] : clinics) {
    for (const auto& line : ledger.lines) {
      const LineWords words(line);
      rows.push_back({words.fired, line.escalation, line.by, words.urgency, words.state,
                      words.referral, line.person, words.decided, words.outcome,
                      OneLine(line.reason)});
    }
    sums += SumText(clinic, ledger);
    for (const auto& name : ledger.lost) {
      sums += Sentence(clinic, name, "is neither open nor ended by a person with a reason");
    }
  }
  return Formatted({{"FIRED"},
                    {"ESCALATION"},
                    {"BY"},
                    {"URGENCY"},
                    {"STATE"},
                    {"REFERRAL"},
                    {"PERSON"},
                    {"DECIDED"},
                    {"OUTCOME"},
                    {"REASON"}},
                   rows) +
         sums;
}

std::string LedgerJson(const std::vector<OfClinic<ledger::Ledger>>& clinics) {
  using Json = nlohmann::ordered_json;
  Json all = Json::array();
  for (const auto& [clinic, ledger] : clinics) {
    Json flags = Json::array();
    for (const auto& line : ledger.lines) {
      const LineWords words(line);
      Json flag;
      const std::array<std::pair<const char*, const std::string*>, 10> fields = {
          {{"escalation", &line.escalation},
           {"fired", &words.fired},
           {"by", &line.by},
           {"urgency", &words.urgency},
           {"state", &words.state},
           {"referral", &words.referral},
           {"person", &line.person},
           {"decided", &words.decided},
           {"outcome", &words.outcome},
           {"reason", &line.reason}}};
      for (const auto& [name, text] : fields) {
        if (!text->empty()) flag[name] = *text;
      }
      flags.push_back(std::move(flag));
    }
    all.push_back({{"clinic", clinic},
                   {"fired", ledger.fired},
                   {"open", ledger.open},
                   {"ended", ledger.ended},
                   {"adds_up", ledger.AddsUp()},
                   {"lost", ledger.lost},
                   {"flags", std::move(flags)}});
  }
  return Json{{"clinics", std::move(all)}}.dump(2) + "\n";
}

}  // namespace midstance::server
