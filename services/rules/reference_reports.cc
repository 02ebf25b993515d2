#include "services/rules/reference_reports.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace midstance::rules::reference {
namespace {

Truth Opposite(Truth truth) {
  if (truth == Truth::kOpen) return Truth::kOpen;
  return truth == Truth::kYes ? Truth::kNo : Truth::kYes;
}

Truth Decided(bool holds) { return holds ? Truth::kYes : Truth::kNo; }

bool Has(const google::protobuf::RepeatedPtrField<std::string>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool Compare(const v1::Value& value, double number) {
  const double than = value.than();
  switch (value.op()) {
    case v1::Value::LT:
      return number < than;
    case v1::Value::LE:
      return !(number > than);
    case v1::Value::GT:
      return number > than;
    case v1::Value::GE:
      return !(number < than);
    default:
      return !(number < than) && !(number > than);
  }
}

std::optional<Answered> Read(const v1::Code& code, const Observed& observed) {
  const auto* answer = std::get_if<Answer>(&observed.value);
  const auto* number = std::get_if<double>(&observed.value);
  const auto* choice = std::get_if<std::string>(&observed.value);
  if (code.kind() == v1::Code::FLAG && answer != nullptr && *answer != Answer::kNotAsked) {
    return Answered{&code, *answer == Answer::kPresent ? 1.0 : 0.0, {}};
  }
  if (code.kind() == v1::Code::NUMBER && number != nullptr && std::isfinite(*number)) {
    return Answered{&code, *number, {}};
  }
  if (code.kind() == v1::Code::CHOICE && choice != nullptr && Has(code.choices(), *choice)) {
    return Answered{&code, 0, *choice};
  }
  return std::nullopt;
}

}  // namespace

Vocabulary::Vocabulary(const v1::RuleSet& set) {
  for (const auto& code : set.codes()) codes_.emplace(code.code(), &code);
  for (const auto& derived : set.derived()) derived_.emplace(derived.id(), &derived);
  for (const auto& rule : set.rules()) {
    LookFor(rule.when());
    for (const auto& upgrade : rule.upgrades()) LookFor(upgrade.when());
  }
}

const v1::Code* Vocabulary::Find(std::string_view code) const {
  const auto found = codes_.find(code);
  return found == codes_.end() ? nullptr : found->second;
}

const v1::Derived* Vocabulary::FindDerived(std::string_view id) const {
  const auto found = derived_.find(id);
  return found == derived_.end() ? nullptr : found->second;
}

// Only what makes a rule hold is looked for, nothing that holds it back.
void Vocabulary::LookFor(const v1::Condition& condition) {
  for (const auto& one : condition.all_of().of()) LookFor(one);
  for (const auto& one : condition.any_of().of()) LookFor(one);
  if (condition.has_seen()) LookFor(condition.seen().entry(), true);
  if (condition.has_fact()) LookFor(condition.fact().entry(), true);
  if (condition.has_trend()) LookFor(condition.trend().where(), true);
  if (condition.has_run()) {
    LookForState(condition.run().of());
    LookFor(condition.run().some_entry(), true);
    LookFor(condition.run().last(), true);
  }
  if (condition.has_repeats()) {
    LookForState(condition.repeats().of());
    LookFor(condition.repeats().some_entry(), true);
  }
}

void Vocabulary::LookForState(const std::string& state) {
  if (const v1::Derived* derived = FindDerived(state)) LookFor(derived->present(), true);
}

void Vocabulary::LookFor(const v1::EntryTest& test, bool wanted) {
  for (const auto& one : test.all_of().of()) LookFor(one, wanted);
  for (const auto& one : test.any_of().of()) LookFor(one, wanted);
  if (test.has_not_()) LookFor(test.not_(), !wanted);
  if (test.has_present() && wanted) LookForState(test.present());
  if (test.has_value()) {
    const auto op = test.value().op();
    const bool large = op == v1::Value::GE || op == v1::Value::GT;
    const bool small = op == v1::Value::LE || op == v1::Value::LT;
    if (wanted ? large : small) large_.insert(test.value().code());
    if (wanted ? small : large) small_.insert(test.value().code());
  }
  if (test.has_choice() && wanted) {
    for (const auto& choice : test.choice().is()) choices_.emplace(test.choice().code(), choice);
  }
}

bool Vocabulary::Worse(const Answered& one, const Answered& other) const {
  const v1::Code& code = *one.code;
  if (code.kind() == v1::Code::NUMBER && small_.contains(code.code()) &&
      !large_.contains(code.code())) {
    return one.number < other.number;
  }
  if (code.kind() != v1::Code::CHOICE) return one.number > other.number;
  const auto rank = [&](std::string_view choice) {
    const auto& all = code.choices();
    return std::tuple(!Has(code.open_choices(), choice), choices_.contains({code.code(), choice}),
                      std::find(all.begin(), all.end(), choice) - all.begin());
  };
  return rank(one.choice) > rank(other.choice);
}

const Answered* AnswerTo(std::string_view code, const Answers& answers) {
  for (const Answered& answer : answers) {
    if (answer.code->code() == code) return &answer;
  }
  return nullptr;
}

Truth Vocabulary::Of(const v1::EntryTest& test, const Answers& answers) const {
  switch (test.kind_case()) {
    case v1::EntryTest::kAllOf: {
      Truth all = Truth::kYes;
      for (const auto& one : test.all_of().of()) all = std::min(all, Of(one, answers));
      return all;
    }
    case v1::EntryTest::kAnyOf: {
      Truth any = Truth::kNo;
      for (const auto& one : test.any_of().of()) any = std::max(any, Of(one, answers));
      return any;
    }
    case v1::EntryTest::kNot:
      return Opposite(Of(test.not_(), answers));
    case v1::EntryTest::kPresent:
      return OfState(test.present(), answers);
    case v1::EntryTest::kNotAsked:
      return Decided(AnswerTo(test.not_asked(), answers) == nullptr);
    case v1::EntryTest::kValue: {
      const Answered* answer = AnswerTo(test.value().code(), answers);
      return answer == nullptr ? Truth::kOpen : Decided(Compare(test.value(), answer->number));
    }
    case v1::EntryTest::kChoice: {
      const Answered* answer = AnswerTo(test.choice().code(), answers);
      if (answer == nullptr) return Truth::kOpen;
      if (Has(test.choice().is(), answer->choice)) return Truth::kYes;
      return Has(answer->code->open_choices(), answer->choice) ? Truth::kOpen : Truth::kNo;
    }
    default:
      return Truth::kOpen;
  }
}

Truth Vocabulary::OfState(const std::string& state, const Answers& answers) const {
  if (const v1::Derived* derived = FindDerived(state)) {
    if (Of(derived->present(), answers) == Truth::kYes) return Truth::kYes;
    return Of(derived->absent(), answers) == Truth::kYes ? Truth::kNo : Truth::kOpen;
  }
  const Answered* answer = AnswerTo(state, answers);
  return answer == nullptr ? Truth::kOpen : Decided(answer->number > 0);
}

void Vocabulary::Mention(const std::string& name, const Answers& answers,
                         Mentioned& mentioned) const {
  if (const v1::Derived* derived = FindDerived(name)) {
    Mention(derived->present(), answers, mentioned);
    return;
  }
  const v1::Code* code = Find(name);
  const bool answered = AnswerTo(name, answers) != nullptr;
  const bool site = code != nullptr && code->keying() == v1::Code::SITE;
  mentioned.site |= site;
  mentioned.site_answered |= site && answered;
  mentioned.patient_answered |= !site && answered;
}

void Vocabulary::Mention(const v1::EntryTest& test, const Answers& answers,
                         Mentioned& mentioned) const {
  for (const auto& one : test.all_of().of()) Mention(one, answers, mentioned);
  for (const auto& one : test.any_of().of()) Mention(one, answers, mentioned);
  if (test.has_not_()) Mention(test.not_(), answers, mentioned);
  if (test.has_present()) Mention(test.present(), answers, mentioned);
  if (test.has_not_asked()) Mention(test.not_asked(), answers, mentioned);
  if (test.has_value()) Mention(test.value().code(), answers, mentioned);
  if (test.has_choice()) Mention(test.choice().code(), answers, mentioned);
}

bool Vocabulary::Speaks(const v1::EntryTest& test, const Answers& answers) const {
  Mentioned mentioned;
  Mention(test, answers, mentioned);
  return mentioned.site ? mentioned.site_answered : mentioned.patient_answered;
}

bool Vocabulary::SpeaksOfState(const std::string& state, const Answers& answers) const {
  Mentioned mentioned;
  Mention(state, answers, mentioned);
  return mentioned.site ? mentioned.site_answered : mentioned.patient_answered;
}

Keys KeysAt(const Vocabulary& vocabulary, const schedule::ClinicCalendar& calendar,
            std::span<const Report> reports, Instant as_of) {
  const auto add = [&](const Answered& answer, Answers& answers) {
    for (Answered& before : answers) {
      if (before.code != answer.code) continue;
      if (vocabulary.Worse(answer, before)) before = answer;
      return;
    }
    answers.push_back(answer);
  };
  struct Whole {
    Answers patient;
    std::map<Site, Answers> sites;
  };
  std::map<std::tuple<Instant, Instant, std::string_view>, Whole> wholes;
  for (const Report& report : reports) {
    if (std::max(report.observed, report.entered) > as_of) continue;
    std::vector<Site> sites;
    if (report.site.has_value()) {
      const Site& site = *report.site;
      sites = {site};
      if (site.side == v1::SIDE_UNSPECIFIED) sites = {{site.area, v1::NOT_TOLD}};
      if (site.side == v1::BILATERAL) sites = {{site.area, v1::LEFT}, {site.area, v1::RIGHT}};
    }
    for (const Observed& observed : report.values) {
      const v1::Code* code = vocabulary.Find(observed.code);
      const auto answer = code == nullptr ? std::nullopt : Read(*code, observed);
      if (!answer.has_value()) continue;
      Whole& whole = wholes[{report.observed, report.entered, report.name}];
      if (code->keying() == v1::Code::PATIENT) {
        add(*answer, whole.patient);
      } else {
        for (const Site& site : sites) add(*answer, whole.sites[site]);
      }
    }
  }
  Keys keys;
  keys[std::nullopt];
  for (const auto& [when, whole] : wholes) {
    for (const auto& [site, answers] : whole.sites) keys[site];
  }
  const auto day_of = [&](Instant at) {
    return static_cast<int>(calendar.DateOf(at).time_since_epoch().count());
  };
  for (const auto& [when, whole] : wholes) {
    const auto& [observed, entered, name] = when;
    const int day = day_of(observed);
    const int known_day = entered > observed ? day_of(entered) : day;
    for (auto& [site, tellings] : keys) {
      Answers answers = whole.patient;
      if (site.has_value() && whole.sites.contains(*site)) {
        const Answers& here = whole.sites.at(*site);
        answers.insert(answers.end(), here.begin(), here.end());
      }
      if (!answers.empty()) tellings.push_back({observed, entered, day, known_day, answers});
    }
  }
  return keys;
}

}  // namespace midstance::rules::reference
