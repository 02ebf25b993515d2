#pragma once

#include <optional>
#include <string>

#include "midstance/v1/delivery.pb.h"
#include "midstance/v1/escalation.pb.h"
#include "midstance/v1/follow_up.pb.h"
#include "midstance/v1/referral.pb.h"
#include "services/schedule/clinic_calendar.h"
#include "services/worklist/waiting.h"

// Why something is in the worklist, in one sentence. Pure; days are those of the clinic's calendar.
namespace midstance::worklist {

// What a sentence is said from.
struct Today {
  const schedule::ClinicCalendar& calendar;
  Instant now;
};

std::string WhyEscalation(const Today& today, const v1::Escalation& escalation);
std::string WhyOverdue(const Today& today, const v1::FollowUp& follow_up);
std::string WhyToday(const Today& today, const v1::FollowUp& follow_up);
std::string WhyReminded(const Today& today, const v1::FollowUp& follow_up);
std::string WhyReferral(const Today& today, v1::Referral::State state, const Waiting& waiting);
// "Waits for a clinician to acknowledge it, late since today."; it is late.
std::string WhyLate(const Today& today, const Waiting& waiting);
// What follows of something whose delivery was given up.
std::string WhyUndelivered(const v1::Delivery& delivery);
std::string WhyReview(const Today& today, Instant since);
// `heard`: the last check-in; without one the case has been in program since `since`.
std::string WhySilence(const Today& today, bool heard, Instant since);

}  // namespace midstance::worklist
