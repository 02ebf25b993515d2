#include "services/delivery/settings.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <set>

#include "support/data_text.h"

namespace midstance::delivery {
namespace {

using config::v1::DeliverySettings;
using v1::Escalation;

// Who is to be told of events of other kinds, nobody says.
bool NamesAPerson(Escalation::Event::Kind kind) {
  return kind == Escalation::Event::KIND_OPENED || kind == Escalation::Event::KIND_UPGRADED ||
         kind == Escalation::Event::KIND_REOPENED || kind == Escalation::Event::KIND_LATE ||
         kind == Escalation::Event::KIND_HANDED_OVER;
}

bool IsWhole(const DeliverySettings::Retry& retry) {
  return retry.first_seconds() > 0 && retry.most_seconds() >= retry.first_seconds() &&
         retry.tries() > 0;
}

absl::Status Check(const DeliverySettings& settings) {
  std::set<int> kinds;
  for (const auto& notice : settings.notices()) {
    if (!NamesAPerson(notice.kind()) || !kinds.insert(notice.kind()).second) {
      return absl::FailedPreconditionError(
          "notices are of KIND_OPENED, KIND_UPGRADED, KIND_REOPENED, KIND_LATE and "
          "KIND_HANDED_OVER, each once");
    }
    if (notice.least_urgency() == rules::v1::URGENCY_UNSPECIFIED) {
      return absl::FailedPreconditionError("a notice lacks its least_urgency");
    }
  }
  if (IsWhole(settings.emergency_retry()) && IsWhole(settings.notice_retry()) &&
      IsWhole(settings.letter_retry())) {
    return absl::OkStatus();
  }
  return absl::FailedPreconditionError(
      "a retry of deliveries lacks a number, or waits longer at first than at most");
}

}  // namespace

absl::StatusOr<DeliverySettings> ParseSettings(std::string_view text) {
  MIDSTANCE_ASSIGN_OR_RETURN(auto settings,
                             ParseDataText<DeliverySettings>("delivery settings", text));
  MIDSTANCE_RETURN_IF_ERROR(Check(settings));
  for (const auto* retry :
       {&settings.emergency_retry(), &settings.notice_retry(), &settings.letter_retry()}) {
    if (retry->source().empty()) {
      return absl::FailedPreconditionError("a retry of deliveries does not say why");
    }
  }
  return settings;
}

absl::StatusOr<DeliverySettings> ShippedSettings() { return ParseSettings(SettingsText()); }

absl::StatusOr<DeliverySettings> SettingsOf(const DeliverySettings& own) {
  MIDSTANCE_ASSIGN_OR_RETURN(auto settings, ShippedSettings());
  if (!own.notices().empty()) *settings.mutable_notices() = own.notices();
  if (own.has_emergency_retry()) *settings.mutable_emergency_retry() = own.emergency_retry();
  if (own.has_notice_retry()) *settings.mutable_notice_retry() = own.notice_retry();
  if (own.has_letter_retry()) *settings.mutable_letter_retry() = own.letter_retry();
  MIDSTANCE_RETURN_IF_ERROR(Check(settings));
  return settings;
}

bool GoesOut(const DeliverySettings& settings, Escalation::Event::Kind kind,
             rules::v1::Urgency urgency) {
  return std::any_of(settings.notices().begin(), settings.notices().end(), [&](const auto& notice) {
    return notice.kind() == kind && urgency >= notice.least_urgency();
  });
}

const DeliverySettings::Retry& RetryOf(const DeliverySettings& settings, v1::Delivery::Kind kind,
                                       rules::v1::Urgency urgency) {
  if (kind == v1::Delivery::KIND_LETTER) return settings.letter_retry();
  return urgency == rules::v1::EMERGENCY ? settings.emergency_retry() : settings.notice_retry();
}

Duration WaitAfter(const DeliverySettings::Retry& retry, int tries) {
  const auto round = (static_cast<std::uint32_t>(std::max(tries, 1)) - 1) % retry.tries();
  std::uint64_t wait = retry.first_seconds();
  for (std::uint32_t i = 0; i < round && wait < retry.most_seconds(); ++i) wait *= 2;
  return std::chrono::seconds{std::min<std::uint64_t>(wait, retry.most_seconds())};
}

bool GivenUp(const DeliverySettings::Retry& retry, int tries) {
  return tries > 0 && static_cast<std::uint32_t>(tries) % retry.tries() == 0;
}

}  // namespace midstance::delivery
