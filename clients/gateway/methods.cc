#include "clients/gateway/methods.h"

#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <memory>

#include "midstance/v1/check_in_service.pb.h"
#include "support/status.h"

namespace midstance::gateway {
namespace {

// protobuf's JSON reader tells it in words only; a test holds it to them.
bool IsOfAnotherVersion(std::string_view complaint) {
  return complaint.find("Cannot find field") != std::string_view::npos ||
         complaint.find("for enum type") != std::string_view::npos;
}

}  // namespace

const std::vector<ProxiedMethod>& AllowedMethods() {
  static const std::vector<ProxiedMethod> kMethods = {
      {"/midstance.v1.CheckInService/GetCheckInForm",
       &v1::GetCheckInFormRequest::default_instance(), &v1::CheckInForm::default_instance()},
      {"/midstance.v1.CheckInService/RecordCheckIn", &v1::RecordCheckInRequest::default_instance(),
       &v1::RecordCheckInResponse::default_instance()},
      {"/midstance.v1.CheckInService/AmendCheckIn", &v1::AmendCheckInRequest::default_instance(),
       &v1::RecordCheckInResponse::default_instance()},
  };
  return kMethods;
}

const ProxiedMethod* FindMethod(std::string_view path) {
  const auto& methods = AllowedMethods();
  const auto found = std::find_if(methods.begin(), methods.end(),
                                  [path](const auto& method) { return method.path == path; });
  return found == methods.end() ? nullptr : &*found;
}

absl::StatusOr<std::string> ToServer(const ProxiedMethod& method, Codec codec, std::string body) {
  if (codec == Codec::kProto) return body;
  const std::unique_ptr<google::protobuf::Message> request(method.request->New());
  const auto read = google::protobuf::util::JsonStringToMessage(
      google::protobuf::StringPiece(body.data(), body.size()), request.get());
  if (read.ok()) return request->SerializeAsString();
  const std::string complaint = read.message().ToString();
  return Error(v1::ERROR_REASON_BODY_MALFORMED)
      .Because(IsOfAnotherVersion(complaint)
                   ? "This page and the clinic's server are of different versions. Please reload "
                     "the page"
                   : "The body is not the JSON of a " + method.request->GetDescriptor()->name());
}

absl::StatusOr<std::string> ToCaller(const ProxiedMethod& method, Codec codec, std::string bytes) {
  if (codec == Codec::kProto) return bytes;
  const std::unique_ptr<google::protobuf::Message> response(method.response->New());
  std::string json;
  if (!response->ParseFromString(bytes) ||
      !google::protobuf::util::MessageToJsonString(*response, &json).ok()) {
    return absl::InternalError("the server's answer cannot be read");
  }
  return json;
}

}  // namespace midstance::gateway
