#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "midstance/v1/escalation.pb.h"
#include "services/cases/engine/person.h"
#include "services/rules/compile.h"
#include "services/rules/timeline.h"
#include "services/schedule/clinic_calendar.h"

namespace midstance::referrals {

// "18, 20 and 23 Nov 2026", "23 Nov 2026 at 06:41 and 15:05 UTC+1"; of many days how many they are
// and from when to when. Days and times are the clinic's. Moments in microseconds, in any order.
std::string DatesWords(std::vector<std::int64_t> moments, const schedule::ClinicCalendar& calendar);

// What raised an escalation, as far as it stands in the record now.
struct ToldEvidence {
  // One for each finding, with every day on which it was reported; the oldest finding first.
  std::vector<std::string> lines;
  // What they speak of: code and site, which is none of what is about the whole patient.
  std::set<std::pair<std::string, std::optional<rules::Site>>> findings;
  // Findings that are left out: their records were amended or retracted since, or are those of
  // somebody else, whose record was taken for hers. What they said is not to be told.
  int withdrawn = 0;
  // Whether the escalation's own sentence, its basis, rests on nothing that is left out.
  bool basis_stands = true;

  bool Tells(std::string_view code, const std::optional<rules::Site>& site) const {
    return findings.contains({std::string(code), site});
  }
};

// Told are the reports that the escalation's rules name, those between them that say the same, and
// those around them that do without another answer in between. Each with its site, unless that is
// the escalation's.
ToldEvidence EvidenceOf(const v1::Escalation& escalation, const rules::CompiledRuleSet& rules,
                        const rules::Timeline& timeline, const cases::Person& person,
                        const schedule::ClinicCalendar& calendar);

}  // namespace midstance::referrals
