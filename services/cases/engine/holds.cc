#include "services/cases/engine/holds.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "services/cases/engine/facts.h"
#include "services/rpc/calendar.h"
#include "storage/tables/all.h"

namespace midstance::cases {
namespace {

static_assert(v1::Enrollment::STATE_ACTIVE < v1::Enrollment::STATE_ON_HOLD &&
              v1::Enrollment::STATE_ON_HOLD < v1::Enrollment::STATE_COMPLETED);

absl::StatusOr<std::vector<v1::Enrollment>> RunningEnrollments(const storage::Reader& reader,
                                                               const Person& person) {
  storage::Query query;
  query.where = storage::Filter::Compare("state", storage::Filter::Op::kLessOrEqual,
                                         std::int64_t{v1::Enrollment::STATE_ON_HOLD});
  std::vector<v1::Enrollment> running;
  MIDSTANCE_RETURN_IF_ERROR(ForEachOf<v1::Enrollment>(
      reader, person, query,
      [&running](v1::Enrollment& found) { running.push_back(std::move(found)); }));
  return running;
}

// As they will be with this call.
absl::StatusOr<std::vector<v1::Escalation>> OpenWith(const storage::Reader& reader,
                                                     const Person& person,
                                                     std::span<const v1::Escalation> touched) {
  MIDSTANCE_ASSIGN_OR_RETURN(auto open, OpenEscalations(reader, person));
  for (const auto& escalation : touched) {
    const auto known = std::find_if(open.begin(), open.end(), [&](const v1::Escalation& each) {
      return each.name() == escalation.name();
    });
    if (known == open.end()) {
      open.push_back(escalation);
    } else {
      *known = escalation;
    }
  }
  return open;
}

bool HoldIn(const exercises::Catalogue& catalogue, const exercises::PatientFacts& facts,
            Instant now, v1::Prescription& prescription) {
  bool changed = false;
  for (auto& finding : exercises::Blocking(catalogue, prescription, facts)) {
    for (auto& prescribed : *prescription.mutable_exercises()) {
      if (prescribed.exercise() != finding.exercise() || prescribed.side() != finding.side() ||
          prescribed.has_hold()) {
        continue;
      }
      auto& hold = *prescribed.mutable_hold();
      *hold.mutable_hold_time() = TimestampOf(now);
      hold.set_caution(finding.caution());
      hold.set_because(std::move(*finding.mutable_because()));
      *hold.mutable_evidence() = std::move(*finding.mutable_evidence());
      changed = true;
    }
  }
  return changed;
}

}  // namespace

int FirstInForce(const v1::Enrollment& enrollment, Instant now) {
  int first = 0;
  for (int i = 0; i < enrollment.prescriptions_size(); ++i) {
    const auto start = rpc::ParseDay(enrollment.prescriptions(i).start_date());
    // One that begins today has begun in some time zones only.
    if (start.has_value() && *start < DayOf(now)) first = i;
  }
  return first;
}

bool HoldBack(const exercises::Catalogue& catalogue, const exercises::PatientFacts& facts,
              Instant now, v1::Enrollment& enrollment) {
  auto& all = *enrollment.mutable_prescriptions();
  bool changed = false;
  for (int i = FirstInForce(enrollment, now); i < all.size(); ++i) {
    changed = HoldIn(catalogue, facts, now, *all.Mutable(i)) || changed;
  }
  return changed;
}

absl::Status HoldExercises(const rpc::Call& call, storage::Writer& writer, const RuleEngine& engine,
                           const Person& person, const rules::Timeline& timeline,
                           std::span<const v1::Escalation> touched) {
  if (engine.exercises().codes().empty()) return absl::OkStatus();
  MIDSTANCE_ASSIGN_OR_RETURN(auto running, RunningEnrollments(writer, person));
  if (running.empty()) return absl::OkStatus();
  MIDSTANCE_ASSIGN_OR_RETURN(const auto open, OpenWith(writer, person, touched));
  const auto facts = FactsOf(engine, timeline, open, call.now);
  for (auto& enrollment : running) {
    // As an earlier record of the same call may have left it.
    MIDSTANCE_ASSIGN_OR_RETURN(enrollment, writer.Get<v1::Enrollment>(enrollment.name()));
    if (!HoldBack(engine.exercises(), facts, call.now, enrollment)) continue;
    MIDSTANCE_RETURN_IF_ERROR(writer.Update(enrollment, call.now));
  }
  return absl::OkStatus();
}

}  // namespace midstance::cases
