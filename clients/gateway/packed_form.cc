#include "clients/gateway/packed_form.h"

#include <google/protobuf/text_format.h>

#include <set>
#include <utility>

#include "clients/gateway/deflate.h"
#include "clients/gateway/gzip.h"
#include "support/digest.h"

namespace midstance::gateway {

// Of the files in usual_forms/.
std::string_view EnglishForm();
std::string_view GermanForm();
std::string_view SpanishForm();

namespace {

constexpr std::string_view kGzipBegins = "\x1f\x8b";

constexpr std::size_t kMostUnpacked = std::size_t{256} * 1024;
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

const std::string& UsualForms() {
  static const std::string kForms = [] {
    std::string bytes;
    for (const std::string_view text : {SpanishForm(), GermanForm(), EnglishForm()}) {
      v1::CheckInForm form;
      google::protobuf::TextFormat::ParseFromString(std::string(text), &form);
      bytes += form.SerializeAsString();
    }
    return bytes;
  }();
  return kForms;
}

std::string PackForm(const v1::CheckInForm& form) {
  return Base64Url(Deflated(form.SerializeAsString(), UsualForms()));
}

std::optional<v1::CheckInForm> UnpackForm(std::string_view packed) {
  const auto zipped = FromBase64Url(packed);
  if (!zipped) return std::nullopt;
  // Pages of before there was a dictionary wait on phones.
  const auto bytes = zipped->substr(0, kGzipBegins.size()) == kGzipBegins
                         ? Gunzipped(*zipped, kMostUnpacked)
                         : Inflated(*zipped, UsualForms(), kMostUnpacked);
  v1::CheckInForm form;
  if (!bytes || !form.ParseFromString(*bytes)) return std::nullopt;
  if (form.questions_size() > kMostQuestions || !IsShallow(form) ||
      form.today().exercises_size() > kMostQuestions) {
    return std::nullopt;
  }
  return form;
}

}  // namespace midstance::gateway
