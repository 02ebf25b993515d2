#include "services/cases/engine/observation_check.h"

#include <absl/strings/str_cat.h>
#include <absl/strings/str_join.h>

#include <cmath>
#include <optional>
#include <string>

#include "services/rules/vocabulary.h"
#include "support/status.h"

namespace midstance::cases {
namespace {

using Observations = google::protobuf::RepeatedPtrField<v1::Observation>;
using rules::CodeInfo;
using rules::CodeSet;

std::string View(std::string_view text) { return std::string(text); }

// "rest_nprs is 0 to 10", "load_off_h is 0 to 2000 h, in whole numbers".
std::string RangeOf(const CodeInfo& code) {
  std::string text = absl::StrCat(code.code, " is ", code.lower, " to ", code.upper);
  if (!code.unit.empty()) absl::StrAppend(&text, " ", code.unit);
  if (code.whole) absl::StrAppend(&text, ", in whole numbers");
  return text;
}

// "force_hip_abduction is told in N or kg".
std::string UnitsOf(const CodeInfo& code) {
  if (code.unit.empty()) return absl::StrCat(code.code, " has no unit");
  std::string text = absl::StrCat(code.code, " is told in ", code.unit);
  for (const auto& other : code.other_units) absl::StrAppend(&text, " or ", other.unit);
  return text;
}

class Check {
 public:
  Check(const rules::CompiledRuleSet& rules, std::string_view record,
        google::rpc::BadRequest& violations, Teller teller)
      : rules_(rules), record_(record), violations_(violations), teller_(teller) {}

  void Sites(const google::protobuf::RepeatedPtrField<v1::SiteReport>& reports) {
    for (int i = 0; i < reports.size(); ++i) {
      report_ = i;
      const auto& site = reports[i].site();
      for (int earlier = 0; earlier < i; ++earlier) {
        const auto& other = reports[earlier].site();
        if (other.area() != site.area()) continue;
        const bool twice = other.side() == site.side();
        if (!twice && !Overlap(other.side(), site.side())) continue;
        Add(absl::StrCat(View(record_), ".reports[", i, "].site"),
            twice
                ? "is reported twice; put its findings into one report"
                : "says both sides beside one side of the same area; report left and right apart");
        break;
      }
      All(reports[i].observations());
    }
  }

  void General(const Observations& general) {
    report_ = -1;
    All(general);
  }

 private:
  // One is both sides and the other is one of them.
  static bool Overlap(v1::Side one, v1::Side other) {
    const auto told = [](v1::Side side) { return side == v1::SIDE_LEFT || side == v1::SIDE_RIGHT; };
    return (one == v1::SIDE_BILATERAL && told(other)) || (other == v1::SIDE_BILATERAL && told(one));
  }

  void All(const Observations& observations) {
    CodeSet told;
    for (int i = 0; i < observations.size(); ++i) {
      observation_ = i;
      const auto& observation = observations[i];
      const CodeInfo* code = rules_.Find(observation.code());
      if (code == nullptr) {
        Wrong("code", "must be a code of the active rule set");
        continue;
      }
      if (code->by_server && teller_ == Teller::kPerson) {
        Wrong("code", absl::StrCat(code->code, " is what the server itself finds"));
        continue;
      }
      if (code->OfPatient() != (report_ < 0)) {
        Wrong("code",
              absl::StrCat(code->code, code->OfPatient()
                                           ? " is about the whole patient: put it into general"
                                           : " is about one site: put it into its report"));
        continue;
      }
      if (told.Has(code->index)) {
        Wrong("code", absl::StrCat(code->code, " is answered twice"));
        continue;
      }
      told.Add(code->index);
      Value(*code, observation);
    }
  }

  void Value(const CodeInfo& code, const v1::Observation& observation) {
    if (code.kind != rules::v1::Code::NUMBER && !observation.unit().empty()) {
      return Wrong("unit", absl::StrCat(code.code, " has no unit"));
    }
    switch (code.kind) {
      case rules::v1::Code::NUMBER:
        return Number(code, observation);
      case rules::v1::Code::CHOICE:
        if (!observation.has_choice()) return NotOfKind(code, observation, "a choice");
        if (code.ChoiceIndex(observation.choice()) < 0) {
          Wrong("choice",
                absl::StrCat(code.code, " is one of ", absl::StrJoin(code.choices, ", ")));
        }
        return;
      default:
        if (!observation.has_answer()) return NotOfKind(code, observation, "an answer");
        if (observation.answer() == v1::ANSWER_UNSPECIFIED) {
          Wrong("answer", absl::StrCat(code.code, " is present, absent or not asked"));
        }
    }
  }

  void Number(const CodeInfo& code, const v1::Observation& observation) {
    if (!observation.has_number()) return NotOfKind(code, observation, "a number");
    const auto factor = code.FactorOf(observation.unit());
    if (!factor.has_value()) return Wrong("unit", UnitsOf(code));
    const double number = observation.number() * *factor;
    const bool in_range = number >= code.lower && number <= code.upper;  // false for NaN
    if (!in_range || (code.whole && std::trunc(number) != number)) Wrong("number", RangeOf(code));
  }

  void NotOfKind(const CodeInfo& code, const v1::Observation& observation, std::string_view kind) {
    std::string_view field = "answer";
    if (observation.has_number()) field = "number";
    if (observation.has_choice()) field = "choice";
    if (observation.value_case() == v1::Observation::VALUE_NOT_SET) field = "value";
    Wrong(field, absl::StrCat(code.code, " takes ", View(kind)));
  }

  void Wrong(std::string_view field, std::string description) {
    const std::string place =
        report_ < 0 ? absl::StrCat(View(record_), ".general")
                    : absl::StrCat(View(record_), ".reports[", report_, "].observations");
    Add(absl::StrCat(place, "[", observation_, "].", View(field)), std::move(description));
  }

  void Add(std::string field, std::string description) {
    AddViolation(violations_, std::move(field), std::move(description));
  }

  const rules::CompiledRuleSet& rules_;
  std::string_view record_;
  google::rpc::BadRequest& violations_;
  const Teller teller_;
  int report_ = -1;
  int observation_ = 0;
};

}  // namespace

void CheckFindings(const rules::CompiledRuleSet& rules,
                   const google::protobuf::RepeatedPtrField<v1::SiteReport>& reports,
                   const Observations& general, std::string_view record,
                   google::rpc::BadRequest& violations, Teller teller) {
  Check check(rules, record, violations, teller);
  check.Sites(reports);
  check.General(general);
}

void ConvertUnits(const rules::CompiledRuleSet& rules, Observations& observations) {
  for (auto& observation : observations) {
    if (observation.unit().empty() || !observation.has_number()) continue;
    const CodeInfo* code = rules.Find(observation.code());
    const auto factor = code == nullptr ? std::nullopt : code->FactorOf(observation.unit());
    if (!factor.has_value()) continue;
    observation.set_number(observation.number() * *factor);
    observation.clear_unit();
  }
}

}  // namespace midstance::cases
