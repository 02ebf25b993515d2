#pragma once

#include <string>
#include <vector>

namespace midstance::server {

// `midstanced init`: makes a data directory with certificates, a key, a database and the first
// user.
struct InitOptions {
  std::string data_directory;
  std::vector<std::string> hosts;
  std::string clinic;
  std::string clinic_name;
  std::string admin;
  std::string admin_password_file;
  std::string address;  // for join.json
};
int Init(const InitOptions& options);

// `midstanced serve`: until SIGTERM or SIGINT.
struct ServeOptions {
  std::string config_file;
  std::string data_directory;  // the three beat the file when given
  std::string listen;
  bool reflection = false;
  long long demo_clock_micros = -1;  // not negative: a demo clock that starts there
  bool print_config = false;
};
int Serve(const ServeOptions& options);

// `midstanced audit`: walks a clinic's journal and tells whether its chain is whole.
struct AuditOptions {
  std::string data_directory;
  std::string clinic;
};
int Audit(const AuditOptions& options);

// `midstanced check`: whether every flag that a patient's records ever held is open and visible, or
// was ended by a person with a reason. `midstanced prove`: the ledger of every flag. Both read
// only, at rest or beside a server.
struct LedgerOptions {
  std::string config_file;
  std::string data_directory;  // beats the file when given
  bool json = false;           // of prove
};
int Check(const LedgerOptions& options);
int Prove(const LedgerOptions& options);

// `midstanced rules test` and `midstanced rules lint`: whether a rule set does what its scenarios
// say, and what in it is legal and most likely wrong. Without files: what ships with the program.
struct RulesOptions {
  std::vector<std::string> set_files;  // read as one text, in this order
  std::vector<std::string> scenario_files;
};
int TestRules(const RulesOptions& options);
int LintRules(const RulesOptions& options);

}  // namespace midstance::server
