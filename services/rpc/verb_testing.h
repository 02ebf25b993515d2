#pragma once

#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "midstance/v1/user.pb.h"
#include "services/rpc/audit.h"
#include "services/rpc/authorizer.h"
#include "services/rpc/call.h"
#include "services/rpc/verbs.h"
#include "storage/open.h"
#include "storage/store.h"
#include "storage/tables/all.h"
#include "support/policy.h"
#include "support/status.h"
#include "support/tokens.h"

// For the unit tests that stand beside verbs.
namespace midstance::rpc {

// A clinic in memory with a clock that stands still. Runs a verb as the pipeline would, with scope
// and commit but without role, constraints and replay.
class VerbTester {
 public:
  VerbTester() : sealer_(kKey) {
    storage::OpenOptions options;
    options.uri = "sqlite::memory:";
    options.now = [] { return Instant{std::chrono::seconds{1'700'000'000}}; };
    options.new_id = "verb tester store";
    options.error_sink = [](std::string_view text) { ADD_FAILURE() << text; };
    auto opened = storage::Open(options);
    EXPECT_TRUE(opened.ok()) << opened.status();
    store_ = *std::move(opened);
  }

  // 2025-03-01 09:00 UTC; move it as the test likes.
  Instant now{std::chrono::sys_days{std::chrono::year{2025} / 3 / 1} + std::chrono::hours{9}};

  static constexpr std::string_view kClinic = "riverside";
  storage::Store& store() { return *store_; }
  const TokenSealer& sealer() const { return sealer_; }

  // Nobody in the store needs to be behind it; see AddUser.
  static Principal Staff(std::string_view id, Roles roles) {
    Principal principal;
    principal.name = "users/" + std::string(id);
    principal.clinic = kClinic;
    principal.roles = roles;
    principal.session = "sessions/" + std::string(id);
    return principal;
  }
  static Principal Link(std::string_view case_name) {
    Principal principal;
    principal.name = std::string(case_name) + "/checkInLinks/l1";
    principal.clinic = kClinic;
    principal.roles = {options::v1::ROLE_CHECK_IN_LINK};
    principal.session = "linkTokens/l1";
    principal.link_case = case_name;
    return principal;
  }

  // A member of staff who may sign in, stored.
  Principal AddUser(std::string_view id, Roles roles) {
    Principal principal = Staff(id, roles);
    v1::User user;
    user.set_name(principal.name);
    user.set_user_name(std::string(id));
    user.set_display_name(std::string(id));
    user.set_clinic(std::string(kClinic));
    for (const auto role : roles.List()) user.add_roles(role);
    Put(user);
    return principal;
  }

  // Stores a new row as it is.
  template <class M>
  M Put(M resource) {
    const auto wrote = Write([&](storage::Writer& writer) { return writer.Insert(resource, now); });
    EXPECT_TRUE(wrote.ok()) << resource.name() << ": " << wrote;
    return resource;
  }
  template <class M>
  absl::StatusOr<M> Find(std::string_view name) {
    absl::StatusOr<M> found = absl::UnknownError("not read");
    const auto read = store_->Read(std::string(kClinic), [&](const storage::Reader& reader) {
      found = reader.Get<M>(name, storage::Deleted::kShow);
      return absl::OkStatus();
    });
    if (!read.ok()) return read;
    return found;
  }
  // The number of the clinic's newest change.
  std::int64_t LastChange() {
    std::int64_t last = 0;
    const auto read =
        store_->Read(std::string(kClinic), [&](const storage::Reader& reader) -> absl::Status {
          MIDSTANCE_ASSIGN_OR_RETURN(last, reader.LastChange());
          return absl::OkStatus();
        });
    EXPECT_TRUE(read.ok()) << read;
    return last;
  }
  absl::Status Write(const std::function<absl::Status(storage::Writer&)>& fill) {
    static const MethodPolicy kNone;
    return Commit(std::string(kClinic), MakeCall(&kNone, Staff("tester", {})), fill);
  }

  // The verb's answer to `who`. Each run has ids of its own.
  template <class V, class In>
  auto Run(const V& verb, const Principal& who, const In& request) {
    using Signature = internal::SignatureOf<std::decay_t<V>>;
    using Answer = absl::StatusOr<typename Signature::Response>;
    Answer answer = absl::UnknownError("not run");
    const MethodPolicy& policy = PolicyOf(*In::descriptor());
    Call call = MakeCall(&policy, who);
    call.resource = ReadResourcePath(policy, request);
    const auto run = [&](auto& access) -> absl::Status {
      if (absl::Status reaches = Authorize(call, access); !reaches.ok()) return reaches;
      answer = verb(call, access, request);
      return answer.status();
    };
    absl::Status status;
    if constexpr (std::is_const_v<typename Signature::Access>) {
      status = store_->Read(who.clinic, run);
    } else {
      status = Commit(who.clinic, call, run);
    }
    return status.ok() ? answer : Answer(status);
  }

 private:
  static constexpr std::array<std::uint8_t, TokenSealer::kKeyBytes> kKey = {7};

  Call MakeCall(const MethodPolicy* policy, const Principal& who) {
    Call call;
    call.policy = policy;
    call.principal = who;
    call.now = now;
    ++calls_;
    for (std::size_t i = 0; i < sizeof calls_; ++i)
      call.seed[i] = static_cast<std::uint8_t>(calls_ >> (8 * i));
    call.correlation_id = "call-" + std::to_string(calls_);
    for (const auto role : who.roles.List()) {
      if (policy != nullptr && policy->Allows(role)) call.acting.Add(role);
    }
    return call;
  }

  absl::Status Commit(const std::string& clinic, const Call& call,
                      const std::function<absl::Status(storage::Writer&)>& fill) {
    return store_
        ->Write(clinic,
                [&](const storage::Reader& reader) -> absl::StatusOr<storage::WriteUnit> {
                  storage::Writer writer(reader);
                  if (absl::Status filled = fill(writer); !filled.ok()) return filled;
                  storage::WriteUnit unit = writer.Take();
                  unit.clinic = clinic;
                  unit.journal.set_record(RecordOf(call, "OK").SerializeAsString());
                  unit.journal.set_time_micros(MicrosOf(call.now));
                  return unit;
                })
        .status();
  }

  const MethodPolicy& PolicyOf(const google::protobuf::Descriptor& request) {
    const auto* const service = request.file()->service(0);
    auto found = policies_.find(service);
    if (found == policies_.end()) {
      constexpr std::string_view kSignIn = "midstance.v1.SessionService.SignIn";
      std::vector<std::string_view> open;
      if (kSignIn.starts_with(std::string(service->full_name()) + ".")) open.push_back(kSignIn);
      const std::array services = {service};
      auto table = PolicyTable::Of(services, open);
      EXPECT_TRUE(table.ok()) << table.status();
      found = policies_.emplace(service, *std::move(table)).first;
    }
    return *found->second.FindByRequest(&request);
  }

  TokenSealer sealer_;
  std::unique_ptr<storage::Store> store_;
  std::map<const google::protobuf::ServiceDescriptor*, PolicyTable> policies_;
  std::uint64_t calls_ = 0;
};

}  // namespace midstance::rpc
