// What the door spends on a request before the verb: `midstance_support_bench`.

#include <benchmark/benchmark.h>

#include <array>
#include <string>
#include <vector>

#include "midstance/v1/check_in_service.pb.h"
#include "support/clean.h"
#include "support/constraints.h"
#include "support/deterministic.h"
#include "support/digest.h"
#include "support/names.h"
#include "support/schema.h"
#include "support/tokens.h"
#include "support/visibility.h"

namespace midstance {
namespace {

constexpr char kCheckIn[] =
    "patients/01jd3v9w6r8k2m4n6p8q0s2t4v/cases/01jd3v9w6r8k2m4n6p8q0s2t4w/"
    "checkIns/01jd3v9w6r8k2m4n6p8q0s2t4x";

// Two sites with six observations each.
v1::RecordCheckInRequest Request() {
  v1::RecordCheckInRequest request;
  request.set_parent(ResourceName::Parse(kCheckIn)->case_name().data(),
                     ResourceName::Parse(kCheckIn)->case_name().size());
  request.set_request_id("0193f0a2-7c1e-7d53-9a52-1f2e3d4c5b6a");
  request.mutable_check_in()->set_note("Felt it after the long run, better the next day.");
  for (const v1::Side side : {v1::SIDE_LEFT, v1::SIDE_RIGHT}) {
    auto& report = *request.mutable_check_in()->add_reports();
    report.mutable_site()->set_area(v1::AREA_KNEE);
    report.mutable_site()->set_side(side);
    for (const char* code : {"swelling", "rest_nprs", "run_nprs"}) {
      auto& observation = *report.add_observations();
      observation.set_code(code);
      observation.set_number(2);
    }
    for (const char* code : {"warmth", "redness"}) {
      auto& observation = *report.add_observations();
      observation.set_code(code);
      observation.set_answer(v1::ANSWER_ABSENT);
    }
    auto& settles = *report.add_observations();
    settles.set_code("swelling_settles");
    settles.set_choice("within_a_day");
  }
  return request;
}

Schema TheSchema() {
  const std::array roots = {v1::RecordCheckInRequest::descriptor(),
                            v1::RecordCheckInResponse::descriptor()};
  return *Schema::Of(roots);
}

void CheckARightRequest(benchmark::State& state) {
  const Schema schema = TheSchema();
  const auto request = Request();
  google::rpc::BadRequest violations;
  for (auto _ : state) {
    CheckConstraints(schema, request, Instant{}, violations);
    benchmark::DoNotOptimize(violations);
  }
  if (violations.field_violations_size() > 0) state.SkipWithError("the request must be right");
}
BENCHMARK(CheckARightRequest);

void NormalizeARequest(benchmark::State& state) {
  const Schema schema = TheSchema();
  auto request = Request();
  for (auto _ : state) NormalizeText(schema, request);
}
BENCHMARK(NormalizeARequest);

void ClearOutputOnlyOfARequest(benchmark::State& state) {
  const Schema schema = TheSchema();
  auto request = Request();
  for (auto _ : state) ClearOutputOnly(schema, request);
}
BENCHMARK(ClearOutputOnlyOfARequest);

void KeepACheckInForItsPatient(benchmark::State& state) {
  const Schema schema = TheSchema();
  v1::RecordCheckInResponse response;
  *response.mutable_check_in() = Request().check_in();
  for (auto _ : state) KeepForPatient(schema, response);
}
BENCHMARK(KeepACheckInForItsPatient);

void ParseAName(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(ResourceName::Parse(kCheckIn));
}
BENCHMARK(ParseAName);

void SpellARequest(benchmark::State& state) {
  const auto request = Request();
  for (auto _ : state) benchmark::DoNotOptimize(DeterministicBytes(request));
}
BENCHMARK(SpellARequest);

void DigestBytes(benchmark::State& state) {
  const std::string bytes(static_cast<std::size_t>(state.range(0)), 'x');
  for (auto _ : state) benchmark::DoNotOptimize(Sha256(bytes));
}
BENCHMARK(DigestBytes)->Arg(64)->Arg(600)->Arg(4096);

void SealAndOpenAToken(benchmark::State& state) {
  const TokenSealer sealer(std::array<std::uint8_t, 32>{1});
  for (auto _ : state) {
    benchmark::DoNotOptimize(sealer.Open("page", sealer.Seal("page", kCheckIn)));
  }
}
BENCHMARK(SealAndOpenAToken);

}  // namespace
}  // namespace midstance

BENCHMARK_MAIN();
