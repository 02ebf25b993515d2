#include "services/checkins/form.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "services/cases/engine/timeline_loader.h"

namespace midstance::checkins {
namespace {

using rules::CodeInfo;

// What every check-in asks, as far as the rule set has the code. The site is asked after; what is
// about the whole patient is asked once.
constexpr std::array<std::string_view, 8> kUsual = {
    "worst_nprs",       "rest_nprs",    "load_off_h",    "swelling",
    "swelling_settles", "night_nights", "night_pattern", "fever"};

// What is asked besides when a run is planned or was told of the day before: pain in it and the
// morning after, and how long the morning's stiffness lasts.
constexpr std::array<std::string_view, 3> kAfterRun = {"run_nprs", "morning_nprs", "stiffness_min"};

v1::Question::Kind KindOf(const CodeInfo& code) {
  switch (code.kind) {
    case rules::v1::Code::NUMBER:
      return v1::Question::KIND_NUMBER;
    case rules::v1::Code::CHOICE:
      return v1::Question::KIND_CHOICE;
    default:
      return v1::Question::KIND_FLAG;
  }
}

class Form {
 public:
  explicit Form(v1::CheckInForm& form) : form_(form) {}

  // Nothing when it is on the form already.
  v1::Question* Ask(const CodeInfo& code, const std::optional<v1::Site>& site) {
    const auto place = site.value_or(v1::Site());
    if (!asked_.emplace(code.code, place.area(), place.side()).second) return nullptr;
    auto& question = *form_.add_questions();
    question.set_code(code.code);
    question.set_text(code.question);
    question.set_kind(KindOf(code));
    if (site.has_value()) *question.mutable_site() = *site;
    for (const auto& choice : code.choices) question.add_choices(choice);
    if (code.kind == rules::v1::Code::NUMBER) {
      question.set_unit(code.unit);
      question.set_lower(code.lower);
      question.set_upper(code.upper);
    }
    return &question;
  }

 private:
  v1::CheckInForm& form_;
  std::set<std::tuple<std::string_view, int, int>> asked_;
};

// Each side is asked by itself: left and right never add up, and a record may not say both beside
// one.
std::vector<v1::Site> SitesToAsk(const v1::Case& a_case) {
  std::vector<v1::Site> sites;
  for (const auto& site : a_case.sites()) {
    sites.push_back(site);
    if (site.side() != v1::SIDE_BILATERAL) continue;
    sites.back().set_side(v1::SIDE_LEFT);
    sites.push_back(site);
    sites.back().set_side(v1::SIDE_RIGHT);
  }
  return sites;
}

std::string_view TitleOf(const rules::CompiledRuleSet& rules, std::string_view rule_id) {
  const auto& all = rules.source().rules();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const auto& rule) { return rule.id() == rule_id; });
  return found == all.end() ? rule_id : std::string_view(found->title());
}

}  // namespace

v1::CheckInForm FormFor(const rules::CompiledRuleSet& rules, const v1::Case& a_case,
                        const rules::v1::Evaluation& evaluation, RunQuestions after_run) {
  v1::CheckInForm answer;
  answer.set_case_title(a_case.title());
  Form form(answer);

  std::vector<const rules::v1::Question*> open;
  for (const auto& question : evaluation.would_decide()) open.push_back(&question);
  std::stable_sort(open.begin(), open.end(), [](const auto* one, const auto* other) {
    return one->urgency() > other->urgency();
  });
  for (const auto* wanted : open) {
    const CodeInfo* code = rules.Find(wanted->code());
    if (code == nullptr || code->by_therapist) continue;
    std::optional<v1::Site> site;
    if (wanted->has_site() && !code->OfPatient()) site = cases::SiteOf(wanted->site());
    v1::Question* question = form.Ask(*code, site);
    if (question == nullptr || wanted->rules_size() == 0) continue;
    question->set_because_of(std::string(TitleOf(rules, wanted->rules(0))));
  }

  const auto ask = [&](std::string_view wanted, const v1::Site& site) {
    const CodeInfo* code = rules.Find(wanted);
    if (code != nullptr) form.Ask(*code, code->OfPatient() ? std::nullopt : std::optional(site));
  };
  for (const auto& site : SitesToAsk(a_case)) {
    for (const std::string_view usual : kUsual) ask(usual, site);
    if (after_run == RunQuestions::kLeave) continue;
    for (const std::string_view after : kAfterRun) ask(after, site);
  }
  return answer;
}

}  // namespace midstance::checkins
