#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "midstance/v1/adherence.pb.h"
#include "midstance/v1/check_in.pb.h"
#include "services/adherence/clinic_day.h"
#include "services/adherence/parameters.h"

// "Not done" against "not working".
namespace midstance::adherence {

struct Judgement {
  v1::Progress::Verdict verdict;
  std::string because;
};

// Judges a program by what was done of it since it began and by how each measure changed over the
// same days.
//
// Done or not: silent days could hide everything or nothing. What was told decides where it is
// enough, else both bounds must agree; where neither does, there is too little data.
// Working or not: at least one measure is better and none worse; not working: none is better.
// Measures that disagree, or no measure that can be judged, are too little data; so are too few
// days. Every measure that is better or worse is told.
Judgement Judge(const v1::Adherence& adherence, std::span<const v1::OutcomeChange> changes,
                const Parameters& parameters);

// The worst pain told in check-ins, at whatever site, as a measure: the mean of each day's worst in
// the first days of `window` against that in its last ones. Nothing when either has too few
// readings. Pain too little to fall by what matters shows nothing unless it rises. Amended and
// retracted check-ins are passed over.
std::optional<v1::OutcomeChange> WorstPainChange(std::span<const v1::CheckIn> check_ins,
                                                 const Days& window, const Parameters& parameters,
                                                 const schedule::ClinicCalendar& calendar);

}  // namespace midstance::adherence
