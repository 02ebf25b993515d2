#include <map>
#include <string>
#include <utility>
#include <vector>

#include "services/reports/definitions.h"
#include "services/reports/rows.h"
#include "services/reports/run.h"
#include "storage/tables/all.h"

namespace midstance::reports {
namespace {

using State = v1::Case;

// Cases that one page asks for records: each may be a read of the disk.
constexpr std::size_t kMostAsked = 1000;

struct Count {
  int open = 0, not_assessed = 0, in_program = 0, review_due = 0, on_hold = 0, referred = 0,
      silent = 0, opened = 0, discharged = 0, closed_incomplete = 0;
  std::vector<std::string> may_be_silent;  // open cases that are old enough
};

bool HasEnded(const v1::Case& of) {
  return of.state() == State::STATE_DISCHARGED || of.state() == State::STATE_CLOSED_INCOMPLETE;
}

// Is there a record of kind M in the case that was entered at `since` or later?
template <class M>
absl::StatusOr<bool> HeardSince(const Run& run, const std::string& of, std::string_view collection,
                                Instant since) {
  storage::Query heard;
  heard.name_prefix = of + "/" + std::string(collection) + "/";
  heard.where = storage::Filter::Compare("create_time", storage::Filter::Op::kGreaterOrEqual,
                                         std::int64_t{MicrosOf(since)});
  heard.limit = 1;
  MIDSTANCE_ASSIGN_OR_RETURN(const auto page, run.reader.List<M>(heard));
  return !page.items.empty();
}

Instant SilentSince(const Run& run) { return run.now - std::chrono::days{Shipped().silent_days()}; }

absl::StatusOr<bool> Silent(const Run& run, const std::string& of) {
  const Instant since = SilentSince(run);
  MIDSTANCE_ASSIGN_OR_RETURN(const bool checked_in,
                             HeardSince<v1::CheckIn>(run, of, "checkIns", since));
  if (checked_in) return false;
  MIDSTANCE_ASSIGN_OR_RETURN(const bool seen,
                             HeardSince<v1::Assessment>(run, of, "assessments", since));
  return !seen;
}

void CountCase(const Run& run, const v1::Case& of, Count& count) {
  count.opened += run.InPeriod(of.create_time()) ? 1 : 0;
  if (HasEnded(of)) {
    int& ended = of.state() == State::STATE_DISCHARGED ? count.discharged : count.closed_incomplete;
    ended += run.InPeriod(of.state_time()) ? 1 : 0;
    return;
  }
  ++count.open;
  count.not_assessed += of.state() == State::STATE_DRAFT || of.state() == State::STATE_OPEN ? 1 : 0;
  count.in_program += of.state() == State::STATE_IN_PROGRAM ? 1 : 0;
  count.review_due += of.state() == State::STATE_REVIEW_DUE ? 1 : 0;
  count.on_hold += of.state() == State::STATE_ON_HOLD ? 1 : 0;
  count.referred += of.state() == State::STATE_REFERRED ? 1 : 0;
  if (InstantOf(of.create_time()) < SilentSince(run)) count.may_be_silent.push_back(of.name());
}

v1::ReportRow CaseloadRow(const Run& run, const std::string& clinician, const Count& count) {
  Row row(run.definition);
  row.Text("clinician", clinician)
      .Number("open", count.open)
      .Number("not_assessed", count.not_assessed)
      .Number("in_program", count.in_program)
      .Number("review_due", count.review_due)
      .Number("on_hold", count.on_hold)
      .Number("referred", count.referred)
      .Number("silent", count.silent)
      .Number("opened", count.opened)
      .Number("discharged", count.discharged)
      .Number("closed_incomplete", count.closed_incomplete);
  return std::move(row).Take();
}

// A page ends after a therapist; a case may have none, whose name is empty.
constexpr char kAfter = '=';

}  // namespace

absl::StatusOr<Rows> Caseload(const Run& run) {
  std::map<std::string, Count> counts;
  storage::Query all = run.Query();
  all.after_name.clear();
  MIDSTANCE_RETURN_IF_ERROR(run.reader.ForEach<v1::Case>(all, [&](v1::Case& of) {
    const bool shown = !run.after_name.empty() && kAfter + of.clinician() <= run.after_name;
    if (!shown) CountCase(run, of, counts[of.clinician()]);
  }));
  Rows rows;
  std::size_t asked = 0;
  std::string last;
  for (auto& [clinician, count] : counts) {
    const bool full = static_cast<int>(rows.rows.size()) == run.limit;
    if (full || (asked > 0 && asked + count.may_be_silent.size() > kMostAsked)) {
      rows.last_name = last;
      break;
    }
    asked += count.may_be_silent.size();
    for (const std::string& of : count.may_be_silent) {
      MIDSTANCE_ASSIGN_OR_RETURN(const bool silent, Silent(run, of));
      count.silent += silent ? 1 : 0;
    }
    rows.rows.push_back(CaseloadRow(run, clinician, count));
    last = kAfter + clinician;
  }
  return rows;
}

}  // namespace midstance::reports
