#pragma once

#include <absl/status/statusor.h>

#include <optional>
#include <string>
#include <string_view>

#include "midstance/config/v1/worklist_settings.pb.h"
#include "midstance/v1/delivery.pb.h"
#include "midstance/v1/escalation.pb.h"
#include "midstance/v1/referral.pb.h"
#include "storage/store.h"

// What a delivery is made of, and whether that still stands.
namespace midstance::delivery {

// An escalation whose event a person is told of.
struct NoticeCause {
  v1::Escalation escalation;
  int event = 0;  // of its history
};
// The event that the delivery was made of; nothing when the escalation, or its patient, is gone.
absl::StatusOr<std::optional<NoticeCause>> NoticeCauseOf(const storage::Reader& reader,
                                                         const v1::Delivery& delivery);

// Why the person need not be told of that event any more, in our words; empty while she must. Of an
// alarm: somebody answered it since, or it rose or came again. Of what is late: it does not wait
// any more. Of what was handed over: she acknowledged it, or it went on to somebody else.
absl::StatusOr<std::string> WhyNoNotice(const config::v1::WorklistSettings& settings,
                                        const storage::Reader& reader,
                                        const v1::Escalation& escalation, int event);
// Why the letter need not go out by this delivery any more; empty while it must. Of a letter that
// was sent again only the last sending's delivery goes out.
std::string WhyNoLetter(const v1::Referral& referral, const v1::Delivery& delivery);

// Who is to be told: whom the event names, else the first of worklist::PersonsFor. Empty when there
// is nobody.
absl::StatusOr<std::string> RecipientOf(const storage::Reader& reader,
                                        const v1::Escalation& escalation, int event);

// Why she is not reached by that way, in our words; empty when she is. Nobody, and who may not sign
// in, is reached by none.
absl::StatusOr<std::string> WhyNotReached(const storage::Reader& reader, std::string_view user,
                                          v1::Delivery::Channel channel);

}  // namespace midstance::delivery
