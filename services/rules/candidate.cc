#include "services/rules/candidate.h"

#include <google/protobuf/repeated_field.h>

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "google/rpc/error_details.pb.h"
#include "services/rules/embedded.h"
#include "services/rules/problems.h"
#include "support/status.h"

namespace midstance::rules {
namespace {

using google::protobuf::RepeatedPtrField;

absl::Status Invalid(const google::rpc::BadRequest& problems) {
  // A refusal travels in a header of limited size.
  constexpr int kMostTold = 32;
  Error error(::midstance::v1::ERROR_REASON_RULE_SET_INVALID);
  for (int i = 0; i < std::min(problems.field_violations_size(), kMostTold); ++i) {
    const auto& problem = problems.field_violations(i);
    error = std::move(error).Field(problem.field(), problem.description());
  }
  return error;
}

// Changes a rule set and keeps in mind where each part of it was told.
class Changing {
 public:
  explicit Changing(v1::RuleSet active) : set_(std::move(active)) {}

  void Put(const v1::RuleSet& part, int file) {
    const std::string path = At("files", file);
    if (!part.id().empty() && part.id() != set_.id()) {
      problems_.Add(Below(path, "id"), "must be left out or that of the active rule set");
    }
    if (!part.title().empty()) set_.set_title(part.title());
    if (!part.version().empty()) set_.set_version(part.version());
    if (part.has_defaults()) set_.mutable_defaults()->MergeFrom(part.defaults());
    PutAll(part.codes(), path, "codes", *set_.mutable_codes(),
           [](const v1::Code& code) { return code.code(); });
    PutAll(part.derived(), path, "derived", *set_.mutable_derived(),
           [](const v1::Derived& derived) { return derived.id(); });
    PutAll(part.families(), path, "families", *set_.mutable_families(),
           [](const v1::Family& family) { return family.id(); });
    PutAll(part.rules(), path, "rules", *set_.mutable_rules(),
           [](const v1::Rule& rule) { return rule.id(); });
  }

  // Before anything is put, so that what was told stands where it was put.
  void TakeOut(std::string_view rule, int index) {
    const auto found = std::ranges::find(*set_.mutable_rules(), rule, &v1::Rule::id);
    if (found == set_.rules().end()) {
      return problems_.Add(At("without_rules", index), "must be a rule of the active rule set");
    }
    set_.mutable_rules()->erase(found);
    auto& families = *set_.mutable_families();
    for (auto& family : families) {
      auto& members = *family.mutable_rules_low_to_high();
      members.erase(std::remove(members.begin(), members.end(), rule), members.end());
    }
    families.erase(
        std::remove_if(families.begin(), families.end(),
                       [](const v1::Family& family) { return family.rules_low_to_high().empty(); }),
        families.end());
  }

  void Add(std::string_view path, std::string_view description) {
    problems_.Add(path, description);
  }
  const Problems& problems() const { return problems_; }
  const v1::RuleSet& set() const { return set_; }

  // A problem of the whole, told by where its part came from.
  void AddFound(const google::rpc::BadRequest::FieldViolation& found) {
    const std::string_view path = found.field();
    const auto end = path.find(']');
    const auto part = path.substr(0, end == std::string_view::npos ? 0 : end + 1);
    if (const auto told = told_at_.find(part); told != told_at_.end()) {
      problems_.Add(told->second + std::string(path.substr(part.size())), found.description());
    } else {
      problems_.Add("files", IdAt(part).value_or(std::string(path)) + ": " + found.description());
    }
  }

 private:
  template <class M, class IdOf>
  void PutAll(const RepeatedPtrField<M>& told, const std::string& file, std::string_view list,
              RepeatedPtrField<M>& all, const IdOf& id_of) {
    for (int i = 0; i < told.size(); ++i) {
      const std::string path = At(Below(file, list), i);
      const auto same = std::ranges::find(all, id_of(told[i]), id_of);
      const auto at = static_cast<int>(same - all.begin());
      if (same == all.end()) {
        *all.Add() = told[i];
      } else {
        *same = told[i];
      }
      const auto [first, is_new] = told_at_.emplace(At(list, at), path);
      if (!is_new) problems_.Add(path, "has the id of " + first->second);
    }
  }

  // "night-pain" of "rules[7]".
  std::optional<std::string> IdAt(std::string_view part) const {
    const auto in = [part](std::string_view list, const auto& all,
                           const auto& id_of) -> std::optional<std::string> {
      for (int i = 0; i < all.size(); ++i) {
        if (part == At(list, i)) return id_of(all[i]);
      }
      return std::nullopt;
    };
    auto id = in("rules", set_.rules(), [](const auto& rule) { return rule.id(); });
    if (!id) id = in("families", set_.families(), [](const auto& family) { return family.id(); });
    if (!id) id = in("derived", set_.derived(), [](const auto& derived) { return derived.id(); });
    if (!id) id = in("codes", set_.codes(), [](const auto& code) { return code.code(); });
    return id;
  }

  v1::RuleSet set_;
  Problems problems_;
  std::map<std::string, std::string, std::less<>> told_at_;  // "rules[7]": "files[0].rules[1]"
};

}  // namespace

absl::StatusOr<CompiledRuleSet> CompileCandidate(const CompiledRuleSet& active,
                                                 std::span<const std::string_view> texts,
                                                 std::span<const std::string_view> without) {
  Changing changing(active.source());
  for (std::size_t i = 0; i < without.size(); ++i) {
    changing.TakeOut(without[i], static_cast<int>(i));
  }
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const auto part = ParseRuleSet(texts[i]);
    if (part.ok()) {
      changing.Put(*part, static_cast<int>(i));
      continue;
    }
    const auto wrong = BadRequestOf(part.status()).value_or(google::rpc::BadRequest());
    for (const auto& line : wrong.field_violations()) {
      changing.Add(At("files", static_cast<int>(i)), line.field() + ": " + line.description());
    }
  }
  if (!changing.problems().None()) return Invalid(changing.problems().found());
  auto compiled = Compile(changing.set(), active.calendar());
  if (compiled.ok()) return compiled;
  const auto wrong = BadRequestOf(compiled.status());
  if (!wrong.has_value()) return compiled.status();
  for (const auto& problem : wrong->field_violations()) changing.AddFound(problem);
  return Invalid(changing.problems().found());
}

}  // namespace midstance::rules
