#pragma once

#include <string>
#include <vector>

#include "services/ledger/check.h"
#include "services/ledger/prove.h"

// What `midstanced check` and `midstanced prove` print.
namespace midstance::server {

template <class Part>
struct OfClinic {
  std::string clinic;
  Part part;
};

// A line for each clinic, then every violation.
std::string CheckText(const std::vector<OfClinic<ledger::Findings>>& clinics);

// A line for each flag, then what it comes to for each clinic.
std::string LedgerText(const std::vector<OfClinic<ledger::Ledger>>& clinics);
// The same as JSON: {"clinics": [{"clinic", "fired", "open", "ended", "adds_up", "lost": [],
// "flags": [{"escalation", "fired", "by", "urgency", "state", "referral", "person", "decided",
// "outcome", "reason"}]}]}; what there is not is left out. Times are UTC.
std::string LedgerJson(const std::vector<OfClinic<ledger::Ledger>>& clinics);

}  // namespace midstance::server
