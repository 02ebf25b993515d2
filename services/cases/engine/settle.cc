#include "services/cases/engine/settle.h"

#include <algorithm>
#include <functional>
#include <numeric>
#include <tuple>
#include <utility>

#include "services/cases/engine/alarms.h"
#include "services/cases/engine/due.h"
#include "services/cases/engine/timeline_loader.h"
#include "support/names.h"
#include "support/status.h"
#include "support/time.h"

namespace midstance::cases {
namespace {

using rules::v1::Evaluation;
using rules::v1::Evidence;
using rules::v1::RuleResult;

// What bounds the size of an escalation that stays open while reports keep coming in.
constexpr int kMostEvents = 200;
constexpr int kOldestKept = 4;
constexpr int kNewestKept = 20;

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
           DayOf(InstantOf(one.observed_time())) == DayOf(InstantOf(evidence.observed_time()));
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

// Rank of what the escalation's title tells.
std::tuple<int, int> HighestRank(const v1::Escalation& escalation) {
  std::tuple<int, int> highest{0, 0};
  for (const auto& firing : escalation.firings()) {
    highest = std::max(highest, RankOf(firing.result()));
  }
  return highest;
}

// The case of the record that was entered last: it completed the criterion.
std::string CaseOf(const RuleResult& result, const Occasion& occasion) {
  const auto& all = result.evidence();
  const auto last =
      std::max_element(all.begin(), all.end(), [](const auto& one, const auto& other) {
        return InstantOf(one.entered_time()) < InstantOf(other.entered_time());
      });
  const std::string& record = last == all.end() ? occasion.call.resource : last->entry();
  const auto name = ResourceName::Parse(record);
  return name.ok() ? std::string(name->case_name()) : std::string();
}

void AddEvent(const Occasion& occasion, v1::Escalation::Event::Kind kind, std::string text,
              v1::Escalation& escalation) {
  auto& history = *escalation.mutable_history();
  if (history.size() >= kMostEvents) {
    const auto oldest = std::find_if(history.begin(), history.end(), [](const auto& event) {
      return event.kind() == v1::Escalation::Event::KIND_EVIDENCE_ADDED;
    });
    if (oldest != history.end()) history.erase(oldest);
  }
  auto& event = *history.Add();
  *event.mutable_time() = TimestampOf(occasion.call.now);
  event.set_actor(occasion.call.principal.name);
  event.set_kind(kind);
  event.set_text(std::move(text));
}

// Of a long run the beginning is kept, and of the rest what was entered last.
void Shorten(google::protobuf::RepeatedPtrField<Evidence>& evidence) {
  const int surplus = evidence.size() - kOldestKept - kNewestKept;
  if (surplus <= 0) return;
  std::vector<int> oldest_entered(static_cast<std::size_t>(evidence.size() - kOldestKept));
  std::iota(oldest_entered.begin(), oldest_entered.end(), kOldestKept);
  std::stable_sort(oldest_entered.begin(), oldest_entered.end(), [&](int one, int other) {
    return InstantOf(evidence[one].entered_time()) < InstantOf(evidence[other].entered_time());
  });
  oldest_entered.resize(static_cast<std::size_t>(surplus));
  std::sort(oldest_entered.begin(), oldest_entered.end(), std::greater<>());
  for (const int at : oldest_entered) evidence.DeleteSubrange(at, 1);
}

void Shorten(rules::v1::Trace& trace) {
  Shorten(*trace.mutable_evidence());
  for (auto& child : *trace.mutable_children()) Shorten(child);
}

// Of each rule at each urgency the first firing and the newest are kept.
void AddFiring(const Occasion& occasion, const Evaluation& evaluation, const RuleResult& result,
               v1::Escalation& escalation) {
  auto& firings = *escalation.mutable_firings();
  const auto alike = [&](const auto& firing) {
    return firing.result().rule() == result.rule() && firing.result().urgency() == result.urgency();
  };
  const auto first = std::find_if(firings.begin(), firings.end(), alike);
  if (first != firings.end()) {
    const auto newest = std::find_if(first + 1, firings.end(), alike);
    if (newest != firings.end()) firings.erase(newest);
  }
  auto& firing = *firings.Add();
  *firing.mutable_result() = result;
  Shorten(*firing.mutable_result()->mutable_evidence());
  if (result.has_trace()) Shorten(*firing.mutable_result()->mutable_trace());
  firing.set_rule_set(evaluation.rule_set_revision());
  firing.set_rule_set_digest(evaluation.rule_set_digest());
  *firing.mutable_raised_time() = TimestampOf(occasion.call.now);
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
  escalation.set_name(CaseOf(leader, occasion) + "/escalations/" + occasion.call.NewId(id));
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

// Whether it changed.
bool Renew(const Occasion& occasion, const Evaluation& evaluation,
           const std::vector<const RuleResult*>& members, v1::Escalation& escalation) {
  const RuleResult& leader = *members.front();
  const Instant since = LastRaised(escalation);
  std::vector<const RuleResult*> told;
  for (const RuleResult* member : members) {
    if (HasNews(occasion, *member, escalation, since)) told.push_back(member);
  }
  const auto rank = HighestRank(escalation);
  const bool higher = RankOf(leader) > rank;
  const bool waits = escalation.state() == v1::Escalation::STATE_EVIDENCE_CHANGED;
  if (!higher && !waits && told.empty()) return false;

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
  if (higher) {
    AddEvent(
        occasion, v1::Escalation::Event::KIND_UPGRADED,
        leader.title() + ", " + std::string(UrgencyWord(leader.urgency())) + ": " + leader.basis(),
        escalation);
  } else {
    AddEvent(occasion, v1::Escalation::Event::KIND_EVIDENCE_ADDED, told.front()->basis(),
             escalation);
  }
  return true;
}

// Nobody has answered for the alarm since, or there is something new to answer for.
bool IsFresh(const Occasion& occasion, const std::vector<const RuleResult*>& members,
             const v1::Escalation& resolved) {
  const Instant since = InstantOf(resolved.resolution().resolve_time());
  return std::any_of(members.begin(), members.end(), [&](const RuleResult* member) {
    const auto& all = member->evidence();
    return std::any_of(all.begin(), all.end(), [&](const Evidence& one) {
      if (one.entry() == occasion.added) return !WasTold(occasion, *member, one, resolved);
      return InstantOf(one.entered_time()) >= since && !Mentions(resolved, one);
    });
  });
}

}  // namespace

bool SameAlarm(const v1::Escalation& escalation, const RuleResult& result) {
  return escalation.family() == result.family() && escalation.has_site() == result.has_site() &&
         SameSite(RuleSiteOf(escalation.site()), result.site());
}

Settled Settle(const Occasion& occasion, const Evaluation& evaluation,
               std::span<const RuleResult> late, std::vector<v1::Escalation> known,
               const std::optional<Withdrawal>& withdrawal) {
  Settled settled;
  std::vector<bool> changed(known.size(), false);
  Alarms alarms(evaluation, late);
  for (Alarm& alarm : alarms.all()) {
    v1::Escalation* resolved = nullptr;
    v1::Escalation* open = nullptr;
    for (auto& escalation : known) {
      if (!SameAlarm(escalation, *alarm.members.front())) continue;
      (escalation.state() == v1::Escalation::STATE_RESOLVED ? resolved : open) = &escalation;
    }
    if (open != nullptr || resolved != nullptr) alarms.KeepLate(occasion.added, alarm);
    if (alarm.members.empty()) continue;
    bool told = true;
    if (open != nullptr) {
      const auto at = static_cast<std::size_t>(open - known.data());
      told = changed[at] = Renew(occasion, evaluation, alarm.members, *open);
    } else if (resolved == nullptr || IsFresh(occasion, alarm.members, *resolved)) {
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
    if (withdrawal.has_value() && answerable && !changed[at] &&
        MentionsRecord(escalation, withdrawal->record) && !withdrawal->supported(escalation)) {
      escalation.set_state(v1::Escalation::STATE_EVIDENCE_CHANGED);
      AddEvent(occasion, v1::Escalation::Event::KIND_EVIDENCE_CHANGED,
               "A record that it rested on was withdrawn; what is left no longer carries it.",
               escalation);
      changed[at] = true;
    }
    if (changed[at]) settled.changed.push_back(std::move(escalation));
  }
  return settled;
}

}  // namespace midstance::cases
