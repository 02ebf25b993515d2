#include <set>
#include <string>

#include "services/measures/numbers.h"
#include "services/measures/score.h"
#include "services/measures/shape.h"
#include "support/constraints.h"
#include "support/status.h"

namespace midstance::measures {
namespace {

std::string InRange(const ItemRange& range) {
  if (!range.values().empty()) {
    std::string text = "must be one of ";
    for (int i = 0; i < range.values_size(); ++i) {
      text += (i == 0 ? "" : ", ") + NumberText(range.values(i));
    }
    return text;
  }
  return std::string("must be a ") + (range.whole() ? "whole " : "") + "number from " +
         NumberText(range.least()) + " to " + NumberText(range.most());
}

// "rest, activity".
template <class List, class Text>
std::string Listed(const List& list, Text text) {
  std::string all;
  for (const auto& item : list) all += (all.empty() ? "" : ", ") + text(item);
  return all;
}

class FormCheck {
 public:
  FormCheck(const v1::Measure& measure, const Form& form, std::string_view path,
            google::rpc::BadRequest& violations)
      : measure_(measure),
        form_(form),
        version_(VersionOf(measure, form.version)),
        path_(path),
        violations_(violations) {}

  void All() {
    if (!Setting()) return;
    std::set<std::string> seen;
    bool answered = false;
    for (int i = 0; i < form_.answers.size(); ++i) {
      const auto& answers = form_.answers.Get(i);
      const std::string at = "answers[" + std::to_string(i) + "]";
      const auto* subscale = FindSubscale(measure_, form_.variant, answers.subscale());
      if (subscale == nullptr) {
        const auto known = SubscalesOf(measure_, form_.variant);
        Wrong(at + ".subscale", "must be a subscale of the measure: " +
                                    Listed(known, [](const Subscale* one) { return one->id(); }));
        continue;
      }
      if (!seen.insert(answers.subscale()).second) {
        Wrong(at + ".subscale", "must be there once");
        continue;
      }
      for (const auto& item : answers.items()) answered = answered || item.has_value();
      Answers(*subscale, answers, at);
    }
    if (!answered && !form_.answers.empty()) Wrong("answers", "must have at least one answer");
  }

 private:
  void Wrong(const std::string& where, std::string what) {
    if (violations_.field_violations_size() >= kMostViolations) return;
    AddViolation(violations_, path_ + where, std::move(what));
  }

  // Without a known variant and version nothing else can be said.
  bool Setting() {
    bool known = true;
    if (measure_.variants().empty() && !form_.variant.empty()) {
      Wrong("variant", "must be left out: the measure has no variants");
      known = false;
    }
    if (!measure_.variants().empty()) {
      const auto is_meant = [&](const auto& one) { return one.id() == form_.variant; };
      const auto& all = measure_.variants();
      if (std::none_of(all.begin(), all.end(), is_meant)) {
        Wrong("variant", "must be a variant of the measure: " +
                             Listed(all, [](const auto& one) { return one.id(); }));
        known = false;
      }
    }
    if (!Holds(measure_.versions(), version_)) {
      Wrong("version", "must be a version of the form that can be scored: " +
                           Listed(measure_.versions(), [](const auto& one) { return one; }));
      known = false;
    }
    return known;
  }

  void Answers(const Subscale& subscale, const v1::SubscaleAnswers& answers,
               const std::string& at) {
    const int items = answers.items_size();
    if (items < subscale.items() || items > MostItems(subscale)) {
      const std::string count =
          subscale.most_items() == 0
              ? std::to_string(subscale.items())
              : std::to_string(subscale.items()) + " to " + std::to_string(subscale.most_items());
      return Wrong(at + ".items",
                   "must have " + count + " items; one that was left blank has no value");
    }
    std::set<std::string> labels;
    bool taken = true;
    for (int i = 0; i < items; ++i) {
      const auto& item = answers.items(i);
      const std::string where = at + ".items[" + std::to_string(i) + "]";
      Label(subscale, item, where, labels);
      if (!item.has_value()) continue;
      const auto& range = *RangeOf(subscale, i + 1, version_);
      if (Takes(range, item.value())) continue;
      Wrong(where + ".value", InRange(range));
      taken = false;
    }
    if (taken) Gates(subscale, answers, at);
  }

  void Label(const Subscale& subscale, const v1::ItemAnswer& item, const std::string& where,
             std::set<std::string>& labels) {
    if (!subscale.self_named()) {
      if (!item.label().empty()) {
        Wrong(where + ".label", "must be left out: the items of this measure are the form's");
      }
      return;
    }
    const std::string label = Folded(item.label());
    if (label.empty()) {
      Wrong(where + ".label", "must say what the patient named");
    } else if (!labels.insert(label).second) {
      Wrong(where + ".label", "must be another one than before");
    }
  }

  void Gates(const Subscale& subscale, const v1::SubscaleAnswers& answers, const std::string& at) {
    for (const auto& gate : subscale.gates()) {
      const auto& deciding = answers.items(gate.item() - 1);
      if (!gate.has_others_at_most() || !Holds(gate.versions(), version_) ||
          !deciding.has_value() || deciding.value() != gate.answer()) {
        continue;
      }
      for (int i = 0; i < answers.items_size(); ++i) {
        const auto& other = answers.items(i);
        if (i + 1 == gate.item() || !other.has_value() || other.value() <= gate.others_at_most()) {
          continue;
        }
        Wrong(at + ".items[" + std::to_string(i) + "].value",
              "must be left blank or at most " + NumberText(gate.others_at_most()) +
                  ": the answer to item " + std::to_string(gate.item()) + " skips it");
      }
    }
  }

  const v1::Measure& measure_;
  const Form& form_;
  const std::string version_;
  const std::string path_;
  google::rpc::BadRequest& violations_;
};

}  // namespace

void CheckForm(const v1::Measure& measure, const Form& form, std::string_view path,
               google::rpc::BadRequest& violations) {
  FormCheck(measure, form, path, violations).All();
}

}  // namespace midstance::measures
