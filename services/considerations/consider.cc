#include "services/considerations/consider.h"

#include <absl/strings/str_cat.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>

#include "services/rules/words.h"
#include "support/time.h"

namespace midstance::considerations {

std::string_view Caption() {
  return "Findings consistent with what a clinician may consider, by the number of findings for "
         "and "
         "against. What was not asked counts neither way; figures are those of the studies named, "
         "most of them from surgical clinics, and no chance for this patient. The clinician "
         "decides.";
}

namespace {

using rules::v1::RuleResult;

// Position of the consideration and the answers to its clues.
using Answers = std::map<int, std::vector<std::pair<const ClueInfo*, const RuleResult*>>>;

v1::Site ApiSite(const rules::v1::Site& site) {
  v1::Site same;
  same.set_area(static_cast<v1::Area>(site.area()));
  same.set_side(static_cast<v1::Side>(site.side()));
  return same;
}

auto EvidenceOrder(const rules::v1::Evidence& evidence) {
  return std::tuple(MicrosOf(InstantOf(evidence.observed_time())),
                    std::string_view(evidence.entry()), std::string_view(evidence.code()),
                    evidence.site().area(), evidence.site().side());
}

void CollectEvidence(const rules::v1::Trace& trace, std::vector<rules::v1::Evidence>& found) {
  found.insert(found.end(), trace.evidence().begin(), trace.evidence().end());
  for (const auto& child : trace.children()) CollectEvidence(child, found);
}

v1::ClueFinding FindingOf(const ClueInfo& info, const RuleResult& result) {
  v1::ClueFinding finding;
  finding.set_label(info.clue->label());
  finding.set_opposes(info.opposes);
  finding.set_background(info.clue->background());
  *finding.mutable_figures() = info.clue->figures();
  for (const auto* code : info.codes) {
    if (!code->caution().empty()) {
      finding.add_cautions(absl::StrCat(code->display(), ": ", code->caution()));
    }
  }
  if (result.truth() == rules::v1::HOLDS) {
    *finding.mutable_evidence() = result.evidence();
    return finding;
  }
  std::vector<rules::v1::Evidence> found;
  CollectEvidence(result.trace(), found);
  std::sort(found.begin(), found.end(), [](const auto& one, const auto& other) {
    return EvidenceOrder(one) < EvidenceOrder(other);
  });
  const auto same = [](const auto& one, const auto& other) {
    return EvidenceOrder(one) == EvidenceOrder(other);
  };
  found.erase(std::unique(found.begin(), found.end(), same), found.end());
  for (auto& evidence : found) *finding.add_evidence() = std::move(evidence);
  if (result.truth() == rules::v1::DOES_NOT_HOLD) return finding;
  for (const auto& open : result.would_decide()) {
    auto& question = *finding.add_ask();
    question = open;
    // Of the internal rule that the clue is.
    question.clear_rules();
    question.clear_urgency();
  }
  return finding;
}

// More for it, less against it, more decided.
std::tuple<int, int, int> Weight(const v1::ConsideredFindings& considered) {
  return {
      -considered.supporting_size(), considered.opposing_size(),
      -(considered.supporting_size() + considered.opposing_size() + considered.not_found_size())};
}

std::optional<v1::ConsideredFindings> ConsiderOne(const rules::v1::Consideration& row,
                                                  const rules::v1::Site& site,
                                                  const Answers::mapped_type& answers) {
  v1::ConsideredFindings considered;
  bool listed = false;
  for (const auto& [info, result] : answers) {
    auto finding = FindingOf(*info, *result);
    if (result->truth() == rules::v1::HOLDS) {
      listed |= !info->opposes && !info->clue->background();
      *(info->opposes ? considered.add_opposing() : considered.add_supporting()) =
          std::move(finding);
    } else if (result->truth() == rules::v1::DOES_NOT_HOLD) {
      *considered.add_not_found() = std::move(finding);
    } else {
      *considered.add_not_asked() = std::move(finding);
    }
  }
  if (!listed) return std::nullopt;
  considered.set_consideration("considerations/" + row.id());
  considered.set_title(row.title());
  *considered.mutable_site() = ApiSite(site);
  considered.set_sentence(absl::StrCat(
      "Findings consistent with ", row.title(), ", ",
      rules::SiteWords(rules::Site{site.area(), site.side()}), ": ", considered.supporting_size(),
      " supporting, ", considered.opposing_size(), " opposing, ", considered.not_found_size(),
      " not found, ", considered.not_asked_size(), " not asked."));
  *considered.mutable_figures() = row.figures();
  *considered.mutable_sources() = row.sources();
  considered.set_note(row.note());
  return considered;
}

void RankFindings(std::vector<v1::ConsideredFindings>& here) {
  std::stable_sort(here.begin(), here.end(),
                   [](const auto& one, const auto& other) { return Weight(one) < Weight(other); });
  for (std::size_t i = 0; i < here.size(); ++i) {
    const bool as_before = i > 0 && Weight(here[i - 1]) == Weight(here[i]);
    here[i].set_rank(as_before ? here[i - 1].rank() : static_cast<int>(i) + 1);
  }
}

}  // namespace

std::vector<v1::ConsideredFindings> Consider(const Library& library,
                                             const rules::v1::Evaluation& clues) {
  std::map<std::pair<int, int>, Answers> by_site;
  for (const auto& result : clues.results()) {
    const ClueInfo* info = library.Find(result.rule());
    if (info == nullptr || !result.has_site()) continue;
    by_site[{result.site().area(), result.site().side()}][info->consideration].emplace_back(
        info, &result);
  }
  std::vector<v1::ConsideredFindings> all;
  for (auto& [key, answers] : by_site) {
    std::vector<v1::ConsideredFindings> here;
    for (auto& [at, clues_of_row] : answers) {
      const auto& row = library.source().considerations(at);
      // In the order of the library; the evaluation sorts by rule.
      std::sort(clues_of_row.begin(), clues_of_row.end(), [](const auto& one, const auto& other) {
        return std::tuple(one.first->opposes, one.first->index) <
               std::tuple(other.first->opposes, other.first->index);
      });
      const auto& site = clues_of_row.front().second->site();
      if (auto considered = ConsiderOne(row, site, clues_of_row)) {
        here.push_back(*std::move(considered));
      }
    }
    RankFindings(here);
    std::move(here.begin(), here.end(), std::back_inserter(all));
  }
  return all;
}

}  // namespace midstance::considerations
