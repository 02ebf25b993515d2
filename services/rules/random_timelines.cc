#include "services/rules/random_timelines.h"

#include <chrono>

namespace midstance::rules {
namespace {

using namespace std::chrono_literals;

// Codes that one check-in asks together.
const std::vector<std::vector<std::string>>& Topics() {
  static const std::vector<std::vector<std::string>> kTopics = {
      {"swelling", "swelling_settles", "load_off_h", "swelling_days"},
      {"swelling", "swelling_settles"},
      {"swelling", "warmth", "redness", "redness_cause", "move_difficulty", "swelling_days"},
      {"rest_nprs", "load_off_h", "rest_days"},
      {"move_difficulty", "act_nprs", "worst_nprs", "wb", "trauma"},
      {"night_pattern", "night_nights"},
      {"night_nights", "weight_loss", "night_sweats", "fatigue_2w", "history_cancer"},
      {"impact_groin", "hop", "ir_pain", "wb", "load_spike", "prior_bsi"},
      {"temp_c", "fever", "rigors", "warmth", "swelling"},
      {"saddle_numbness", "bladder_change", "bilateral_leg", "weakness_mrc", "foot_drop"},
      {"stiffness_min", "psoriasis", "joints_swollen", "better_with_activity"},
  };
  return kTopics;
}

}  // namespace

Instant RandomReports::Moment(int first_day, int last_day) {
  return Instant{Day{std::chrono::year{2026} / 1 / 5}} +
         std::chrono::days(Number(first_day, last_day)) + std::chrono::hours(Number(0, 23)) +
         std::chrono::minutes(Number(0, 59));
}

Observed RandomReports::Value(const CodeInfo& code) {
  switch (code.kind) {
    case v1::Code::FLAG:
      return {code.code, Chance(15)   ? Answer::kNotAsked
                         : Chance(70) ? Answer::kPresent
                                      : Answer::kAbsent};
    case v1::Code::NUMBER: {
      if (code.code == "load_off_h") return {code.code, static_cast<double>(12 * Number(0, 9))};
      if (code.code == "temp_c") return {code.code, 37.0 + Number(0, 4) * 0.5};
      if (code.code == "stiffness_min") return {code.code, 29.0 + Number(0, 2)};
      const int upper = static_cast<int>(std::min(code.upper, 16.0));
      return {code.code, static_cast<double>(Number(Chance(30) ? 0 : upper / 4, upper))};
    }
    default:
      return {code.code, OneOf(code.choices)};
  }
}

Report RandomReports::One(const std::string& name, std::optional<Site> site) {
  Report report{.name = name, .observed = Moment(0, 50), .entered = {}, .site = site, .values = {}};
  report.entered = report.observed;
  if (Chance(30)) report.entered += std::chrono::minutes(Number(0, 20 * 24 * 60));
  for (const auto& code : OneOf(Topics())) {
    if (const CodeInfo* info = rules_.Find(code); info != nullptr && Chance(85)) {
      report.values.push_back(Value(*info));
    }
  }
  return report;
}

std::vector<Report> RandomReports::Some(int most) {
  static const std::vector<std::optional<Site>> kSites = {Site{v1::KNEE, v1::LEFT},
                                                          Site{v1::KNEE, v1::LEFT},
                                                          Site{v1::KNEE, v1::RIGHT},
                                                          Site{v1::KNEE, v1::BILATERAL},
                                                          Site{v1::HIP, v1::RIGHT},
                                                          Site{v1::HIP, v1::NOT_TOLD},
                                                          std::nullopt};
  std::vector<Report> reports;
  const int count = Number(0, most);
  // Most of a patient's reports are about one matter.
  const auto site = OneOf(kSites);
  for (int i = 0; i < count; ++i) {
    const bool again = !reports.empty() && Chance(20);
    Report report = One("checkIns/" + std::to_string(i), Chance(60) ? site : OneOf(kSites));
    if (again) {
      // Another site of the same check-in.
      report.name = reports.back().name;
      report.observed = reports.back().observed;
      report.entered = reports.back().entered;
    }
    reports.push_back(std::move(report));
  }
  return reports;
}

std::string_view EveryPartOfTheLanguage() {
  return R"text(
    id: "every-part"
    title: "Every part of the language"
    version: "1"
    defaults {
      composite_window { days: 10 }
      run_gap { days: 15 }
    }
    codes {
      code: "swelling"
      display: "Swelling"
      question: "Swelling?"
      kind: NUMBER
      keying: SITE
      upper: 3
    }
    codes { code: "warmth" display: "Warmth" question: "Warm?" kind: FLAG keying: SITE }
    codes { code: "redness" display: "Redness" question: "Red?" kind: FLAG keying: SITE }
    codes {
      code: "rest_nprs"
      display: "Pain at rest"
      question: "Pain?"
      kind: NUMBER
      keying: SITE
      upper: 10
    }
    codes {
      code: "load_off_h"
      display: "Off load"
      question: "Off load?"
      kind: NUMBER
      keying: PATIENT
      upper: 1000
      unit: "h"
    }
    codes {
      code: "move_difficulty"
      display: "Hard to move"
      question: "Hard to move?"
      kind: NUMBER
      keying: SITE
      upper: 3
    }
    codes {
      code: "wb"
      display: "Weight bearing"
      question: "Walk?"
      kind: CHOICE
      keying: SITE
      choices: [ "full", "limp", "unable" ]
    }
    codes { code: "fever" display: "Fever" question: "Fever?" kind: FLAG keying: PATIENT }
    codes {
      code: "psoriasis"
      display: "Psoriasis"
      question: "Psoriasis?"
      kind: FLAG
      keying: PATIENT
    }
    codes {
      code: "night_pattern"
      display: "Night pain"
      question: "Night?"
      kind: CHOICE
      keying: SITE
      choices: [ "none", "positional", "unremitting", "unknown" ]
      open_choices: "unknown"
    }
    derived {
      id: "swollen"
      present { value { code: "swelling" op: GE than: 1 } }
      absent { value { code: "swelling" op: LT than: 1 } }
    }
    families {
      id: "f"
      rules_low_to_high: [ "repeats", "trend" ]
    }
    rules {
      id: "repeats"
      title: "r"
      family: "f"
      key: EACH_SITE
      urgency: SOON
      when {
        repeats {
          of: "swollen"
          at_least: 2
          within { days: 30 }
          some_entry { value { code: "swelling" op: GT than: 1 } }
        }
      }
      outcome { actions: OPEN_ESCALATION basis: "{site} {first} {last}" }
      sources { key: "test" }
    }
    rules {
      id: "trend"
      title: "t"
      family: "f"
      key: EACH_SITE
      urgency: URGENT
      when {
        trend {
          code: "rest_nprs"
          direction: RISING
          at_least: 2
          over { days: 5 }
          min_entries: 2
          where { value { code: "load_off_h" op: GE than: 24 } }
        }
      }
      outcome { actions: OPEN_ESCALATION basis: "{site}" }
      sources { key: "test" }
    }
    rules {
      id: "falls"
      title: "t"
      key: EACH_SITE
      urgency: WATCH
      when {
        all_of {
          of {
            trend {
              code: "rest_nprs"
              direction: FALLING
              at_least: 1
              over { days: 3 }
            }
          }
          of {
            not {
              trend {
                code: "rest_nprs"
                direction: NOT_IMPROVING
                at_least: 3
                over { days: 3 }
              }
            }
          }
        }
      }
      outcome { actions: ASK_AGAIN basis: "{site}" }
      sources { key: "test" }
    }
    rules {
      id: "other-side"
      title: "o"
      key: EACH_SITE
      urgency: WATCH
      when {
        all_of {
          of { seen { entry { present: "warmth" } } }
          of {
            not {
              seen {
                at: OTHER_SIDE
                entry { present: "warmth" }
              }
            }
          }
        }
      }
      outcome { actions: ASK_AGAIN basis: "{site}" }
      sources { key: "test" }
    }
    rules {
      id: "any-site"
      title: "a"
      key: ONCE_PER_PATIENT
      urgency: WATCH
      when {
        all_of {
          within { days: 4 }
          of {
            seen {
              at: ANY_SITE
              entry {
                any_of {
                  of { present: "redness" }
                  of { choice { code: "wb" is: "unable" } }
                }
              }
            }
          }
          of {
            any_of {
              of {
                seen {
                  window { days: 6 }
                  entry { present: "fever" }
                }
              }
              of {
                fact {
                  entry { present: "psoriasis" }
                  told_within { days: 8 }
                }
              }
            }
          }
          of {
            unless {
              seen {
                at: ANY_SITE
                entry {
                  choice {
                    code: "night_pattern"
                    is: [ "none", "positional" ]
                  }
                }
              }
            }
          }
        }
      }
      upgrades {
        urgency: EMERGENCY
        when {
          seen {
            at: ANY_SITE
            entry { choice { code: "wb" is: "unable" } }
          }
        }
      }
      outcome { actions: OPEN_ESCALATION basis: "{findings}" }
      sources { key: "test" }
    }
    rules {
      id: "rising-run"
      title: "u"
      key: EACH_SITE
      areas: [ KNEE, HIP ]
      urgency: SOON
      when {
        any_of {
          of {
            run {
              of: "swollen"
              min_entries: 2
              span { days: 3 }
              max_gap { days: 9 }
              rise { code: "swelling" at_least: 1 }
              last { value { code: "swelling" op: GE than: 2 } }
            }
          }
          of { run { of: "warmth" min_entries: 2 } }
          of {
            seen {
              include_withdrawn: true
              entry {
                all_of {
                  of { present: "redness" }
                  of { not { present: "warmth" } }
                }
              }
            }
          }
        }
      }
      outcome { actions: OPEN_ESCALATION basis: "{site} {span}" }
      sources { key: "test" }
    }
  )text";
}

}  // namespace midstance::rules
