#include "services/delivery/message.h"

#include <optional>
#include <utility>

#include "midstance/storage/v1/records.pb.h"
#include "midstance/v1/user.pb.h"
#include "services/delivery/cause.h"
#include "services/delivery/name.h"
#include "services/rules/words.h"
#include "storage/tables/all.h"
#include "support/digest.h"
#include "support/status.h"

namespace midstance::delivery {
namespace {

using v1::Delivery;
using Event = v1::Escalation::Event;

std::string DisplayName(const storage::Reader& reader) {
  const auto found = reader.Get<storage::v1::Clinic>("clinics/" + reader.clinic());
  return found.ok() && !found->display_name().empty() ? found->display_name() : reader.clinic();
}

struct Words {
  std::string subject;
  std::string begin;  // of a sentence that goes on with a day
};

Words WordsOf(Event::Kind kind) {
  switch (kind) {
    case Event::KIND_UPGRADED:
      return {"Midstance: something more urgent waits for you",
              "What waits for you has become more pressing on "};
    case Event::KIND_REOPENED:
      return {"Midstance: something urgent waits for you again",
              "What was withdrawn, or spoken against, was found again on "};
    case Event::KIND_LATE:
      return {"Midstance: something that is late waits for you",
              "A step was not made in time. You were told so on "};
    case Event::KIND_HANDED_OVER:
      return {"Midstance: something was handed over to you",
              "A colleague handed something over to you on "};
    default:
      return {"Midstance: something urgent waits for you", "Something has waited for you since "};
  }
}

std::string NoticeText(const RenderParts& parts, const storage::Reader& reader,
                       const NoticeCause& cause, const Words& words) {
  const auto& event = cause.escalation.history(cause.event);
  const Instant at = InstantOf(event.time());
  return words.begin + parts.calendar.DayOf(at).Words() + ", " + parts.calendar.TimeWords(at) +
         " " + parts.calendar.OffsetWords(at) +
         ".\nIts urgency: " + std::string(rules::UrgencyWord(cause.escalation.urgency())) +
         ".\n\nSee it in your worklist:\n\n    midstance worklist\n\nThis notice tells neither of "
         "whom nor what. It ends nothing: what waits, waits\n"
         "until you answer it there.\n\n" +
         DisplayName(reader) + "\n";
}

absl::StatusOr<Rendered> RenderNotice(const RenderParts& parts, const storage::Reader& reader,
                                      const Delivery& delivery) {
  Rendered rendered;
  MIDSTANCE_ASSIGN_OR_RETURN(const auto cause, NoticeCauseOf(reader, delivery));
  if (!cause.has_value()) {
    rendered.gone = "what it is about is gone";
    return rendered;
  }
  rendered.urgency = cause->escalation.urgency();
  MIDSTANCE_ASSIGN_OR_RETURN(rendered.gone,
                             WhyNoNotice(parts.worklist, reader, cause->escalation, cause->event));
  if (!rendered.gone.empty()) return rendered;
  Message& message = rendered.message;
  const Words words = WordsOf(cause->escalation.history(cause->event).kind());
  message.subject = words.subject;
  message.text = NoticeText(parts, reader, *cause, words);
  message.urgency = rules::UrgencyWord(rendered.urgency);
  message.user = delivery.recipient();
  MIDSTANCE_ASSIGN_OR_RETURN(rendered.unreached,
                             WhyNotReached(reader, delivery.recipient(), delivery.channel()));
  if (!rendered.unreached.empty()) return rendered;
  MIDSTANCE_ASSIGN_OR_RETURN(const auto user, reader.Get<v1::User>(delivery.recipient()));
  message.address = user.email();
  return rendered;
}

absl::StatusOr<Rendered> RenderLetter(const storage::Reader& reader, const Delivery& delivery) {
  Rendered rendered;
  auto referral = reader.Get<v1::Referral>(delivery.about());
  if (ReasonOf(referral.status()) == v1::ERROR_REASON_RESOURCE_NOT_FOUND) {
    rendered.gone = "the referral is gone";
    return rendered;
  }
  MIDSTANCE_RETURN_IF_ERROR(referral.status());
  rendered.urgency = referral->urgency();
  rendered.gone = WhyNoLetter(*referral, delivery);
  if (!rendered.gone.empty()) return rendered;
  MIDSTANCE_ASSIGN_OR_RETURN(auto letter,
                             reader.Get<storage::v1::SentLetter>(referral->name() + "/letters/1"));
  Message& message = rendered.message;
  const std::string clinic = DisplayName(reader);
  message.subject = "Letter from " + clinic;
  message.text =
      "Attached is a letter from " + clinic +
      ".\n\nIt is for the addressee alone. Whoever receives it by mistake, please let us\n"
      "know and delete it.\n";
  message.urgency = rules::UrgencyWord(rendered.urgency);
  message.addressee = referral->addressee();
  message.address = referral->addressee().email();
  message.pdf = std::move(*letter.mutable_pdf());
  message.pdf_sha256 = Hex(Sha256(message.pdf));
  return rendered;
}

}  // namespace

absl::StatusOr<Rendered> Render(const RenderParts& parts, const storage::Reader& reader,
                                const Delivery& delivery, Instant now) {
  MIDSTANCE_ASSIGN_OR_RETURN(auto rendered, delivery.kind() == Delivery::KIND_LETTER
                                                ? RenderLetter(reader, delivery)
                                                : RenderNotice(parts, reader, delivery));
  rendered.message.id = delivery.name().substr(kNamePrefix.size());
  rendered.message.kind = delivery.kind();
  rendered.message.clinic = reader.clinic();
  rendered.message.about = delivery.about();
  rendered.message.made = InstantOf(delivery.create_time());
  rendered.message.sent = now;
  return rendered;
}

}  // namespace midstance::delivery
