#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <vector>

#include "services/rpc/call.h"
#include "storage/store.h"
#include "support/policy.h"

namespace midstance::rpc {

// A verb with its types erased.
struct Verb {
  using Message = google::protobuf::Message;

  const MethodPolicy* policy = nullptr;
  const Message* request = nullptr;  // prototypes
  const Message* response = nullptr;
  // Exactly one of the two is set.
  std::function<absl::Status(const Call&, const storage::Reader&, const Message&, Message&)> read;
  std::function<absl::Status(const Call&, storage::Writer&, const Message&, Message&)> write;
  // Verifies a password, which takes too long to hold a snapshot meanwhile, and tells who calls
  // with it. On ROLE_ANYONE methods, whose caller has no clinic yet, finds that as well ("" when
  // there is none). Run once, before the verb.
  std::function<absl::StatusOr<Principal>(const Call&, const Message&)> who;
  const google::protobuf::FieldDescriptor* validate_only = nullptr;

  // The request asks for the checks and the answer, and that nothing be kept.
  bool ValidatesOnly(const Message& request) const;
};

namespace internal {

template <class T>
struct SignatureOf : SignatureOf<decltype(&T::operator())> {};
template <class Out, class Store, class Request>
struct SignatureOf<absl::StatusOr<Out> (*)(const Call&, Store&, const Request&)> {
  using Response = Out;
  using Access = Store;
  using In = Request;
};
template <class T, class Out, class Store, class Request>
struct SignatureOf<absl::StatusOr<Out> (T::*)(const Call&, Store&, const Request&) const> {
  using Response = Out;
  using Access = Store;
  using In = Request;
};

}  // namespace internal

// Which verb serves which method. A verb is a function or a callable object
//   absl::StatusOr<Response>(const Call&, const storage::Reader&, const Request&)  on a READ,
//   absl::StatusOr<Response>(const Call&, storage::Writer&, const Request&)        on a WRITE;
// its request type names its method, so that registering one is one line. Filled at start, then
// only read.
class VerbTable {
 public:
  explicit VerbTable(const PolicyTable& policies) : policies_(policies) {}

  template <class V>
  void Serve(V verb) {
    Add(Erase(std::move(verb)));
  }

  // A method that takes a password; `who` takes the call and its request.
  template <class V, class Who>
  void ServeWithPassword(V verb, Who who) {
    using In = typename internal::SignatureOf<V>::In;
    Verb erased = Erase(std::move(verb));
    erased.who = [who = std::move(who)](const Call& call, const Verb::Message& request) {
      return who(call, static_cast<const In&>(request));
    };
    Add(std::move(erased));
  }

  // Declares that a streaming method is served by its own reactor.
  void ServeStream(std::string_view path) { streams_.emplace_back(path); }

  // nullptr for a method that is not served here.
  const Verb* Find(std::string_view path) const;
  // Everything that is wrong with the table: methods without verb, verbs without method, two verbs
  // of one method, a verb that can write on a READ method. Empty: the server may start.
  std::vector<std::string> Problems() const;

 private:
  template <class V>
  static Verb Erase(V verb) {
    using Signature = internal::SignatureOf<V>;
    using In = typename Signature::In;
    using Response = typename Signature::Response;
    using Access = typename Signature::Access;
    Verb erased;
    erased.request = &In::default_instance();
    erased.response = &Response::default_instance();
    if constexpr (std::is_const_v<Access>) {
      erased.read = [verb = std::move(verb)](const Call& call, const storage::Reader& reader,
                                             const Verb::Message& request,
                                             Verb::Message& response) {
        return Put(verb(call, reader, static_cast<const In&>(request)),
                   static_cast<Response&>(response));
      };
    } else {
      erased.write = [verb = std::move(verb)](const Call& call, storage::Writer& writer,
                                              const Verb::Message& request,
                                              Verb::Message& response) {
        return Put(verb(call, writer, static_cast<const In&>(request)),
                   static_cast<Response&>(response));
      };
    }
    return erased;
  }

  template <class Response>
  static absl::Status Put(absl::StatusOr<Response> result, Response& response) {
    if (!result.ok()) return std::move(result).status();
    response = *std::move(result);
    return absl::OkStatus();
  }
  void Add(Verb verb);

  const PolicyTable& policies_;
  std::unordered_map<std::string, Verb> verbs_;
  std::vector<std::string> streams_;
  std::vector<std::string> problems_;
};

}  // namespace midstance::rpc
