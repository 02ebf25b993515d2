#pragma once

#include <initializer_list>
#include <string>
#include <vector>

#include "midstance/options/v1/options.pb.h"
#include "services/rpc/ids.h"
#include "support/time.h"

namespace midstance {
struct MethodPolicy;
}

namespace midstance::rpc {

// A set of roles.
class Roles {
 public:
  Roles() = default;
  Roles(std::initializer_list<options::v1::Role> roles) {
    for (const auto role : roles) Add(role);
  }
  void Add(options::v1::Role role) { bits_ |= 1U << static_cast<unsigned>(role); }
  bool Has(options::v1::Role role) const { return (bits_ >> static_cast<unsigned>(role)) & 1U; }
  bool empty() const { return bits_ == 0; }
  Roles And(Roles other) const {
    Roles both;
    both.bits_ = bits_ & other.bits_;
    return both;
  }
  std::vector<options::v1::Role> List() const {
    std::vector<options::v1::Role> list;
    for (int role = options::v1::Role_MIN; role <= options::v1::Role_MAX; ++role) {
      if (Has(static_cast<options::v1::Role>(role)))
        list.push_back(static_cast<options::v1::Role>(role));
    }
    return list;
  }
  // From one bit per role, as in MethodPolicy.
  static Roles Of(unsigned bits) {
    Roles roles;
    roles.bits_ = bits;
    return roles;
  }
  bool operator==(const Roles&) const = default;

 private:
  unsigned bits_ = 0;
};

// Who calls. A caller of a ROLE_ANYONE method has no name.
struct Principal {
  // users/{user}, patients/{p}/cases/{c}/checkInLinks/{l}, or patients/{p}/cases/{c}/referrals/{r}
  // for a reply link.
  std::string name;
  std::string clinic;
  Roles roles;
  std::string session;        // sessions/{digest}, linkTokens/{digest} or replyTokens/{digest}
  std::string link_case;      // the one case that a check-in link reaches
  std::string link_referral;  // the one referral that a reply link reaches
  bool link_used = false;     // a reply link that was answered by
  Instant expires = Instant::max();
  // When she gave her password last: with signing in, or again since. Never by a link.
  Instant proof_time = Instant::min();
  std::string proof;  // of a caller who gives a password: the stored secret that hers fits
};

// The facts of one call. Everything that a verb may know beside its request and the store.
struct Call {
  const MethodPolicy* policy = nullptr;
  Principal principal;
  Instant now;  // read once
  Seed seed{};
  std::string correlation_id;
  std::string request_id;
  std::string resource;  // the protected resource that the request names; empty when the method
                         // protects none

  // The k-th id of this call; the same when the call is decided again.
  std::string NewId(int k = 0) const { return MakeId(now, seed, k); }

  // Roles of the caller that this method is open to.
  Roles acting;
  // The user to whose care teams a list is limited; empty when the caller reaches the whole clinic.
  std::string care_team_of() const {
    return acting.Has(options::v1::ROLE_LEAD_CLINICIAN) || acting.Has(options::v1::ROLE_COORDINATOR)
               ? std::string()
               : principal.name;
  }
};

}  // namespace midstance::rpc
