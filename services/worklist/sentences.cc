#include "services/worklist/sentences.h"

#include <string_view>

namespace midstance::worklist {
namespace {

std::string DayWords(const Today& today, Instant at) { return today.calendar.DayOf(at).Words(); }

std::string Days(int count) { return std::to_string(count) + (count == 1 ? " day" : " days"); }

int DaysSince(const Today& today, Instant at) {
  return today.calendar.DayOf(at).DaysUntil(today.calendar.DayOf(today.now));
}

// ", 2 days late", ", late since today"; nothing while there is time.
std::string Late(const Today& today, Instant due) {
  if (due >= today.now) return {};
  const int days = DaysSince(today, due);
  return days == 0 ? ", late since today" : ", " + Days(days) + " late";
}

// "STATE_REPORT_RECEIVED" -> "report received".
std::string StateWords(v1::Referral::State state) {
  std::string words;
  const std::string& name = v1::Referral::State_Name(state);
  for (const char letter : name.substr(std::string_view("STATE_").size())) {
    words.push_back(letter == '_' ? ' ' : static_cast<char>(letter - 'A' + 'a'));
  }
  return words;
}

}  // namespace

std::string WhyEscalation(const Today& today, const v1::Escalation& escalation) {
  std::string why = escalation.basis();
  if (!why.empty()) why += ' ';
  if (!escalation.has_due_time()) return why + "Nobody resolved it yet.";
  const Instant due = InstantOf(escalation.due_time());
  return why + "To be seen by " + DayWords(today, due) + Late(today, due) + ".";
}

std::string WhyOverdue(const Today& today, const v1::FollowUp& follow_up) {
  const Instant due = InstantOf(follow_up.due_time());
  return "Was due on " + DayWords(today, due) + Late(today, due) + ".";
}

std::string WhyToday(const Today& today, const v1::FollowUp& follow_up) {
  return "Due today, " + DayWords(today, InstantOf(follow_up.due_time())) + ".";
}

std::string WhyReminded(const Today& today, const v1::FollowUp& follow_up) {
  return "Due on " + DayWords(today, InstantOf(follow_up.due_time())) + "; reminded of on " +
         DayWords(today, InstantOf(follow_up.reminders_sent().rbegin()->sent_time())) + ".";
}

std::string WhyReferral(const Today& today, v1::Referral::State state, const Waiting& waiting) {
  return "The referral is " + StateWords(state) + " since " + DayWords(today, waiting.since) +
         " and waits for " + std::string(waiting.waits_for) + Late(today, waiting.due) + ".";
}

std::string WhyLate(const Today& today, const Waiting& waiting) {
  return "Waits for " + std::string(waiting.waits_for) + Late(today, waiting.due) + ".";
}

std::string WhyUndelivered(const v1::Delivery& delivery) {
  const bool letter = delivery.kind() == v1::Delivery::KIND_LETTER;
  std::string why = letter ? "The letter was not delivered" : "A notice of it reached nobody";
  if (!delivery.attempts().empty()) why += ": " + delivery.attempts().rbegin()->problem();
  return why + ".";
}

std::string WhyReview(const Today& today, Instant since) {
  return "A re-assessment is due since " + DayWords(today, since) + ".";
}

std::string WhySilence(const Today& today, bool heard, Instant since) {
  return (heard ? "No check-in since " : "No check-in since the program began on ") +
         DayWords(today, since) + ", " + Days(DaysSince(today, since)) +
         " ago; silence is no report of being well.";
}

}  // namespace midstance::worklist
