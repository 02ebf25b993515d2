#include "services/reports/in_care.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "storage/tables/all.h"

namespace midstance::reports {
namespace {

using Weeks = std::chrono::duration<double, std::ratio<7L * 24 * 3600>>;
using Span = std::pair<Instant, Instant>;

std::string PatientOf(const std::string& case_name) {
  return case_name.substr(0, case_name.find("/cases/"));
}

Span SpanOf(const Run& run, const v1::Case& of) {
  const bool ended =
      of.state() == v1::Case::STATE_DISCHARGED || of.state() == v1::Case::STATE_CLOSED_INCOMPLETE;
  const Instant end = ended ? InstantOf(of.state_time()) : run.now;
  return {std::max(InstantOf(of.create_time()), run.start), std::min({end, run.end, run.now})};
}

// What is covered by several of them counts once.
Duration Covered(std::vector<Span> spans) {
  std::sort(spans.begin(), spans.end());
  Duration covered{0};
  Instant until = Instant::min();
  for (const auto& [from, end] : spans) {
    if (end <= until) continue;
    covered += end - std::max(from, until);
    until = end;
  }
  return covered;
}

}  // namespace

absl::StatusOr<double> WeeksInCare(const Run& run) {
  std::map<std::string, std::vector<Span>> of_patient;
  MIDSTANCE_RETURN_IF_ERROR(run.reader.ForEach<v1::Case>(run.Query(), [&](const v1::Case& of) {
    const Span span = SpanOf(run, of);
    if (span.first < span.second) of_patient[PatientOf(of.name())].push_back(span);
  }));
  Duration in_care{0};
  for (auto& [patient, spans] : of_patient) in_care += Covered(std::move(spans));
  return std::chrono::duration_cast<Weeks>(in_care).count();
}

}  // namespace midstance::reports
