#pragma once

#include <google/protobuf/repeated_field.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "midstance/v1/outcome_score.pb.h"

// Forms with the scores that they must have, worked out by hand from the published formulas. For
// the tests here and for those that send them through the API.
namespace midstance::measures {

struct FilledScale {
  const char* subscale;
  const char* answers;  // comma-separated, "-" for a blank
};

struct ExpectedScore {
  const char* subscale;
  std::optional<double> score;  // none: too few answers
  const char* band = "";
};

struct ScoreVector {
  const char* id;
  const char* measure;
  const char* variant;
  std::vector<FilledScale> form;
  std::vector<ExpectedScore> expected;
};

struct RejectVector {
  const char* id;
  const char* measure;
  const char* variant;
  std::vector<FilledScale> form;
  const char* path;
};

inline void PrintTo(const ScoreVector& vector, std::ostream* out) { *out << vector.id; }
inline void PrintTo(const RejectVector& vector, std::ostream* out) { *out << vector.id; }

// The answers as a request carries them. With `named` each item has a label.
inline google::protobuf::RepeatedPtrField<v1::SubscaleAnswers> AnswersOf(
    const std::vector<FilledScale>& form, bool named) {
  google::protobuf::RepeatedPtrField<v1::SubscaleAnswers> all;
  for (const auto& scale : form) {
    auto& answers = *all.Add();
    answers.set_subscale(scale.subscale);
    std::string_view rest(scale.answers);
    while (!rest.empty()) {
      const auto word = rest.substr(0, rest.find(','));
      rest.remove_prefix(std::min(word.size() + 1, rest.size()));
      auto& item = *answers.add_items();
      if (named) item.set_label("activity " + std::to_string(answers.items_size()));
      double value = 0;
      const auto read = std::from_chars(word.data(), word.data() + word.size(), value);
      if (read.ec == std::errc()) item.set_value(value);
    }
  }
  return all;
}

inline const std::vector<ScoreVector>& ScoreVectors() {
  static const std::vector<ScoreVector> kVectors = {
      {"nprs_composite", "nprs", "composite", {{"total", "2,1,6"}}, {{"total", 3.00}}},
      {"psfs_first", "psfs", "", {{"total", "2,5,6"}}, {{"total", 4.33}}},
      {"psfs_second", "psfs", "", {{"total", "6,8,7"}}, {{"total", 7.00}}},
      {"lefs", "lefs", "", {{"total", "3,3,3,3,3,3,3,3,3,3,3,3,2,2,2,2,2,1,1,1"}}, {{"total", 49}}},
      {"lefs_second",
       "lefs",
       "",
       {{"total", "3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3"}},
       {{"total", 60}}},
      {"hagos_symptoms", "hagos", "", {{"symptoms", "2,1,1,0,2,1,1"}}, {{"symptoms", 71.43}}},
      {"hagos_pain", "hagos", "", {{"pain", "1,2,0,1,2,1,3,0,1,1"}}, {{"pain", 70.00}}},
      {"hagos_adl", "hagos", "", {{"adl", "0,1,1,0,1"}}, {{"adl", 85.00}}},
      {"hagos_sport_rec", "hagos", "", {{"sport-rec", "2,3,2,2,1,3,2,2"}}, {{"sport-rec", 46.88}}},
      {"hagos_pa", "hagos", "", {{"pa", "3,4"}}, {{"pa", 12.50}}},
      {"hagos_qol", "hagos", "", {{"qol", "2,3,2,3,2"}}, {{"qol", 40.00}}},
      {"hagos_pain_4_missing", "hagos", "", {{"pain", "1,2,0,1,2,1,-,-,-,-"}}, {{"pain", 70.83}}},
      {"hagos_pain_6_missing",
       "hagos",
       "",
       {{"pain", "1,2,0,1,-,-,-,-,-,-"}},
       {{"pain", std::nullopt}}},
      {"hagos_symptoms_3_missing",
       "hagos",
       "",
       {{"symptoms", "2,1,1,0,-,-,-"}},
       {{"symptoms", 75.00}}},
      {"hagos_symptoms_4_missing",
       "hagos",
       "",
       {{"symptoms", "2,1,1,-,-,-,-"}},
       {{"symptoms", std::nullopt}}},
      {"hoos_adl", "hoos", "", {{"adl", "1,1,1,1,1,1,1,1,1,2,2,2,2,2,2,2,2"}}, {{"adl", 63.24}}},
      {"hoos_adl_8_missing",
       "hoos",
       "",
       {{"adl", "1,1,1,1,1,1,1,1,1,-,-,-,-,-,-,-,-"}},
       {{"adl", 75.00}}},
      {"hoos_adl_9_missing",
       "hoos",
       "",
       {{"adl", "1,1,1,1,1,1,1,1,-,-,-,-,-,-,-,-,-"}},
       {{"adl", std::nullopt}}},
      {"hoos_12",
       "hoos-12",
       "",
       {{"pain", "1,2,1,2"}, {"function", "1,1,2,3"}, {"qol", "2,3,2,2"}},
       {{"pain", 62.50}, {"function", 56.25}, {"qol", 43.75}, {"summary", 54.17}}},
      {"hoos_12_two_missing",
       "hoos-12",
       "",
       {{"pain", "1,-,2,-"}, {"function", "1,1,2,3"}, {"qol", "2,3,2,2"}},
       {{"pain", 62.50}, {"summary", 54.17}}},
      {"hoos_12_three_missing",
       "hoos-12",
       "",
       {{"pain", "1,-,-,-"}, {"function", "1,1,2,3"}, {"qol", "2,3,2,2"}},
       {{"pain", std::nullopt}, {"summary", std::nullopt}}},
      {"ihot_12",
       "ihot-12",
       "",
       {{"total", "45,60,30,55,70,20,50,65,40,35,80,50"}},
       {{"total", 50.00}}},
      {"ihot_12_first_ten",
       "ihot-12",
       "",
       {{"total", "45,60,30,55,70,20,50,65,40,35,-,-"}},
       {{"total", 47.00}}},
      {"uwri", "uwri", "", {{"total", "3,2,2,2,3,1,1,2,2"}}, {{"total", 18}}},
      {"ostrc_o2", "ostrc-o2", "", {{"total", "8,8,17,8"}}, {{"total", 41, "substantial"}}},
      {"ostrc_o2_no_problem", "ostrc-o2", "", {{"total", "0,-,-,-"}}, {{"total", 0}}},
      {"ostrc_o2_no_participation",
       "ostrc-o2",
       "",
       {{"total", "25,-,-,-"}},
       {{"total", 100, "substantial"}}},
      {"ostrc_h2", "ostrc-h2", "", {{"total", "8,8,17,8"}}, {{"total", 41, "substantial"}}},
      {"visa_g", "visa-g", "", {{"total", "6,4,7,6,7,6,4,12"}}, {{"total", 52}}},
      {"tsk_11", "tsk-11", "", {{"total", "2,3,2,3,2,2,3,2,3,2,2"}}, {{"total", 26, "low"}}},
      {"ears", "ears", "", {{"total", "1,3,3,0,2,1"}}, {{"total", 18}}},
      {"siras", "siras", "", {{"total", "4,5,4"}}, {{"total", 13}}},
      {"srpe_session", "srpe", "session", {{"total", "6,45"}}, {{"total", 270}}},
      {"srpe_week", "srpe", "week", {{"total", "270,180,320"}}, {{"total", 770}}},
  };
  return kVectors;
}

inline const std::vector<RejectVector>& RejectVectors() {
  static const std::vector<RejectVector> kVectors = {
      {"lefs_item_5",
       "lefs",
       "",
       {{"total", "3,3,3,5,3,3,3,3,3,3,3,3,2,2,2,2,2,1,1,1"}},
       "answers[0].items[3].value"},
      {"nprs_11", "nprs", "worst", {{"total", "11"}}, "answers[0].items[0].value"},
      {"nprs_3_and_a_half", "nprs", "worst", {{"total", "3.5"}}, "answers[0].items[0].value"},
      {"hagos_item_minus_1",
       "hagos",
       "",
       {{"pa", "3,4"}, {"adl", "0,1,-1,0,1"}},
       "answers[1].items[2].value"},
      {"groc_8", "groc", "", {{"total", "8"}}, "answers[0].items[0].value"},
      {"tsk_item_0",
       "tsk-11",
       "",
       {{"total", "2,3,2,3,2,2,3,2,3,2,0"}},
       "answers[0].items[10].value"},
  };
  return kVectors;
}

}  // namespace midstance::measures
