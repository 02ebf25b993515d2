#include "tests/e2e/kill/verify.h"

#include <algorithm>
#include <set>

#include "midstance/v1/escalation_service.grpc.pb.h"
#include "support/status.h"
#include "tests/e2e/harness/server.h"

namespace midstance::e2e {
namespace {

constexpr int kRows = 500;
constexpr std::string_view kFamily = "joint-heat";

// Every page of a list.
template <class Response, class Items, class Request, class Stub>
absl::Status ReadAll(const Session& session, Stub& stub,
                     grpc::Status (Stub::*list)(grpc::ClientContext*, const Request&, Response*),
                     Items (Response::*items)() const, const std::string& parent, auto& into) {
  Request request;
  request.set_parent(parent);
  request.set_page_size(kRows);
  do {
    grpc::ClientContext context;
    Prepare(context, session.token);
    Response response;
    MIDSTANCE_RETURN_IF_ERROR(StatusOf((stub.*list)(&context, request, &response)));
    for (const auto& item : (response.*items)()) {
      if (!into.emplace(item.name(), item).second) {
        return absl::DataLossError(item.name() + " is listed twice");
      }
    }
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  return absl::OkStatus();
}

// How each record must stand.
std::map<std::string, v1::RecordState> StatesAfter(const std::vector<Write>& writes) {
  std::map<std::string, v1::RecordState> states;
  for (const Write& write : writes) {
    if (write.kind == Write::Kind::kRetract) {
      states[write.replaces] = v1::RECORD_STATE_RETRACTED;
      continue;
    }
    if (write.kind == Write::Kind::kAmend) states[write.replaces] = v1::RECORD_STATE_AMENDED;
    states[write.answer.name()] = v1::RECORD_STATE_ACTIVE;
  }
  return states;
}

bool SameSite(const v1::Site& a, const v1::Site& b) {
  return a.area() == b.area() && a.side() == b.side();
}

bool HasEscalation(const Held& held, const v1::Site& site) {
  return std::any_of(held.escalations.begin(), held.escalations.end(), [&](const auto& entry) {
    return entry.second.family() == kFamily && SameSite(entry.second.site(), site);
  });
}

void CompareFlags(const std::vector<Write>& writes, const Held& held,
                  std::vector<std::string>& wrong) {
  for (const Write& write : writes) {
    if (write.flagged && !HasEscalation(held, write.site)) {
      wrong.push_back(write.answer.name() + " is a flag without its escalation");
    }
    for (const std::string& name : write.escalations) {
      if (!held.escalations.contains(name)) wrong.push_back(name + " was told and is not there");
    }
  }
  for (const auto& [name, escalation] : held.escalations) {
    for (const auto& firing : escalation.firings()) {
      for (const auto& evidence : firing.result().evidence()) {
        if (!held.check_ins.contains(evidence.entry())) {
          wrong.push_back(name + " rests on " + evidence.entry() + ", which is not there");
        }
      }
    }
  }
}

}  // namespace

absl::StatusOr<Held> ReadCase(const Session& session, const std::string& name) {
  Held held;
  v1::CheckInService::Stub check_ins(session.channel);
  MIDSTANCE_RETURN_IF_ERROR(ReadAll(session, check_ins, &v1::CheckInService::Stub::ListCheckIns,
                                    &v1::ListCheckInsResponse::check_ins, name, held.check_ins));
  v1::EscalationService::Stub escalations(session.channel);
  MIDSTANCE_RETURN_IF_ERROR(
      ReadAll(session, escalations, &v1::EscalationService::Stub::ListEscalations,
              &v1::ListEscalationsResponse::escalations, name, held.escalations));
  return held;
}

std::vector<std::string> Compare(const std::vector<Write>& writes, const Held& held) {
  std::vector<std::string> wrong;
  const std::map<std::string, v1::RecordState> states = StatesAfter(writes);
  for (const auto& [name, state] : states) {
    const auto found = held.check_ins.find(name);
    if (found == held.check_ins.end()) {
      wrong.push_back(name + " was acknowledged and is not there");
    } else if (found->second.state() != state) {
      wrong.push_back(name + " is " + v1::RecordState_Name(found->second.state()) + " and not " +
                      v1::RecordState_Name(state));
    }
  }
  for (const auto& [name, check_in] : held.check_ins) {
    if (!states.contains(name)) wrong.push_back(name + " is there and nobody asked for it");
  }
  CompareFlags(writes, held, wrong);
  return wrong;
}

}  // namespace midstance::e2e
