#include "services/delivery/mail_channel.h"

#include <curl/curl.h>
#include <unistd.h>

#include "services/delivery/mail_text.h"
#include "support/status.h"

namespace midstance::delivery {
namespace {

using Config = config::v1::MailChannel;

constexpr long kSubmission = 587;
constexpr long kSubmissionTls = 465;
constexpr long kConnectSeconds = 10;
constexpr long kTotalSeconds = 30;

struct FreeCurl {
  void operator()(CURL* curl) const { curl_easy_cleanup(curl); }
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
  void operator()(curl_mime* mime) const { curl_mime_free(mime); }
};
using Curl = std::unique_ptr<CURL, FreeCurl>;
using List = std::unique_ptr<curl_slist, FreeCurl>;
using Mime = std::unique_ptr<curl_mime, FreeCurl>;

void Append(List& list, const std::string& text) {
  list.reset(curl_slist_append(list.release(), text.c_str()));
}

int StopWhenAsked(void* stop, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<const std::stop_token*>(stop)->stop_requested() ? 1 : 0;
}

std::size_t ThrowAway(char*, std::size_t size, std::size_t count, void*) { return size * count; }

// The text, and of a letter the PDF behind it.
Mime BodyOf(CURL* curl, const Message& message) {
  Mime mime(curl_mime_init(curl));
  const std::string text = MailLines(message.text);
  curl_mimepart* part = curl_mime_addpart(mime.get());
  curl_mime_data(part, text.data(), text.size());
  curl_mime_type(part, "text/plain; charset=utf-8");
  curl_mime_encoder(part, "quoted-printable");
  if (!message.pdf.empty()) {
    part = curl_mime_addpart(mime.get());
    curl_mime_data(part, message.pdf.data(), message.pdf.size());
    curl_mime_type(part, "application/pdf");
    curl_mime_encoder(part, "base64");
    curl_mime_filename(part, "letter.pdf");
  }
  return mime;
}

std::string UrlOf(const Config& config) {
  const bool tls = config.security() == Config::SECURITY_TLS;
  const long port =
      config.port() != 0 ? static_cast<long>(config.port()) : (tls ? kSubmissionTls : kSubmission);
  // What the server is told that we are: not this machine's name, which is nobody's business.
  const std::string domain = config.from().substr(config.from().rfind('@') + 1);
  return std::string(tls ? "smtps://" : "smtp://") + config.host() + ":" + std::to_string(port) +
         "/" + domain;
}

void Protect(CURL* curl, const Config& config) {
  const bool none = config.security() == Config::SECURITY_NONE;
  curl_easy_setopt(curl, CURLOPT_USE_SSL,
                   static_cast<long>(none ? CURLUSESSL_NONE : CURLUSESSL_ALL));
  curl_easy_setopt(curl, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  if (!config.ca_file().empty()) {
    curl_easy_setopt(curl, CURLOPT_CAINFO, config.ca_file().c_str());
  }
}

// Nothing of what the server said: it may repeat the address.
Try TryOfMail(CURLcode code, long answer) {
  constexpr long kPermanent = 500;
  constexpr long kNeedsSignIn = 530;
  constexpr long kSignInRefused = 535;
  if (code == CURLE_OK) return Taken();
  const std::string number = answer > 0 ? " (" + std::to_string(answer) + ")" : "";
  if (code == CURLE_LOGIN_DENIED || answer == kNeedsSignIn || answer == kSignInRefused) {
    return NotNow("the mail server does not let us sign in" + number);
  }
  if (answer >= kPermanent) return Never("the mail server refused it for good" + number);
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT:
      return NotNow("the mail server cannot be reached");
    case CURLE_OPERATION_TIMEDOUT:
      return NotNow("the mail server took too long");
    case CURLE_USE_SSL_FAILED:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
      return NotNow("the mail server cannot be trusted: no TLS with a right certificate");
    default:
      return NotNow("the mail server did not take it" + number);
  }
}

absl::Status RefuseMail(const std::string& text) {
  return absl::FailedPreconditionError("delivery.mail." + text);
}

}  // namespace

bool IsLoopbackHost(std::string_view host) {
  const bool number = host.find_first_not_of("0123456789.") == std::string_view::npos;
  return (number && host.starts_with("127.")) || host == "localhost" || host == "[::1]";
}

absl::StatusOr<std::unique_ptr<MailChannel>> MailChannel::Make(const Config& config,
                                                               std::string password) {
  if (config.security() == Config::SECURITY_NONE && !IsLoopbackHost(config.host())) {
    return RefuseMail("security: SECURITY_NONE is only for a loopback host, not for " +
                      config.host());
  }
  if (config.user().empty() != password.empty()) {
    return RefuseMail("user: stands beside a password_file with a password, or both are left out");
  }
  if (!config.ca_file().empty() && access(config.ca_file().c_str(), R_OK) != 0) {
    return RefuseMail("ca_file: " + config.ca_file() + " cannot be read");
  }
  return std::unique_ptr<MailChannel>(new MailChannel(config, std::move(password)));
}

MailChannel::MailChannel(Config config, std::string password)
    : config_(std::move(config)), password_(std::move(password)) {
  curl_global_init(CURL_GLOBAL_DEFAULT);
}

MailChannel::~MailChannel() { curl_global_cleanup(); }

Try MailChannel::Send(const Message& message, const std::stop_token& stop) {
  if (message.address.empty()) return Never(std::string(kNoAddress));
  const Curl curl(curl_easy_init());
  if (curl == nullptr) return NotNow("no memory for the mail");
  const std::string url = UrlOf(config_);
  const std::string from = "<" + config_.from() + ">";
  List to;
  Append(to, "<" + message.address + ">");
  List headers;
  for (const auto& header : HeadersOf(message, config_.from())) Append(headers, header);
  const Mime body = BodyOf(curl.get(), message);
  std::stop_token asked = stop;

  CURL* const handle = curl.get();
  curl_easy_setopt(handle, CURLOPT_URL, url.c_str());
  curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  // No proxy, no configuration of the user that the server runs as.
  curl_easy_setopt(handle, CURLOPT_PROXY, "");
  curl_easy_setopt(handle, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT,
                   config_.connect_seconds() != 0 ? static_cast<long>(config_.connect_seconds())
                                                  : kConnectSeconds);
  curl_easy_setopt(
      handle, CURLOPT_TIMEOUT,
      config_.total_seconds() != 0 ? static_cast<long>(config_.total_seconds()) : kTotalSeconds);
  Protect(handle, config_);
  if (!config_.user().empty()) {
    curl_easy_setopt(handle, CURLOPT_USERNAME, config_.user().c_str());
    curl_easy_setopt(handle, CURLOPT_PASSWORD, password_.c_str());
  }
  curl_easy_setopt(handle, CURLOPT_MAIL_FROM, from.c_str());
  curl_easy_setopt(handle, CURLOPT_MAIL_RCPT, to.get());
  curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(handle, CURLOPT_MIMEPOST, body.get());
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, ThrowAway);
  curl_easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, StopWhenAsked);
  curl_easy_setopt(handle, CURLOPT_XFERINFODATA, &asked);
  const CURLcode code = curl_easy_perform(handle);
  long answer = 0;
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &answer);
  return TryOfMail(code, answer);
}

}  // namespace midstance::delivery
