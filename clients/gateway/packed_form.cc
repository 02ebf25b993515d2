#include "clients/gateway/packed_form.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/gzip_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include <set>
#include <utility>

#include "support/digest.h"

namespace midstance::gateway {
namespace {

constexpr int kZlibStreamEnd = 1;
constexpr int kMostUnpacked = 256 * 1024;
// More than any form has. Whoever writes a form of her own may not keep us busy with it.
constexpr int kMostQuestions = 200;
constexpr int kDeepestQuestion = 4;

// Whether no question hangs on another one on another one, more often than any form has it.
bool IsShallow(const v1::CheckInForm& form) {
  std::set<std::string> hanging;  // codes of which we do not know yet how deep they are
  for (const auto& question : form.questions()) {
    if (!question.asked_when().empty()) hanging.insert(question.code());
  }
  for (int depth = 0; depth < kDeepestQuestion && !hanging.empty(); ++depth) {
    std::set<std::string> deeper;
    for (const auto& question : form.questions()) {
      if (hanging.count(question.asked_when()) > 0) deeper.insert(question.code());
    }
    hanging = std::move(deeper);
  }
  return hanging.empty();
}

}  // namespace

std::string PackForm(const v1::CheckInForm& form) {
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream out(&bytes);
    google::protobuf::io::GzipOutputStream zipped(&out);
    form.SerializeToZeroCopyStream(&zipped);
  }
  return Base64Url(bytes);
}

std::optional<v1::CheckInForm> UnpackForm(std::string_view packed) {
  const auto bytes = FromBase64Url(packed);
  if (!bytes || bytes->empty()) return std::nullopt;
  google::protobuf::io::ArrayInputStream in(bytes->data(), static_cast<int>(bytes->size()));
  google::protobuf::io::GzipInputStream unzipped(&in);
  google::protobuf::io::CodedInputStream coded(&unzipped);
  coded.SetTotalBytesLimit(kMostUnpacked);
  v1::CheckInForm form;
  if (!form.ParseFromCodedStream(&coded) || !coded.ConsumedEntireMessage() ||
      unzipped.ZlibErrorCode() != kZlibStreamEnd) {
    return std::nullopt;
  }
  if (form.questions_size() > kMostQuestions || !IsShallow(form) ||
      form.today().exercises_size() > kMostQuestions) {
    return std::nullopt;
  }
  return form;
}

}  // namespace midstance::gateway
