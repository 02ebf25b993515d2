#include "clients/cli/output/considered.h"

#include <algorithm>
#include <cctype>
#include <string>
#include <utility>
#include <vector>

#include "clients/core/words.h"

namespace midstance::cli {
namespace {

constexpr std::size_t kWidth = 100;
constexpr std::size_t kIndent = 15;  // of what stands behind "     not asked"

// What is told of several considerations is told once, at the end.
class Once {
 public:
  void Add(std::string text) {
    if (std::find(all_.begin(), all_.end(), text) == all_.end()) all_.push_back(std::move(text));
  }
  void AppendTo(std::string& out, std::string_view heading) const {
    if (all_.empty()) return;
    out.append("\n").append(heading).append("\n");
    for (const auto& text : all_) out += "  " + text + '\n';
  }

 private:
  std::vector<std::string> all_;
};

class Page {
 public:
  explicit Page(std::string_view caption) {
    if (!caption.empty()) out_.append(caption).append("\n");
  }

  void Add(const v1::ConsideredFindings& one) {
    std::string site = client::SiteWord(one.site());
    if (site != site_) out_ += '\n' + site + '\n';
    site_ = std::move(site);
    out_ += "  " + std::to_string(one.rank()) + ". " + one.title() + ": " +
            std::to_string(one.supporting_size()) + " for, " + std::to_string(one.opposing_size()) +
            " against\n";
    AddFound("for", one.supporting());
    AddFound("against", one.opposing());
    AddLabels("not found", one.not_found());
    AddLabels("not asked", one.not_asked());
    std::vector<std::string> figures;
    for (const auto& figure : one.figures()) figures.push_back(FigureWords(figure));
    AddLines("figures", figures);
    if (!one.note().empty()) AddLines("note", {one.note()});
    for (const auto& source : one.sources()) AddSource(source);
  }

  std::string Take() {
    cautions_.AppendTo(out_, "Cautions");
    sources_.AppendTo(out_, "Sources");
    return std::move(out_);
  }

 private:
  using Findings = google::protobuf::RepeatedPtrField<v1::ClueFinding>;

  void AddSource(const rules::v1::Source& source) {
    sources_.Add(source.note().empty() ? source.key() : source.key() + ": " + source.note());
  }

  std::string FigureWords(const rules::v1::Figure& figure) {
    AddSource(figure.source());
    return figure.text() + " (" + figure.source().key() + ")";
  }

  // "tender trochanter, 2026-10-31"; a number with what was measured, since the label tells none.
  static std::string FoundWords(const v1::ClueFinding& finding) {
    std::string words = finding.label();
    std::vector<std::string> parts;
    for (const auto& evidence : finding.evidence()) {
      const auto& value = evidence.observed();
      const bool number =
          !value.empty() &&
          (std::isdigit(static_cast<unsigned char>(value.front())) != 0 || value.front() == '-');
      std::string part = client::TimeWord(evidence.observed_time()).substr(0, 10);
      if (number) part = evidence.text() + " on " + part;
      if (std::find(parts.begin(), parts.end(), part) == parts.end()) parts.push_back(part);
    }
    for (const auto& part : parts) words += ", " + part;
    return words;
  }

  void AddFound(std::string_view sign, const Findings& findings) {
    std::vector<std::string> lines;
    for (const auto& finding : findings) {
      std::string line = FoundWords(finding);
      for (const auto& figure : finding.figures()) line += "; " + FigureWords(figure);
      lines.push_back(std::move(line));
      for (const auto& caution : finding.cautions()) cautions_.Add(caution);
    }
    AddLines(sign, lines);
  }

  // What counts neither way needs no line of its own.
  void AddLabels(std::string_view sign, const Findings& findings) {
    std::vector<std::string> lines;
    for (int i = 0; i < findings.size(); ++i) {
      std::string words = findings[i].label();
      std::string codes;
      for (const auto& ask : findings[i].ask()) {
        codes += (codes.empty() ? "" : ", ") + ask.code();
        if (!ask.has_site()) continue;
        if (const auto site = client::SiteWord(ask.site()); site != site_) codes += " at " + site;
      }
      if (!codes.empty()) words += " (" + codes + ")";
      if (i + 1 < findings.size()) words += ';';
      if (lines.empty() || kIndent + lines.back().size() + 1 + words.size() > kWidth) {
        lines.push_back(std::move(words));
      } else {
        lines.back() += ' ' + words;
      }
    }
    AddLines(sign, lines);
  }

  void AddLines(std::string_view sign, const std::vector<std::string>& lines) {
    std::string begin = "     " + std::string(sign);
    for (const auto& line : lines) {
      begin.resize(kIndent, ' ');
      out_ += begin + line + '\n';
      begin.clear();
    }
  }

  std::string out_;
  std::string site_;
  Once cautions_;
  Once sources_;
};

}  // namespace

std::string FormatConsidered(
    std::string_view caption,
    const google::protobuf::RepeatedPtrField<v1::ConsideredFindings>& findings) {
  if (findings.empty()) {
    std::string out(caption);
    if (!out.empty()) out += '\n';
    return out + "Nothing to consider: no finding supports an entry.\n";
  }
  Page page(caption);
  for (const auto& one : findings) page.Add(one);
  return page.Take();
}

}  // namespace midstance::cli
