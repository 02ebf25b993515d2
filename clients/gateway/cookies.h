#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "clients/gateway/http.h"

namespace midstance::gateway {

// The value of a cookie of the request; "" when it is missing, or there twice: another page of the
// same host may have set one of them.
std::string_view CookieOf(const HttpRequest& request, std::string_view name);

// For a Set-Cookie header: sent to this host alone, over a secure connection, for none of its
// scripts, and never with what another site asks for. `value` must be fit for a cookie. Names begin
// with __Host-, so that no other host can set one.
std::string SetCookie(std::string_view name, std::string_view value, std::chrono::seconds max_age);
// Takes it away.
std::string ForgetCookie(std::string_view name);

}  // namespace midstance::gateway
