#include "clients/checkin/kiosk.h"

namespace midstance::checkin {

std::optional<client::LinkCode> AskForLink(Terminal& terminal, const Words& words) {
  terminal.Say(words.Get("link.ask"));
  while (true) {
    Typed typed = terminal.Ask(Echo::kHidden);
    // A screen that nobody uses stays as it is.
    while (typed.kind == Typed::Kind::kIdle) typed = terminal.Wait(Echo::kHidden);
    if (typed.kind == Typed::Kind::kEnd) return std::nullopt;
    if (typed.text.empty()) continue;
    if (auto code = client::ParseLinkCode(typed.text)) return code;
    terminal.Say(words.Get("link.wrong"));
  }
}

void ServeKiosk(Terminal& terminal, const Words& words,
                const std::function<ServerCalls(const client::LinkCode&)>& calls_for,
                const SessionTools& tools) {
  while (true) {
    terminal.Wipe();
    const auto link = AskForLink(terminal, words);
    if (!link.has_value()) return;
    const SessionEnd end = CheckInAt(terminal, words, calls_for(*link), link->name, tools);
    if (end.idle) continue;
    terminal.Pause();
    terminal.Say(words.Get("kiosk.end"));
    if (terminal.Ask(Echo::kHidden).kind == Typed::Kind::kEnd) break;
  }
  terminal.Wipe();
}

}  // namespace midstance::checkin
