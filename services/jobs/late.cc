#include "services/jobs/late.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "midstance/v1/escalation.pb.h"
#include "midstance/v1/patient.pb.h"
#include "midstance/v1/referral.pb.h"
#include "services/jobs/unit.h"
#include "services/worklist/persons.h"
#include "services/worklist/settings.h"
#include "services/worklist/waiting.h"
#include "storage/tables/all.h"
#include "support/names.h"
#include "support/status.h"

namespace midstance::jobs {
namespace {

using storage::Filter;
using v1::Escalation;
using v1::Referral;
using worklist::Waiting;

// One look at one clinic at one moment.
struct Look {
  const config::v1::WorklistSettings& settings;
  const schedule::ClinicCalendar& calendar;
  Instant now;
};

// What waits of the escalation and of the referrals made from it, and should not any more.
absl::StatusOr<std::vector<Waiting>> LateOf(const Look& look, const storage::Reader& reader,
                                            const ResourceName& name,
                                            const Escalation& escalation) {
  storage::Query query;
  query.name_prefix = std::string(name.case_name()) + "/referrals/";
  query.where = Filter::Equal("escalation", escalation.name());
  std::vector<Waiting> late;
  const auto add = [&](std::optional<Waiting> waiting) {
    if (waiting.has_value() && waiting->due <= look.now) late.push_back(*std::move(waiting));
  };
  std::optional<Referral> latest;
  MIDSTANCE_RETURN_IF_ERROR(reader.ForEach<Referral>(query, [&](const Referral& referral) {
    add(worklist::WaitingOf(look.settings, referral));
    if (referral.name() == escalation.referral()) latest = referral;
  }));
  add(worklist::WaitingOf(look.settings, escalation, latest ? &*latest : nullptr));
  return late;
}

// Tells in its history what is late and was not told yet. Whether anything was.
absl::StatusOr<bool> Tell(const Look& look, const worklist::Staff& staff,
                          const storage::Reader& reader, Escalation& escalation) {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto name, ResourceName::Parse(escalation.name()));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto patient,
                             reader.Get<v1::Patient>(name.patient_name(), storage::Deleted::kShow));
  if (patient.has_delete_time()) return false;
  MIDSTANCE_ASSIGN_OR_RETURN(const auto late, LateOf(look, reader, name, escalation));
  if (late.empty()) return false;
  MIDSTANCE_ASSIGN_OR_RETURN(const auto persons,
                             worklist::PersonsFor(staff, reader, patient, escalation));
  const Duration each = worklist::NextPersonAfter(look.settings, escalation.urgency());
  bool told_any = false;
  for (const Waiting& waiting : late) {
    const auto told = worklist::ToldOf(waiting, escalation);
    const auto count = std::min(static_cast<std::int64_t>(persons.size()),
                                std::int64_t{1} + (look.now - waiting.due) / each);
    for (std::int64_t at = 0; at < count; ++at) {
      const std::string& person = persons[static_cast<std::size_t>(at)];
      if (std::find(told.begin(), told.end(), person) != told.end()) continue;
      auto& event = *escalation.add_history();
      *event.mutable_time() = TimestampOf(look.now);
      event.set_actor(kActor);
      event.set_kind(Escalation::Event::KIND_LATE);
      event.set_text("Waits for " + std::string(waiting.waits_for) + "; it was due by " +
                     look.calendar.DayOf(waiting.due).Words() + ", " +
                     look.calendar.TimeWords(waiting.due) + ".");
      event.set_waiting(waiting.resource);
      *event.mutable_waiting_since() = TimestampOf(waiting.since);
      event.set_told(person);
      told_any = true;
    }
  }
  return told_any;
}

absl::StatusOr<storage::WriteUnit> Decide(const Look& look, const std::string& escalation,
                                          const storage::Reader& reader) {
  storage::Writer writer(reader);
  MIDSTANCE_ASSIGN_OR_RETURN(auto found, writer.Get<Escalation>(escalation));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto staff, worklist::StaffOf(writer));
  MIDSTANCE_ASSIGN_OR_RETURN(const bool told, Tell(look, staff, writer, found));
  if (told) MIDSTANCE_RETURN_IF_ERROR(writer.Update(found, look.now));
  return UnitOf(writer, "escalation.late", look.now);
}

// The escalations that wait themselves, or of which a referral has waited too long.
absl::StatusOr<std::map<std::string, Escalation>> Candidates(const Look& look,
                                                             const storage::Reader& reader) {
  std::map<std::string, Escalation> found;
  storage::Query open;
  open.where =
      Filter::Compare("state", Filter::Op::kNotEqual, std::int64_t{Escalation::STATE_RESOLVED});
  MIDSTANCE_RETURN_IF_ERROR(reader.ForEach<Escalation>(open, [&found](Escalation& escalation) {
    auto& kept = found[escalation.name()];
    kept = std::move(escalation);
  }));
  std::set<std::string> resolved;
  for (int number = Referral::State_MIN; number <= Referral::State_MAX; ++number) {
    const auto state = static_cast<Referral::State>(number);
    for (int urgency = rules::v1::Urgency_MIN; urgency <= rules::v1::Urgency_MAX; ++urgency) {
      const auto target =
          worklist::TargetOf(look.settings, state, static_cast<rules::v1::Urgency>(urgency));
      if (!target.has_value()) continue;
      storage::Query query;
      query.where =
          Filter::All({Filter::Equal("state", std::int64_t{number}),
                       Filter::Equal("urgency", std::int64_t{urgency}),
                       Filter::Compare(worklist::WaitsSinceColumn(state), Filter::Op::kLessOrEqual,
                                       MicrosOf(look.now - target->within))});
      MIDSTANCE_RETURN_IF_ERROR(reader.ForEach<Referral>(query, [&](const Referral& late) {
        if (!found.contains(late.escalation())) resolved.insert(late.escalation());
      }));
    }
  }
  for (const auto& name : resolved) {
    auto escalation = reader.Get<Escalation>(name);
    if (escalation.ok()) found.emplace(name, *std::move(escalation));
  }
  return found;
}

}  // namespace

absl::Status TellLate(storage::Store& store, const config::v1::WorklistSettings& settings,
                      const schedule::ClinicCalendar& calendar, const std::string& clinic,
                      Instant now) {
  const Look look{settings, calendar, now};
  std::vector<std::string> news;
  MIDSTANCE_RETURN_IF_ERROR(store.Read(clinic, [&](const storage::Reader& reader) -> absl::Status {
    news.clear();
    MIDSTANCE_ASSIGN_OR_RETURN(auto candidates, Candidates(look, reader));
    if (candidates.empty()) return absl::OkStatus();
    MIDSTANCE_ASSIGN_OR_RETURN(const auto staff, worklist::StaffOf(reader));
    for (auto& candidate : candidates) {
      if (news.size() >= kMostTold) break;
      MIDSTANCE_ASSIGN_OR_RETURN(const bool told, Tell(look, staff, reader, candidate.second));
      if (told) news.push_back(candidate.first);
    }
    return absl::OkStatus();
  }));
  absl::Status first;
  for (const auto& name : news) {
    first.Update(
        store
            .Write(clinic,
                   [&](const storage::Reader& reader) { return Decide(look, name, reader); })
            .status());
  }
  return first;
}

}  // namespace midstance::jobs
