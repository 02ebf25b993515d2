#include "services/jobs/process.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <iterator>
#include <map>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "midstance/v1/case.pb.h"
#include "services/cases/engine/due.h"
#include "services/cases/engine/recording.h"
#include "services/jobs/unit.h"
#include "services/progress/course_facts.h"
#include "services/rpc/call.h"
#include "storage/tables/all.h"
#include "support/digest.h"
#include "support/names.h"
#include "support/status.h"

namespace midstance::jobs {
namespace {

// Facts by the id of their patient.
using Facts = std::map<std::string, std::vector<rules::Report>>;

absl::StatusOr<storage::WriteUnit> Decide(const ProcessParts& parts, Instant now,
                                          const std::string& patient_id,
                                          std::span<const rules::Report> facts,
                                          const storage::Reader& reader) {
  storage::Writer writer(reader);
  MIDSTANCE_ASSIGN_OR_RETURN(const auto engine, parts.engines.At(writer, now));
  MIDSTANCE_RETURN_IF_ERROR(cases::RunOnFacts(CallOf("process\n" + facts.front().name, now), writer,
                                              *engine, patient_id, facts)
                                .status());
  return UnitOf(writer, "escalation.watch", now, engine->rules().digest());
}

// Leaves the patients for whom a unit would be written.
absl::Status KeepNews(const ProcessParts& parts, Instant now, const storage::Reader& reader,
                      Facts& facts) {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto engine, parts.engines.At(reader, now));
  for (auto it = facts.begin(); it != facts.end();) {
    MIDSTANCE_ASSIGN_OR_RETURN(const bool deleted, IsDeleted(reader, PatientName(it->first).str()));
    bool news = false;
    if (!deleted) {
      // Kept for the decision and for the next look.
      MIDSTANCE_RETURN_IF_ERROR(engine->TimelineOf(reader, it->first).status());
      MIDSTANCE_ASSIGN_OR_RETURN(const auto unit,
                                 Decide(parts, now, it->first, it->second, reader));
      news = !unit.mutations.empty();
    }
    it = news ? std::next(it) : facts.erase(it);
  }
  return absl::OkStatus();
}

absl::Status Raise(storage::Store& store, const ProcessParts& parts, const std::string& clinic,
                   Instant now, const Facts& facts) {
  absl::Status first;
  for (const auto& [patient, reports] : facts) {
    first.Update(store
                     .Write(clinic,
                            [&, &id = patient, &of = reports](const storage::Reader& reader) {
                              return Decide(parts, now, id, of, reader);
                            })
                     .status());
  }
  return first;
}

absl::Status AddUnanswered(const storage::Reader& reader, rules::v1::Urgency urgency,
                           const std::string& code, Instant now, Facts& facts) {
  storage::Query query;
  query.where = storage::Filter::All(
      {storage::Filter::Equal("state", std::int64_t{v1::Escalation::STATE_OPEN}),
       storage::Filter::Equal("urgency", std::int64_t{urgency})});
  query.order = {{"due_time", false}};
  return reader.ForEach<v1::Escalation>(query, [&](const v1::Escalation& open) {
    const auto name = ResourceName::Parse(open.name());
    if (!name.ok()) return;
    const auto waited =
        std::chrono::floor<std::chrono::hours>(now - cases::OpenSince(open)).count();
    if (waited < 1) return;
    facts[std::string(name->patient())].push_back(
        {open.name(), now, now, std::nullopt, {{code, static_cast<double>(waited)}}});
  });
}

}  // namespace

absl::Status WatchAnswers(storage::Store& store, const ProcessParts& parts,
                          const std::string& clinic, Instant now) {
  Facts facts;
  const auto read = store.Read(clinic, [&](const storage::Reader& reader) -> absl::Status {
    facts.clear();
    MIDSTANCE_RETURN_IF_ERROR(
        AddUnanswered(reader, rules::v1::EMERGENCY, "emergency_unanswered_h", now, facts));
    MIDSTANCE_RETURN_IF_ERROR(
        AddUnanswered(reader, rules::v1::URGENT, "urgent_unanswered_h", now, facts));
    return KeepNews(parts, now, reader, facts);
  });
  MIDSTANCE_RETURN_IF_ERROR(read);
  return Raise(store, parts, clinic, now, facts);
}

absl::StatusOr<CoursesPage> WatchCourses(storage::Store& store, const ProcessParts& parts,
                                         const std::string& clinic, Instant now,
                                         const std::string& after) {
  Facts facts;
  CoursesPage done;
  const auto read = store.Read(clinic, [&](const storage::Reader& reader) -> absl::Status {
    facts.clear();
    storage::Query query;
    query.where = storage::Filter::Any(
        {storage::Filter::Equal("state", std::int64_t{v1::Case::STATE_OPEN}),
         storage::Filter::Equal("state", std::int64_t{v1::Case::STATE_ASSESSED}),
         storage::Filter::Equal("state", std::int64_t{v1::Case::STATE_IN_PROGRAM}),
         storage::Filter::Equal("state", std::int64_t{v1::Case::STATE_REVIEW_DUE}),
         storage::Filter::Equal("state", std::int64_t{v1::Case::STATE_REFERRED})});
    query.limit = kMostCourses;
    query.after_name = after;
    MIDSTANCE_ASSIGN_OR_RETURN(const auto page, reader.List<v1::Case>(query));
    for (const auto& a_case : page.items) {
      MIDSTANCE_ASSIGN_OR_RETURN(
          auto found, progress::CourseFacts(reader, parts.measures, parts.engines.calendar(),
                                            a_case, now, parts.check_in_every_days));
      const auto name = ResourceName::Parse(a_case.name());
      if (!name.ok() || found.empty()) continue;
      auto& of_patient = facts[std::string(name->patient())];
      std::move(found.begin(), found.end(), std::back_inserter(of_patient));
    }
    done.next = page.last_name;
    return KeepNews(parts, now, reader, facts);
  });
  MIDSTANCE_RETURN_IF_ERROR(read);
  done.raised = Raise(store, parts, clinic, now, facts);
  return done;
}

}  // namespace midstance::jobs
