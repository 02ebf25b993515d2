#include "services/cases/engine/settle.h"

#include <algorithm>
#include <utility>

#include "services/cases/engine/alarms.h"
#include "services/cases/engine/due.h"
#include "services/cases/engine/history.h"
#include "services/cases/engine/timeline_loader.h"
#include "services/rules/late.h"
#include "services/rules/words.h"
#include "support/status.h"
#include "support/time.h"

namespace midstance::cases {
namespace {

using rules::v1::Evaluation;
using rules::v1::Evidence;
using rules::v1::RuleResult;

bool SameSite(const rules::v1::Site& one, const rules::v1::Site& other) {
  return one.area() == other.area() && one.side() == other.side();
}

bool SameValue(const Evidence& one, const Evidence& other) {
  return one.entry() == other.entry() && one.code() == other.code() &&
         one.has_site() == other.has_site() && SameSite(one.site(), other.site());
}

bool Mentions(const v1::Escalation& escalation, const Evidence& evidence) {
  return std::any_of(
      escalation.firings().begin(), escalation.firings().end(), [&](const auto& firing) {
        const auto& all = firing.result().evidence();
        return std::any_of(all.begin(), all.end(),
                           [&](const Evidence& one) { return SameValue(one, evidence); });
      });
}

bool MentionsRecord(const v1::Escalation& escalation, std::string_view record) {
  return std::any_of(
      escalation.firings().begin(), escalation.firings().end(), [&](const auto& firing) {
        const auto& all = firing.result().evidence();
        return std::any_of(all.begin(), all.end(),
                           [&](const Evidence& one) { return one.entry() == record; });
      });
}

// A person answered for the same rule resting on the same finding, as the record told it before it
// was amended.
bool WasTold(const Occasion& occasion, const RuleResult& result, const Evidence& evidence,
             const v1::Escalation& resolved) {
  const auto same = [&](const Evidence& one) {
    return std::find(occasion.amended.begin(), occasion.amended.end(), one.entry()) !=
               occasion.amended.end() &&
           one.code() == evidence.code() && one.observed() == evidence.observed() &&
           one.has_site() == evidence.has_site() && SameSite(one.site(), evidence.site()) &&
           occasion.calendar.DayOf(InstantOf(one.observed_time())) ==
               occasion.calendar.DayOf(InstantOf(evidence.observed_time()));
  };
  return std::any_of(resolved.firings().begin(), resolved.firings().end(), [&](const auto& firing) {
    const auto& all = firing.result().evidence();
    return firing.result().rule() == result.rule() &&
           firing.result().urgency() >= result.urgency() &&
           std::any_of(all.begin(), all.end(), same);
  });
}

// Something that this call entered, or that was entered since, and that the open escalation does
// not know.
bool HasNews(const Occasion& occasion, const RuleResult& result, const v1::Escalation& open,
             Instant since) {
  return std::any_of(result.evidence().begin(), result.evidence().end(), [&](const Evidence& one) {
    return (one.entry() == occasion.added || InstantOf(one.entered_time()) > since) &&
           !Mentions(open, one);
  });
}

Instant LastRaised(const v1::Escalation& escalation) {
  Instant last = InstantOf(escalation.raised_time());
  for (const auto& firing : escalation.firings()) {
    last = std::max(last, InstantOf(firing.raised_time()));
  }
  return last;
}

void Describe(const RuleResult& result, v1::Escalation& escalation) {
  escalation.set_title(result.title());
  escalation.set_basis(result.basis());
  escalation.set_destination(result.destination());
  escalation.set_activity_advice(result.activity_advice());
}

v1::Escalation Open(const Occasion& occasion, const Evaluation& evaluation,
                    const std::vector<const RuleResult*>& members, int id) {
  const RuleResult& leader = *members.front();
  v1::Escalation escalation;
  escalation.set_name(CaseOf(leader, occasion.call.resource) + "/escalations/" +
                      occasion.call.NewId(id));
  escalation.set_state(v1::Escalation::STATE_OPEN);
  escalation.set_urgency(leader.urgency());
  escalation.set_family(leader.family());
  if (leader.has_site()) *escalation.mutable_site() = SiteOf(leader.site());
  Describe(leader, escalation);
  *escalation.mutable_raised_time() = TimestampOf(occasion.call.now);
  *escalation.mutable_due_time() = TimestampOf(occasion.call.now + TimeFor(leader.urgency()));
  for (auto member = members.rbegin(); member != members.rend(); ++member) {
    AddFiring(occasion, evaluation, **member, escalation);
  }
  AddEvent(occasion, v1::Escalation::Event::KIND_OPENED, leader.basis(), escalation);
  return escalation;
}

// What its history is to tell.
struct News {
  v1::Escalation::Event::Kind kind;
  std::string text;
};

// Nothing when it did not change.
std::optional<News> Renew(const Occasion& occasion, const Evaluation& evaluation,
                          const std::vector<const RuleResult*>& members,
                          v1::Escalation& escalation) {
  const RuleResult& leader = *members.front();
  const Instant since = LastRaised(escalation);
  std::vector<const RuleResult*> told;
  for (const RuleResult* member : members) {
    if (HasNews(occasion, *member, escalation, since)) told.push_back(member);
  }
  const auto rank = RankOf(escalation);
  const bool higher = RankOf(leader) > rank;
  // What lost its evidence is not carried by less, unless something new was told.
  const bool waits = escalation.state() == v1::Escalation::STATE_EVIDENCE_CHANGED &&
                     (RankOf(leader) >= rank || !told.empty());
  if (!higher && !waits && told.empty()) return std::nullopt;

  if ((higher || waits) && (told.empty() || told.front() != &leader)) {
    told.insert(told.begin(), &leader);
  }
  const bool more_urgent = leader.urgency() > escalation.urgency();
  if (RankOf(leader) >= rank) Describe(leader, escalation);
  if (more_urgent) escalation.set_urgency(leader.urgency());
  if (more_urgent || waits) {
    escalation.set_state(v1::Escalation::STATE_OPEN);
    const Instant due = occasion.call.now + TimeFor(leader.urgency());
    if (due < InstantOf(escalation.due_time())) {
      *escalation.mutable_due_time() = TimestampOf(due);
    }
  }
  for (auto member = told.rbegin(); member != told.rend(); ++member) {
    AddFiring(occasion, evaluation, **member, escalation);
  }
  using Event = v1::Escalation::Event;
  if (higher) {
    return News{Event::KIND_UPGRADED, leader.title() + ", " +
                                          std::string(rules::UrgencyWord(leader.urgency())) + ": " +
                                          leader.basis()};
  }
  return News{waits ? Event::KIND_REOPENED : Event::KIND_EVIDENCE_ADDED, told.front()->basis()};
}

// Some of its evidence was entered since the known one was raised, or resolved, and is not part
// of it.
bool HasUnknown(const RuleResult& result, const v1::Escalation& known) {
  const bool is_resolved = known.state() == v1::Escalation::STATE_RESOLVED;
  const Instant since =
      InstantOf(is_resolved ? known.resolution().resolve_time() : known.raised_time());
  return std::any_of(result.evidence().begin(), result.evidence().end(), [&](const Evidence& one) {
    return InstantOf(one.entered_time()) > since && !Mentions(known, one);
  });
}

// Something as serious was not to be answered for before the call withdrew a record.
bool IsUncovered(const std::optional<Withdrawal>& withdrawal, const RuleResult& result) {
  return withdrawal.has_value() && !withdrawal->held_before(result);
}

// Nobody has answered for the alarm since, or for one as urgent, or there is something new to
// answer for.
bool IsFresh(const Occasion& occasion, const std::vector<const RuleResult*>& members,
             const std::optional<Withdrawal>& withdrawal, const v1::Escalation& resolved) {
  const Instant since = InstantOf(resolved.resolution().resolve_time());
  return std::any_of(members.begin(), members.end(), [&](const RuleResult* member) {
    if (IsUncovered(withdrawal, *member) || member->urgency() > resolved.urgency()) return true;
    const auto& all = member->evidence();
    return std::any_of(all.begin(), all.end(), [&](const Evidence& one) {
      if (one.entry() == occasion.added) return !WasTold(occasion, *member, one, resolved);
      return InstantOf(one.entered_time()) >= since && !Mentions(resolved, one);
    });
  });
}

bool Waits(const v1::Escalation& escalation) {
  return escalation.state() == v1::Escalation::STATE_EVIDENCE_CHANGED;
}

// What took from an escalation that nothing as serious holds for any more; empty: nothing did.
std::string WhyNotCarried(const Occasion& occasion, const v1::Escalation& escalation,
                          const std::optional<Withdrawal>& withdrawal,
                          const std::optional<Arrival>& arrival) {
  if (withdrawal.has_value() && MentionsRecord(escalation, withdrawal->record) &&
      !withdrawal->supported(escalation)) {
    return "A record that it rested on was withdrawn; what is left no longer carries it.";
  }
  if (arrival.has_value() && arrival->observed < LastRaised(escalation) &&
      !arrival->held_before(escalation)) {
    return "What was observed on " + rules::DayWords(occasion.calendar.DateOf(arrival->observed)) +
           " became known after it was raised; with it nothing as serious holds, nor held before.";
  }
  return {};
}

}  // namespace

bool SameAlarm(const v1::Escalation& escalation, const RuleResult& result) {
  return !escalation.has_by_hand() && escalation.family() == result.family() &&
         escalation.has_site() == result.has_site() &&
         SameSite(RuleSiteOf(escalation.site()), result.site());
}

Settled Settle(const Occasion& occasion, const Evaluation& evaluation,
               std::span<const RuleResult> late, std::vector<v1::Escalation> known,
               const std::optional<Withdrawal>& withdrawal, const std::optional<Arrival>& arrival) {
  Settled settled;
  std::vector<bool> waited(known.size(), false);
  for (std::size_t at = 0; at < known.size(); ++at) waited[at] = Waits(known[at]);
  std::vector<std::optional<News>> news(known.size());
  std::vector<bool> carried(known.size(), false);
  Alarms alarms(evaluation, late);
  for (Alarm& alarm : alarms.all()) {
    v1::Escalation* resolved = nullptr;
    v1::Escalation* open = nullptr;
    for (auto& escalation : known) {
      if (!SameAlarm(escalation, *alarm.members.front())) continue;
      (escalation.state() == v1::Escalation::STATE_RESOLVED ? resolved : open) = &escalation;
    }
    const auto at = static_cast<std::size_t>(open == nullptr ? 0 : open - known.data());
    if (open != nullptr) carried[at] = RankOf(*alarm.members.front()) >= RankOf(*open);
    if (open != nullptr || resolved != nullptr) {
      alarms.KeepLate(
          [&](const RuleResult& result) {
            return (!occasion.added.empty() && rules::RestsOn(result, occasion.added)) ||
                   IsUncovered(withdrawal, result) ||
                   HasUnknown(result, open == nullptr ? *resolved : *open) ||
                   (open != nullptr && (Waits(*open) ? RankOf(result) >= RankOf(*open)
                                                     : RankOf(result) > RankOf(*open)));
          },
          alarm);
    }
    if (alarm.members.empty()) continue;
    bool told = true;
    if (open != nullptr) {
      news[at] = Renew(occasion, evaluation, alarm.members, *open);
      told = news[at].has_value();
    } else if (resolved == nullptr || IsFresh(occasion, alarm.members, withdrawal, *resolved)) {
      const int id = static_cast<int>(settled.opened.size()) + 1;
      settled.opened.push_back(Open(occasion, evaluation, alarm.members, id));
    } else {
      continue;
    }
    const auto append = [](const std::vector<int>& from, std::vector<int>& to) {
      to.insert(to.end(), from.begin(), from.end());
    };
    append(alarm.positions, settled.standing);
    if (told) append(alarm.late, settled.standing_late);
  }
  for (std::size_t at = 0; at < known.size(); ++at) {
    auto& escalation = known[at];
    const bool answerable = escalation.state() == v1::Escalation::STATE_OPEN ||
                            escalation.state() == v1::Escalation::STATE_ACKNOWLEDGED;
    const std::string why = answerable && !carried[at]
                                ? WhyNotCarried(occasion, escalation, withdrawal, arrival)
                                : std::string();
    if (!why.empty()) escalation.set_state(v1::Escalation::STATE_EVIDENCE_CHANGED);
    // What waited before, and is as little carried with what was just told, waits on.
    const bool waits_on = waited[at] && !why.empty();
    if (news[at].has_value()) {
      const auto kind = waits_on ? v1::Escalation::Event::KIND_EVIDENCE_ADDED : news[at]->kind;
      AddEvent(occasion, kind, news[at]->text, escalation);
    }
    if (!why.empty() && !waits_on) {
      AddEvent(occasion, v1::Escalation::Event::KIND_EVIDENCE_CHANGED, why, escalation);
    }
    if (news[at].has_value() || !why.empty()) settled.changed.push_back(std::move(escalation));
  }
  return settled;
}

}  // namespace midstance::cases
