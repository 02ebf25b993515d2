#include "services/delivery/message_json.h"

#include <absl/strings/escaping.h>

#include <nlohmann/json.hpp>

#include "services/delivery/name.h"
#include "services/delivery/times.h"

namespace midstance::delivery {

std::string Base64(std::string_view bytes) {
  return absl::Base64Escape(absl::string_view(bytes.data(), bytes.size()));
}

std::string JsonOf(const Message& message, Pdf pdf) {
  nlohmann::ordered_json json;
  const bool letter = message.kind == v1::Delivery::KIND_LETTER;
  json["delivery"] = std::string(kNamePrefix) + message.id;
  json["kind"] = letter ? "LETTER" : "NOTICE";
  json["clinic"] = message.clinic;
  json["about"] = message.about;
  json["urgency"] = message.urgency;
  json["created"] = IsoTime(message.made);
  json["subject"] = message.subject;
  json["text"] = message.text;
  if (letter) {
    auto& to = json["addressee"];
    to["name"] = message.addressee.name();
    to["organisation"] = message.addressee.organisation();
    to["contact"] = message.addressee.contact();
    to["email"] = message.addressee.email();
    json["letter"]["sha256"] = message.pdf_sha256;
    if (pdf == Pdf::kBeside) json["letter"]["file"] = message.id + ".pdf";
    if (pdf == Pdf::kInside) json["letter"]["pdf"] = Base64(message.pdf);
  } else {
    json["recipient"]["user"] = message.user;
    if (!message.address.empty()) json["recipient"]["email"] = message.address;
  }
  // What is stored is UTF-8; were it not, a message with a sign for it is better than none.
  return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace midstance::delivery
