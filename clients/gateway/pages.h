#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "clients/gateway/http.h"

namespace midstance::gateway {

// What stands in the program and is the same for everybody.
struct Page {
  std::string_view path;
  std::string_view content_type;
  std::string text;
  std::string zipped;           // empty when that is no smaller
  std::string etag;             // without its quotes; another text has another one
  std::string_view scope = {};  // of a service worker: below which path it serves
};

const std::vector<Page>& Pages();
// Null when there is none.
const Page* FindPage(std::string_view path);

// The page, packed where the browser takes that, or 304 to who has it already. Browsers keep it and
// ask each time whether it is current.
HttpResponse ServePage(const Page& page, const HttpRequest& request);

}  // namespace midstance::gateway
