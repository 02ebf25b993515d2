#pragma once

#include <optional>
#include <string>

#include "midstance/v1/case.pb.h"
#include "midstance/v1/escalation.pb.h"
#include "midstance/v1/follow_up.pb.h"
#include "midstance/v1/patient.pb.h"
#include "midstance/v1/referral.pb.h"
#include "midstance/v1/user.pb.h"
#include "services/referrals/evidence_lines.h"
#include "services/referrals/last_answers.h"
#include "services/schedule/clinic_calendar.h"
#include "support/time.h"

namespace midstance::referrals {

// What a letter is written from.
struct LetterFacts {
  const v1::Patient& patient;
  const v1::Case& a_case;
  const v1::Escalation& escalation;
  const ToldEvidence& evidence;
  const LastAnswers& answers;
  std::optional<v1::FollowUp> next_contact;
  std::string raised_by;  // who raised it by hand; empty where a rule did
  const v1::User& therapist;
  std::string clinic;
  Instant now;
  const schedule::ClinicCalendar& calendar;  // whose days the letter names
};

// Where the escalation is, as the rules name it; none when it is about the whole patient.
std::optional<rules::Site> SiteOf(const v1::Escalation& escalation);

// The question to the doctor, when the caller gave none.
std::string DraftQuestion(const v1::Escalation& escalation);

// Fills what is empty in the letter, by ISBAR. Says of everything that is not known that it was not
// asked or not recorded. The same facts always give the same text.
void DraftLetter(const LetterFacts& facts, v1::Referral& referral);

}  // namespace midstance::referrals
