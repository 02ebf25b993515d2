#include "services/rules/replay.h"

#include <algorithm>
#include <limits>
#include <string_view>
#include <tuple>

#include "services/rules/result.h"
#include "services/rules/walk.h"

namespace midstance::rules {

std::vector<Raised> Replay(const CompiledRuleSet& rules, const Timeline& timeline, Instant end) {
  const View view{.program = rules.program(), .timeline = timeline};
  // Before the first report nothing holds.
  const std::int64_t until = MicrosOf(end) + 1;
  HistoryWalk walk(view, std::numeric_limits<std::int64_t>::min(), until);
  std::vector<Raised> raised;
  for (const Stretch& stretch : walk.Stretches()) {
    const Scope scope = view.At(*stretch.track, stretch.from, stretch.rule->rule->urgency());
    Raised one{.from = FromMicros(stretch.from.at),
               .until = std::nullopt,
               .result = ResultOf(scope, *stretch.rule, Truth::kTrue, stretch.urgency)};
    if (stretch.until < until) one.until = FromMicros(stretch.until);
    raised.push_back(std::move(one));
  }
  const auto order = [](const Raised& one) {
    return std::tuple(one.from, -static_cast<int>(one.result.urgency()),
                      std::string_view(one.result.rule()), one.result.site().area(),
                      one.result.site().side());
  };
  std::ranges::sort(raised, [&](const Raised& a, const Raised& b) { return order(a) < order(b); });
  return raised;
}

}  // namespace midstance::rules
