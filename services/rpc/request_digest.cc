#include "services/rpc/request_digest.h"

#include <google/protobuf/unknown_field_set.h>

#include "support/digest.h"

namespace midstance::rpc {
namespace {

constexpr char kLanguage[] = "language_code";

std::string DigestBytes(const std::string& text) { return std::string(BytesOf(Sha256(text))); }

}  // namespace

std::string RequestDigest(const google::protobuf::Descriptor& request, const std::string& body) {
  const auto* language = request.FindFieldByName(kLanguage);
  if (language == nullptr) return DigestBytes(body);
  // A body that was read as a request reads as fields too.
  google::protobuf::UnknownFieldSet fields;
  if (!fields.ParseFromString(body)) return DigestBytes(body);
  const int all = fields.field_count();
  fields.DeleteByNumber(language->number());
  if (fields.field_count() == all) return DigestBytes(body);
  std::string rest;
  fields.SerializeToString(&rest);
  return DigestBytes(rest);
}

}  // namespace midstance::rpc
