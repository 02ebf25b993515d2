#pragma once

#include <string>

#include "midstance/v1/escalation.pb.h"
#include "midstance/v1/patient.pb.h"
#include "midstance/v1/referral.pb.h"
#include "services/documents/document.h"

namespace midstance::referrals {

// What a page of a letter says besides its parts.
struct LetterPage {
  const v1::Referral& referral;
  const v1::Escalation& escalation;
  const v1::Patient& patient;
  std::string clinic;
};

// The letter with the question first, then why now, then the other parts, the chart after what was
// found. Who it is about stands at the foot of each page. Its only time is the draft's last change.
documents::Document LetterDocument(const LetterPage& page);

}  // namespace midstance::referrals
