#include "clients/cli/output/considered.h"

#include "clients/core/words.h"

namespace midstance::cli {
namespace {

void AppendFinding(std::string& out, std::string_view sign, const v1::ClueFinding& finding) {
  out.append("  ").append(sign).append(" ").append(finding.label());
  for (const auto& evidence : finding.evidence()) {
    out += "; " + evidence.text() + ", " + client::TimeWord(evidence.observed_time());
  }
  out += '\n';
  for (const auto& figure : finding.figures()) {
    out += "      " + figure.text() + " (" + figure.source().key() + ")\n";
  }
  for (const auto& caution : finding.cautions()) out += "      caution: " + caution + '\n';
}

}  // namespace

std::string FormatConsidered(
    std::string_view caption,
    const google::protobuf::RepeatedPtrField<v1::ConsideredFindings>& findings) {
  std::string out;
  if (!caption.empty()) out.append(caption).append("\n");
  if (findings.empty()) out += "Nothing to consider: no finding supports an entry.\n";
  for (const auto& one : findings) {
    out += '\n' + std::to_string(one.rank()) + ". " + one.sentence() + '\n';
    for (const auto& finding : one.supporting()) AppendFinding(out, "for", finding);
    for (const auto& finding : one.opposing()) AppendFinding(out, "against", finding);
    for (const auto& finding : one.not_found()) AppendFinding(out, "not found", finding);
    for (const auto& finding : one.not_asked()) {
      out += "  not asked " + finding.label();
      if (!finding.ask().empty()) out += " (" + finding.ask(0).code() + ")";
      out += '\n';
    }
    for (const auto& figure : one.figures()) {
      out += "  " + figure.text() + " (" + figure.source().key() + ")\n";
    }
    if (!one.note().empty()) out += "  note: " + one.note() + '\n';
  }
  return out;
}

}  // namespace midstance::cli
