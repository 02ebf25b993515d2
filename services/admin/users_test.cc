#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sodium.h>

#include "midstance/storage/v1/records.pb.h"
#include "midstance/v1/admin_service.pb.h"
#include "services/admin/verbs.h"
#include "services/rpc/verb_testing.h"

namespace midstance::admin {
namespace {

using options::v1::ROLE_ADMIN;
using options::v1::ROLE_ANYONE;
using options::v1::ROLE_CHECK_IN_LINK;
using options::v1::ROLE_CLINICIAN;
using options::v1::ROLE_COORDINATOR;
using ::testing::ElementsAre;

class Users : public ::testing::Test {
 protected:
  Users() {
    storage::v1::Clinic clinic;
    clinic.set_name("clinics/" + std::string(rpc::VerbTester::kClinic));
    tester_.Put(clinic);
  }
  static v1::CreateUserRequest Create(const std::string& user_name) {
    v1::CreateUserRequest request;
    request.mutable_user()->set_user_name(user_name);
    request.mutable_user()->set_display_name("Kim");
    request.mutable_user()->add_roles(ROLE_CLINICIAN);
    request.set_password("correct horse battery");
    return request;
  }
  v1::User Add(const std::string& user_name) {
    const auto added = tester_.Run(CreateUser{hasher_}, root_, Create(user_name));
    EXPECT_TRUE(added.ok()) << added.status();
    return *added;
  }
  // A session of the user, as a sign-in would leave it.
  std::string SessionOf(const v1::User& user) {
    const auto token = rpc::MakeToken(rpc::TokenKind::kSession, random_);
    storage::v1::Session session;
    session.set_name(rpc::TokenName(token));
    session.set_user(user.name());
    *session.mutable_expire_time() = TimestampOf(tester_.now + std::chrono::hours{12});
    tester_.Put(session);
    EXPECT_TRUE(authenticator_.Authenticate(token, tester_.now).ok());
    return token;
  }
  absl::StatusOr<v1::User> Disable(const v1::User& user) {
    v1::DisableUserRequest request;
    request.set_name(user.name());
    request.set_etag(user.etag());
    request.set_reason("left the clinic");
    return tester_.Run(DisableUser{authenticator_}, root_, request);
  }
  absl::StatusOr<v1::User> Update(const v1::User& user, const std::string& path) {
    v1::UpdateUserRequest request;
    *request.mutable_user() = user;
    request.mutable_update_mask()->add_paths(path);
    return tester_.Run(UpdateUser{authenticator_}, root_, request);
  }

  rpc::VerbTester tester_;
  sessions::PasswordHasher hasher_{{crypto_pwhash_OPSLIMIT_MIN, crypto_pwhash_MEMLIMIT_MIN}};
  rpc::SystemRandom random_;
  rpc::Authenticator authenticator_{tester_.store(), rpc::SessionLimits()};
  rpc::Principal root_ = tester_.AddUser("root", {ROLE_ADMIN});
};

TEST_F(Users, ANewUserCanBeFoundAndHerPasswordIsKeptAsAHashApart) {
  const auto user = Add("kim");
  EXPECT_EQ(user.clinic(), rpc::VerbTester::kClinic);
  v1::GetUserRequest get;
  get.set_name(user.name());
  EXPECT_EQ(tester_.Run(GetUser, root_, get)->SerializeAsString(), user.SerializeAsString());
  const auto credential = tester_.Find<storage::v1::Credential>(
      "credentials/" + user.name().substr(std::string("users/").size()));
  ASSERT_TRUE(credential.ok()) << credential.status();
  EXPECT_EQ(credential->user(), user.name());
  EXPECT_TRUE(hasher_.Verify(credential->password_hash(), "correct horse battery"));
}

TEST_F(Users, ATakenUserNameIsRefused) {
  Add("kim");
  EXPECT_EQ(ReasonOf(tester_.Run(CreateUser{hasher_}, root_, Create("kim")).status()),
            v1::ERROR_REASON_RESOURCE_EXISTS);
}

TEST_F(Users, AUserNameIsUniqueOverAllClinics) {
  Add("kim");
  auto elsewhere = root_;
  elsewhere.clinic = "hillside";
  EXPECT_EQ(ReasonOf(tester_.Run(CreateUser{hasher_}, elsewhere, Create("kim")).status()),
            v1::ERROR_REASON_RESOURCE_EXISTS);
  EXPECT_TRUE(tester_.Run(CreateUser{hasher_}, elsewhere, Create("lee")).ok());
}

TEST_F(Users, RolesAreThoseOfStaffEachOnce) {
  auto request = Create("kim");
  request.mutable_user()->add_roles(ROLE_ANYONE);
  request.mutable_user()->add_roles(ROLE_CHECK_IN_LINK);
  request.mutable_user()->add_roles(ROLE_CLINICIAN);
  const auto fields = BadRequestOf(tester_.Run(CreateUser{hasher_}, root_, request).status());
  ASSERT_TRUE(fields.has_value());
  std::vector<std::string> paths;
  for (const auto& violation : fields->field_violations()) paths.push_back(violation.field());
  EXPECT_THAT(paths, ElementsAre("user.roles[1]", "user.roles[2]", "user.roles[3]"));
}

TEST_F(Users, TheListIsInOrderOfUserNames) {
  Add("zoe");
  Add("kim");
  std::vector<std::string> names;
  const auto page = tester_.Run(ListUsers{tester_.sealer()}, root_, v1::ListUsersRequest());
  ASSERT_TRUE(page.ok()) << page.status();
  for (const auto& user : page->users()) names.push_back(user.user_name());
  EXPECT_THAT(names, ElementsAre("kim", "root", "zoe"));
}

TEST_F(Users, NewRolesHoldFromTheNextCall) {
  auto user = Add("kim");
  const auto token = SessionOf(user);
  user.clear_roles();
  user.add_roles(ROLE_COORDINATOR);
  ASSERT_TRUE(Update(user, "roles").ok());
  const auto principal = authenticator_.Authenticate(token, tester_.now);
  ASSERT_TRUE(principal.ok()) << principal.status();
  EXPECT_EQ(principal->roles, rpc::Roles{ROLE_COORDINATOR});
}

TEST_F(Users, TheUserNameIsFixed) {
  auto user = Add("kim");
  user.set_user_name("kimberly");
  EXPECT_EQ(ReasonOf(Update(user, "user_name").status()), v1::ERROR_REASON_MASK_INVALID);
}

TEST_F(Users, DisablingAUserEndsHerSessions) {
  const auto user = Add("kim");
  const auto token = SessionOf(user);
  const auto disabled = Disable(user);
  ASSERT_TRUE(disabled.ok()) << disabled.status();
  EXPECT_TRUE(disabled->disabled());
  EXPECT_EQ(disabled->disable_reason(), "left the clinic");
  EXPECT_FALSE(authenticator_.Recall(token, tester_.now).has_value());
  EXPECT_EQ(ReasonOf(authenticator_.Authenticate(token, tester_.now).status()),
            v1::ERROR_REASON_SESSION_EXPIRED);
  EXPECT_EQ(ReasonOf(Disable(*disabled).status()), v1::ERROR_REASON_STATE_FORBIDS);
}

TEST_F(Users, NobodyDisablesHerOwnAccount) {
  EXPECT_EQ(ReasonOf(Disable(*tester_.Find<v1::User>(root_.name)).status()),
            v1::ERROR_REASON_STATE_FORBIDS);
}

TEST_F(Users, TheLastAdministratorKeepsTheRole) {
  auto root = *tester_.Find<v1::User>(root_.name);
  root.clear_roles();
  root.add_roles(ROLE_CLINICIAN);
  const auto refused = Update(root, "roles").status();
  EXPECT_EQ(ReasonOf(refused), v1::ERROR_REASON_STATE_FORBIDS);
  ASSERT_TRUE(BadRequestOf(refused).has_value());
  EXPECT_EQ(BadRequestOf(refused)->field_violations(0).field(), "user.roles");
  tester_.AddUser("ada", {ROLE_ADMIN});
  EXPECT_TRUE(Update(root, "roles").ok());
}

TEST_F(Users, ADisabledAdministratorDoesNotCountAsTheOtherOne) {
  const auto ada = tester_.AddUser("ada", {ROLE_ADMIN});
  ASSERT_TRUE(Disable(*tester_.Find<v1::User>(ada.name)).ok());
  auto root = *tester_.Find<v1::User>(root_.name);
  root.clear_roles();
  root.add_roles(ROLE_CLINICIAN);
  EXPECT_EQ(ReasonOf(Update(root, "roles").status()), v1::ERROR_REASON_STATE_FORBIDS);
}

TEST_F(Users, NobodyDisablesTheLastAdministrator) {
  // Somebody whose session still says that she administers.
  const auto former = rpc::VerbTester::Staff("former", {ROLE_ADMIN});
  v1::DisableUserRequest request;
  request.set_name(root_.name);
  request.set_etag(tester_.Find<v1::User>(root_.name)->etag());
  const auto refused = tester_.Run(DisableUser{authenticator_}, former, request).status();
  EXPECT_EQ(ReasonOf(refused), v1::ERROR_REASON_STATE_FORBIDS);
  ASSERT_TRUE(BadRequestOf(refused).has_value());
  EXPECT_EQ(BadRequestOf(refused)->field_violations(0).field(), "name");
}

TEST_F(Users, TwoAdministratorsCannotTakeEachOtherAwayAtOnce) {
  const auto ada = tester_.AddUser("ada", {ROLE_ADMIN});
  // Both decided on what was true before either was committed.
  std::vector<storage::WriteUnit> units;
  const auto read = tester_.store().Read(
      std::string(rpc::VerbTester::kClinic), [&](const storage::Reader& reader) -> absl::Status {
        for (const auto& name : {root_.name, ada.name}) {
          storage::Writer writer(reader);
          v1::DisableUserRequest request;
          request.set_name(name);
          MIDSTANCE_ASSIGN_OR_RETURN(const auto user, reader.Get<v1::User>(name));
          request.set_etag(user.etag());
          rpc::Call call;
          call.principal = name == root_.name ? ada : root_;
          call.now = tester_.now;
          MIDSTANCE_RETURN_IF_ERROR(DisableUser{authenticator_}(call, writer, request).status());
          units.push_back(writer.Take());
        }
        return absl::OkStatus();
      });
  ASSERT_TRUE(read.ok()) << read;
  std::vector<absl::Status> ends;
  for (auto& unit : units) {
    ends.push_back(tester_.store()
                       .Write(std::string(rpc::VerbTester::kClinic),
                              [&](const storage::Reader&) { return std::move(unit); })
                       .status());
  }
  EXPECT_TRUE(ends[0].ok()) << ends[0];
  EXPECT_EQ(ReasonOf(ends[1]), v1::ERROR_REASON_ETAG_MISMATCH);
  EXPECT_FALSE(tester_.Find<v1::User>(ada.name)->disabled());
}

TEST_F(Users, TheServerTellsWhatItIs) {
  ServerFacts facts{"0.1.0", "abc release", 3, "sqlite 3.40.1", "00ff", tester_.now};
  const auto info = tester_.Run(GetServerInfo{facts}, root_, v1::GetServerInfoRequest());
  ASSERT_TRUE(info.ok()) << info.status();
  EXPECT_EQ(info->version(), "0.1.0");
  EXPECT_EQ(info->schema_version(), 3);
  EXPECT_EQ(InstantOf(info->start_time()), tester_.now);
}

}  // namespace
}  // namespace midstance::admin
