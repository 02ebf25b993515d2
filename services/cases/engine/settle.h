#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "midstance/rules/v1/evaluation.pb.h"
#include "midstance/v1/escalation.pb.h"
#include "services/rpc/call.h"
#include "services/schedule/clinic_calendar.h"

namespace midstance::cases {

// The escalation and the result are about the same rule family at the same site. What a clinician
// raised by hand is nothing that a rule found.
bool SameAlarm(const v1::Escalation& escalation, const rules::v1::RuleResult& result);

// The call whose records are settled.
struct Occasion {
  const rpc::Call& call;
  // Whose days are meant where something is of the same day.
  schedule::ClinicCalendar calendar;
  // The record that this call entered; empty: none.
  std::string_view added = {};
  // The records that `added` amends, newest first.
  std::vector<std::string> amended = {};
};

// A record that this call took out of the patient's timeline by amending or retracting it.
struct Withdrawal {
  std::string_view record;
  // Whether something as serious as the escalation ever was holds for its family at its site, or
  // held when it fired, as the timeline is without the record.
  std::function<bool(const v1::Escalation&)> supported;
  // Whether something as serious as the result held for its family at its site, then or now, as the
  // timeline was with the record.
  std::function<bool(const rules::v1::RuleResult&)> held_before;
};

// A record that this call entered, where it may speak against what was raised before.
struct Arrival {
  Instant observed;
  // Whether something as serious as the escalation ever was held for its family at its site before
  // `observed`, or as of when it was raised, as the timeline is with the record.
  std::function<bool(const v1::Escalation&)> held_before;
};

struct Settled {
  // New ones, named by the call's ids from 1 on.
  std::vector<v1::Escalation> opened;
  std::vector<v1::Escalation> changed;
  // Positions in `results` of the rules that hold and that no person has answered for by resolving.
  std::vector<int> standing;
  // Positions in `late` of those that opened or changed an escalation.
  std::vector<int> standing_late;
};

// Compares the rules that hold with what is known of the patient's escalations: those that are not
// resolved, and of each alarm without such a one, the one that was resolved last. `late` is what
// held before (see rules::HeldBefore): where the alarm is known already, only what rests on the
// record that this call entered counts, and what the record that it withdrew had hidden.
//
// - An alarm that nobody holds open is opened, in the case of the record that completes it. After a
//   resolution only evidence with something new opens it again: what this call entered, whatever
//   the clocks of two calls say, or what was entered since. An amended record that says the same as
//   before is not new. What is more urgent than the resolved one ever was is opened all the same,
//   be it by other rules or by time: nobody answered for that.
// - A higher member of the family, or a higher urgency, upgrades the open one; more urgent than
//   before, it is OPEN again, whoever had acknowledged it.
// - Evidence that it did not have is added; the same evidence changes nothing, so that settling
//   twice is settling once.
// - When a record is withdrawn that the evidence mentions, and nothing as serious supports it any
//   more, it is EVIDENCE_CHANGED and waits for a person, as urgent as it was, whatever less serious
//   rule holds; new evidence makes it OPEN again.
// - So is one that was raised before a record arrived which was observed before that: with the
//   record known, nothing as serious holds now, nor held at any time. What was observed after it
//   was raised speaks against nothing. Where something as serious is found to have held all the
//   same, it is OPEN again.
// - What holds only since a record was withdrawn is new, however old its evidence: nobody was asked
//   to answer for it.
//
// What a clinician raised by hand stays as it is, and holds nothing back.
// Nothing else changes an escalation: time that passes and later absent answers do not. Nothing
// here resolves one.
Settled Settle(const Occasion& occasion, const rules::v1::Evaluation& evaluation,
               std::span<const rules::v1::RuleResult> late, std::vector<v1::Escalation> known,
               const std::optional<Withdrawal>& withdrawal = {},
               const std::optional<Arrival>& arrival = {});

}  // namespace midstance::cases
