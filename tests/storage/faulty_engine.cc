#include "faulty_engine.h"

namespace midstance::storage::testing {
namespace {

class FaultyConnection;

class FaultyStatement final : public sql::Statement {
 public:
  FaultyStatement(FaultyConnection& connection, std::unique_ptr<sql::Statement> real)
      : connection_(connection), real_(std::move(real)) {}

  void BindNull(int parameter) override { real_->BindNull(parameter); }
  void BindInteger(int parameter, std::int64_t value) override {
    real_->BindInteger(parameter, value);
  }
  void BindReal(int parameter, double value) override { real_->BindReal(parameter, value); }
  void BindText(int parameter, const std::string& value) override {
    real_->BindText(parameter, value);
  }
  void BindBlob(int parameter, const std::string& value) override {
    real_->BindBlob(parameter, value);
  }
  sql::Step Next() override;
  bool IsNull(int column) override { return real_->IsNull(column); }
  std::int64_t Integer(int column) override { return real_->Integer(column); }
  double Real(int column) override { return real_->Real(column); }
  std::string_view Bytes(int column) override { return real_->Bytes(column); }
  std::int64_t Affected() override { return real_->Affected(); }
  void Reset() override { real_->Reset(); }

 private:
  FaultyConnection& connection_;
  std::unique_ptr<sql::Statement> real_;
};

class FaultyConnection final : public sql::Connection {
 public:
  FaultyConnection(std::unique_ptr<sql::Connection> real, FaultPlan& plan)
      : real_(std::move(real)), plan_(plan) {}

  std::unique_ptr<sql::Statement> Prepare(const std::string& sql) override {
    failed_ = false;
    auto statement = real_->Prepare(sql);
    if (statement == nullptr) return nullptr;
    return std::make_unique<FaultyStatement>(*this, std::move(statement));
  }
  bool Execute(const std::string& script) override {
    failed_ = false;
    return real_->Execute(script);
  }
  bool InTransaction() override { return real_->InTransaction(); }
  const sql::Failure& failure() const override { return failed_ ? failure_ : real_->failure(); }

  bool FailsNow() {
    failed_ = plan_.until_failure.load() > 0 && plan_.until_failure.fetch_sub(1) == 1;
    if (!failed_) return false;
    failure_ = {plan_.kind, "made to fail"};
    if (plan_.ends_transaction && real_->InTransaction()) real_->Execute("ROLLBACK");
    return true;
  }

 private:
  std::unique_ptr<sql::Connection> real_;
  FaultPlan& plan_;
  bool failed_ = false;
  sql::Failure failure_;
};

sql::Step FaultyStatement::Next() {
  return connection_.FailsNow() ? sql::Step::kFailed : real_->Next();
}

class FaultyEngine final : public sql::Engine {
 public:
  FaultyEngine(std::unique_ptr<sql::Engine> real, FaultPlan& plan)
      : real_(std::move(real)), plan_(plan) {}

  absl::StatusOr<std::unique_ptr<sql::Connection>> OpenWriter() override {
    auto writer = real_->OpenWriter();
    if (!writer.ok()) return writer;
    return std::make_unique<FaultyConnection>(*std::move(writer), plan_);
  }
  absl::StatusOr<std::unique_ptr<sql::Connection>> OpenReader() override {
    return real_->OpenReader();
  }
  bool one_connection() const override { return real_->one_connection(); }
  std::string_view begin_write() const override { return real_->begin_write(); }
  std::string_view begin_read() const override { return real_->begin_read(); }
  std::string Translate(std::string_view migration) const override {
    return real_->Translate(migration);
  }
  absl::Status KeepCopy(sql::Connection& writer, int version) override {
    return real_->KeepCopy(writer, version);
  }
  bool AfterCommit(sql::Connection& writer) override { return real_->AfterCommit(writer); }
  bool Idle(sql::Connection& writer) override { return real_->Idle(writer); }
  void Closing(sql::Connection& writer) override { real_->Closing(writer); }

 private:
  std::unique_ptr<sql::Engine> real_;
  FaultPlan& plan_;
};

}  // namespace

std::unique_ptr<sql::Engine> MakeFaulty(std::unique_ptr<sql::Engine> engine, FaultPlan& plan) {
  return std::make_unique<FaultyEngine>(std::move(engine), plan);
}

}  // namespace midstance::storage::testing
