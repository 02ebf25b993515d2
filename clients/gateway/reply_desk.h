#pragma once

#include <absl/status/statusor.h>

#include <optional>
#include <string_view>

#include "clients/core/request_ids.h"
#include "clients/gateway/form.h"
#include "clients/gateway/http.h"
#include "clients/gateway/limits.h"
#include "clients/gateway/server_call.h"

namespace midstance::gateway {

// Where the receiver of a letter answers it, by the link that came with it, without a script:
//   GET  /reply          a page that asks for the code; with a script it takes it from the link
//   POST /reply/letter   the letter, what is asked, and a form for the answer
//   POST /reply/answer   keeps the answer
// The link is /reply#CODE, and the code is the referral's name, a slash and the token. It comes in
// the body of a post only: no address, and so no log and no history, ever holds it.
class ReplyDesk {
 public:
  ReplyDesk(const ServerCall& call, const Limits& limits);

  // The pattern of a path of its own; empty for others.
  static std::string_view RouteOf(std::string_view path);
  // As HttpHandler, for its own paths.
  static std::optional<HttpResponse> Refuse(const HttpRequest& head);
  void Answer(const HttpRequest& request, Respond respond) const;

 private:
  void ShowLetter(const Form& form, Respond respond) const;
  void TakeAnswer(const Form& form, Respond respond) const;

  const ServerCall call_;
  const Limits limits_;
  const client::RequestIds request_ids_ = client::RandomRequestIds();
};

}  // namespace midstance::gateway
