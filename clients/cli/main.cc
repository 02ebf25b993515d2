#include <unistd.h>

#include <clocale>
#include <csignal>
#include <iostream>

#include "clients/cli/app.h"

int main(int argc, char** argv) {
  // Names in any script need a UTF-8 locale; the plain one shows them as bytes.
  if (std::setlocale(LC_ALL, "") == nullptr || MB_CUR_MAX == 1) std::setlocale(LC_ALL, "C.UTF-8");
  // `midstance ... | head` ends quietly.
  std::signal(SIGPIPE, SIG_DFL);
  midstance::cli::Context context(std::cout, std::cerr);
  context.data_screen = midstance::cli::ScreenOf(STDOUT_FILENO);
  context.talk_screen = midstance::cli::ScreenOf(STDERR_FILENO);
  return midstance::cli::RunCommandLine({argv + 1, argv + argc}, context);
}
