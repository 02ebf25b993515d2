#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "clients/gateway/http.h"

namespace midstance::gateway {

// What a browser sends of a form: names and values, with line breaks as '\n'.
using Form = std::map<std::string, std::string, std::less<>>;

// Of a body of application/x-www-form-urlencoded. Nothing when it is not that, has more than
// `most` fields, one of them twice, or is not UTF-8.
inline constexpr std::size_t kMostFields = 16;
std::optional<Form> ParseForm(std::string_view body, std::size_t most = kMostFields);
// "" when it is missing.
std::string_view FieldOf(const Form& form, std::string_view name);

bool IsForm(std::string_view content_type);

// Whether a form's post comes from a page of ours, as far as the browser tells: by Sec-Fetch-Site,
// or by Origin where that is missing. Who tells neither is no browser, or an old one: what rests on
// a cookie must therefore show besides that it comes from a page of ours.
bool IsFromHere(const HttpRequest& head);

// What somebody wrote, as text of a page or of an attribute in quotes.
std::string Escaped(std::string_view text);

}  // namespace midstance::gateway
