// Names, tokens and texts take what strangers send; whatever that is, each either refuses it or
// keeps its promises.

#include <array>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "support/digest.h"
#include "support/names.h"
#include "support/text.h"
#include "support/tokens.h"

namespace midstance {
namespace {

void Expect(bool holds) {
  if (!holds) std::abort();
}

void Names(std::string_view text) {
  if (const auto name = ResourceName::Parse(text); name.ok()) {
    Expect(name->str() == text);
    Expect(IsResourceId(name->id()));
    const auto parent = name->Parent();
    Expect(!parent.has_value() || ChildName(*parent, name->kind(), name->id()) == *name);
  }
  if (const auto parent = ParseParent(text); parent.ok()) Expect(parent->str() == text);
}

void Tokens(std::string_view text) {
  static constexpr std::array<std::uint8_t, 32> kKey = {7};
  const TokenSealer sealer(kKey);
  Expect(sealer.Open("page", sealer.Seal("page", text)) == text || text.size() > 3000);
  if (const auto bytes = sealer.Open("page", text)) Expect(sealer.Seal("page", *bytes) == text);
  if (const auto bytes = FromBase64Url(text)) Expect(Base64Url(*bytes) == text);
  if (const auto bytes = FromHex(text)) Expect(Hex(*bytes) == text);
}

void Texts(std::string_view text) {
  const bool right = CheckText(text, true, text.size()) == TextProblem::kNone;
  std::string once(text);
  NormalizeText(once);
  std::string twice = once;
  NormalizeText(twice);
  Expect(once == twice);
  // What was right stays right, though a letter may become up to three.
  Expect(!right || CheckText(once, true, 3 * text.size()) == TextProblem::kNone);
}

}  // namespace
}  // namespace midstance

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  midstance::Names(text);
  midstance::Tokens(text);
  midstance::Texts(text);
  return 0;
}
