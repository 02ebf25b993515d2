#include "services/cases/engine/facts.h"

#include <optional>
#include <string>
#include <utility>

#include "services/cases/engine/person.h"
#include "services/cases/engine/timeline_loader.h"
#include "services/rules/words.h"
#include "storage/tables/all.h"

namespace midstance::cases {
namespace {

struct LatestAnswer {
  const rules::Timeline::Row* row;
  double number;
};

std::optional<LatestAnswer> LatestOf(const rules::CodeInfo& code, const rules::Timeline& timeline,
                                     const rules::Timeline::Track& track) {
  std::optional<LatestAnswer> latest;
  const auto rows = timeline.RowsOf(track);
  for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
    if (latest.has_value() && row->observed < latest->row->observed) break;
    const auto values = code.OfPatient() ? timeline.PatientValues(*row) : timeline.SiteValues(*row);
    for (const auto& value : values) {
      if (value.code != code.index || code.LeavesOpen(value.number)) continue;
      if (!latest.has_value() || code.Outranks(value.number, latest->number)) {
        latest = LatestAnswer{&*row, value.number};
      }
    }
  }
  return latest;
}

exercises::Fact FactFrom(const rules::CodeInfo& code, const rules::Timeline& timeline,
                         const rules::Timeline::Track& track, const LatestAnswer& latest,
                         const schedule::ClinicCalendar& calendar) {
  exercises::Fact fact;
  fact.code = code.code;
  fact.of_patient = code.OfPatient();
  if (track.site.has_value()) {
    fact.site.set_area(static_cast<v1::Area>(track.site->area));
    fact.site.set_side(static_cast<v1::Side>(track.site->side));
  }
  switch (code.kind) {
    case rules::v1::Code::FLAG:
      fact.value = latest.number != 0;
      break;
    case rules::v1::Code::CHOICE:
      fact.value = code.choices.at(static_cast<std::size_t>(latest.number));
      break;
    default:
      fact.value = latest.number;
      break;
  }
  fact.observed = FromMicros(latest.row->observed);
  fact.day = calendar.DateOf(fact.observed);
  fact.record = timeline.NameOf(*latest.row);
  fact.words = rules::ValueWords(code, latest.number);
  return fact;
}

exercises::OpenEscalation OpenFrom(const v1::Escalation& escalation,
                                   const schedule::ClinicCalendar& calendar) {
  exercises::OpenEscalation open;
  open.name = escalation.name();
  open.title = escalation.title();
  open.family = escalation.family();
  open.of_patient = !escalation.has_site();
  open.site = escalation.site();
  open.raised = InstantOf(escalation.raised_time());
  open.since = calendar.DateOf(open.raised);
  open.rules.reserve(static_cast<std::size_t>(escalation.firings_size()));
  for (const auto& firing : escalation.firings()) open.rules.push_back(firing.result().rule());
  return open;
}

}  // namespace

exercises::PatientFacts FactsOf(const RuleEngine& engine, const rules::Timeline& timeline,
                                std::span<const v1::Escalation> open, Instant now) {
  exercises::PatientFacts facts;
  const auto& calendar = engine.calendar();
  facts.today = calendar.DateOf(now);
  for (const auto& name : engine.exercises().codes()) {
    const auto* code = engine.rules().Find(name);
    if (code == nullptr) continue;
    for (const auto& track : timeline.tracks()) {
      if (code->OfPatient() == track.site.has_value() || !track.codes.Has(code->index)) continue;
      const auto latest = LatestOf(*code, timeline, track);
      if (!latest.has_value()) continue;
      facts.facts.push_back(FactFrom(*code, timeline, track, *latest, calendar));
      facts.facts.back().measurement_error =
          engine.rules().source().codes(code->index).measurement_error();
    }
  }
  facts.escalations.reserve(open.size());
  for (const auto& escalation : open) facts.escalations.push_back(OpenFrom(escalation, calendar));
  return facts;
}

absl::StatusOr<std::vector<v1::Escalation>> OpenEscalations(const storage::Reader& reader,
                                                            std::string_view patient_id) {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto person, PersonOf(reader, patient_id));
  return OpenEscalations(reader, person);
}

absl::StatusOr<std::vector<v1::Escalation>> OpenEscalations(const storage::Reader& reader,
                                                            const Person& person) {
  storage::Query query;
  query.where = storage::Filter::Compare("state", storage::Filter::Op::kNotEqual,
                                         std::int64_t{v1::Escalation::STATE_RESOLVED});
  std::vector<v1::Escalation> open;
  MIDSTANCE_RETURN_IF_ERROR(ForEachOf<v1::Escalation>(
      reader, person, query, [&open](v1::Escalation& found) { open.push_back(std::move(found)); }));
  return open;
}

absl::StatusOr<exercises::PatientFacts> FactsFor(const storage::Reader& snapshot,
                                                 const RuleEngine& engine,
                                                 std::string_view patient_id, Instant now) {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto timeline, engine.TimelineOf(snapshot, patient_id));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto open, OpenEscalations(snapshot, patient_id));
  return FactsOf(engine, *timeline, open, now);
}

absl::StatusOr<exercises::PatientFacts> FactsIn(storage::Writer& writer, const RuleEngine& engine,
                                                std::string_view patient_id, Instant now) {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto person, PersonOf(writer, patient_id));
  MIDSTANCE_RETURN_IF_ERROR(Guard(writer, person));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto timeline, engine.TimelineIn(writer, patient_id, person));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto open, OpenEscalations(writer, person));
  return FactsOf(engine, *timeline, open, now);
}

}  // namespace midstance::cases
