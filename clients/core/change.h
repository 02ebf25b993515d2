#pragma once

#include <string>
#include <utility>

#include "clients/core/client.h"
#include "support/status.h"

namespace midstance::client {

// A request that carries nothing but a name.
template <class Request>
Request ByName(const std::string& name) {
  Request request;
  request.set_name(name);
  return request;
}

// Reads a resource and changes it with the etag that was read: `request` gets name and etag.
// ABORTED (ETAG_MISMATCH) when somebody else was faster.
template <class Stub, class GetRequest, class Resource, class ChangeRequest, class Response>
absl::StatusOr<Response> Change(const Client& client,
                                grpc::Status (Stub::*get)(grpc::ClientContext*, const GetRequest&,
                                                          Resource*),
                                grpc::Status (Stub::*change)(grpc::ClientContext*,
                                                             const ChangeRequest&, Response*),
                                const std::string& name, ChangeRequest request) {
  MIDSTANCE_ASSIGN_OR_RETURN(const Resource found, client.Call(get, ByName<GetRequest>(name)));
  request.set_name(name);
  request.set_etag(found.etag());
  return client.Call(change, std::move(request));
}

}  // namespace midstance::client
