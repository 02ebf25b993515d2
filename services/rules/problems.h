#pragma once

#include <string>
#include <string_view>

#include "google/rpc/error_details.pb.h"
#include "support/status.h"

namespace midstance::rules {

// Collects what is wrong with a rule set, each with its path. No more than a hundred are kept.
class Problems {
 public:
  void Add(std::string_view path, std::string_view description) {
    if (found_.field_violations_size() >= 100) return;
    AddViolation(found_, std::string(path), std::string(description));
  }
  const google::rpc::BadRequest& found() const { return found_; }
  bool None() const { return found_.field_violations_size() == 0; }

 private:
  google::rpc::BadRequest found_;
};

// "rules[3]" of "rules" and 3.
inline std::string At(std::string_view path, int index) {
  return std::string(path) + "[" + std::to_string(index) + "]";
}
// "rules[3].when" of "rules[3]" and "when".
inline std::string Below(std::string_view path, std::string_view field) {
  return path.empty() ? std::string(field) : std::string(path) + "." + std::string(field);
}

}  // namespace midstance::rules
