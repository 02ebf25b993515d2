#pragma once

#include <functional>
#include <optional>

#include "clients/checkin/session.h"
#include "clients/core/link_code.h"

namespace midstance::checkin {

// Asks for a link until it could be one. Nothing when there is nobody to ask any more.
std::optional<client::LinkCode> AskForLink(Terminal& terminal, const Words& words);

// One person after the other, each with a link of her own, until nothing more can be read. Nothing
// of one is on the screen, above it or in memory when the next begins; whoever leaves in the middle
// has sent nothing. How long a terminal waits before that is its reader's.
void ServeKiosk(Terminal& terminal, const Words& words,
                const std::function<ServerCalls(const client::LinkCode&)>& calls_for,
                const SessionTools& tools);

}  // namespace midstance::checkin
