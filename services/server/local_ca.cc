#include "services/server/local_ca.h"

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <memory>
#include <string_view>

#include "support/digest.h"

namespace midstance::server {
namespace {

template <auto free>
struct Freed {
  template <class T>
  void operator()(T* pointer) const {
    free(pointer);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freed<X509_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, Freed<X509_EXTENSION_free>>;
using Memory = std::unique_ptr<BIO, Freed<BIO_free>>;

constexpr auto kAuthorityLife = std::chrono::days{3650};
constexpr auto kServerLife = std::chrono::days{397};
constexpr auto kBackdate = std::chrono::hours{1};  // for clients whose clock is behind

bool IsAddress(std::string_view host) {
  return host.find(':') != std::string_view::npos ||
         std::all_of(host.begin(), host.end(),
                     [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
}

bool Extend(X509* subject, X509* issuer, int nid, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, subject, nullptr, nullptr, 0);
  const Extension extension(X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str()));
  return extension != nullptr && X509_add_ext(subject, extension.get(), -1) == 1;
}

Certificate NewCertificate(const std::string& common_name, EVP_PKEY* key, Instant now,
                           std::chrono::days life) {
  Certificate certificate(X509_new());
  std::array<unsigned char, 16> serial{};
  if (certificate == nullptr || RAND_bytes(serial.data(), serial.size()) != 1) return nullptr;
  serial[0] &= 0x7F;  // positive
  const std::unique_ptr<BIGNUM, Freed<BN_free>> number(
      BN_bin2bn(serial.data(), serial.size(), nullptr));
  BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate.get()));
  X509_set_version(certificate.get(), X509_VERSION_3);
  const auto seconds = [](Instant at) {
    return std::chrono::duration_cast<std::chrono::seconds>(at.time_since_epoch()).count();
  };
  ASN1_TIME_set(X509_getm_notBefore(certificate.get()), seconds(now - kBackdate));
  ASN1_TIME_set(X509_getm_notAfter(certificate.get()), seconds(now + life));
  X509_NAME* name = X509_get_subject_name(certificate.get());
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(common_name.c_str()), -1, -1,
                             0);
  X509_set_pubkey(certificate.get(), key);
  return certificate;
}

template <class Write>
std::string Pem(Write write) {
  const Memory memory(BIO_new(BIO_s_mem()));
  if (memory == nullptr || write(memory.get()) != 1) return {};
  char* bytes = nullptr;
  const long count = BIO_get_mem_data(memory.get(), &bytes);
  return std::string(bytes, static_cast<std::size_t>(count));
}

std::string Fingerprint(X509* certificate) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  X509_digest(certificate, EVP_sha256(), digest.data(), &size);
  const std::string hex = Hex(std::string_view(reinterpret_cast<const char*>(digest.data()), size));
  std::string grouped;
  for (std::size_t i = 0; i < hex.size(); i += 8) grouped += (i > 0 ? " " : "") + hex.substr(i, 8);
  return grouped;
}

}  // namespace

absl::StatusOr<Certificates> MakeCertificates(const std::vector<std::string>& hosts, Instant now) {
  const auto failed = [] { return absl::InternalError("OpenSSL could not make a certificate"); };
  const Key authority_key(EVP_EC_gen("P-256"));
  const Key server_key(EVP_EC_gen("P-256"));
  if (authority_key == nullptr || server_key == nullptr || hosts.empty()) return failed();

  const Certificate authority =
      NewCertificate("Midstance local authority", authority_key.get(), now, kAuthorityLife);
  if (authority == nullptr) return failed();
  X509_set_issuer_name(authority.get(), X509_get_subject_name(authority.get()));
  const bool authority_ok =
      Extend(authority.get(), authority.get(), NID_basic_constraints,
             "critical,CA:TRUE,pathlen:0") &&
      Extend(authority.get(), authority.get(), NID_key_usage, "critical,keyCertSign,cRLSign") &&
      Extend(authority.get(), authority.get(), NID_subject_key_identifier, "hash") &&
      X509_sign(authority.get(), authority_key.get(), EVP_sha256()) > 0;

  std::string names;
  for (const auto& host : hosts) {
    names += (names.empty() ? "" : ",") + std::string(IsAddress(host) ? "IP:" : "DNS:") + host;
  }
  const Certificate server = NewCertificate(hosts.front(), server_key.get(), now, kServerLife);
  if (server == nullptr) return failed();
  X509_set_issuer_name(server.get(), X509_get_subject_name(authority.get()));
  const bool server_ok =
      Extend(server.get(), authority.get(), NID_basic_constraints, "critical,CA:FALSE") &&
      Extend(server.get(), authority.get(), NID_key_usage, "critical,digitalSignature") &&
      Extend(server.get(), authority.get(), NID_ext_key_usage, "serverAuth") &&
      Extend(server.get(), authority.get(), NID_subject_alt_name, names) &&
      Extend(server.get(), authority.get(), NID_authority_key_identifier, "keyid") &&
      X509_sign(server.get(), authority_key.get(), EVP_sha256()) > 0;
  if (!authority_ok || !server_ok) return failed();

  Certificates made;
  made.ca = Pem([&](BIO* out) { return PEM_write_bio_X509(out, authority.get()); });
  made.server = Pem([&](BIO* out) { return PEM_write_bio_X509(out, server.get()); });
  made.server_key = Pem([&](BIO* out) {
    return PEM_write_bio_PrivateKey(out, server_key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  });
  made.fingerprint = Fingerprint(authority.get());
  if (made.ca.empty() || made.server.empty() || made.server_key.empty()) return failed();
  return made;
}

}  // namespace midstance::server
