// A request is made of bytes that a stranger sends. Whatever they are, they are refused or come out
// checked: what the door does to a request ends, names a field for everything that is wrong, and
// finds nothing to mend in what it has mended.

#include <google/protobuf/descriptor.h>
#include <google/protobuf/stubs/logging.h>

#include <array>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

#include "midstance/v1/assessment_service.pb.h"
#include "midstance/v1/case_service.pb.h"
#include "midstance/v1/check_in_service.pb.h"
#include "midstance/v1/patient_service.pb.h"
#include "midstance/v1/referral_service.pb.h"
#include "midstance/v1/watch_service.pb.h"
#include "support/clean.h"
#include "support/constraints.h"
#include "support/deterministic.h"
#include "support/redact.h"
#include "support/schema.h"
#include "support/status.h"
#include "support/visibility.h"

namespace midstance {
namespace {

using google::protobuf::Message;

constexpr Instant kNow{std::chrono::sys_days{std::chrono::year{2026} / 3 / 1}};

void Expect(bool holds) {
  if (!holds) std::abort();
}

const std::array<const Message*, 10>& Requests() {
  static const std::array<const Message*, 10> kRequests = {
      &v1::RecordCheckInRequest::default_instance(),
      &v1::ListCheckInsRequest::default_instance(),
      &v1::RecordAssessmentRequest::default_instance(),
      &v1::CreatePatientRequest::default_instance(),
      &v1::UpdatePatientRequest::default_instance(),
      &v1::CreateCaseRequest::default_instance(),
      &v1::UpdateCaseRequest::default_instance(),
      &v1::CreateReferralRequest::default_instance(),
      &v1::UpdateReferralRequest::default_instance(),
      &v1::WatchRequest::default_instance(),
  };
  return kRequests;
}

const Schema& SchemaOfRequests() {
  static const Schema kSchema = [] {
    std::vector<const google::protobuf::Descriptor*> roots;
    for (const Message* request : Requests()) roots.push_back(request->GetDescriptor());
    return *Schema::Of(roots);
  }();
  return kSchema;
}

int CountViolations(const Message& request) {
  google::rpc::BadRequest violations;
  CheckConstraints(SchemaOfRequests(), request, kNow, violations);
  for (const auto& each : violations.field_violations()) {
    Expect(!each.field().empty() && !each.description().empty());
  }
  return violations.field_violations_size();
}

void Try(const Message& type, std::string_view bytes) {
  const std::unique_ptr<Message> request(type.New());
  if (!request->ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return;
  const Schema& schema = SchemaOfRequests();
  ClearOutputOnly(schema, *request);
  NormalizeText(schema, *request);
  const int wrong = CountViolations(*request);
  Expect(wrong <= kMostViolations);

  const std::string once = DeterministicBytes(*request);
  const std::unique_ptr<Message> again(type.New());
  Expect(again->ParseFromString(once));
  ClearOutputOnly(schema, *again);
  NormalizeText(schema, *again);
  Expect(DeterministicBytes(*again) == once);
  Expect(CountViolations(*again) == wrong);

  Expect(Redacted(schema, *request).size() <= 2'100);
  KeepForPatient(schema, *request);
}

}  // namespace
}  // namespace midstance

extern "C" int LLVMFuzzerInitialize(int* /*argc*/, char*** /*argv*/) {
  google::protobuf::SetLogHandler(nullptr);  // it has a line for each text that is not UTF-8
  return 0;
}

// The first byte says which request the others are.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const auto& requests = midstance::Requests();
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  midstance::Try(*requests[data[0] % requests.size()], bytes);
  return 0;
}
