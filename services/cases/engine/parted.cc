#include "services/cases/engine/parted.h"

#include <algorithm>
#include <set>
#include <vector>

#include "services/cases/engine/alarms.h"
#include "services/cases/engine/history.h"
#include "services/cases/engine/settle.h"
#include "services/rules/words.h"
#include "storage/tables/all.h"
#include "support/names.h"
#include "support/status.h"

namespace midstance::cases {
namespace {

using rules::v1::Evidence;
using rules::v1::RuleResult;
using rules::v1::Trace;
using v1::Escalation;

bool IsOfOthers(const Person& person, const Evidence& evidence) {
  const auto of = ResourceName::Parse(evidence.entry());
  return of.ok() && !of->patient().empty() && !person.Has(of->patient());
}

// How many there were.
int TakeOut(const Person& person, google::protobuf::RepeatedPtrField<Evidence>& evidence) {
  const auto left =
      std::remove_if(evidence.begin(), evidence.end(),
                     [&person](const Evidence& one) { return IsOfOthers(person, one); });
  const auto gone = evidence.end() - left;
  evidence.erase(left, evidence.end());
  return static_cast<int>(gone);
}

// Whether anything in it was; the words of a part say what its parts rest on.
bool TakeOut(const Person& person, const std::string& why, Trace& trace) {
  bool gone = TakeOut(person, *trace.mutable_evidence()) > 0;
  for (auto& child : *trace.mutable_children()) gone = TakeOut(person, why, child) || gone;
  if (gone) trace.set_text(why);
  return gone;
}

bool TakeOut(const Person& person, const std::string& why, RuleResult& result) {
  bool gone = TakeOut(person, *result.mutable_evidence()) > 0;
  if (result.has_trace()) gone = TakeOut(person, why, *result.mutable_trace()) || gone;
  if (gone) result.set_basis(why);
  return gone;
}

bool TellsOfFindings(const Escalation::Event& event) {
  switch (event.kind()) {
    case Escalation::Event::KIND_OPENED:
    case Escalation::Event::KIND_UPGRADED:
    case Escalation::Event::KIND_EVIDENCE_ADDED:
      return true;
    default:
      return false;
  }
}

// The most serious result that the escalation is about; nullptr: nothing holds.
const RuleResult* CarrierOf(const rules::v1::Evaluation& evaluation, const Escalation& escalation) {
  const RuleResult* carrier = nullptr;
  for (const auto& result : evaluation.results()) {
    if (result.truth() != rules::v1::HOLDS || !SameAlarm(escalation, result)) continue;
    if (carrier == nullptr || RankOf(result) > RankOf(*carrier)) carrier = &result;
  }
  return carrier;
}

}  // namespace

bool HideOfOthers(const Person& person, Instant merged, const std::string& why,
                  Escalation& escalation) {
  std::set<std::string> hers;
  bool gone = false;
  bool is_its_own = false;
  for (auto& firing : *escalation.mutable_firings()) {
    const bool described = firing.result().basis() == escalation.basis();
    if (TakeOut(person, why, *firing.mutable_result())) {
      gone = true;
    } else {
      hers.insert(firing.result().basis());
      is_its_own = is_its_own || described;
    }
  }
  if (!gone) return false;
  if (!is_its_own) escalation.set_basis(why);
  for (auto& event : *escalation.mutable_history()) {
    if (!TellsOfFindings(event) || InstantOf(event.time()) < merged) continue;
    const bool is_hers = std::any_of(hers.begin(), hers.end(), [&event](const std::string& basis) {
      return event.text().ends_with(basis);
    });
    if (!is_hers) event.set_text(why);
  }
  return true;
}

absl::Status HideOfOthers(const rpc::Call& call, storage::Writer& writer, const RuleEngine& engine,
                          std::string_view patient_id, Instant merged) {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto person, PersonOf(writer, patient_id));
  std::vector<std::string> names;
  MIDSTANCE_RETURN_IF_ERROR(ForEachOf<Escalation>(
      writer, person, {}, [&names](Escalation& one) { names.push_back(one.name()); }));
  if (names.empty()) return absl::OkStatus();
  MIDSTANCE_ASSIGN_OR_RETURN(const auto timeline, engine.TimelineIn(writer, patient_id, person));
  const auto evaluation = engine.EvaluateNow(*timeline, call.now);
  const Occasion occasion{.call = call, .calendar = engine.calendar()};
  const std::string why =
      "Part of what it rested on was told of another person: the records were " +
      ("parted on " + rules::DayWords(engine.calendar().DateOf(call.now)) + ".");
  for (const auto& name : names) {
    MIDSTANCE_ASSIGN_OR_RETURN(auto escalation, writer.Get<Escalation>(name));
    if (!HideOfOthers(person, merged, why, escalation)) continue;
    const RuleResult* carrier = CarrierOf(evaluation, escalation);
    const bool answerable = escalation.state() == Escalation::STATE_OPEN ||
                            escalation.state() == Escalation::STATE_ACKNOWLEDGED;
    if (carrier != nullptr && answerable) {
      escalation.set_basis(carrier->basis());
      AddFiring(occasion, evaluation, *carrier, escalation);
      AddEvent(occasion, Escalation::Event::KIND_EVIDENCE_ADDED, carrier->basis(), escalation);
    }
    MIDSTANCE_RETURN_IF_ERROR(writer.Update(escalation, call.now));
  }
  return absl::OkStatus();
}

}  // namespace midstance::cases
