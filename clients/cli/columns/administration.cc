#include "clients/cli/columns/columns.h"
#include "clients/cli/columns/words.h"
#include "clients/core/words.h"

namespace midstance::cli {
namespace {

using client::TimeWord;
using client::Word;

// "physio, lead".
template <class Roles>
std::string RolesWord(const Roles& roles) {
  return Joined(roles, [](int role) { return Word(static_cast<options::v1::Role>(role)); });
}

}  // namespace

Columns<v1::User> UserColumns() {
  return {
      {"USER NAME", [](const auto& u) { return u.user_name(); }},
      {"DISPLAY NAME", [](const auto& u) { return u.display_name(); }, Fit::kMayShorten},
      {"ROLES", [](const auto& u) { return RolesWord(u.roles()); }},
      {"DISABLED", [](const auto& u) { return std::string(u.disabled() ? "yes" : "no"); }},
      {"NAME", [](const auto& u) { return u.name(); }},
  };
}

Columns<v1::AuditEntry> AuditEntryColumns() {
  return {
      {"TIME", [](const auto& e) { return TimeWord(e.create_time()); }},
      {"ACTOR", [](const auto& e) { return e.actor(); }, Fit::kMayShorten},
      {"BY", [](const auto& e) { return Word(e.credential()); }},
      {"ACTION", [](const auto& e) { return e.action(); }},
      {"OUTCOME", [](const auto& e) { return e.outcome(); }},
      {"RESOURCES", [](const auto& e) { return Listed(e.resources()); }, Fit::kMayShorten},
      {"NAME", [](const auto& e) { return e.name(); }},
  };
}

Columns<v1::VerifyAuditTrailResponse> AuditVerdictColumns() {
  return {
      {"HOLD", [](const auto& v) { return std::to_string(v.verified_count()); }, Fit::kRight},
      {"LAST THAT HOLDS", [](const auto& v) { return v.last_verified(); }},
      {"FIRST BROKEN", [](const auto& v) { return v.first_broken(); }},
  };
}

Columns<v1::Self> SelfColumns() {
  return {
      {"PRINCIPAL", [](const auto& s) { return s.principal(); }},
      {"DISPLAY NAME", [](const auto& s) { return s.display_name(); }},
      {"ROLES", [](const auto& s) { return RolesWord(s.roles()); }},
      {"CLINIC", [](const auto& s) { return s.clinic(); }},
      {"SESSION ENDS", [](const auto& s) { return TimeWord(s.expire_time()); }},
  };
}

Columns<v1::ServerInfo> ServerInfoColumns() {
  return {
      {"VERSION", [](const auto& i) { return i.version(); }},
      {"BUILD", [](const auto& i) { return i.build(); }},
      {"SCHEMA", [](const auto& i) { return std::to_string(i.schema_version()); }, Fit::kRight},
      {"STORE", [](const auto& i) { return i.store_engine(); }},
      {"STARTED", [](const auto& i) { return TimeWord(i.start_time()); }},
      {"RULES", [](const auto& i) { return i.shipped_rule_set_digest(); }},
  };
}

}  // namespace midstance::cli
