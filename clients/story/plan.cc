#include "clients/story/plan.h"

#include <array>
#include <nlohmann/json.hpp>

#include "clients/core/words.h"
#include "clients/story/course.h"
#include "clients/story/dice.h"
#include "clients/story/duty.h"
#include "clients/story/embedded.h"
#include "support/status.h"

namespace midstance::story {
namespace {

using Json = nlohmann::json;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

constexpr days kSpan{120};
constexpr int kCases = 61;
constexpr std::array<std::string_view, 3> kTherapists = {"sinead", "kenji", "zofia"};

std::string Text(const Json& object, const char* key) { return object.value(key, std::string()); }

PlannedPatient MakePatient(const Json& runner, int index) {
  PlannedPatient planned;
  planned.id = Text(runner, "id");
  planned.therapist = kTherapists[static_cast<std::size_t>(index) % kTherapists.size()];
  v1::Patient& patient = planned.patient;
  patient.set_given_name(Text(runner, "given"));
  patient.set_family_name(Text(runner, "family"));
  patient.set_birth_date(Text(runner, "born"));
  patient.set_language(Text(runner, "language"));
  patient.set_weekly_distance_km(runner.value("km", 0.0));
  patient.set_phone("+1 555 0" + std::to_string(100 + index));
  patient.set_email(planned.id + "@example.org");
  return planned;
}

// The complaint of a case: an arc needs a place where its rule looks. Never a place where the
// runner has another case: what one reports would contradict the other.
const Json& ComplaintFor(const Json& complaints, const std::string& arc, const std::string& not_at,
                         Dice& dice) {
  if (arc == "swelling" || arc == "hot" || arc == "redness") return complaints[2];
  if (!arc.empty()) return complaints[0];
  auto at = static_cast<std::size_t>(dice.Below(static_cast<int>(complaints.size())));
  if (Text(complaints[at], "site") == not_at) at = (at + 1) % complaints.size();
  return complaints[at];
}

// Which arc a case shows; -1: none. Spread evenly over the runners' first cases.
int ArcOf(int index, int patients, int arcs) {
  return index < patients && index * arcs % patients < arcs ? index * arcs / patients : -1;
}

absl::Status SetOutcome(const Json& arc, PlannedFlag& flag) {
  flag.answered = hours{arc.value("hours", 0)};
  if (Text(arc, "outcome").empty()) return absl::OkStatus();
  MIDSTANCE_ASSIGN_OR_RETURN(flag.outcome,
                             client::ParseWord<v1::Escalation::Outcome>(Text(arc, "outcome")));
  if (flag.outcome != v1::Escalation::OUTCOME_WRONG_ALARM) return absl::OkStatus();
  MIDSTANCE_ASSIGN_OR_RETURN(
      flag.because, client::ParseWord<v1::Escalation::OverrideReason>(Text(arc, "because")));
  return absl::OkStatus();
}

Ending EndingOf(int index, bool flagged) {
  if (flagged) return Ending::kOngoing;
  if (index % 4 == 0) return Ending::kDischarged;
  return index % 10 == 3 ? Ending::kOnHold : Ending::kOngoing;
}

}  // namespace

absl::StatusOr<Plan> MakePlan(std::uint64_t seed, Day end) {
  const Json runners = Json::parse(RunnersJson(), nullptr, false).value("runners", Json::array());
  const Json data = Json::parse(ComplaintsJson(), nullptr, false);
  const Json complaints = data.value("complaints", Json::array());
  const Json arcs = data.value("arcs", Json::array());
  if (runners.empty() || complaints.size() < 3 || arcs.empty()) {
    return absl::InvalidArgumentError("the sample's data is not complete");
  }
  Plan plan;
  plan.begin = Instant(end - kSpan);
  plan.end = Instant(end);
  for (const Json& runner : runners) {
    plan.patients.push_back(MakePatient(runner, static_cast<int>(plan.patients.size())));
  }
  const int patients = static_cast<int>(plan.patients.size());
  for (int i = 0; i < kCases; ++i) {
    Dice dice(seed, "case " + std::to_string(i));
    PlannedCase planned;
    planned.patient = i % patients;
    planned.therapist = plan.patients[static_cast<std::size_t>(planned.patient)].therapist;
    planned.hour_offset = minutes{(i * 7) % 40};
    planned.opened = NextDuty(plan.begin + days{1 + dice.Below(30)}, planned.hour_offset);
    const int arc_index = ArcOf(i, patients, static_cast<int>(arcs.size()));
    const bool flagged = arc_index >= 0;
    const Json arc = flagged ? arcs[static_cast<std::size_t>(arc_index)] : Json::object();
    const std::string elsewhere =
        i < patients
            ? ""
            : client::SiteWord(plan.cases[static_cast<std::size_t>(i - patients)].fresh.sites(0));
    const Json& complaint = ComplaintFor(complaints, Text(arc, "kind"), elsewhere, dice);
    planned.fresh.set_title(Text(complaint, "title"));
    planned.fresh.set_complaint(Text(complaint, "words"));
    MIDSTANCE_ASSIGN_OR_RETURN(*planned.fresh.add_sites(),
                               client::ParseSite(Text(complaint, "site")));
    planned.ending = EndingOf(i, flagged);
    planned.last_follow_up_missed = i % 9 == 5;
    if (flagged) {
      planned.flag.emplace();
      MIDSTANCE_RETURN_IF_ERROR(SetOutcome(arc, *planned.flag));
    }
    FillCourse(Course{.arc = Text(arc, "kind"), .end = plan.end}, dice, planned);
    plan.cases.push_back(std::move(planned));
  }
  return plan;
}

}  // namespace midstance::story
