#include "clients/core/retry.h"

#include <algorithm>
#include <string_view>

#include "google/rpc/error_details.pb.h"
#include "midstance/options/v1/options.pb.h"
#include "support/status.h"

namespace midstance::client {
namespace {

constexpr std::string_view kRetryInfoUrl = "type.googleapis.com/google.rpc.RetryInfo";

Duration AskedDelay(const absl::Status& status) {
  for (const auto& [url, bytes] : DetailsOf(status)) {
    google::rpc::RetryInfo info;
    if (url == kRetryInfoUrl && info.ParseFromString(bytes)) {
      return std::chrono::seconds(info.retry_delay().seconds()) +
             std::chrono::microseconds(info.retry_delay().nanos() / 1000);
    }
  }
  return Duration::zero();
}

// The method that takes this request; requests belong to one method and stand in its file.
const google::protobuf::MethodDescriptor* MethodOf(const google::protobuf::Descriptor& request) {
  const auto& file = *request.file();
  for (int s = 0; s < file.service_count(); ++s) {
    for (int m = 0; m < file.service(s)->method_count(); ++m) {
      if (file.service(s)->method(m)->input_type() == &request) return file.service(s)->method(m);
    }
  }
  return nullptr;
}

}  // namespace

bool IsRepeatable(const google::protobuf::Message& request) {
  const auto* method = MethodOf(*request.GetDescriptor());
  if (method == nullptr) return false;
  if (method->options().GetExtension(options::v1::policy).effect() == options::v1::EFFECT_READ) {
    return true;
  }
  const auto* id = request.GetDescriptor()->FindFieldByName("request_id");
  return id != nullptr && !request.GetReflection()->GetString(request, id).empty();
}

absl::Status CallWithRetry(const RetryPolicy& policy, bool repeatable, const Sleeper& sleep,
                           const std::function<absl::Status()>& call) {
  Duration wait = policy.first_wait;
  for (int left = repeatable ? policy.tries : 1;; --left) {
    absl::Status status = call();
    if (left <= 1 || status.code() != absl::StatusCode::kUnavailable) return status;
    sleep(std::min(std::max(wait, AskedDelay(status)), policy.longest_wait));
    wait *= policy.factor;
  }
}

}  // namespace midstance::client
