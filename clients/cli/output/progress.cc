#include "clients/cli/output/progress.h"

#include <algorithm>

namespace midstance::cli {

std::string ProgressText(std::string_view doing, std::int64_t done, std::int64_t total,
                         std::size_t width) {
  constexpr std::int64_t kBar = 20;
  std::string text = std::string(doing) + "  ";
  if (total <= 0) return (text + std::to_string(done)).substr(0, width);
  const std::int64_t part = std::clamp<std::int64_t>(done * kBar / total, 0, kBar);
  const std::string bar = '[' + std::string(static_cast<std::size_t>(part), '#') +
                          std::string(static_cast<std::size_t>(kBar - part), '.') + "]  ";
  const std::string count = std::to_string(done) + " of " + std::to_string(total);
  if (text.size() + bar.size() + count.size() <= width) text += bar;
  return (text + count).substr(0, width);
}

}  // namespace midstance::cli
