#pragma once

#include <absl/status/statusor.h>

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "clients/core/link_code.h"
#include "clients/core/request_ids.h"
#include "clients/gateway/check_in_pages.h"
#include "clients/gateway/contact.h"
#include "clients/gateway/http.h"
#include "clients/gateway/limits.h"
#include "clients/gateway/server_call.h"

namespace midstance::gateway {

// Where a patient checks in by the link of her clinic; every step is a plain form:
//   GET  /check-in          asks for the code; with a script it takes it from the link
//   POST /check-in/open     keeps the code in a cookie of this browser
//   GET  /check-in/today    the form of today; ?change=1 fills in the check-in that there is,
//                           ?second=1 asks for one more, ?lang=de chooses the language
//   POST /check-in/send     records it
//   POST /check-in/forget   takes the cookie away
// The link is /check-in#CODE, and the code is the case's name, a slash and the token. No address,
// and so no log and no history, ever holds it.
class CheckInDesk {
 public:
  CheckInDesk(const ServerCall& call, const Limits& limits, Contact contact);

  // The pattern of a path of its own; empty for others.
  static std::string_view RouteOf(std::string_view path);
  // As HttpHandler, for its own paths.
  static std::optional<HttpResponse> Refuse(const HttpRequest& head);
  void Answer(const HttpRequest& request, Respond respond) const;

 private:
  using FormTaken = std::function<void(absl::StatusOr<v1::CheckInForm>)>;
  struct Asked;

  void Open(Look look, const Form& form, Respond respond) const;
  void Today(const HttpRequest& request, const Look& look, Respond respond) const;
  void Send(const HttpRequest& request, Form form, Respond respond) const;
  void Record(const Asked& asked, Respond respond) const;
  void Refused(const Asked& asked, const absl::Status& problem, const Respond& respond) const;
  void Tell(const Asked& asked, const std::string& bytes, Respond respond) const;
  void ReadForm(const client::LinkCode& code, const Look& look, FormTaken taken) const;
  Look LookFor(const HttpRequest& request, const Form& chosen) const;

  const ServerCall call_;
  const Limits limits_;
  const Contact contact_;
  const client::RequestIds request_ids_ = client::RandomRequestIds();
};

}  // namespace midstance::gateway
