#include "services/cases/engine/recheck.h"

#include <algorithm>
#include <string>
#include <utility>

#include "services/cases/engine/alarms.h"
#include "storage/find.h"
#include "storage/tables/all.h"
#include "support/names.h"
#include "support/status.h"

namespace midstance::cases {
namespace {

using rules::v1::Evaluation;
using rules::v1::RuleResult;
using storage::v1::Recheck;

// Days and hours of the rules end: a patient of whom they have more to say is asked about sooner
// than need be.
constexpr int kMostSteps = 200;

std::string NameOf(std::string_view patient_id) {
  return PatientName(patient_id).str() + "/rechecks/1";
}

bool Says(const Evaluation& evaluation, const RuleResult& result) {
  return std::any_of(
      evaluation.results().begin(), evaluation.results().end(), [&](const RuleResult& known) {
        return known.truth() == rules::v1::HOLDS && known.fingerprint() == result.fingerprint() &&
               RankOf(known) >= RankOf(result);
      });
}

bool Rises(const Evaluation& from, const Evaluation& to) {
  return std::any_of(to.results().begin(), to.results().end(), [&](const RuleResult& result) {
    return result.truth() == rules::v1::HOLDS && !Says(from, result);
  });
}

absl::Status Keep(storage::Writer& writer, Recheck& row, bool is_new, std::optional<Instant> due,
                  Instant now) {
  if (due.has_value()) {
    *row.mutable_due_time() = TimestampOf(*due);
  } else {
    row.clear_due_time();
  }
  return is_new ? writer.Insert(row, now) : writer.Update(row, now);
}

// The row, and whether there was none.
absl::StatusOr<std::pair<Recheck, bool>> RowOf(const storage::Writer& writer,
                                               std::string_view patient_id) {
  MIDSTANCE_ASSIGN_OR_RETURN(auto found, storage::Find<Recheck>(writer, NameOf(patient_id)));
  if (found.has_value()) return std::pair(*std::move(found), false);
  Recheck row;
  row.set_name(NameOf(patient_id));
  return std::pair(std::move(row), true);
}

}  // namespace

std::optional<Instant> NextRise(const RuleEngine& engine, const rules::Timeline& timeline,
                                Instant now) {
  Evaluation evaluation = engine.EvaluateNow(timeline, now);
  for (int step = 0; evaluation.has_recheck_time(); ++step) {
    const Instant then = InstantOf(evaluation.recheck_time());
    if (step == kMostSteps) return then;
    Evaluation next = engine.EvaluateNow(timeline, then);
    if (Rises(evaluation, next)) return then;
    evaluation = std::move(next);
  }
  return std::nullopt;
}

absl::Status RecheckBy(storage::Writer& writer, std::string_view patient_id, Instant due,
                       Instant now) {
  MIDSTANCE_ASSIGN_OR_RETURN(auto found, RowOf(writer, patient_id));
  auto& [row, is_new] = found;
  if (row.has_due_time() && InstantOf(row.due_time()) <= due) return absl::OkStatus();
  return Keep(writer, row, is_new, due, now);
}

absl::Status RecheckAt(storage::Writer& writer, std::string_view patient_id,
                       std::optional<Instant> due, Instant now) {
  MIDSTANCE_ASSIGN_OR_RETURN(auto found, RowOf(writer, patient_id));
  auto& [row, is_new] = found;
  const auto planned = row.has_due_time() ? std::optional(InstantOf(row.due_time())) : std::nullopt;
  if (planned == due) return absl::OkStatus();
  return Keep(writer, row, is_new, due, now);
}

}  // namespace midstance::cases
