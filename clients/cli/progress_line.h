#pragma once

#include <cstddef>
#include <cstdint>
#include <ostream>
#include <string>

#include "clients/cli/context.h"

namespace midstance::cli {

// One line about long work where somebody looks: on a terminal, unless --quiet. Gone when it ends.
class ProgressLine {
 public:
  // "checking"
  ProgressLine(const Context& context, std::string doing);
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  // `total` is 0 where nobody knows how many there are.
  void Tell(std::int64_t done, std::int64_t total);

 private:
  std::ostream* out_ = nullptr;  // where somebody looks
  std::size_t width_;
  std::string doing_;
  std::string shown_;
};

}  // namespace midstance::cli
