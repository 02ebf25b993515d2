#pragma once

#include <absl/status/statusor.h>

#include <string_view>

#include "midstance/config/v1/delivery.pb.h"
#include "midstance/v1/delivery.pb.h"
#include "midstance/v1/escalation.pb.h"
#include "support/time.h"

namespace midstance::delivery {

// delivery.textproto, which is part of the program: no file is read.
std::string_view SettingsText();

// FAILED_PRECONDITION unless each kind of notice is there once, of a kind that names a person, and
// each retry has its numbers and why.
absl::StatusOr<config::v1::DeliverySettings> ParseSettings(std::string_view text);
absl::StatusOr<config::v1::DeliverySettings> ShippedSettings();
// The shipped ones, with what `own` has in their place.
absl::StatusOr<config::v1::DeliverySettings> SettingsOf(const config::v1::DeliverySettings& own);

// Whether an event of this kind in the life of an escalation of this urgency goes out.
bool GoesOut(const config::v1::DeliverySettings& settings, v1::Escalation::Event::Kind kind,
             rules::v1::Urgency urgency);

// `urgency`: of what a notice is about.
const config::v1::DeliverySettings::Retry& RetryOf(const config::v1::DeliverySettings& settings,
                                                   v1::Delivery::Kind kind,
                                                   rules::v1::Urgency urgency);
// How long to wait after the `tries`-th try, which failed.
Duration WaitAfter(const config::v1::DeliverySettings::Retry& retry, int tries);
// Whether that one was the last.
bool GivenUp(const config::v1::DeliverySettings::Retry& retry, int tries);

}  // namespace midstance::delivery
