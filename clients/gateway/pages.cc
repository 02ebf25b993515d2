#include "clients/gateway/pages.h"

#include <algorithm>
#include <utility>

#include "clients/gateway/gzip.h"
#include "clients/gateway/squeeze.h"
#include "support/digest.h"

namespace midstance::gateway {

// Of the files in pages/, which travel inside the program.
std::string_view CheckInCss();
std::string_view CheckInJs();
std::string_view CheckInKeptJs();
std::string_view CheckInWorkerJs();
std::string_view IconSvg();
std::string_view IndexHtml();
std::string_view ReplyHtml();
std::string_view ReplyJs();
std::string_view SiteCss();

namespace {

constexpr std::size_t kEtagDigits = 32;
constexpr std::string_view kHtml = "text/html; charset=utf-8";
constexpr std::string_view kJs = "text/javascript; charset=utf-8";
constexpr std::string_view kSvg = "image/svg+xml";
constexpr std::string_view kCss = "text/css; charset=utf-8";

Page Embedded(std::string_view path, std::string_view type, std::string_view text,
              std::string_view scope = {}) {
  std::string served = type == kHtml ? std::string(text) : Squeezed(text);
  std::string etag = Hex(Sha256(served)).substr(0, kEtagDigits);
  std::string zipped = Gzipped(served);
  if (zipped.size() >= served.size()) zipped.clear();
  return {path, type, std::move(served), std::move(zipped), std::move(etag), scope};
}

// Whether "gzip" is among them, and not with a weight of 0.
bool TakesGzip(std::string_view accept_encoding) {
  while (!accept_encoding.empty()) {
    const std::size_t end = accept_encoding.find(',');
    std::string_view each = accept_encoding.substr(0, end);
    accept_encoding =
        end == std::string_view::npos ? std::string_view() : accept_encoding.substr(end + 1);
    each.remove_prefix(std::min(each.find_first_not_of(' '), each.size()));
    if (!IsSame(each.substr(0, each.find_first_of("; ")), "gzip")) continue;
    const std::size_t weight = each.find("q=");
    return weight == std::string_view::npos ||
           each.substr(weight + 2).find_first_of("123456789") != std::string_view::npos;
  }
  return false;
}

}  // namespace

const std::vector<Page>& Pages() {
  static const std::vector<Page> kPages = {
      Embedded("/", kHtml, IndexHtml()),
      Embedded("/check-in/icon.svg", kSvg, IconSvg()),
      Embedded("/check-in/page.css", kCss, CheckInCss()),
      Embedded("/check-in/page.js", kJs, std::string(CheckInKeptJs()).append(CheckInJs())),
      Embedded("/check-in/worker.js", kJs, CheckInWorkerJs(), "/check-in"),
      Embedded("/reply", kHtml, ReplyHtml()),
      Embedded("/reply.js", kJs, ReplyJs()),
      Embedded("/site.css", kCss, SiteCss()),
  };
  return kPages;
}

const Page* FindPage(std::string_view path) {
  const auto& pages = Pages();
  const auto found = std::find_if(pages.begin(), pages.end(),
                                  [path](const Page& page) { return page.path == path; });
  return found == pages.end() ? nullptr : &*found;
}

HttpResponse ServePage(const Page& page, const HttpRequest& request) {
  // The same for everybody and packed once: what is secret is in none of them.
  const bool zip = !page.zipped.empty() && TakesGzip(request.Header("accept-encoding"));
  HttpResponse response{.route = page.path,
                        .content_type = page.content_type,
                        .cache_control = "no-cache",
                        .headers = {{"ETag", '"' + page.etag + (zip ? "-gzip\"" : "\"")},
                                    {"Vary", "Accept-Encoding"}}};
  if (!page.scope.empty()) response.headers.emplace_back("Service-Worker-Allowed", page.scope);
  const std::string_view known = request.Header("if-none-match");
  // A weak tag or a list holds ours as it is.
  if (known == "*" || known.find(page.etag) != std::string_view::npos) {
    response.status = 304;
  } else {
    response.body = zip ? page.zipped : page.text;
    if (zip) response.headers.emplace_back("Content-Encoding", "gzip");
  }
  return response;
}

}  // namespace midstance::gateway
