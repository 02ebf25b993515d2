#pragma once

#include <absl/status/status.h>

#include <ostream>
#include <string>

namespace midstance::story {

// Tells the story as it is played, and holds it to what it promises.
class Teller {
 public:
  explicit Teller(std::ostream& out) : out_(out) {}

  void Scene(int number, const std::string& day, const std::string& title) {
    out_ << "\nScene " << number << ", " << day << ": " << title << '\n';
  }
  void Tell(const std::string& line) { out_ << "  " << line << '\n'; }
  // FAILED_PRECONDITION with both texts when the promise does not hold.
  absl::Status Must(bool holds, const std::string& expected, const std::string& actual) {
    if (!holds) {
      return absl::FailedPreconditionError("expected: " + expected + "\n  actual:   " + actual);
    }
    ++held_;
    out_ << "  holds: " << expected << '\n';
    return absl::OkStatus();
  }
  int held() const { return held_; }

 private:
  std::ostream& out_;
  int held_ = 0;
};

}  // namespace midstance::story
