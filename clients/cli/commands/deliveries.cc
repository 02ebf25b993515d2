#include "clients/cli/columns/columns.h"
#include "clients/cli/commands/all.h"
#include "clients/cli/commands/command.h"
#include "clients/core/change.h"
#include "clients/core/words.h"
#include "midstance/v1/delivery_service.grpc.pb.h"

namespace midstance::cli {
namespace {

using DeliveryStub = v1::DeliveryService::Stub;
using client::TimeWord;
using client::Word;

std::string LastProblem(const v1::Delivery& delivery) {
  return delivery.attempts().empty() ? "" : delivery.attempts().rbegin()->problem();
}

Columns<v1::Delivery> DeliveryColumns() {
  return {
      {"STATE", [](const auto& d) { return Word(d.state()); }},
      {"KIND", [](const auto& d) { return Word(d.kind()); }},
      {"BY", [](const auto& d) { return Word(d.channel()); }},
      {"TO", [](const auto& d) { return d.recipient(); }, Fit::kMayShorten},
      {"MADE", [](const auto& d) { return TimeWord(d.create_time()); }},
      {"TRIES", [](const auto& d) { return std::to_string(d.tries()); }, Fit::kRight},
      {"NEXT TRY", [](const auto& d) { return TimeWord(d.next_attempt_time()); }},
      {"PROBLEM", LastProblem, Fit::kMayShorten},
      {"ABOUT", [](const auto& d) { return d.about(); }, Fit::kMayShorten},
      {"NAME", [](const auto& d) { return d.name(); }},
      {"DELIVERED", [](const auto& d) { return TimeWord(d.deliver_time()); }, Fit::kDetail},
      {"WHY", [](const auto& d) { return d.change_reason(); }, Fit::kDetail},
      {"LETTER SHA256", [](const auto& d) { return d.letter_sha256(); }, Fit::kDetail},
  };
}

void AddListDeliveries(CLI::App& noun, Context& context) {
  CLI::App& verb = AddVerb(noun, "list", "What was sent, or waits, or was given up",
                           "deliveries list\ndeliveries list --filter 'state = STATE_DEAD'");
  auto options = std::make_shared<ListOptions>();
  AddListOptions(verb, *options, "",
                 {.filter = "state, about, next_attempt_time, create_time, update_time",
                  .example = "state = STATE_DEAD",
                  .order = "state, next_attempt_time, create_time, update_time"});
  Does<ListOptions>(verb, context, options,
                    [](const Context& c, const client::Client& client, const ListOptions& o) {
                      return ShowList(c, client, &DeliveryStub::ListDeliveries,
                                      &v1::ListDeliveriesResponse::deliveries,
                                      v1::ListDeliveriesRequest(), o, DeliveryColumns());
                    });
}

// A verb that changes one, with a reason.
template <class Request>
void AddDecision(CLI::App& verb, Context& context,
                 grpc::Status (DeliveryStub::*method)(grpc::ClientContext*, const Request&,
                                                      v1::Delivery*)) {
  auto request = std::make_shared<Request>();
  AddName(verb, *request->mutable_name(), "delivery");
  verb.add_option("--reason", *request->mutable_reason(), "Why")->required();
  Does<Request>(verb, context, std::move(request),
                [method](const Context& c, const client::Client& client, const Request& given) {
                  return c.Show(DeliveryColumns(),
                                client::Change(client, &DeliveryStub::GetDelivery, method,
                                               given.name(), given));
                });
}

}  // namespace

void AddDeliveries(CLI::App& app, Context& context) {
  CLI::App& noun = AddNoun(app, "deliveries", "Notices and letters that the server sends out");
  AddListDeliveries(noun, context);

  CLI::App& show = AddVerb(noun, "show", "Show one; --format json has each try",
                           "deliveries show deliveries/4f0c-01");
  auto name = std::make_shared<NameOption>();
  AddName(show, name->name, "delivery");
  Does<NameOption>(show, context, name,
                   [](const Context& c, const client::Client& client, const NameOption& o) {
                     return c.Show(DeliveryColumns(),
                                   client.Call(&DeliveryStub::GetDelivery,
                                               client::ByName<v1::GetDeliveryRequest>(o.name)));
                   });
  AddDecision<v1::RetryDeliveryRequest>(
      AddVerb(noun, "retry", "Have one that was given up tried again",
              "deliveries retry deliveries/4f0c-01 --reason 'The mail server is back'"),
      context, &DeliveryStub::RetryDelivery);
  AddDecision<v1::CancelDeliveryRequest>(
      AddVerb(noun, "cancel", "End one that is not delivered",
              "deliveries cancel deliveries/4f0c-01 --reason 'Told her by telephone'"),
      context, &DeliveryStub::CancelDelivery);
}

}  // namespace midstance::cli
