#include "services/rules/random_timelines.h"

namespace midstance::rules {

std::string_view EveryPartOfTheLanguage() {
  return R"text(
id: "every-part" title: "Every part of the language" version: "1"
defaults { composite_window { days: 10 } run_gap { days: 15 } }

codes { code: "swelling" display: "Swelling" question: "Swelling?" kind: NUMBER keying: SITE upper: 3 }
codes { code: "warmth" display: "Warmth" question: "Warm?" kind: FLAG keying: SITE }
codes { code: "redness" display: "Redness" question: "Red?" kind: FLAG keying: SITE }
codes { code: "rest_nprs" display: "Pain at rest" question: "Pain?" kind: NUMBER keying: SITE upper: 10 }
codes { code: "load_off_h" display: "Off load" question: "Off load?" kind: NUMBER keying: PATIENT upper: 1000 unit: "h" }
codes { code: "move_difficulty" display: "Hard to move" question: "Hard to move?" kind: NUMBER keying: SITE upper: 3 }
codes { code: "wb" display: "Weight bearing" question: "Walk?" kind: CHOICE keying: SITE choices: ["full", "limp", "unable"] }
codes { code: "fever" display: "Fever" question: "Fever?" kind: FLAG keying: PATIENT }
codes { code: "psoriasis" display: "Psoriasis" question: "Psoriasis?" kind: FLAG keying: PATIENT }
codes {
  code: "night_pattern" display: "Night pain" question: "Night?" kind: CHOICE keying: SITE
  choices: ["none", "positional", "unremitting", "unknown"] open_choices: "unknown"
}

derived {
  id: "swollen"
  present { value { code: "swelling" op: GE than: 1 } }
  absent { value { code: "swelling" op: LT than: 1 } }
}
families { id: "f" rules_low_to_high: ["repeats", "trend"] }

rules {
  id: "repeats" title: "r" family: "f" key: EACH_SITE urgency: SOON
  when { repeats { of: "swollen" at_least: 2 within { days: 30 } some_entry { value { code: "swelling" op: GT than: 1 } } } }
  outcome { actions: OPEN_ESCALATION basis: "{site} {first} {last}" }
}
rules {
  id: "trend" title: "t" family: "f" key: EACH_SITE urgency: URGENT
  when { trend {
    code: "rest_nprs" direction: RISING at_least: 2 over { days: 5 } min_entries: 2
    where { value { code: "load_off_h" op: GE than: 24 } }
  } }
  outcome { actions: OPEN_ESCALATION basis: "{site}" }
}
rules {
  id: "falls" title: "t" key: EACH_SITE urgency: WATCH
  when { all_of {
    of { trend { code: "rest_nprs" direction: FALLING at_least: 1 over { days: 3 } } }
    of { not { trend { code: "rest_nprs" direction: NOT_IMPROVING at_least: 3 over { days: 3 } } } }
  } }
  outcome { actions: ASK_AGAIN basis: "{site}" }
}
rules {
  id: "other-side" title: "o" key: EACH_SITE urgency: WATCH
  when { all_of {
    of { seen { entry { present: "warmth" } } }
    of { not { seen { at: OTHER_SIDE entry { present: "warmth" } } } }
  } }
  outcome { actions: ASK_AGAIN basis: "{site}" }
}
rules {
  id: "any-site" title: "a" key: ONCE_PER_PATIENT urgency: WATCH
  when { all_of {
    within { days: 4 }
    of { seen { at: ANY_SITE entry { any_of {
      of { present: "redness" }
      of { choice { code: "wb" is: "unable" } }
    } } } }
    of { any_of {
      of { seen { window { days: 6 } entry { present: "fever" } } }
      of { fact { entry { present: "psoriasis" } told_within { days: 8 } } }
    } }
    of { unless { seen { at: ANY_SITE entry { choice { code: "night_pattern" is: ["none", "positional"] } } } } }
  } }
  upgrades { urgency: EMERGENCY when { seen { at: ANY_SITE entry { choice { code: "wb" is: "unable" } } } } }
  outcome { actions: OPEN_ESCALATION basis: "{findings}" }
}
rules {
  id: "rising-run" title: "u" key: EACH_SITE areas: [KNEE, HIP] urgency: SOON
  when { any_of {
    of { run {
      of: "swollen" min_entries: 2 span { days: 3 } max_gap { days: 9 } rise { code: "swelling" at_least: 1 }
      last { value { code: "swelling" op: GE than: 2 } }
    } }
    of { run { of: "warmth" min_entries: 2 } }
    of { seen { include_withdrawn: true entry { all_of {
      of { present: "redness" }
      of { not { present: "warmth" } }
    } } } }
  } }
  outcome { actions: OPEN_ESCALATION basis: "{site} {span}" }
}
rules {
  id: "areas" title: "k" key: EACH_SITE urgency: WATCH
  when { any_of {
    of { seen { areas: [KNEE, THIGH] entry { present: "redness" } } }
    of { all_of {
      of { seen { areas: HIP at: OTHER_SIDE entry { present: "redness" } } }
      of { not { seen { areas: HIP entry { present: "redness" } } } }
    } }
    of { all_of {
      of { seen { at: OTHER_SIDE entry { value { code: "move_difficulty" op: GE than: 2 } } } }
      of { not { seen { areas: HIP window { days: 7 } entry { value { code: "swelling" op: GE than: 1 } } } } }
    } }
  } }
  upgrades { urgency: URGENT when { unless { seen { areas: KNEE window { days: 5 } entry { present: "warmth" } } } } }
  outcome { actions: ASK_AGAIN basis: "{site}" }
}
rules {
  id: "areas-of-any-site" title: "k" key: ONCE_PER_PATIENT urgency: WATCH
  when { all_of {
    within { days: 5 }
    of { seen { areas: HIP at: ANY_SITE entry { value { code: "swelling" op: GE than: 1 } } } }
    of { any_of {
      of { seen { areas: [KNEE, THIGH] at: ANY_SITE window { days: 8 } entry { present: "warmth" } } }
      of { seen { entry { present: "fever" } } }
    } }
    of { unless { seen { areas: KNEE at: ANY_SITE entry { choice { code: "wb" is: "full" } } } } }
  } }
  upgrades { urgency: EMERGENCY when { seen { areas: HIP at: ANY_SITE entry { present: "redness" } } } }
  outcome { actions: OPEN_ESCALATION basis: "{findings}" }
}
rules {
  id: "near-trend" title: "n" key: EACH_SITE urgency: WATCH
  when { any_of {
    of { trend { code: "rest_nprs" direction: FALLING at_least: 2 over { days: 2 } within { days: 6 } } }
    of { trend { code: "swelling" direction: RISING at_least: 1 over { days: 1 } within { days: 9 } } }
    of { all_of {
      of { seen { entry { present: "redness" } } }
      of { not { trend { code: "swelling" direction: NOT_IMPROVING at_least: 1 over { days: 1 } within { days: 12 } } } }
    } }
  } }
  upgrades {
    urgency: URGENT
    when { trend { code: "swelling" direction: RISING at_least: 2 over { days: 3 } within { days: 7 } min_entries: 3 } }
  }
  outcome { actions: ASK_AGAIN basis: "{site}" }
}
rules {
  id: "guarded-emergency" title: "g" key: EACH_SITE urgency: EMERGENCY
  when { all_of {
    of { seen { entry { all_of { of { present: "redness" } of { not_asked: "night_pattern" } } } } }
    of { unless { seen { entry { present: "warmth" } } } }
  } }
  outcome { actions: OPEN_ESCALATION basis: "{site}" }
}
rules {
  id: "nowhere" title: "n" key: ONCE_PER_PATIENT urgency: WATCH
  when { all_of {
    of { seen { at: ANY_SITE entry { present: "redness" } } }
    of { not { seen { at: ANY_SITE areas: [KNEE, HIP] entry { value { code: "swelling" op: GT than: 2 } } } } }
  } }
  outcome { actions: ASK_AGAIN basis: "{findings}" }
}
rules {
  id: "of-the-patient" title: "p" key: ONCE_PER_PATIENT urgency: SOON
  when { any_of {
    of { run { of: "fever" min_entries: 2 some_entry { value { code: "load_off_h" op: LE than: 24 } } } }
    of { repeats { of: "fever" at_least: 2 within { days: 40 } max_gap { days: 9 } } }
    of { all_of {
      of { seen { entry { present: "fever" } } }
      of { fact { entry { any_of { of { present: "psoriasis" } of { value { code: "load_off_h" op: EQ than: 48 } } } } } }
    } }
  } }
  outcome { actions: ASK_AGAIN basis: "{findings}" }
}
rules {
  id: "closer-together" title: "c" key: EACH_SITE urgency: WATCH
  when { all_of {
    within { days: 8 }
    of { seen { entry { present: "warmth" } } }
    of { all_of {
      within { days: 2 }
      of { seen { entry { present: "redness" } } }
      of { seen { entry { value { code: "swelling" op: LE than: 2 } } } }
    } }
  } }
  upgrades {
    urgency: SOON
    when { all_of {
      of { not { run { of: "swollen" span { days: 2 } some_entry { value { code: "move_difficulty" op: GT than: 1 } } } } }
      of { unless { repeats { of: "warmth" at_least: 2 within { days: 50 } } } }
    } }
  }
  outcome { actions: ASK_AGAIN basis: "{site}" }
}
rules {
  id: "guards-in-guards" title: "g" key: EACH_SITE urgency: WATCH
  when { all_of {
    of { seen { entry { value { code: "swelling" op: GE than: 1 } } } }
    of { not { any_of {
      of { seen { entry { value { code: "move_difficulty" op: GE than: 3 } } } }
      of { all_of {
        within { days: 3 }
        of { seen { entry { present: "warmth" } } }
        of { seen { entry { present: "redness" } } }
      } }
      of { not { run { of: "swollen" min_entries: 2 } } }
    } } }
  } }
  upgrades {
    urgency: SOON
    when { any_of {
      of { repeats { of: "swollen" at_least: 2 within { days: 45 } some_entry { present: "warmth" } } }
      of { not { unless { run { of: "warmth" span { days: 4 } last { present: "redness" } } } } }
    } }
  }
  outcome { actions: ASK_AGAIN basis: "{site}" }
}
)text";
}

}  // namespace midstance::rules
