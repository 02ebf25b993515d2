#include "tests/support/test_server.h"

#include <grpcpp/create_channel.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/support/byte_buffer.h>
#include <sodium.h>
#include <spdlog/sinks/ostream_sink.h>

#include <condition_variable>
#include <cstring>
#include <stdexcept>

#include "google/rpc/status.pb.h"
#include "midstance/v1/admin_service.pb.h"
#include "midstance/v1/session_service.pb.h"
#include "services/rpc/call_log.h"
#include "services/rpc/unary_reactor.h"
#include "services/server/bootstrap.h"
#include "storage/open.h"
#include "support/digest.h"

namespace midstance::testing {
namespace {

constexpr char kPassword[] = "correct horse battery";
constexpr std::string_view kLoopback = "127.0.0.1:";
constexpr sessions::PasswordStrength kCheap{.operations = 1, .memory_bytes = 8192};

// gtest reports what a throwing fixture says.
void Require(const absl::Status& status) {
  if (!status.ok()) throw std::runtime_error(std::string(status.message()));
}

Instant StartOf(const ServerOptions& options) {
  using namespace std::chrono_literals;
  return options.start == Instant{} ? Instant(Day{2026y / 11 / 1} + 8h) : options.start;
}

Result ResultOf(const grpc::Status& status, const grpc::ClientContext& context) {
  Result result;
  result.status = status;
  for (const auto& [key, value] : context.GetServerTrailingMetadata()) {
    result.trailer.emplace(std::string(key.data(), key.size()),
                           std::string(value.data(), value.size()));
  }
  google::rpc::Status rich;
  if (status.ok() || !rich.ParseFromString(status.error_details())) return result;
  for (const auto& detail : rich.details()) {
    if (detail.Is<google::rpc::ErrorInfo>()) detail.UnpackTo(&result.info);
    if (detail.Is<google::rpc::BadRequest>()) detail.UnpackTo(&result.fields);
  }
  result.reason = result.info.reason();
  return result;
}

}  // namespace

void SeededRandom::Fill(void* bytes, std::size_t count) {
  const std::lock_guard lock(mutex_);
  auto* out = static_cast<char*>(bytes);
  while (count > 0) {
    const std::uint64_t word = engine_();
    const std::size_t part = std::min(count, sizeof word);
    std::memcpy(out, &word, part);
    out += part;
    count -= part;
  }
}

std::vector<std::string> Result::paths() const {
  std::vector<std::string> paths;
  for (const auto& violation : fields.field_violations()) paths.push_back(violation.field());
  return paths;
}

TestServer::TestServer(ServerOptions options)
    : clock_(StartOf(options)),
      random_(options.seed),
      request_ids_(options.seed + 1),
      log_(std::make_shared<std::ostringstream>()) {
  if (sodium_init() < 0) throw std::runtime_error("libsodium");
  logger_ = std::make_shared<spdlog::logger>(
      "test", std::make_shared<spdlog::sinks::ostream_sink_mt>(*log_, true));
  rpc::SetJsonPattern(*logger_);
  auto store = options.store ? options.store() : OpenStore(options);
  if (options.new_clinic) {
    const sessions::PasswordHasher hasher(kCheap);
    Require(server::AddClinic(*store, hasher,
                              {"harbour", "Harbour Running Clinic", "root", kPassword},
                              clock_.Now(), random_.NextSeed()));
  }
  server::Ground ground{
      .store = std::move(store), .clock = clock_, .random = random_, .logger = logger_};
  ground.password_strength = kCheap;
  ground.sessions = options.sessions;
  ground.watch = options.watch;
  ground.read_threads = options.read_threads;
  ground.read_queue = options.read_queue;
  ground.time_zone = options.time_zone;
  ground.facts.version = "test";
  auto application = server::Application::Make(std::move(ground));
  Require(application.status());
  application_ = *std::move(application);
  auto server = server::Server::Start(
      *application_, {.address = options.over_tcp ? std::string(kLoopback) + "0" : std::string(),
                      .certificate = {},
                      .key = {},
                      .reflection = options.reflection});
  Require(server.status());
  server_ = *std::move(server);
  channel_ = options.over_tcp
                 ? grpc::CreateChannel(std::string(kLoopback) + std::to_string(server_->port()),
                                       grpc::InsecureChannelCredentials())
                 : server_->InProcess();
}

std::unique_ptr<storage::Store> TestServer::OpenStore(const ServerOptions& options) {
  storage::OpenOptions open;
  open.uri = options.uri;
  open.readers = static_cast<int>(options.read_threads) + 2;
  open.write_queue = options.write_queue;
  open.now = [this] { return clock_.Now(); };
  std::string id(16, '\0');
  random_.Fill(id.data(), id.size());
  open.new_id = Hex(id);
  auto store = storage::Open(open);
  Require(store.status());
  return *std::move(store);
}

TestServer::~TestServer() {
  channel_.reset();
  server_.reset();
}

Result TestServer::Call(std::string_view path, const google::protobuf::Message& request,
                        google::protobuf::Message* response, const CallOptions& options) {
  std::string bytes;
  Result result = CallBytes(path, request.SerializeAsString(), &bytes, options);
  if (result.ok() && response != nullptr && !response->ParseFromString(bytes)) {
    throw std::runtime_error("the answer is not a " + response->GetTypeName());
  }
  return result;
}

Result TestServer::CallWithPassword(std::string_view path, const google::protobuf::Message& request,
                                    google::protobuf::Message* response,
                                    const CallOptions& options) {
  Result result = Call(path, request, response, options);
  if (result.reason != "STEP_UP_REQUIRED") return result;
  v1::ConfirmPasswordRequest confirm;
  confirm.set_password(kPassword);
  confirm.set_request_id(RequestId());
  result = Call("/midstance.v1.SessionService/ConfirmPassword", confirm, nullptr, options);
  return result.ok() ? Call(path, request, response, options) : result;
}

Result TestServer::CallBytes(std::string_view path, const std::string& body, std::string* response,
                             const CallOptions& options) {
  grpc::ClientContext context;
  if (options.with_deadline)
    context.set_deadline(std::chrono::system_clock::now() + options.deadline);
  if (!options.token.empty()) context.AddMetadata("authorization", "Bearer " + options.token);
  for (const auto& [key, value] : options.metadata) context.AddMetadata(key, value);
  context.set_compression_algorithm(options.compression);
  const grpc::ByteBuffer request = rpc::BufferOf(body);
  grpc::ByteBuffer answer;
  grpc::GenericStub stub(channel_);
  std::mutex mutex;
  std::condition_variable finished;
  bool done = false;
  grpc::Status status;
  stub.UnaryCall(&context, std::string(path), grpc::StubOptions(), &request, &answer,
                 [&](grpc::Status ended) {
                   const std::lock_guard lock(mutex);
                   status = std::move(ended);
                   done = true;
                   finished.notify_one();
                 });
  std::unique_lock lock(mutex);
  finished.wait(lock, [&] { return done; });
  if (status.ok() && response != nullptr) *response = rpc::Flatten(answer);
  return ResultOf(status, context);
}

std::string TestServer::SignIn(std::string_view user_name) {
  v1::SignInRequest request;
  request.set_user_name(std::string(user_name));
  request.set_password(kPassword);
  request.set_request_id(RequestId());
  v1::SignInResponse response;
  const Result result = Call("/midstance.v1.SessionService/SignIn", request, &response);
  if (!result.ok()) throw std::runtime_error(result.status.error_message());
  return response.session_token();
}

const std::string& TestServer::Root() {
  if (root_.empty()) root_ = SignIn("root");
  return root_;
}

const std::string& TestServer::Staff(std::string_view user_name, options::v1::Role role) {
  const auto known = staff_.find(user_name);
  if (known != staff_.end()) return known->second.token;
  v1::CreateUserRequest request;
  request.mutable_user()->set_user_name(std::string(user_name));
  request.mutable_user()->set_display_name(std::string(user_name));
  request.mutable_user()->add_roles(role);
  request.set_password(kPassword);
  request.set_request_id(RequestId());
  v1::User user;
  const Result result =
      CallWithPassword("/midstance.v1.AdminService/CreateUser", request, &user, {.token = Root()});
  if (!result.ok()) throw std::runtime_error(result.status.error_message());
  return staff_.emplace(user_name, Member{user.name(), SignIn(user_name)}).first->second.token;
}

std::string TestServer::UserNameOf(std::string_view user_name) const {
  const auto found = staff_.find(user_name);
  return found == staff_.end() ? std::string() : found->second.name;
}

std::string TestServer::RequestId() {
  const rpc::Seed bytes = request_ids_.NextSeed();
  constexpr char kHex[] = "0123456789abcdef";
  std::string id;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) id += '-';
    auto byte = bytes.at(i);
    if (i == 6) byte = static_cast<std::uint8_t>((byte & 0x0F) | 0x40);
    if (i == 8) byte = static_cast<std::uint8_t>((byte & 0x3F) | 0x80);
    id += kHex[byte >> 4];
    id += kHex[byte & 15];
  }
  return id;
}

std::string TestServer::Log() {
  logger_->flush();
  return log_->str();
}

}  // namespace midstance::testing
