#pragma once

#include <string>
#include <utility>

#include "midstance/v1/clinical.pb.h"

namespace midstance::story {

// Builds what a report says: Findings().Number("rest_nprs", 2).Present("warmth").
class Findings {
 public:
  Findings& Number(const std::string& code, double value) {
    Add(code).set_number(value);
    return *this;
  }
  Findings& Choice(const std::string& code, const std::string& value) {
    Add(code).set_choice(value);
    return *this;
  }
  Findings& Present(const std::string& code) {
    Add(code).set_answer(v1::ANSWER_PRESENT);
    return *this;
  }
  Findings& Absent(const std::string& code) {
    Add(code).set_answer(v1::ANSWER_ABSENT);
    return *this;
  }
  const google::protobuf::RepeatedPtrField<v1::Observation>& list() const { return list_; }

  // Puts them into a CheckIn or an Assessment.
  template <class Record>
  void At(const v1::Site& site, Record& record) const {
    auto& report = *record.add_reports();
    *report.mutable_site() = site;
    *report.mutable_observations() = list_;
  }

 private:
  // A code said twice keeps the later value: an arc overrides the usual day.
  v1::Observation& Add(const std::string& code) {
    for (auto& observation : list_) {
      if (observation.code() == code) return observation;
    }
    auto& observation = *list_.Add();
    observation.set_code(code);
    return observation;
  }

  google::protobuf::RepeatedPtrField<v1::Observation> list_;
};

}  // namespace midstance::story
