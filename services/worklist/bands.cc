#include "services/worklist/bands.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>

#include "midstance/v1/check_in.pb.h"
#include "midstance/v1/delivery.pb.h"
#include "midstance/v1/escalation.pb.h"
#include "midstance/v1/follow_up.pb.h"
#include "midstance/v1/referral.pb.h"
#include "services/rpc/paging.h"
#include "services/worklist/case_source.h"
#include "services/worklist/sentences.h"
#include "services/worklist/settings.h"
#include "services/worklist/waiting.h"
#include "storage/tables/all.h"
#include "support/names.h"

namespace midstance::worklist {
namespace {

using storage::Filter;
using Op = storage::Filter::Op;
using Sources = std::vector<std::unique_ptr<Source>>;

constexpr std::array kUrgencies = {rules::v1::EMERGENCY, rules::v1::URGENT, rules::v1::SOON,
                                   rules::v1::WATCH};
constexpr std::array kOpenStates = {v1::Escalation::STATE_OPEN, v1::Escalation::STATE_ACKNOWLEDGED,
                                    v1::Escalation::STATE_EVIDENCE_CHANGED};

Filter Is(const char* column, std::int64_t value) { return Filter::Equal(column, value); }

void SetDueTime(Instant now, Instant due, Candidate& candidate) {
  candidate.place.due = MicrosOf(due);
  *candidate.item.mutable_due_time() = TimestampOf(due);
  if (due < now) *candidate.item.mutable_overdue_since() = TimestampOf(due);
}

void AddTold(const std::vector<std::string>& told, v1::WorklistItem& item) {
  for (const auto& user : told) {
    if (!user.empty()) item.add_told(user);
  }
}

// That a delivery about it was given up, until somebody has it tried again or cancels it.
absl::Status AddUndelivered(const Ground& ground, v1::WorklistItem& item) {
  storage::Query query;
  query.where =
      Filter::All({Filter::Equal("about", item.resource()), Is("state", v1::Delivery::STATE_DEAD)});
  query.limit = 1;
  MIDSTANCE_ASSIGN_OR_RETURN(const auto dead, ground.reader.List<v1::Delivery>(query));
  for (const auto& delivery : dead.items) item.set_why(item.why() + " " + WhyUndelivered(delivery));
  return absl::OkStatus();
}

// The step that the escalation itself waits for, when that is late.
absl::Status AddLateStep(const Ground& ground, const v1::Escalation& escalation,
                         v1::WorklistItem& item) {
  std::optional<v1::Referral> latest;
  if (escalation.state() == v1::Escalation::STATE_ACKNOWLEDGED && !escalation.referral().empty()) {
    auto found = ground.reader.Get<v1::Referral>(escalation.referral());
    if (found.ok()) latest = *std::move(found);
  }
  const auto waiting = WaitingOf(ground.settings, escalation, latest ? &*latest : nullptr);
  if (!waiting.has_value() || waiting->due >= ground.call.now) return absl::OkStatus();
  item.set_why(item.why() + " " + WhyLate({ground.calendar, ground.call.now}, *waiting));
  if (!item.has_overdue_since() || waiting->due < InstantOf(item.overdue_since())) {
    *item.mutable_overdue_since() = TimestampOf(waiting->due);
  }
  AddTold(ToldOf(*waiting, escalation), item);
  return absl::OkStatus();
}

absl::StatusOr<Sources> Escalations(const Ground& ground, Band band, const Place* after) {
  const auto urgency = kUrgencies.at(static_cast<std::size_t>(band));
  Sources sources;
  for (const auto state : kOpenStates) {
    MIDSTANCE_ASSIGN_OR_RETURN(
        auto query,
        rpc::QueryUnder(ground.call, ground.reader, ground.request.parent(), Kind::kEscalation));
    query.where = Filter::All({std::move(query.where), Is("state", state), Is("urgency", urgency)});
    const auto fill = [&ground](const v1::Escalation& escalation,
                                Candidate& candidate) -> absl::Status {
      auto& item = candidate.item;
      item.set_kind(v1::WorklistItem::KIND_ESCALATION);
      item.set_title(escalation.title());
      item.set_urgency(escalation.urgency());
      item.set_acknowledged_by(escalation.acknowledged_by());
      item.set_assignee(escalation.responsible());
      item.set_why(WhyEscalation({ground.calendar, ground.call.now}, escalation));
      if (escalation.has_due_time()) {
        SetDueTime(ground.call.now, InstantOf(escalation.due_time()), candidate);
      }
      // Once somebody is on it, nobody needs to be told.
      if (escalation.state() != v1::Escalation::STATE_ACKNOWLEDGED) {
        MIDSTANCE_RETURN_IF_ERROR(AddUndelivered(ground, item));
      }
      return AddLateStep(ground, escalation, item);
    };
    sources.push_back(std::make_unique<TableSource<v1::Escalation>>(
        ground.reader, std::move(query), "due_time", Duration{}, band, fill, after));
  }
  return sources;
}

// When a follow-up of the band is due.
Filter DueIn(const Ground& ground, Band band) {
  const std::int64_t now = MicrosOf(ground.call.now);
  const std::int64_t tonight =
      MicrosOf(ground.calendar.EndOf(ground.calendar.DayOf(ground.call.now)));
  switch (band) {
    case Band::kOverdue:
      return Filter::Compare("due_time", Op::kLess, now);
    case Band::kToday:
      return Filter::All({Filter::Compare("due_time", Op::kGreaterOrEqual, now),
                          Filter::Compare("due_time", Op::kLessOrEqual, tonight)});
    default:
      return Filter::All({Filter::Compare("reminded_time", Op::kNotEqual, std::monostate{}),
                          Filter::Compare("due_time", Op::kGreater, tonight)});
  }
}

void FillFollowUp(const Ground& ground, const v1::FollowUp& follow_up, Candidate& candidate) {
  const Today today{ground.calendar, ground.call.now};
  auto& item = candidate.item;
  item.set_title(follow_up.title());
  item.set_assignee(follow_up.assignee());
  switch (candidate.place.band) {
    case Band::kOverdue:
      item.set_kind(v1::WorklistItem::KIND_FOLLOW_UP_OVERDUE);
      item.set_why(WhyOverdue(today, follow_up));
      break;
    case Band::kToday:
      item.set_kind(v1::WorklistItem::KIND_FOLLOW_UP_TODAY);
      item.set_why(WhyToday(today, follow_up));
      break;
    default:
      item.set_kind(v1::WorklistItem::KIND_FOLLOW_UP_REMINDED);
      item.set_why(WhyReminded(today, follow_up));
      break;
  }
  SetDueTime(ground.call.now, InstantOf(follow_up.due_time()), candidate);
}

absl::StatusOr<Sources> FollowUps(const Ground& ground, Band band, const Place* after) {
  MIDSTANCE_ASSIGN_OR_RETURN(auto query, rpc::QueryUnder(ground.call, ground.reader,
                                                         ground.request.parent(), Kind::kFollowUp));
  std::vector<Filter> where = {Is("state", v1::FollowUp::STATE_SCHEDULED), DueIn(ground, band)};
  if (!ground.request.assignee().empty()) {
    where.push_back(Filter::Equal("assignee", ground.request.assignee()));
  }
  where.push_back(std::move(query.where));
  query.where = Filter::All(std::move(where));
  Sources sources;
  sources.push_back(std::make_unique<TableSource<v1::FollowUp>>(
      ground.reader, std::move(query), "due_time", Duration{}, band,
      [&ground](const v1::FollowUp& follow_up, Candidate& candidate) {
        FillFollowUp(ground, follow_up, candidate);
        return absl::OkStatus();
      },
      after));
  return sources;
}

absl::StatusOr<Sources> Referrals(const Ground& ground, const Place* after) {
  Sources sources;
  for (int number = v1::Referral::State_MIN; number <= v1::Referral::State_MAX; ++number) {
    const auto state = static_cast<v1::Referral::State>(number);
    for (const auto urgency : kUrgencies) {
      const auto target = TargetOf(ground.settings, state, urgency);
      if (!target.has_value()) continue;
      MIDSTANCE_ASSIGN_OR_RETURN(
          auto query,
          rpc::QueryUnder(ground.call, ground.reader, ground.request.parent(), Kind::kReferral));
      query.where =
          Filter::All({std::move(query.where), Is("state", state), Is("urgency", urgency)});
      const auto fill = [&ground](const v1::Referral& referral,
                                  Candidate& candidate) -> absl::Status {
        const auto waiting = *WaitingOf(ground.settings, referral);
        auto& item = candidate.item;
        item.set_kind(v1::WorklistItem::KIND_REFERRAL);
        item.set_urgency(referral.urgency());
        item.set_why(WhyReferral({ground.calendar, ground.call.now}, referral.state(), waiting));
        SetDueTime(ground.call.now, waiting.due, candidate);
        MIDSTANCE_RETURN_IF_ERROR(AddUndelivered(ground, item));
        if (waiting.due >= ground.call.now) return absl::OkStatus();
        const auto escalation = ground.reader.Get<v1::Escalation>(referral.escalation());
        if (escalation.ok()) AddTold(ToldOf(waiting, *escalation), item);
        return absl::OkStatus();
      };
      sources.push_back(std::make_unique<TableSource<v1::Referral>>(
          ground.reader, std::move(query), WaitsSinceColumn(state), target->within, Band::kReferral,
          fill, after));
    }
  }
  return sources;
}

absl::StatusOr<storage::Query> CasesIn(const Ground& ground, v1::Case::State state) {
  MIDSTANCE_ASSIGN_OR_RETURN(const ParentName under, ParseParent(ground.request.parent()));
  storage::Query query;
  query.where = Is("state", state);
  if (under.wildcard()) query.care_team_of = ground.call.care_team_of();
  if (under.patient().empty()) return query;
  const std::string patient = "patients/" + under.patient();
  if (under.case_id().empty()) {
    MIDSTANCE_ASSIGN_OR_RETURN(auto hers,
                               rpc::QueryUnder(ground.call, ground.reader, patient, Kind::kCase));
    hers.where = Filter::All({std::move(hers.where), std::move(query.where)});
    hers.care_team_of = std::move(query.care_team_of);
    return hers;
  }
  query.name_prefix = patient + "/cases/" + under.case_id();
  query.where = Filter::All({std::move(query.where), Filter::Equal("name", query.name_prefix)});
  return query;
}

absl::StatusOr<bool> IsSilent(const Ground& ground, const v1::Case& of, Candidate& candidate) {
  storage::Query last;
  last.name_prefix = of.name() + "/checkIns/";
  last.where = Is("state", v1::RECORD_STATE_ACTIVE);
  // Of those that were uploaded together the last by name is any.
  last.order = {{"occurred_time", true}};
  last.limit = 1;
  MIDSTANCE_ASSIGN_OR_RETURN(const auto page, ground.reader.List<v1::CheckIn>(last));
  const Instant began = InstantOf(of.state_time());
  Instant since = began;
  for (const auto& check_in : page.items) {
    since = std::max(since, InstantOf(check_in.occurred_time()));
  }
  const auto& calendar = ground.calendar;
  const auto expected = calendar.DayOf(since).PlusDays(ground.settings.silent_after_days());
  const Instant due = calendar.EndOf(expected);
  if (due >= ground.call.now) return false;
  candidate.item.set_kind(v1::WorklistItem::KIND_SILENCE);
  candidate.item.set_why(WhySilence({calendar, ground.call.now}, since > began, since));
  SetDueTime(ground.call.now, due, candidate);
  return true;
}

absl::StatusOr<Sources> Cases(const Ground& ground, Band band, const Place* after) {
  const bool review = band == Band::kReview;
  MIDSTANCE_ASSIGN_OR_RETURN(auto query, CasesIn(ground, review ? v1::Case::STATE_REVIEW_DUE
                                                                : v1::Case::STATE_IN_PROGRAM));
  const auto judge = [&ground, review](const v1::Case& of,
                                       Candidate& candidate) -> absl::StatusOr<bool> {
    if (!review) return IsSilent(ground, of, candidate);
    const Instant since = InstantOf(of.state_time());
    candidate.item.set_kind(v1::WorklistItem::KIND_REVIEW);
    candidate.item.set_why(WhyReview({ground.calendar, ground.call.now}, since));
    SetDueTime(ground.call.now, since, candidate);
    return true;
  };
  Sources sources;
  sources.push_back(
      std::make_unique<CaseSource>(ground.reader, std::move(query), band, judge, after));
  return sources;
}

}  // namespace

absl::StatusOr<Sources> SourcesOf(const Ground& ground, Band band, const Place* after) {
  switch (band) {
    case Band::kEmergency:
    case Band::kUrgent:
    case Band::kSoon:
    case Band::kWatch:
      return Escalations(ground, band, after);
    case Band::kOverdue:
    case Band::kToday:
    case Band::kReminded:
      return FollowUps(ground, band, after);
    case Band::kReferral:
      return Referrals(ground, after);
    case Band::kReview:
    case Band::kSilence:
      break;
  }
  return Cases(ground, band, after);
}

}  // namespace midstance::worklist
