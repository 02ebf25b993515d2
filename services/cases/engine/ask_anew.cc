#include "services/cases/engine/ask_anew.h"

#include <algorithm>
#include <set>

#include "services/cases/engine/facts.h"
#include "services/cases/engine/recording.h"
#include "support/names.h"
#include "support/status.h"

namespace midstance::cases {

absl::Status AskAnew(const rpc::Call& call, storage::Writer& writer, const RuleEngine& engine,
                     std::string_view patient_id, std::string_view record, Instant entered) {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto person, PersonOf(writer, patient_id));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto timeline, engine.TimelineIn(writer, patient_id, person));
  Instant since = call.now;
  const std::string below = record.empty() ? "" : std::string(record) + "/";
  for (const auto& track : timeline->tracks()) {
    for (const auto& row : timeline->RowsOf(track)) {
      if (row.entered < MicrosOf(entered) || !timeline->NameOf(row).starts_with(below)) continue;
      since = std::min(since, FromMicros(row.observed));
    }
  }
  RuleRun run(writer, engine, patient_id);
  MIDSTANCE_RETURN_IF_ERROR(run.Next(call, {.patient_id = patient_id,
                                            .added = {},
                                            .withdrawn = {},
                                            .by_time = true,
                                            .anew = since})
                                .status());
  std::set<std::string> gone;
  MIDSTANCE_ASSIGN_OR_RETURN(const auto open, OpenEscalations(writer, person));
  for (const auto& escalation : open) {
    for (const auto& firing : escalation.firings()) {
      for (const auto& evidence : firing.result().evidence()) {
        const auto of = ResourceName::Parse(evidence.entry());
        if (of.ok() && !of->patient().empty() && !person.Has(of->patient())) {
          gone.insert(evidence.entry());
        }
      }
    }
  }
  // Nothing is left to open: what holds is known since the run above.
  for (const auto& entry : gone) {
    MIDSTANCE_RETURN_IF_ERROR(
        run.Next(call, {.patient_id = patient_id, .added = {}, .withdrawn = entry}).status());
  }
  return absl::OkStatus();
}

}  // namespace midstance::cases
