#include "services/rules/scenario_places.h"

#include <algorithm>
#include <chrono>
#include <optional>

#include "services/rules/evaluate.h"
#include "services/rules/program.h"
#include "services/rules/scenario.h"
#include "services/rules/words.h"

namespace midstance::rules {
namespace {

Side OtherSide(Side side) { return side == v1::LEFT ? v1::RIGHT : v1::LEFT; }

// The one site that the story tells of; nothing when there are several, or it has no side.
std::optional<Site> SiteOf(const v1::Scenario& scenario) {
  std::optional<Site> site;
  for (const v1::Entry& entry : scenario.entries()) {
    if (entry.area() == v1::AREA_UNSPECIFIED) continue;
    const Site told{entry.area(), entry.side()};
    if (told.side != v1::LEFT && told.side != v1::RIGHT) return std::nullopt;
    if (site.has_value() && *site != told) return std::nullopt;
    site = told;
  }
  return site;
}

// A code of a site that makes a difference to no rule.
const CodeInfo* FindIdle(const CompiledRuleSet& rules) {
  const auto& program = rules.program();
  const auto idle = [&](const CodeInfo& code) {
    return !code.OfPatient() && code.kind == v1::Code::FLAG &&
           std::ranges::none_of(program.rules,
                                [&](const RuleInfo& rule) { return rule.asks.Has(code.index); });
  };
  const auto found = std::ranges::find_if(program.codes, idle);
  return found == program.codes.end() ? nullptr : &*found;
}

class Places {
 public:
  Places(const CompiledRuleSet& rules, const v1::Scenario& scenario, const Site& site)
      : rules_(rules), scenario_(scenario), site_(site) {}

  std::vector<std::string> Check() {
    for (const v1::Expect& expect : scenario_.expect()) {
      for (const v1::Raised& raised : expect.raised()) {
        if (raised.rule() == scenario_.rule()) CheckDay(expect.day(), raised.urgency());
      }
    }
    if (!checked_) problems_.push_back("tells of places where nothing is raised");
    return std::move(problems_);
  }

 private:
  void CheckDay(int day, v1::Urgency urgency) {
    checked_ = true;
    urgency_ = urgency;
    if (!scenario_.areas().empty()) CheckAreas(day);
    if (scenario_.together().empty()) return;
    CheckElsewhere(day);
    for (const auto& code : scenario_.together()) CheckNeeded(code, day);
  }

  // Where the rule holds, and is as urgent as the story expects.
  std::vector<Site> HoldsAt(const v1::Scenario& story, int day) {
    std::vector<std::string> ignored;  // the story as it stands tells of them
    const auto reports = ReportsUntil(rules_, story, day, ignored);
    const Instant end = ScenarioStart() + std::chrono::days(day + 1) - Duration(1);
    const auto evaluation = Evaluate(rules_, Timeline::Build(rules_, reports), end);
    std::vector<Site> sites;
    for (const auto& result : evaluation.results()) {
      if (result.rule() == scenario_.rule() && result.urgency() >= urgency_) {
        sites.push_back({result.site().area(), result.site().side()});
      }
    }
    return sites;
  }

  void CheckAreas(int day) {
    for (int number = v1::HIP; number <= v1::PELVIS; ++number) {
      const auto area = static_cast<Area>(number);
      v1::Scenario story = scenario_;
      for (v1::Entry& entry : *story.mutable_entries()) {
        if (entry.area() != v1::AREA_UNSPECIFIED) entry.set_area(area);
      }
      const auto& areas = scenario_.areas();
      const bool wanted = std::find(areas.begin(), areas.end(), area) != areas.end();
      if (wanted != !HoldsAt(story, day).empty()) {
        Note(day, (wanted ? "does not hold, told of " : "holds as well, told of ") +
                      v1::Area_Name(area));
      }
    }
  }

  void CheckElsewhere(int day) {
    const CodeInfo* idle = FindIdle(rules_);
    if (idle == nullptr) return problems_.push_back("there is no code that no rule asks");
    v1::Scenario story = scenario_;
    const auto know = [&](const Site& site) {
      v1::Entry& entry = *story.add_entries();
      entry.set_name("elsewhere/" + SiteKey(site));
      entry.set_day(scenario_.entries(0).day());
      entry.set_area(site.area);
      entry.set_side(site.side);
      (*entry.mutable_observed())[idle->code] = "absent";
    };
    know({site_.area, OtherSide(site_.side)});
    for (int area = v1::HIP; area <= v1::PELVIS; ++area) {
      if (area != site_.area) know({static_cast<Area>(area), site_.side});
    }
    for (const Site& site : HoldsAt(story, day)) {
      if (site != site_) Note(day, "holds at " + SiteKey(site) + " too, of which nothing was told");
    }
  }

  void CheckNeeded(const std::string& code, int day) {
    v1::Scenario story = scenario_;
    bool told = false;
    for (int i = 0; i < scenario_.entries_size(); ++i) {
      v1::Entry& entry = *story.mutable_entries(i);
      const auto found = entry.observed().find(code);
      if (entry.area() == v1::AREA_UNSPECIFIED || found == entry.observed().end()) continue;
      told = true;
      v1::Entry moved = entry;
      moved.set_name(entry.name().empty() ? "entries/" + std::to_string(i) : entry.name());
      entry.set_name(moved.name());
      moved.set_side(OtherSide(site_.side));
      moved.mutable_observed()->clear();
      (*moved.mutable_observed())[code] = found->second;
      entry.mutable_observed()->erase(code);
      *story.add_entries() = std::move(moved);
    }
    if (!told) return Note(day, "does not tell " + code + " of the site");
    for (const Site& site : HoldsAt(story, day)) {
      if (site == site_) Note(day, "holds also when " + code + " is told of the other side");
    }
  }

  void Note(int day, const std::string& problem) {
    problems_.push_back("day " + std::to_string(day) + ": " + scenario_.rule() + " " + problem);
  }

  const CompiledRuleSet& rules_;
  const v1::Scenario& scenario_;
  const Site site_;
  v1::Urgency urgency_ = v1::URGENCY_UNSPECIFIED;
  bool checked_ = false;
  std::vector<std::string> problems_;
};

}  // namespace

std::vector<std::string> CheckPlaces(const CompiledRuleSet& rules, const v1::Scenario& scenario) {
  if (scenario.areas().empty() && scenario.together().empty()) return {};
  const auto site = SiteOf(scenario);
  if (!site.has_value()) return {"areas and together need a story of one area on one side"};
  return Places(rules, scenario, *site).Check();
}

}  // namespace midstance::rules
