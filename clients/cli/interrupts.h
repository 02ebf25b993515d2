#pragma once

namespace midstance::cli {

// While it lives, SIGINT, SIGTERM and SIGHUP do not end the program but can be waited for. Made
// before the program has other threads, which otherwise would still take them.
class Interrupts {
 public:
  Interrupts();
  ~Interrupts();
  Interrupts(const Interrupts&) = delete;
  Interrupts& operator=(const Interrupts&) = delete;

  // Readable when one came.
  int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

}  // namespace midstance::cli
