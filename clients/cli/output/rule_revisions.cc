#include "clients/cli/output/rule_revisions.h"

#include <string>

#include "clients/core/words.h"

namespace midstance::cli {
namespace {

std::string BrokenWord(const v1::RuleSetRevision& revision) {
  if (revision.shipped()) return "";
  return std::to_string(revision.broken_scenarios_size()) + " of " +
         std::to_string(revision.scenarios());
}

std::string ChangedWord(const v1::RuleSetRevision& revision) {
  std::string text;
  for (const auto& part : revision.changed()) text += (text.empty() ? "" : ", ") + part;
  return text;
}

std::string ApprovedWord(const v1::RuleSetRevision& revision) {
  std::string text;
  for (const auto& approval : revision.approvals()) {
    text += (text.empty() ? "" : "; ") + approval.user() + " on " +
            client::TimeWord(approval.approve_time()) + ": " + approval.reason();
  }
  return text;
}

}  // namespace

Columns<v1::RuleSetRevision> RevisionColumns() {
  return {
      {"NAME", [](const auto& r) { return r.name(); }},
      {"PROPOSED", [](const auto& r) { return client::TimeWord(r.create_time()); }},
      {"AUTHOR", [](const auto& r) { return r.author(); }},
      {"REASON", [](const auto& r) { return r.reason(); }, Fit::kMayShorten},
      {"CHANGED", ChangedWord, Fit::kMayShorten},
      {"BROKEN SCENARIOS", BrokenWord},
      {"APPROVED", ApprovedWord, Fit::kDetail},
      {"DIGEST", [](const auto& r) { return r.digest(); }, Fit::kDetail},
  };
}

std::string ReviewText(const v1::RuleSetRevision& revision) {
  std::string text;
  for (const auto& broken : revision.broken_scenarios()) {
    text += "breaks " + broken.scenario() + "\n";
    for (const auto& problem : broken.problems()) text += "    " + problem + "\n";
  }
  for (const auto& warning : revision.warnings()) {
    text += "look at " + warning.path() + ": " + warning.text() + "\n";
  }
  return text;
}

Columns<v1::RuleSetActivation> ActivationColumns() {
  return {
      {"FROM", [](const auto& a) { return client::TimeWord(a.effective_time()); }},
      {"REVISION", [](const auto& a) { return a.revision(); }},
      {"BY", [](const auto& a) { return a.user(); }},
      {"BACK", [](const auto& a) { return std::string(a.rollback() ? "yes" : ""); }},
      {"REASON", [](const auto& a) { return a.reason(); }, Fit::kMayShorten},
      {"BACK-TEST", [](const auto& a) { return a.back_test(); }, Fit::kDetail},
      {"IN PLACE OF", [](const auto& a) { return a.replaced(); }, Fit::kDetail},
      {"NAME", [](const auto& a) { return a.name(); }, Fit::kDetail},
  };
}

}  // namespace midstance::cli
