#include "clients/gateway/methods.h"

#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <memory>

#include "midstance/v1/check_in_service.pb.h"
#include "midstance/v1/referral_service.pb.h"
#include "support/status.h"

namespace midstance::gateway {
const std::vector<ProxiedMethod>& AllowedMethods() {
  static const std::vector<ProxiedMethod> kMethods = {
      {"/midstance.v1.CheckInService/GetCheckInForm",
       &v1::GetCheckInFormRequest::default_instance(), &v1::CheckInForm::default_instance()},
      {"/midstance.v1.CheckInService/RecordCheckIn", &v1::RecordCheckInRequest::default_instance(),
       &v1::RecordCheckInResponse::default_instance()},
      {"/midstance.v1.CheckInService/AmendCheckIn", &v1::AmendCheckInRequest::default_instance(),
       &v1::RecordCheckInResponse::default_instance()},
      {"/midstance.v1.ReferralService/GetReferralForReply",
       &v1::GetReferralForReplyRequest::default_instance(),
       &v1::ReferralForReply::default_instance()},
      {"/midstance.v1.ReferralService/AnswerReferral",
       &v1::AnswerReferralRequest::default_instance(),
       &v1::AnswerReferralResponse::default_instance()},
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
  if (google::protobuf::util::JsonStringToMessage(
          google::protobuf::StringPiece(body.data(), body.size()), request.get())
          .ok()) {
    return request->SerializeAsString();
  }
  return Error(v1::ERROR_REASON_BODY_MALFORMED)
      .Because("this is not the " + method.request->GetDescriptor()->name() +
               " that the clinic's server knows. Please reload the page");
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
