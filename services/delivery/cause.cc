#include "services/delivery/cause.h"

#include "midstance/v1/patient.pb.h"
#include "midstance/v1/user.pb.h"
#include "services/delivery/channel.h"
#include "services/delivery/name.h"
#include "services/worklist/persons.h"
#include "services/worklist/waiting.h"
#include "storage/find.h"
#include "storage/tables/all.h"
#include "support/names.h"
#include "support/status.h"

namespace midstance::delivery {
namespace {

using v1::Escalation;
using Event = v1::Escalation::Event;

// It asks anew, and a notice of its own says so.
bool AsksAnew(const Event& event) {
  return event.kind() == Event::KIND_UPGRADED || event.kind() == Event::KIND_REOPENED;
}

// Of the events behind it the first that fits. What the same call wrote is no answer to it.
template <class Fits>
bool AnyAfter(const Escalation& escalation, int event, Fits fits) {
  const Event& of = escalation.history(event);
  for (int i = event + 1; i < escalation.history_size(); ++i) {
    const Event& later = escalation.history(i);
    const bool same_call = InstantOf(later.time()) == InstantOf(of.time()) &&
                           later.actor() == of.actor() && !AsksAnew(later);
    if (!same_call && fits(later)) return true;
  }
  return false;
}

std::string WhyNoAlarm(const Escalation& escalation, int event) {
  const auto answers = [](const Event& later) {
    return later.kind() == Event::KIND_ACKNOWLEDGED || later.kind() == Event::KIND_HANDED_OVER;
  };
  const auto rises = [](const Event& later) { return later.kind() == Event::KIND_UPGRADED; };
  const auto comes_again = [](const Event& later) { return later.kind() == Event::KIND_REOPENED; };
  if (AnyAfter(escalation, event, rises)) return "a newer notice says that it is more pressing";
  if (AnyAfter(escalation, event, comes_again)) return "a newer notice says that it came again";
  if (AnyAfter(escalation, event, answers)) return "somebody is on it";
  return {};
}

std::string WhyNoHandOver(const Escalation& escalation, int event) {
  const std::string& told = escalation.history(event).told();
  const auto on_it = [&told](const Event& later) {
    return later.kind() == Event::KIND_ACKNOWLEDGED && later.actor() == told;
  };
  const auto passed_on = [](const Event& later) { return later.kind() == Event::KIND_HANDED_OVER; };
  if (AnyAfter(escalation, event, on_it)) return "she is on it";
  if (AnyAfter(escalation, event, passed_on)) return "it was handed over to somebody else";
  return {};
}

// Of what the event tells that it waits, what waits now.
absl::StatusOr<std::optional<worklist::Waiting>> WaitsNow(
    const config::v1::WorklistSettings& settings, const storage::Reader& reader,
    const Escalation& escalation, const Event& event) {
  if (event.waiting() != escalation.name()) {
    MIDSTANCE_ASSIGN_OR_RETURN(const auto referral,
                               storage::Find<v1::Referral>(reader, event.waiting()));
    if (!referral.has_value()) return std::nullopt;
    return worklist::WaitingOf(settings, *referral);
  }
  std::optional<v1::Referral> latest;
  if (!escalation.referral().empty()) {
    MIDSTANCE_ASSIGN_OR_RETURN(latest, storage::Find<v1::Referral>(reader, escalation.referral()));
  }
  return worklist::WaitingOf(settings, escalation, latest ? &*latest : nullptr);
}

absl::StatusOr<std::string> WhyNotLate(const config::v1::WorklistSettings& settings,
                                       const storage::Reader& reader, const Escalation& escalation,
                                       const Event& event) {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto waiting, WaitsNow(settings, reader, escalation, event));
  const bool waits = waiting.has_value() && waiting->since == InstantOf(event.waiting_since());
  return std::string(waits ? "" : "it does not wait any more");
}

// Which step of the referral sent its letter last, counted from one; 0 when none did.
int LastSending(const v1::Referral& referral) {
  int step = referral.steps_size();
  while (step > 0 && referral.steps(step - 1).state() != v1::Referral::STATE_SENT) --step;
  return step;
}

}  // namespace

absl::StatusOr<std::optional<NoticeCause>> NoticeCauseOf(const storage::Reader& reader,
                                                         const v1::Delivery& delivery) {
  MIDSTANCE_ASSIGN_OR_RETURN(auto escalation, storage::Find<Escalation>(reader, delivery.about()));
  if (!escalation.has_value()) return std::nullopt;
  MIDSTANCE_ASSIGN_OR_RETURN(const auto name, ResourceName::Parse(escalation->name()));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto patient,
                             storage::Find<v1::Patient>(reader, name.patient_name()));
  if (!patient.has_value()) return std::nullopt;
  for (int event = 0; event < escalation->history_size(); ++event) {
    if (delivery.name().starts_with(NamesOf(delivery.about(), event))) {
      return NoticeCause{*std::move(escalation), event};
    }
  }
  return std::nullopt;
}

absl::StatusOr<std::string> WhyNoNotice(const config::v1::WorklistSettings& settings,
                                        const storage::Reader& reader, const Escalation& escalation,
                                        int event) {
  const Event& of = escalation.history(event);
  if (of.kind() == Event::KIND_LATE) return WhyNotLate(settings, reader, escalation, of);
  if (escalation.state() == Escalation::STATE_RESOLVED) return std::string("it is resolved");
  if (of.kind() == Event::KIND_HANDED_OVER) return WhyNoHandOver(escalation, event);
  return WhyNoAlarm(escalation, event);
}

std::string WhyNoLetter(const v1::Referral& referral, const v1::Delivery& delivery) {
  switch (referral.state()) {
    case v1::Referral::STATE_CLOSED:
      return "the referral is closed";
    case v1::Referral::STATE_DECLINED:
      return "the referral was declined";
    case v1::Referral::STATE_LOST:
      return "the letter was given up as lost, to be sent again";
    case v1::Referral::STATE_RETURNED:
      return "the letter came back, to be sent again";
    default:
      break;
  }
  const int sending = LastSending(referral);
  if (sending == 0 || delivery.name().starts_with(NamesOf(referral.name(), sending))) return {};
  return "the letter was sent again since";
}

absl::StatusOr<std::string> RecipientOf(const storage::Reader& reader, const Escalation& escalation,
                                        int event) {
  const Event& of = escalation.history(event);
  if (of.kind() == Event::KIND_LATE || of.kind() == Event::KIND_HANDED_OVER) return of.told();
  MIDSTANCE_ASSIGN_OR_RETURN(const auto name, ResourceName::Parse(escalation.name()));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto patient,
                             reader.Get<v1::Patient>(name.patient_name(), storage::Deleted::kShow));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto staff, worklist::StaffOf(reader));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto persons,
                             worklist::PersonsFor(staff, reader, patient, escalation));
  return persons.front();
}

absl::StatusOr<std::string> WhyNotReached(const storage::Reader& reader, std::string_view user,
                                          v1::Delivery::Channel channel) {
  if (user.empty()) return std::string("there is nobody to tell");
  MIDSTANCE_ASSIGN_OR_RETURN(const auto found, storage::Find<v1::User>(reader, user));
  if (!found.has_value()) return std::string("there is no such user");
  if (found->disabled()) return std::string("she may not sign in any more");
  const bool by_mail = channel == v1::Delivery::CHANNEL_MAIL;
  return std::string(by_mail && found->email().empty() ? kNoAddress : "");
}

}  // namespace midstance::delivery
