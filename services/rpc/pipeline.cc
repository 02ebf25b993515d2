#include "services/rpc/pipeline.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include <chrono>
#include <exception>
#include <optional>
#include <utility>

#include "services/rpc/authorizer.h"
#include "services/rpc/malformed.h"
#include "services/rpc/refusals.h"
#include "services/rpc/request_digest.h"
#include "support/clean.h"
#include "support/constraints.h"
#include "support/deterministic.h"
#include "support/digest.h"
#include "support/names.h"
#include "support/visibility.h"

namespace midstance::rpc {
namespace {

constexpr int kDecisionsBesideTheWriter = 2;
constexpr std::size_t kRequestKeyBytes = 16;
// The first 48 bits of a UUID, in digits: "018f3c2b-9a41".
constexpr std::size_t kTimeGap = 8;
constexpr std::size_t kTimeEnd = 13;
constexpr std::string_view kSealKind = "reply";

bool Parse(const std::string& body, google::protobuf::Message& message) {
  google::protobuf::io::ArrayInputStream bytes(body.data(), static_cast<int>(body.size()));
  google::protobuf::io::CodedInputStream stream(&bytes);
  stream.SetRecursionLimit(kDeepestNesting);
  return message.ParseFromCodedStream(&stream) && stream.ConsumedEntireMessage();
}

// Identifies (caller, method, request id); a caller without name has only the id. Begins as the id
// does, in which a UUID of version 7 has the time: the keys of one moment then lie side by side in
// the store's index, and fewer pages are written.
std::string RequestKey(const Call& call) {
  std::string text = call.principal.name;
  text.append("\n").append(call.policy->path).append("\n").append(call.request_id);
  std::string key;
  if (call.request_id.size() > kTimeEnd) {
    key = FromHex(call.request_id.substr(0, kTimeGap) + call.request_id.substr(kTimeGap + 1, 4))
              .value_or("");
  }
  return key.append(BytesOf(Sha256(text)).substr(0, kRequestKeyBytes - key.size()));
}

// Of the rules that judged what was written: an answer that tells an evaluation names them.
std::string RuleSetDigestIn(const google::protobuf::Message& response) {
  const auto* field = response.GetDescriptor()->FindFieldByName("evaluation");
  if (field == nullptr || field->message_type() == nullptr) return {};
  const auto* digest = field->message_type()->FindFieldByName("rule_set_digest");
  if (digest == nullptr) return {};
  const auto& evaluation = response.GetReflection()->GetMessage(response, field);
  return evaluation.GetReflection()->GetString(evaluation, digest);
}

// Who comes by a link sees what is marked for her; a member of staff everything.
bool IsLink(const Call& call) {
  return call.acting.Has(options::v1::ROLE_CHECK_IN_LINK) ||
         call.acting.Has(options::v1::ROLE_REPLY_LINK);
}

// A request id is noted before the request is checked, and what is noted goes into log and trail.
bool MayBeUuid(std::string_view text) {
  constexpr std::size_t kUuidLetters = 36;
  return text.size() == kUuidLetters &&
         text.find_first_not_of("0123456789abcdef-") == std::string_view::npos;
}

}  // namespace

Priority PriorityOf(const MethodPolicy& policy) {
  switch (policy.shed) {
    case options::v1::SHED_FIRST:
      return Priority::kFirstToShed;
    case options::v1::SHED_LAST:
      return Priority::kLastToShed;
    default:
      return Priority::kNormal;
  }
}

Executor& Pipeline::PoolOf(const Passage& passage) {
  return passage.call.policy->costly ? costly_ : pool_;
}

absl::Status Pipeline::Enter(std::shared_ptr<Passage> passage) {
  auto& pool = PoolOf(*passage);
  const auto priority = PriorityOf(*passage->call.policy);
  const bool taken =
      pool.TryRun(priority, [this, passage = std::move(passage)] { Start(passage); });
  return taken ? absl::OkStatus() : Overloaded();
}

void Pipeline::Start(const std::shared_ptr<Passage>& passage) {
  try {
    if (passage->expired()) {
      return Finish(*passage,
                    Error(v1::ERROR_REASON_DEADLINE_PASSED).Because("the deadline passed"));
    }
    std::shared_ptr<Message> request(passage->verb->request->New());
    absl::Status read = Read(passage->call, passage->body, *request);
    if (read.ok() && passage->verb->who) read = FindOutWho(passage->call, *passage->verb, *request);
    if (!read.ok()) return Finish(*passage, std::move(read));
    if (passage->verb->read) return RunRead(passage, *request);
    Decide(passage, std::move(request));
  } catch (const std::exception& failure) {
    Finish(*passage, absl::InternalError(failure.what()));
  }
}

absl::Status Pipeline::Read(Call& call, const std::string& body, Message& request) const {
  if (!Parse(body, request)) return Malformed(*request.GetDescriptor(), body);
  ClearOutputOnly(schema_, request);
  NormalizeText(schema_, request);
  call.resource = ReadResourcePath(*call.policy, request);
  if (call.policy->request_id != nullptr) {
    std::string id = request.GetReflection()->GetString(request, call.policy->request_id);
    if (MayBeUuid(id)) call.request_id = std::move(id);
  }
  return absl::OkStatus();
}

absl::Status Pipeline::FindOutWho(Call& call, const Verb& verb, const Message& request) const {
  MIDSTANCE_RETURN_IF_ERROR(Check(request, call.now));
  MIDSTANCE_ASSIGN_OR_RETURN(call.principal, verb.who(call, request));
  return absl::OkStatus();
}

absl::Status Pipeline::AdmitStream(Call& call, const std::string& body, Message& request) const {
  MIDSTANCE_RETURN_IF_ERROR(Read(call, body, request));
  MIDSTANCE_RETURN_IF_ERROR(store_.Read(call.principal.clinic, [&](const storage::Reader& reader) {
    return Authorize(call, reader);
  }));
  MIDSTANCE_RETURN_IF_ERROR(Check(request, call.now));
  if (call.policy->reads_patient_data) trail_.Read(call);
  return absl::OkStatus();
}

absl::Status Pipeline::Check(const Message& request, Instant now) const {
  google::rpc::BadRequest violations;
  CheckConstraints(schema_, request, now, violations);
  return FieldsInvalid(violations);
}

void Pipeline::RunRead(const std::shared_ptr<Passage>& passage, const Message& request) {
  const auto& call = passage->call;
  std::unique_ptr<Message> response(passage->verb->response->New());
  absl::Status status = store_.Read(
      call.principal.clinic,
      [&](const storage::Reader& reader) {
        MIDSTANCE_RETURN_IF_ERROR(Authorize(call, reader));
        MIDSTANCE_RETURN_IF_ERROR(Check(request, call.now));
        return passage->verb->read(call, reader, request, *response);
      },
      passage->expired);
  if (!status.ok()) return Finish(*passage, std::move(status));
  if (IsLink(call)) KeepForPatient(schema_, *response);
  if (call.policy->reads_patient_data) trail_.Read(call);
  Finish(*passage, absl::OkStatus(), response->SerializeAsString());
}

absl::StatusOr<storage::WriteUnit> Pipeline::DecideOn(const storage::Reader& reader,
                                                      Passage& passage, const Message& request,
                                                      std::string& body) const {
  const auto& call = passage.call;
  MIDSTANCE_RETURN_IF_ERROR(Authorize(call, reader));
  MIDSTANCE_RETURN_IF_ERROR(Check(request, call.now));
  const std::string key = RequestKey(call);
  auto unit = RunWrite(reader, passage, request, key, body);
  // What will be written meets an earlier reply in the store. What is refused, or writes nothing,
  // may be the repetition of a call that went through, which is answered as it was then.
  if (unit.ok() && !unit->request_key.empty()) return unit;
  MIDSTANCE_ASSIGN_OR_RETURN(const auto reply, reader.FindReply(key));
  if (!reply.has_value()) return unit;
  MIDSTANCE_ASSIGN_OR_RETURN(body, Replayed(passage, *reply));
  return storage::WriteUnit{};
}

absl::StatusOr<storage::WriteUnit> Pipeline::RunWrite(const storage::Reader& reader,
                                                      const Passage& passage,
                                                      const Message& request,
                                                      const std::string& key,
                                                      std::string& body) const {
  const auto& call = passage.call;
  std::unique_ptr<Message> response(passage.verb->response->New());
  storage::Writer writer(reader);
  MIDSTANCE_RETURN_IF_ERROR(passage.verb->write(call, writer, request, *response));
  const std::string rule_set_digest = RuleSetDigestIn(*response);
  if (IsLink(call)) KeepForPatient(schema_, *response);
  body = DeterministicBytes(*response);
  if (passage.verb->ValidatesOnly(request)) return storage::WriteUnit{};
  storage::WriteUnit unit = writer.Take();
  auto record = RecordOf(call, "OK");
  for (const auto& mutation : unit.mutations) record.add_resources(mutation.name);
  record.set_rule_set_digest(rule_set_digest);
  unit.journal.set_record(record.SerializeAsString());
  unit.journal.set_time_micros(MicrosOf(call.now));
  unit.request_key = key;
  unit.request_digest = RequestDigest(*request.GetDescriptor(), passage.body);
  unit.reply = call.policy->secret_reply ? sealer_.Seal(kSealKind, body) : body;
  return unit;
}

void Pipeline::Decide(const std::shared_ptr<Passage>& passage,
                      std::shared_ptr<const Message> request) {
  if (passage->attempts >= kDecisionsBesideTheWriter)
    return CommitInWriter(passage, std::move(request));
  ++passage->attempts;
  std::optional<storage::WriteUnit> unit;
  std::string body;
  absl::Status status = store_.Read(
      passage->call.principal.clinic,
      [&](const storage::Reader& reader) {
        MIDSTANCE_ASSIGN_OR_RETURN(unit, DecideOn(reader, *passage, *request, body));
        return absl::OkStatus();
      },
      passage->expired);
  if (!status.ok()) return Finish(*passage, std::move(status));
  if (unit->request_key.empty()) return Finish(*passage, absl::OkStatus(), std::move(body));
  Commit(passage, std::move(request), *std::move(unit), std::move(body));
}

void Pipeline::Commit(const std::shared_ptr<Passage>& passage,
                      std::shared_ptr<const Message> request, storage::WriteUnit unit,
                      std::string body) {
  storage::Submission submission;
  submission.clinic = passage->call.principal.clinic;
  submission.unit = std::move(unit);
  submission.expired = passage->expired;
  submission.shed_last = passage->call.policy->shed == options::v1::SHED_LAST;
  submission.done = [this, passage, request = std::move(request),
                     body = std::move(body)](storage::Outcome outcome) mutable {
    if (outcome.stale) {
      return PoolOf(*passage).Run([this, passage, request = std::move(request)]() mutable {
        try {
          Decide(passage, std::move(request));
        } catch (const std::exception& failure) {
          Finish(*passage, absl::InternalError(failure.what()));
        }
      });
    }
    Settle(passage, std::move(outcome), std::move(body));
  };
  if (absl::Status taken = store_.Submit(std::move(submission)); !taken.ok()) {
    Finish(*passage, std::move(taken));
  }
}

void Pipeline::CommitInWriter(const std::shared_ptr<Passage>& passage,
                              std::shared_ptr<const Message> request) {
  ++passage->attempts;
  storage::Submission submission;
  submission.clinic = passage->call.principal.clinic;
  submission.expired = passage->expired;
  submission.shed_last = true;
  auto body = std::make_shared<std::string>();
  submission.decide = [this, passage, request = std::move(request),
                       body](const storage::Reader& reader) -> absl::StatusOr<storage::WriteUnit> {
    try {
      return DecideOn(reader, *passage, *request, *body);
    } catch (const std::exception& failure) {
      return absl::InternalError(failure.what());
    }
  };
  submission.done = [this, passage, body](storage::Outcome outcome) {
    Settle(passage, std::move(outcome), std::move(*body));
  };
  if (absl::Status taken = store_.Submit(std::move(submission)); !taken.ok()) {
    Finish(*passage, std::move(taken));
  }
}

void Pipeline::Settle(const std::shared_ptr<Passage>& passage, storage::Outcome outcome,
                      std::string body) {
  if (!outcome.status.ok()) return Finish(*passage, std::move(outcome.status));
  if (!outcome.committed.reply.has_value())
    return Finish(*passage, absl::OkStatus(), std::move(body));
  auto replayed = Replayed(*passage, *outcome.committed.reply);
  if (!replayed.ok()) return Finish(*passage, std::move(replayed).status());
  Finish(*passage, absl::OkStatus(), *std::move(replayed));
}

absl::StatusOr<std::string> Pipeline::Replayed(const Passage& passage,
                                               const storage::v1::StoredReply& reply) const {
  if (reply.request_digest() !=
      RequestDigest(*passage.verb->request->GetDescriptor(), passage.body)) {
    return Error(v1::ERROR_REASON_REQUEST_ID_REUSED)
        .Field("request_id", "was used before with another body; a new request needs a new id");
  }
  if (!passage.call.policy->secret_reply) return reply.reply();
  auto opened = sealer_.Open(kSealKind, reply.reply());
  if (!opened.has_value()) return absl::InternalError("a sealed reply does not open");
  return *std::move(opened);
}

void Pipeline::Finish(Passage& passage, absl::Status status, std::string body) {
  if (ReasonOf(status) == v1::ERROR_REASON_OUT_OF_SCOPE) {
    trail_.Refused(passage.call, ReasonName(v1::ERROR_REASON_OUT_OF_SCOPE));
  }
  passage.done({std::move(status), std::move(body)});
}

}  // namespace midstance::rpc
