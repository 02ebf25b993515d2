#pragma once

#include <google/protobuf/repeated_field.h>

#include <string>
#include <vector>

#include "midstance/v1/clinical.pb.h"
#include "support/time.h"

// Joints that click with pain, catch or lock: nobody begins to run on one.
namespace midstance::running {

// What one record says of one symptom on one side.
struct MechanicalAnswer {
  std::string code;
  v1::Site site;
  bool present = false;
  Instant observed;
  std::string entry;  // name of the check-in or assessment

  // "painful click (left hip)".
  std::string Words() const;
};

// Adds what a record answers. Both sides are told as each; where it does not click, the click does
// not hurt.
void AddMechanics(const google::protobuf::RepeatedPtrField<v1::SiteReport>& reports,
                  Instant observed, const std::string& entry,
                  std::vector<MechanicalAnswer>& answers);

// Of each symptom on each side the latest answer up to `at`, where it is present; in the order of
// site and symptom. Of two answers of one moment the one that tells of it counts.
std::vector<MechanicalAnswer> PresentMechanics(const std::vector<MechanicalAnswer>& answers,
                                               Instant at);

}  // namespace midstance::running
