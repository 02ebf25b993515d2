#include "services/referrals/last_answers.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "services/rules/words.h"

namespace midstance::referrals {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// The codes that a condition names, by itself or through derived states.
class CodesOf {
 public:
  explicit CodesOf(const rules::CompiledRuleSet& rules) : rules_(rules) {}

  void Add(const Message& part) {
    const auto& reflection = *part.GetReflection();
    std::vector<const FieldDescriptor*> fields;
    reflection.ListFields(part, &fields);
    for (const auto* field : fields) {
      const int count = field->is_repeated() ? reflection.FieldSize(part, field) : 1;
      for (int i = 0; i < count; ++i) {
        if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
          Add(field->is_repeated() ? reflection.GetRepeatedMessage(part, field, i)
                                   : reflection.GetMessage(part, field));
        } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
          AddName(field->is_repeated() ? reflection.GetRepeatedString(part, field, i)
                                       : reflection.GetString(part, field));
        }
      }
    }
  }

  const rules::CodeSet& codes() const { return codes_; }

 private:
  void AddName(const std::string& name) {
    if (const auto* code = rules_.Find(name)) codes_.Add(code->index);
    for (const auto& state : rules_.source().derived()) {
      if (state.id() == name && states_.insert(name).second) Add(state);
    }
  }

  const rules::CompiledRuleSet& rules_;
  rules::CodeSet codes_;
  std::set<std::string> states_;
};

struct Asked {
  rules::CodeSet by_family;
  rules::CodeSet by_others;
};

Asked CodesFor(const rules::CompiledRuleSet& rules, std::string_view family,
               const std::optional<rules::Site>& site) {
  CodesOf of_family(rules);
  CodesOf of_others(rules);
  for (const auto& rule : rules.source().rules()) {
    const auto& areas = rule.areas();
    const bool about = !site.has_value() || areas.empty() ||
                       std::find(areas.begin(), areas.end(), site->area) != areas.end();
    if (!about) continue;
    if ((rule.family().empty() ? rule.id() : rule.family()) == family) {
      of_family.Add(rule.when());
    } else if (rule.urgency() >= rules::v1::URGENT) {
      of_others.Add(rule.when());
    }
  }
  return {of_family.codes(), of_others.codes()};
}

std::optional<LastAnswer> Newest(const rules::CodeInfo& code, const rules::Timeline& timeline,
                                 const rules::Timeline::Track& track) {
  const auto rows = timeline.RowsOf(track);
  for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
    const auto values = code.OfPatient() ? timeline.PatientValues(*row) : timeline.SiteValues(*row);
    for (const auto& value : values) {
      if (value.code != code.index || code.LeavesOpen(value.number)) continue;
      const bool absent = code.kind == rules::v1::Code::FLAG && value.number == 0;
      return LastAnswer{&code, code.OfPatient() ? std::nullopt : track.site,
                        rules::ValueWords(code, value.number), row->observed, absent};
    }
  }
  return std::nullopt;
}

// What the server knows by itself; and the age, as the letter says when she was born.
bool IsNobodysAnswer(const rules::CodeInfo& code) {
  return code.by_server || code.code == "age_years";
}

struct Place {
  std::optional<rules::Site> site;
  const rules::Timeline::Track* track;
  Asked asked;
};

// Where what is of a site is looked for.
std::vector<Place> PlacesFor(const rules::CompiledRuleSet& rules, const rules::Timeline& timeline,
                             std::string_view family, const std::optional<rules::Site>& site) {
  std::vector<Place> places;
  const auto add = [&](const std::optional<rules::Site>& where) {
    places.push_back({where, where.has_value() ? timeline.FindTrack(*where) : nullptr,
                      CodesFor(rules, family, where)});
  };
  if (site.has_value()) {
    add(site);
  } else {
    for (const auto& known : timeline.Sites()) add(known);
    if (places.empty()) add(std::nullopt);
  }
  return places;
}

}  // namespace

LastAnswers AnswersFor(const rules::CompiledRuleSet& rules, const rules::Timeline& timeline,
                       std::string_view family, const std::optional<rules::Site>& site) {
  const auto tracks = timeline.tracks();
  const Place patient{std::nullopt, tracks.empty() ? nullptr : &tracks.front(),
                      CodesFor(rules, family, site)};
  const auto places = PlacesFor(rules, timeline, family, site);
  LastAnswers answers;
  for (const auto& code : rules.codes()) {
    if (IsNobodysAnswer(code)) continue;
    NotAsked not_asked{&code, {}};
    bool missing = false;
    bool missing_elsewhere = false;
    const auto look = [&](const Place& place) {
      const bool near = place.asked.by_family.Has(code.index);
      if (!near && !place.asked.by_others.Has(code.index)) return;
      auto newest = place.track == nullptr ? std::nullopt : Newest(code, timeline, *place.track);
      if (newest.has_value()) {
        answers.told.push_back(*std::move(newest));
      } else if (near) {
        missing = true;
        if (place.site.has_value()) not_asked.sites.push_back(*place.site);
      } else {
        missing_elsewhere = true;
      }
    };
    if (code.OfPatient()) {
      look(patient);
    } else {
      for (const auto& place : places) look(place);
    }
    if (missing) {
      answers.not_asked.push_back(std::move(not_asked));
    } else if (missing_elsewhere) {
      ++answers.not_asked_elsewhere;
    }
  }
  return answers;
}

}  // namespace midstance::referrals
