#include "services/checkins/safety_text.h"

namespace midstance::checkins {
namespace {

// The signs are those for which the rules of urgency EMERGENCY ask. A change of the words needs a
// new version: check-ins keep the version that they were answered with.
constexpr char kVersion[] = "2026.1";
constexpr char kLanguage[] = "en";
constexpr char kText[] =
    "Call the emergency number or go to an emergency department now, without waiting for an answer "
    "from us, if you cannot put weight on the leg; have a fever or feel ill with a hot or swollen "
    "joint; are numb between the legs or have new trouble with bladder or bowel; have chest pain, "
    "trouble breathing or faint; have a leg that is cold, pale or tense; or have pain that gets "
    "suddenly very bad.";

v1::SafetyText Make() {
  v1::SafetyText safety;
  safety.set_version(kVersion);
  safety.set_language(kLanguage);
  safety.set_text(kText);
  return safety;
}

}  // namespace

const v1::SafetyText& Safety() {
  static const v1::SafetyText safety = Make();
  return safety;
}

}  // namespace midstance::checkins
