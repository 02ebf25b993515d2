#pragma once

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "services/rules/timeline.h"
#include "services/schedule/clinic_calendar.h"

// What a rule set's words mean for one report, read off the rule set as it is written: the half of
// the reference that knows of no time. It shares nothing with the evaluator but the reports.
namespace midstance::rules::reference {

// Kleene's values, the smallest first.
enum class Truth { kNo, kOpen, kYes };

// One answer: of a FLAG 1 or 0, of a NUMBER itself, of a CHOICE its word.
struct Answered {
  const v1::Code* code;
  double number;
  std::string_view choice;
};
using Answers = std::vector<Answered>;

// One report as one key sees it.
struct Told {
  Instant observed;
  Instant entered;
  int day;        // observed
  int known_day;  // the later of observed and entered
  Answers answers;
};

class Vocabulary {
 public:
  // The rule set must outlive it.
  explicit Vocabulary(const v1::RuleSet& set);

  const v1::Code* Find(std::string_view code) const;
  // Whether, of two answers to one code, the first is the worse.
  bool Worse(const Answered& one, const Answered& other) const;

  Truth Of(const v1::EntryTest& test, const Answers& answers) const;
  bool Speaks(const v1::EntryTest& test, const Answers& answers) const;
  // Of a derived state or a FLAG: present, absent, or silent.
  Truth OfState(const std::string& state, const Answers& answers) const;
  bool SpeaksOfState(const std::string& state, const Answers& answers) const;

 private:
  struct Mentioned {
    bool site = false;
    bool site_answered = false;
    bool patient_answered = false;
  };
  const v1::Derived* FindDerived(std::string_view id) const;
  void Mention(const std::string& name, const Answers& answers, Mentioned& mentioned) const;
  void Mention(const v1::EntryTest& test, const Answers& answers, Mentioned& mentioned) const;
  void LookFor(const v1::Condition& condition);
  void LookFor(const v1::EntryTest& test, bool wanted);
  void LookForState(const std::string& state);

  std::map<std::string_view, const v1::Code*> codes_;
  std::map<std::string_view, const v1::Derived*> derived_;
  std::set<std::string_view> small_, large_;                         // numbers looked for
  std::set<std::pair<std::string_view, std::string_view>> choices_;  // code and choice
};

// The answer to a code, if there is one.
const Answered* AnswerTo(std::string_view code, const Answers& answers);

// What each key knows of at a moment, oldest first; without a site: the patient.
using Keys = std::map<std::optional<Site>, std::vector<Told>>;
Keys KeysAt(const Vocabulary& vocabulary, const schedule::ClinicCalendar& calendar,
            std::span<const Report> reports, Instant as_of);

}  // namespace midstance::rules::reference
