#include <algorithm>
#include <utility>
#include <vector>

#include "services/reports/rows.h"
#include "services/reports/run.h"
#include "services/worklist/waiting.h"
#include "storage/tables/all.h"
#include "support/names.h"

namespace midstance::reports {
namespace {

using storage::Filter;

std::string CaseOf(const std::string& name) {
  const auto parsed = ResourceName::Parse(name);
  return parsed.ok() ? std::string(parsed->case_name()) : std::string();
}

absl::StatusOr<std::string> OverdueFollowUps(const Run& run, Rows& rows) {
  storage::Query query = run.Query();
  query.where = Filter::All(
      {Filter::Equal("state", std::int64_t{v1::FollowUp::STATE_SCHEDULED}),
       Filter::Compare("due_time", Filter::Op::kLess, std::int64_t{MicrosOf(run.now)})});
  query.order = {{"due_time", false}};
  MIDSTANCE_ASSIGN_OR_RETURN(auto page, run.reader.List<v1::FollowUp>(query));
  for (const auto& follow_up : page.items) {
    Row row(run.definition);
    row.Time("due_time", follow_up.due_time())
        .Number("days_late", DaysBetween(InstantOf(follow_up.due_time()), run.now))
        .Text("what", WordsOf(v1::FollowUp::Kind_Name(follow_up.kind()), "KIND_"))
        .Text("owner", follow_up.assignee())
        .Text("case", CaseOf(follow_up.name()))
        .Text("resource", follow_up.name());
    rows.rows.push_back(std::move(row).Take());
  }
  return std::move(page.last_name);
}

// In a state in which it waits for somebody.
Filter Waits(const config::v1::WorklistSettings& settings) {
  std::vector<Filter> any;
  for (const auto& target : settings.referral_targets()) {
    for (const int state : target.states()) {
      any.push_back(Filter::Equal("state", std::int64_t{state}));
    }
  }
  return Filter::Any(std::move(any));
}

// By when the referral should have gone on. Until the patient was seen also by when the flag's
// urgency wants that: each step may be in time and all of them together too slow.
Instant DueOf(const worklist::Waiting& waiting, const v1::Referral& referral,
              const v1::Escalation& escalation) {
  if (referral.state() >= v1::Referral::STATE_SEEN) return waiting.due;
  return std::min(waiting.due, InstantOf(escalation.due_time()));
}

absl::Status OverdueReferrals(const Run& run, Rows& rows, int limit, std::string after) {
  storage::Query query = run.Query();
  query.limit = limit;
  query.after_name = std::move(after);
  query.where = Waits(run.worklist);
  MIDSTANCE_ASSIGN_OR_RETURN(auto page, run.reader.List<v1::Referral>(query));
  for (const auto& referral : page.items) {
    const auto waiting = worklist::WaitingOf(run.worklist, referral);
    if (!waiting.has_value()) continue;
    MIDSTANCE_ASSIGN_OR_RETURN(const auto escalation,
                               run.reader.Get<v1::Escalation>(referral.escalation()));
    const Instant due = DueOf(*waiting, referral, escalation);
    if (due >= run.now) continue;
    Row row(run.definition);
    row.Time("due_time", TimestampOf(due))
        .Number("days_late", DaysBetween(due, run.now))
        .Text("what", "Referral waits for " + std::string(waiting->waits_for))
        .Text("case", CaseOf(referral.name()))
        .Text("resource", referral.name());
    if (referral.steps_size() > 0) row.Text("owner", referral.steps(0).actor());
    rows.rows.push_back(std::move(row).Take());
  }
  rows.last_name = std::move(page.last_name);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Rows> Overdue(const Run& run) {
  const auto after = ResourceName::Parse(run.after_name);
  const bool among_referrals = after.ok() && after->kind() == Kind::kReferral;
  Rows rows;
  if (!among_referrals) {
    MIDSTANCE_ASSIGN_OR_RETURN(rows.last_name, OverdueFollowUps(run, rows));
    if (!rows.last_name.empty()) return rows;
  }
  const int left = run.limit - static_cast<int>(rows.rows.size());
  // A full page of follow-ups, the last of them: the referrals come on the page after it.
  if (left <= 0) {
    rows.last_name = rows.rows.back().cells(run.definition.columns_size() - 1).text();
    return rows;
  }
  MIDSTANCE_RETURN_IF_ERROR(
      OverdueReferrals(run, rows, left, among_referrals ? run.after_name : std::string()));
  return rows;
}

}  // namespace midstance::reports
