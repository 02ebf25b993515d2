#include <absl/strings/str_cat.h>

#include <algorithm>
#include <charconv>
#include <functional>
#include <map>
#include <string>
#include <utility>

#include "midstance/v1/outcome_service.pb.h"
#include "services/measures/trends.h"
#include "services/reports/by_case.h"
#include "services/reports/rows.h"
#include "services/reports/run.h"
#include "storage/tables/all.h"

namespace midstance::reports {
namespace {

using v1::ScoreChange;
using ThresholdKind = v1::Measure::Threshold::Kind;

// Cases that one page looks at.
constexpr int kMostCasesOfAPage = 500;
// A page of sums ends with the measure that makes so many forms full.
constexpr int kMostFormsOfAPage = 2000;

// Whether somebody got better by what matters to patients.
enum class Response { kYes, kNo, kTooLittleData, kNoMcid };

const v1::Measure::Threshold* ThresholdOf(const ScoreChange& change, ThresholdKind kind) {
  for (const auto& applied : change.thresholds()) {
    if (applied.threshold().kind() == kind) return &applied.threshold();
  }
  return nullptr;
}

Response ResponseOf(const ScoreChange& change) {
  switch (change.verdict()) {
    case ScoreChange::VERDICT_IMPROVED:
      return Response::kYes;
    case ScoreChange::VERDICT_WITHIN_ERROR:
    case ScoreChange::VERDICT_CHANGED:
    case ScoreChange::VERDICT_WORSENED:
    case ScoreChange::VERDICT_NOT_JUDGED:
      return ThresholdOf(change, v1::Measure::Threshold::KIND_MCID) == nullptr ? Response::kNoMcid
                                                                               : Response::kNo;
    default:
      return Response::kTooLittleData;
  }
}

std::string ResponderText(Response response) {
  switch (response) {
    case Response::kYes:
      return "Yes";
    case Response::kNo:
      return "No";
    case Response::kTooLittleData:
      return "Too little data";
    case Response::kNoMcid:
      return "No MCID known";
  }
  return {};
}

using Trends = std::vector<v1::OutcomeTrend>;

// What CompareOutcomeScores tells of one case, the trends of whole scores whose last form was
// filled in in the period.
Trends TrendsOf(const Run& run, const OfCase<v1::OutcomeScore>& of) {
  auto trends = measures::TrendsOf(run.library, of.records, v1::CHANGE_BASIS_UNSPECIFIED);
  const auto is_out = [&](const v1::OutcomeTrend& trend) {
    return !trend.item().empty() || !run.InPeriod(trend.since_baseline().to_time());
  };
  trends.erase(std::remove_if(trends.begin(), trends.end(), is_out), trends.end());
  return trends;
}

storage::Query ActiveScores(const Run& run) {
  storage::Query query = run.Query();
  query.where = storage::Filter::Equal("state", std::int64_t{v1::RECORD_STATE_ACTIVE});
  return query;
}

v1::ReportRow OutcomeRow(const Run& run, const std::string& case_name,
                         const v1::OutcomeTrend& trend) {
  const auto& change = trend.since_baseline();
  Row row(run.definition);
  row.Text("case", case_name)
      .Text("measure", trend.measure())
      .Time("first_time", change.from_time())
      .Time("last_time", change.to_time())
      .Text("verdict", WordsOf(ScoreChange::Verdict_Name(change.verdict()), "VERDICT_"))
      .Text("responder", ResponderText(ResponseOf(change)));
  if (!trend.variant().empty()) row.Text("variant", trend.variant());
  if (trend.side() != v1::SIDE_UNSPECIFIED) {
    row.Text("side", WordsOf(v1::Side_Name(trend.side()), "SIDE_"));
  }
  if (!trend.subscale().empty()) row.Text("score", trend.subscale());
  if (change.has_from_score()) row.Number("first", change.from_score());
  if (change.has_to_score()) row.Number("last", change.to_score());
  if (change.has_change()) row.Number("change", change.change());
  if (const auto* mdc = ThresholdOf(change, v1::Measure::Threshold::KIND_MDC)) {
    row.Number("mdc", mdc->points());
  }
  if (const auto* mcid = ThresholdOf(change, v1::Measure::Threshold::KIND_MCID)) {
    row.Number("mcid", mcid->points());
  }
  if (!change.because().empty()) row.Text("because", change.because());
  return std::move(row).Take();
}

// Where a page ends: so many rows of the case after the record were shown. A case may have more
// rows than are left on a page.
struct Place {
  int shown = 0;
  std::string after;

  static Place Parse(std::string_view text) {
    Place place;
    const auto space = text.find(' ');
    if (space == std::string_view::npos) return place;
    std::from_chars(text.data(), text.data() + space, place.shown);
    place.after = text.substr(space + 1);
    return place;
  }
  std::string Written() const { return absl::StrCat(shown, " ", after); }
};

struct Responders {
  int scores = 0, judged = 0, responders = 0, worsened = 0, too_little_data = 0, no_mcid = 0;

  void Add(const ScoreChange& change) {
    const Response response = ResponseOf(change);
    ++scores;
    judged += response == Response::kYes || response == Response::kNo ? 1 : 0;
    responders += response == Response::kYes ? 1 : 0;
    worsened += change.verdict() == ScoreChange::VERDICT_WORSENED ? 1 : 0;
    too_little_data += response == Response::kTooLittleData ? 1 : 0;
    no_mcid += response == Response::kNoMcid ? 1 : 0;
  }
};

// Active forms, without what no sum looks at.
storage::Query BriefScores(const Run& run, storage::Filter where) {
  storage::Query query = ActiveScores(run);
  query.where = storage::Filter::All({std::move(query.where), std::move(where)});
  query.after_name.clear();
  query.brief = true;
  return query;
}

// The first measure behind this one that has a form; empty when there is none.
absl::StatusOr<std::string> NextMeasure(const Run& run, const std::string& before) {
  storage::Query query =
      BriefScores(run, storage::Filter::Compare("measure", storage::Filter::Op::kGreater, before));
  query.order = {{"measure", false}};
  query.limit = 1;
  MIDSTANCE_ASSIGN_OR_RETURN(const auto page, run.reader.List<v1::OutcomeScore>(query));
  return page.items.empty() ? std::string() : page.items[0].measure();
}

// The rows of one measure: all its forms are read before the first.
absl::Status AddResponders(const Run& run, const std::string& measure, int& looked_at,
                           std::vector<v1::ReportRow>& rows) {
  std::map<std::pair<std::string, std::string>, Responders> counts;
  const auto count = [&](const OfCase<v1::OutcomeScore>& of) -> absl::StatusOr<bool> {
    looked_at += static_cast<int>(of.records.size());
    for (const auto& trend : TrendsOf(run, of)) {
      counts[{trend.variant(), trend.subscale()}].Add(trend.since_baseline());
    }
    return true;
  };
  MIDSTANCE_RETURN_IF_ERROR(ForEachCase<v1::OutcomeScore>(
      run.reader, BriefScores(run, storage::Filter::Equal("measure", measure)), count));
  for (const auto& [key, of] : counts) {
    const auto& [variant, score] = key;
    Row row(run.definition);
    row.Text("measure", measure)
        .Number("scores", of.scores)
        .Number("judged", of.judged)
        .Number("responders", of.responders)
        .Number("worsened", of.worsened)
        .Number("too_little_data", of.too_little_data)
        .Number("no_mcid", of.no_mcid);
    if (!variant.empty()) row.Text("variant", variant);
    if (!score.empty()) row.Text("score", score);
    if (of.judged > 0) row.Number("percent", OneDecimal(100.0 * of.responders / of.judged));
    rows.push_back(std::move(row).Take());
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Rows> Outcomes(const Run& run) {
  Place place = Place::Parse(run.after_name);
  storage::Query query = ActiveScores(run);
  query.after_name = place.after;
  Rows rows;
  int looked_at = 0;
  const auto add = [&](const OfCase<v1::OutcomeScore>& of) -> absl::StatusOr<bool> {
    const auto room = static_cast<std::size_t>(run.limit) - rows.rows.size();
    if (room == 0 || looked_at == kMostCasesOfAPage) {
      rows.last_name = Place{0, of.before}.Written();
      return false;
    }
    ++looked_at;
    const Trends trends = TrendsOf(run, of);
    const auto begin = std::min(trends.size(), static_cast<std::size_t>(place.shown));
    const auto end = std::min(trends.size(), begin + room);
    for (auto i = begin; i < end; ++i) rows.rows.push_back(OutcomeRow(run, of.name, trends[i]));
    place.shown = 0;
    if (end == trends.size()) return true;
    rows.last_name = Place{static_cast<int>(end), of.before}.Written();
    return false;
  };
  MIDSTANCE_RETURN_IF_ERROR(ForEachCase<v1::OutcomeScore>(run.reader, query, add));
  return rows;
}

absl::StatusOr<Rows> OutcomeResponders(const Run& run) {
  Rows rows;
  int looked_at = 0;
  std::string before = run.after_name;
  while (true) {
    MIDSTANCE_ASSIGN_OR_RETURN(const std::string measure, NextMeasure(run, before));
    if (measure.empty()) return rows;
    if (looked_at >= kMostFormsOfAPage) {
      rows.last_name = before;
      return rows;
    }
    MIDSTANCE_RETURN_IF_ERROR(AddResponders(run, measure, looked_at, rows.rows));
    before = measure;
  }
}

}  // namespace midstance::reports
