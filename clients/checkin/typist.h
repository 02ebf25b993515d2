#pragma once

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include "clients/checkin/terminal.h"

namespace midstance::checkin {

// Types lines for a test, then nothing more; keeps what was printed.
class Typist {
 public:
  explicit Typist(std::vector<std::string> lines, int width = 40) : width_(width) {
    for (std::string& line : lines) typed_.push_back({.text = std::move(line)});
  }
  void Add(const std::string& line) { typed_.push_back({.text = line}); }
  void GoAway() { typed_.push_back({.kind = Typed::Kind::kIdle}); }

  Terminal terminal() {
    return Terminal(
        [this](Echo) {
          // As a person reads it, the next thing stands below what she typed.
          if (next_ == typed_.size()) return Typed{.kind = Typed::Kind::kEnd};
          printed_ << typed_[next_].text << '\n';
          return typed_[next_++];
        },
        printed_, width_);
  }
  std::string printed() const { return printed_.str(); }
  // The same, however it was broken into lines.
  std::string said() const {
    std::string text = printed();
    std::replace(text.begin(), text.end(), '\n', ' ');
    return text;
  }
  // Whether all that was to be typed was asked for.
  bool done() const { return next_ == typed_.size(); }
  std::size_t Count(std::string_view text) const {
    const std::string all = said();
    std::size_t count = 0;
    for (auto at = all.find(text); at != std::string::npos; at = all.find(text, at + 1)) ++count;
    return count;
  }

 private:
  const int width_;
  std::vector<Typed> typed_;
  std::size_t next_ = 0;
  std::ostringstream printed_;
};

}  // namespace midstance::checkin
