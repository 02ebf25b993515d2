#include "clients/cli/commands/chart_style.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <string_view>

namespace midstance::cli {
namespace {

bool NamesUtf8(std::string_view locale) {
  return locale.find("UTF-8") != std::string_view::npos ||
         locale.find("utf8") != std::string_view::npos;
}

// Of the three that say it the first one that is set.
bool SpeaksUtf8() {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const char* value = std::getenv(name);
    if (value != nullptr && *value != '\0') return NamesUtf8(value);
  }
  return false;
}

}  // namespace

BarStyle ChartStyleOfStdout() {
  BarStyle style;
  const char* terminal = std::getenv("TERM");
  const bool dumb = terminal != nullptr && std::string_view(terminal) == "dumb";
  style.ascii = dumb || !SpeaksUtf8();
  winsize window{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &window) == 0 && window.ws_col > 0) {
    style.width = std::min<std::size_t>(style.width, window.ws_col);
  }
  return style;
}

}  // namespace midstance::cli
