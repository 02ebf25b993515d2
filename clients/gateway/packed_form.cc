#include "clients/gateway/packed_form.h"

#include <set>
#include <utility>

#include "clients/gateway/gzip.h"
#include "support/digest.h"

namespace midstance::gateway {
namespace {

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

std::string PackForm(const v1::CheckInForm& form) {
  return Base64Url(Gzipped(form.SerializeAsString()));
}

std::optional<v1::CheckInForm> UnpackForm(std::string_view packed) {
  const auto zipped = FromBase64Url(packed);
  const auto bytes = zipped ? Gunzipped(*zipped, kMostUnpacked) : std::nullopt;
  v1::CheckInForm form;
  if (!bytes || !form.ParseFromString(*bytes)) return std::nullopt;
  if (form.questions_size() > kMostQuestions || !IsShallow(form) ||
      form.today().exercises_size() > kMostQuestions) {
    return std::nullopt;
  }
  return form;
}

}  // namespace midstance::gateway
