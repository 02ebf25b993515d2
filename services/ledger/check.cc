#include "services/ledger/check.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "midstance/v1/case.pb.h"
#include "midstance/v1/patient.pb.h"
#include "midstance/v1/referral.pb.h"
#include "services/cases/engine/active_rules.h"
#include "services/cases/engine/person.h"
#include "services/ledger/ends.h"
#include "services/ledger/known.h"
#include "services/rules/late.h"
#include "storage/tables/all.h"
#include "support/names.h"
#include "support/status.h"

namespace midstance::ledger {
namespace {

using rules::v1::RuleResult;
using storage::Deleted;
using v1::Escalation;
using v1::Referral;

constexpr int kPatientsOfASnapshot = 50;

struct Held {
  std::vector<RuleResult> now;
  std::vector<RuleResult> ever;  // also what holds now
};

// Since when the rules that are active speak: from the beginning unless they took the place of
// others.
absl::StatusOr<Instant> ActiveSince(const storage::Reader& reader, const std::string& rule_set,
                                    Instant now) {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto active, cases::ActiveRulesAt(reader, rule_set, now));
  if (!active.has_value() || active->replaced().empty()) return Instant::min();
  return InstantOf(active->effective_time());
}

Held HeldOf(const cases::RuleEngine& engine, const rules::Timeline& timeline, Instant since,
            Instant now) {
  Held held;
  const auto evaluation = engine.EvaluateNow(timeline, now);
  for (const auto& result : evaluation.results()) {
    if (result.truth() == rules::v1::HOLDS) held.now.push_back(result);
  }
  held.ever = rules::HeldBefore(engine.rules(), timeline, since, {}, evaluation);
  held.ever.insert(held.ever.end(), held.now.begin(), held.now.end());
  return held;
}

template <class M>
absl::StatusOr<std::vector<M>> AllBelow(const storage::Reader& reader, const std::string& prefix,
                                        Deleted deleted) {
  std::vector<M> all;
  MIDSTANCE_RETURN_IF_ERROR(reader.ForEach<M>({.name_prefix = prefix, .deleted = deleted},
                                              [&all](M& one) { all.push_back(std::move(one)); }));
  return all;
}

class PatientCheck {
 public:
  PatientCheck(const storage::Reader& reader, const cases::RuleEngine& engine, Instant since,
               Instant now, const People& people, Findings& findings, std::set<std::string>& seen)
      : reader_(reader),
        engine_(engine),
        since_(since),
        now_(now),
        people_(people),
        findings_(findings),
        seen_(seen) {}

  absl::Status Run(const v1::Patient& patient) {
    MIDSTANCE_ASSIGN_OR_RETURN(const auto name, ResourceName::Parse(patient.name()));
    const std::string below = patient.name() + "/cases/";
    MIDSTANCE_ASSIGN_OR_RETURN(const auto escalations,
                               AllBelow<Escalation>(reader_, below, Deleted::kHide));
    MIDSTANCE_ASSIGN_OR_RETURN(const auto person, cases::PersonOf(reader_, name.patient()));
    MIDSTANCE_ASSIGN_OR_RETURN(const auto timeline, engine_.TimelineOf(reader_, name.patient()));
    const Held held = HeldOf(engine_, *timeline, since_, now_);
    ++findings_.counts.patients;
    // What a person's records hold is carried by an escalation in any of them, and counted once.
    if (name.patient() == person.records.front()) {
      findings_.counts.flags += FlagsIn(held.ever);
      std::vector<Escalation> all;
      MIDSTANCE_RETURN_IF_ERROR(cases::ForEachOf<Escalation>(
          reader_, person, {}, [&all](Escalation& one) { all.push_back(std::move(one)); }));
      Add(CheckChains(held.ever, held.now, all));
    }
    for (const auto& escalation : escalations) {
      MIDSTANCE_RETURN_IF_ERROR(Look(patient, escalation, held.ever));
    }
    MIDSTANCE_ASSIGN_OR_RETURN(const auto referrals,
                               AllBelow<Referral>(reader_, below, Deleted::kHide));
    for (const auto& referral : referrals) MIDSTANCE_RETURN_IF_ERROR(Look(patient, referral));
    return absl::OkStatus();
  }

 private:
  void Add(std::vector<Violation> more) {
    std::move(more.begin(), more.end(), std::back_inserter(findings_.violations));
  }
  void Add(const std::string& resource, const char* what) {
    findings_.violations.push_back({resource, what});
  }

  template <class M>
  absl::StatusOr<bool> IsThere(std::string_view name) const {
    const auto found = reader_.Get<M>(name);
    if (found.ok()) return true;
    if (ReasonOf(found.status()) == v1::ERROR_REASON_RESOURCE_NOT_FOUND) return false;
    return found.status();
  }

  absl::Status Look(const v1::Patient& patient, const Escalation& escalation,
                    const std::vector<RuleResult>& held) {
    seen_.insert(escalation.name());
    Counts& counts = findings_.counts;
    counts.open += escalation.state() == Escalation::STATE_OPEN ? 1 : 0;
    counts.acknowledged += escalation.state() == Escalation::STATE_ACKNOWLEDGED ? 1 : 0;
    counts.evidence_changed += escalation.state() == Escalation::STATE_EVIDENCE_CHANGED ? 1 : 0;
    counts.resolved += escalation.state() == Escalation::STATE_RESOLVED ? 1 : 0;
    counts.without_flag += IsHeld(escalation, held) ? 0 : 1;
    Add(CheckEnd(escalation, people_));
    MIDSTANCE_ASSIGN_OR_RETURN(const auto name, ResourceName::Parse(escalation.name()));
    MIDSTANCE_ASSIGN_OR_RETURN(const bool has_case, IsThere<v1::Case>(name.case_name()));
    if (!has_case) Add(escalation.name(), "is of a case that is not there");
    if (escalation.state() != Escalation::STATE_RESOLVED && patient.has_delete_time()) {
      Add(escalation.name(), "is open and nobody sees it: the patient is deleted");
    }
    if (escalation.referral().empty()) return absl::OkStatus();
    MIDSTANCE_ASSIGN_OR_RETURN(const bool has_referral, IsThere<Referral>(escalation.referral()));
    if (!has_referral) Add(escalation.name(), "names a referral that is not there");
    return absl::OkStatus();
  }

  absl::Status Look(const v1::Patient& patient, const Referral& referral) {
    const bool closed = referral.state() == Referral::STATE_CLOSED;
    const bool waits = !closed && referral.state() != Referral::STATE_ACTED_ON;
    if (waits && patient.has_delete_time()) {
      Add(referral.name(), "is under way and nobody sees it: the patient is deleted");
    }
    ++(closed ? findings_.counts.referrals_closed : findings_.counts.referrals_under_way);
    Add(CheckEnd(referral, people_));
    MIDSTANCE_ASSIGN_OR_RETURN(const bool is_there, IsThere<Escalation>(referral.escalation()));
    if (!is_there) Add(referral.name(), "answers an escalation that is not there");
    return absl::OkStatus();
  }

  const storage::Reader& reader_;
  const cases::RuleEngine& engine_;
  const Instant since_;
  const Instant now_;
  const People& people_;
  Findings& findings_;
  std::set<std::string>& seen_;
};

}  // namespace

absl::StatusOr<Findings> Check(storage::Store& store, const cases::Engines& engines,
                               const std::string& clinic, Instant now) {
  std::set<std::string> raised;
  MIDSTANCE_RETURN_IF_ERROR(store.Read(clinic, [&](const storage::Reader& reader) -> absl::Status {
    MIDSTANCE_ASSIGN_OR_RETURN(raised, EverRaised(reader));
    return absl::OkStatus();
  }));
  Findings findings;
  std::set<std::string> seen;
  storage::Query query;
  query.limit = kPatientsOfASnapshot;
  query.deleted = Deleted::kShow;
  do {
    const auto read = store.Read(clinic, [&](const storage::Reader& reader) -> absl::Status {
      MIDSTANCE_ASSIGN_OR_RETURN(const auto people, PeopleOf(reader));
      MIDSTANCE_ASSIGN_OR_RETURN(const auto page, reader.List<v1::Patient>(query));
      MIDSTANCE_ASSIGN_OR_RETURN(const auto engine, engines.At(reader, now));
      MIDSTANCE_ASSIGN_OR_RETURN(const Instant since, ActiveSince(reader, engine->rule_set(), now));
      PatientCheck check(reader, *engine, since, now, people, findings, seen);
      for (const auto& patient : page.items) MIDSTANCE_RETURN_IF_ERROR(check.Run(patient));
      query.after_name = page.last_name;
      return absl::OkStatus();
    });
    MIDSTANCE_RETURN_IF_ERROR(read);
  } while (!query.after_name.empty());
  for (const auto& name : raised) {
    if (!seen.contains(name)) {
      findings.violations.push_back({name, "was raised and is not there any more"});
    }
  }
  return findings;
}

}  // namespace midstance::ledger
