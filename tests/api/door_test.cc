#include <gmock/gmock.h>
#include <grpcpp/client_context.h>
#include <grpcpp/completion_queue.h>
#include <grpcpp/generic/generic_stub.h>
#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>
#include <thread>

#include "midstance/rules/v1/rule_set.pb.h"
#include "midstance/v1/check_in_service.pb.h"
#include "midstance/v1/patient_service.pb.h"
#include "midstance/v1/session_service.pb.h"
#include "services/rpc/malformed.h"
#include "services/rpc/unary_reactor.h"
#include "tests/api/builders.h"
#include "tests/api/errors.h"
#include "tests/api/watcher.h"

namespace midstance::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kRecord[] = "/midstance.v1.CheckInService/RecordCheckIn";
constexpr char kSignIn[] = "/midstance.v1.SessionService/SignIn";
constexpr char kGetPatient[] = "/midstance.v1.PatientService/GetPatient";

// What a caller is told whose body cannot be read, and where in it.
class MalformedBody : public ::testing::Test {
 protected:
  v1::RecordCheckInRequest Valid() {
    v1::RecordCheckInRequest request;
    request.set_parent(case_);
    *request.mutable_check_in() = QuietKnee().As<v1::CheckIn>();
    request.mutable_check_in()->set_note("as usual");
    request.set_request_id(clinic_.server().RequestId());
    return request;
  }
  Result Send(const std::string& body) {
    Result result = clinic_.server().CallBytes(kRecord, body, nullptr, {.token = lena_});
    EXPECT_TRUE(Refused(result, v1::ERROR_REASON_BODY_MALFORMED));
    return result;
  }

  Clinic clinic_;
  const std::string lena_ = clinic_.Clinician("lena");
  const std::string case_ = clinic_.ARunner(lena_);
};

TEST_F(MalformedBody, ThatWasCutOffNamesTheFieldInWhichItEnds) {
  const std::string whole = Valid().SerializeAsString();
  const Result result = Send(whole.substr(0, whole.size() - 3));
  EXPECT_THAT(result.paths(), ElementsAre("request_id"));
  EXPECT_THAT(result.status.error_message(), HasSubstr("request_id is cut off"));
}

TEST_F(MalformedBody, WithATextThatIsNotUtf8NamesItHoweverDeepItIs) {
  const auto valid = Valid();
  std::string body = valid.SerializeAsString();
  const auto code = body.find(valid.check_in().reports(0).observations(0).code());
  ASSERT_NE(code, std::string::npos);
  body[code] = '\xFF';
  const Result result = Send(body);
  EXPECT_THAT(result.paths(), ElementsAre("check_in.reports[0].observations[0].code"));
  EXPECT_THAT(result.status.error_message(), HasSubstr("must be UTF-8"));
}

TEST_F(MalformedBody, ThatNestsTooDeepSaysSo) {
  std::string body = Valid().SerializeAsString();
  for (int i = 0; i < 20; ++i) body += "\xA3\x06";  // opens field 100 as a group
  for (int i = 0; i < 20; ++i) body += "\xA4\x06";
  EXPECT_THAT(Send(body).status.error_message(), HasSubstr("nested too deep"));
}

// No request of the API can hold one yet.
TEST_F(MalformedBody, NamesTheMessageThatIsNestedTooDeep) {
  rules::v1::RuleSet set;
  auto* condition = set.add_rules()->mutable_when();
  for (int i = 0; i < 30; ++i) condition = condition->mutable_not_();
  condition->set_label("deep");
  const absl::Status status = rpc::Malformed(*set.GetDescriptor(), set.SerializeAsString());
  EXPECT_THAT(status.message(), HasSubstr("rules[0].when.not.not"));
  EXPECT_THAT(status.message(), HasSubstr("nested too deep"));
}

// Inflating it first would let a stranger fill the memory with a few bytes.
TEST(Door, DoesNotInflateABody) {
  Clinic clinic({.over_tcp = true});
  v1::SignInRequest request;
  request.set_user_name("root");
  request.set_password(std::string(200, 'a'));
  request.set_request_id(clinic.server().RequestId());
  const std::string body = request.SerializeAsString();
  const auto send = [&](grpc_compression_algorithm algorithm) {
    return clinic.server().CallBytes(kSignIn, body, nullptr, {.compression = algorithm});
  };
  EXPECT_TRUE(Refused(send(GRPC_COMPRESS_NONE), v1::ERROR_REASON_CREDENTIALS_INVALID));
  EXPECT_TRUE(Refused(send(GRPC_COMPRESS_GZIP), v1::ERROR_REASON_BODY_MALFORMED));
}

TEST(Door, LogsNothingOfARequestThatIsRefused) {
  Clinic clinic;
  const auto lena = clinic.Clinician("lena");
  v1::CreatePatientRequest create;
  create.mutable_patient()->set_given_name("Ida");
  create.set_request_id("left-knee-hurts-at-night");
  EXPECT_FALSE(clinic.Try(lena, "PatientService/CreatePatient", create).ok());
  v1::GetPatientRequest get;
  get.set_name("patients/she-limps-since-the-race");
  EXPECT_FALSE(clinic.Try(lena, "PatientService/GetPatient", get).ok());
  get.set_name("she/limps");
  EXPECT_FALSE(clinic.Try(lena, "PatientService/GetPatient", get).ok());
  EXPECT_THAT(clinic.server().Log(), Not(HasSubstr("hurts-at-night")));
  EXPECT_THAT(clinic.server().Log(), Not(HasSubstr("she/limps")));
}

// A call whose headers are sent first and whose body comes when the test likes.
class HeldBack {
 public:
  HeldBack(TestServer& server, const std::string& method, const std::string& token)
      : stub_(server.channel()) {
    context_.AddMetadata("authorization", "Bearer " + token);
    context_.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds{20});
    call_ = stub_.PrepareCall(&context_, method, &queue_);
    call_->StartCall(this);
    Wait();
  }
  grpc::StatusCode Send(const google::protobuf::Message& request) {
    const grpc::ByteBuffer body = rpc::BufferOf(request.SerializeAsString());
    call_->WriteLast(body, grpc::WriteOptions(), this);
    Wait();
    grpc::ByteBuffer answer;
    call_->Read(&answer, this);
    Wait();
    grpc::Status status;
    call_->Finish(&status, this);
    Wait();
    return status.error_code();
  }

 private:
  void Wait() {
    void* tag = nullptr;
    bool ok = false;
    ASSERT_TRUE(queue_.Next(&tag, &ok));
  }

  grpc::GenericStub stub_;
  grpc::ClientContext context_;
  grpc::CompletionQueue queue_;
  std::unique_ptr<grpc::GenericClientAsyncReaderWriter> call_;
};

TEST(Door, AsksAgainWhoCallsWhenABodyWasHeldBack) {
  Clinic clinic({.over_tcp = true});
  const auto lena = clinic.Clinician("lena");
  v1::GetPatientRequest request;
  request.set_name(clinic.ARunner(lena).substr(0, 35));
  HeldBack before(clinic.server(), kGetPatient, lena);
  EXPECT_EQ(before.Send(request), grpc::StatusCode::OK);
  HeldBack after(clinic.server(), kGetPatient, lena);
  // The call's headers have been admitted: a later call on the connection was answered.
  ASSERT_TRUE(clinic.Try(lena, "PatientService/GetPatient", request).ok());
  clinic.Must<v1::SignOutResponse>(lena, "SessionService/SignOut", v1::SignOutRequest());
  EXPECT_EQ(after.Send(request), grpc::StatusCode::UNAUTHENTICATED);
}

// The store is kept busy, so that the callers are gone before their tokens are looked up.
TEST(Door, KeepsNothingOfWatchersWhoGoWhileTheirTokensAreLookedUp) {
  constexpr int kCallers = 32;
  Clinic clinic({.over_tcp = true});
  const auto lena = clinic.Clinician("lena");
  const auto stub = v1::WatchService::NewStub(clinic.server().channel());
  const auto gone = [&] {
    const std::string log = clinic.server().Log();
    return log.find("CALLER_GONE") != std::string::npos;
  };
  const auto busy = clinic.server().application().store().Read(
      "harbour", [&](const storage::Reader&) -> absl::Status {
        for (int i = 0; i < kCallers || !gone(); ++i) {
          grpc::ClientContext context;
          context.AddMetadata("authorization", "Bearer mst1_" + std::string(43, 'A'));
          context.set_deadline(std::chrono::system_clock::now() + std::chrono::minutes{1});
          const auto reader = stub->Watch(&context, WatchAll());
          std::this_thread::yield();
          context.TryCancel();
          EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::CANCELLED);
        }
        return absl::OkStatus();
      });
  ASSERT_TRUE(busy.ok()) << busy;
  Watcher watcher(clinic.server(), lena, WatchExisting());
  EXPECT_TRUE(watcher.Next().has_value());
}

}  // namespace
}  // namespace midstance::testing
