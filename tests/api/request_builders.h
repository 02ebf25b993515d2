#pragma once

#include <google/protobuf/message.h>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "tests/api/stage.h"

// For requests*.cc: what makes a valid request of each type.
namespace midstance::testing {

using Builder = std::function<std::unique_ptr<google::protobuf::Message>(Stage&)>;
using Builders = std::map<const google::protobuf::Descriptor*, Builder>;

template <class Request>
void Add(Builders& builders, void (*fill)(Stage&, Request&)) {
  builders[Request::descriptor()] = [fill](Stage& stage) {
    auto request = std::make_unique<Request>();
    fill(stage, *request);
    return request;
  };
}

// The request names one resource.
template <class Request, auto make>
void Named(Stage& stage, Request& request) {
  request.set_name((stage.*make)().name());
}

// ... and carries its etag; a reason, if it needs one, is filled in with the other texts.
template <class Request, auto make>
void Tagged(Stage& stage, Request& request) {
  const auto resource = (stage.*make)();
  request.set_name(resource.name());
  request.set_etag(resource.etag());
}

template <class Request>
void UnderCase(Stage& stage, Request& request) {
  request.set_parent(stage.NewCase().name());
}

template <class Request>
void Empty(Stage& /*stage*/, Request& /*request*/) {}

// Changes one field of a resource.
template <class Resource>
void Change(Resource& target, const Resource& source, std::string_view path,
            google::protobuf::FieldMask& mask) {
  target.set_name(source.name());
  target.set_etag(source.etag());
  mask.add_paths(std::string(path));
}

// Of patients, cases and their records, flags and letters.
void AddCare(Builders& all);
// Of what is measured, prescribed and run.
void AddTreatment(Builders& all);

}  // namespace midstance::testing
