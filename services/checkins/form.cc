#include "services/checkins/form.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "services/cases/engine/timeline_loader.h"

namespace midstance::checkins {
namespace {

using rules::CodeInfo;

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

// Choices are named one by one: another rule set may have others under the same code.
std::string ChoiceTextOf(const config::v1::QuestionText* text, const std::string& choice) {
  if (text == nullptr) return choice;
  for (const auto& one : text->choices()) {
    if (one.choice() == choice) return one.text();
  }
  return choice;
}

// A question opens others at its own site. One about the whole patient is opened only where the
// form has a single such opener; what two sites may open is asked by itself.
bool MayOpen(const v1::CheckInForm& form, std::string_view code, const v1::Question& other) {
  const auto& all = form.questions();
  const auto opens = std::count_if(all.begin(), all.end(), [&](const v1::Question& one) {
    if (one.code() != code) return false;
    return !one.has_site() || !other.has_site() ||
           (one.site().area() == other.site().area() && one.site().side() == other.site().side());
  });
  return opens == 1;
}

class Form {
 public:
  Form(v1::CheckInForm& form, const Words& words) : form_(form), words_(words) {}

  // Nothing when it is on the form already.
  v1::Question* Ask(const CodeInfo& code, const std::optional<v1::Site>& site) {
    const auto place = site.value_or(v1::Site());
    if (!asked_.emplace(code.code, place.area(), place.side()).second) return nullptr;
    auto& question = *form_.add_questions();
    question.set_code(code.code);
    question.set_kind(KindOf(code));
    if (site.has_value()) *question.mutable_site() = *site;
    const auto* text = words_.Find(code.code);
    question.set_text(text == nullptr ? code.question : text->text());
    const auto& layout = LayoutOf(code.code);
    if (layout.ticked() && text != nullptr) question.set_tick_text(text->tick_text());
    question.set_shows_safety(layout.shows_safety());
    for (const auto& choice : code.choices) {
      question.add_choices(choice);
      question.add_choice_texts(ChoiceTextOf(text, choice));
    }
    if (code.kind == rules::v1::Code::NUMBER) {
      question.set_unit(code.unit);
      question.set_unit_text(words_.UnitText(code.unit));
      question.set_lower(code.lower);
      question.set_upper(code.upper);
    }
    return &question;
  }

  // Once all are asked. What would settle a rule is asked by itself, unless its opener settles it.
  void HangTogether() {
    for (auto& question : *form_.mutable_questions()) {
      const auto& layout = LayoutOf(question.code());
      if (layout.asked_when().empty()) continue;
      if (!question.because_of().empty() && !layout.opener_decides()) continue;
      if (MayOpen(form_, layout.asked_when(), question)) {
        question.set_asked_when(layout.asked_when());
      }
    }
  }

 private:
  v1::CheckInForm& form_;
  const Words& words_;
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
                        const rules::v1::Evaluation& evaluation, RunQuestions after_run,
                        const Words& words) {
  v1::CheckInForm answer;
  answer.set_case_title(a_case.title());
  answer.set_language_code(words.language());
  *answer.mutable_safety() = words.safety();
  Form form(answer, words);

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
    for (const auto& usual : ShippedLayout().usual()) ask(usual, site);
    if (after_run == RunQuestions::kLeave) continue;
    for (const auto& after : ShippedLayout().after_run()) ask(after, site);
  }
  form.HangTogether();
  return answer;
}

}  // namespace midstance::checkins
