#include "clients/cli/output/considered.h"

#include <gtest/gtest.h>

#include <string>

#include "clients/core/words.h"

namespace midstance::cli {
namespace {

void Found(v1::ClueFinding& finding, const std::string& label, const std::string& text,
           const std::string& observed) {
  finding.set_label(label);
  auto& evidence = *finding.add_evidence();
  evidence.set_text(text);
  evidence.set_observed(observed);
  *evidence.mutable_observed_time() = *client::ParseTime("2026-10-31T09:00");
}

v1::ConsideredFindings ALabrum(v1::Side side) {
  v1::ConsideredFindings one;
  one.set_title("labral or cartilage lesion of the hip");
  one.set_rank(1);
  one.mutable_site()->set_area(v1::AREA_HIP);
  one.mutable_site()->set_side(side);
  one.set_sentence("Findings consistent with a lesion, left hip: 2 supporting.");
  auto& fadir = *one.add_supporting();
  Found(fadir, "FADIR test positive", "FADIR test: pos", "pos");
  auto& figure = *fadir.add_figures();
  figure.set_text("Sn 94 Sp 8");
  figure.mutable_source()->set_key("Reiman 2013");
  figure.mutable_source()->set_note("against MR arthrography");
  fadir.add_cautions("FADIR test: hardly specific");
  Found(*one.add_supporting(), "little internal rotation", "Hip internal rotation: 12 deg", "12");
  one.add_not_found()->set_label("locking");
  auto& open = *one.add_not_asked();
  open.set_label("buttock pain on one side only");
  auto& ask = *open.add_ask();
  ask.set_code("buttock_pain");
  ask.mutable_site()->set_area(rules::v1::HIP);
  ask.mutable_site()->set_side(rules::v1::RIGHT);
  one.add_sources()->set_key("seed");
  return one;
}

google::protobuf::RepeatedPtrField<v1::ConsideredFindings> All(
    std::initializer_list<v1::ConsideredFindings> findings) {
  return {findings.begin(), findings.end()};
}

TEST(Considered, IsAFewLinesEachAndTellsCautionsAndSourcesOnce) {
  EXPECT_EQ(
      FormatConsidered("How to read it.", All({ALabrum(v1::SIDE_LEFT), ALabrum(v1::SIDE_LEFT)})),
      "How to read it.\n"
      "\n"
      "hip/left\n"
      "  1. labral or cartilage lesion of the hip: 2 for, 0 against\n"
      "     for       FADIR test positive, 2026-10-31; Sn 94 Sp 8 (Reiman 2013)\n"
      "               little internal rotation, Hip internal rotation: 12 deg on 2026-10-31\n"
      "     not found locking\n"
      "     not asked buttock pain on one side only (buttock_pain at hip/right)\n"
      "  1. labral or cartilage lesion of the hip: 2 for, 0 against\n"
      "     for       FADIR test positive, 2026-10-31; Sn 94 Sp 8 (Reiman 2013)\n"
      "               little internal rotation, Hip internal rotation: 12 deg on 2026-10-31\n"
      "     not found locking\n"
      "     not asked buttock pain on one side only (buttock_pain at hip/right)\n"
      "\n"
      "Cautions\n"
      "  FADIR test: hardly specific\n"
      "\n"
      "Sources\n"
      "  Reiman 2013: against MR arthrography\n"
      "  seed\n");
}

TEST(Considered, EachSideStandsUnderItsSiteAsItIsTyped) {
  const std::string text =
      FormatConsidered("", All({ALabrum(v1::SIDE_LEFT), ALabrum(v1::SIDE_RIGHT)}));
  const auto left = text.find("\nhip/left\n");
  const auto right = text.find("\nhip/right\n");
  EXPECT_EQ(left, 0U);
  EXPECT_NE(right, std::string::npos);
  // What is asked of the site itself needs no site.
  EXPECT_NE(text.find("(buttock_pain)", right), std::string::npos);
}

TEST(Considered, ManyUnansweredCluesAreWrappedBetweenThem) {
  auto one = ALabrum(v1::SIDE_LEFT);
  for (int i = 0; i < 9; ++i) {
    one.add_not_found()->set_label("a clue of some length " + std::to_string(i));
  }
  const std::string text = FormatConsidered("", All({one}));
  std::size_t at = 0;
  while (at < text.size()) {
    const auto end = text.find('\n', at);
    EXPECT_LE(end - at, 100U) << text.substr(at, end - at);
    at = end + 1;
  }
  EXPECT_NE(text.find("a clue of some length 7;"), std::string::npos);
  EXPECT_NE(text.find("a clue of some length 8\n"), std::string::npos);
}

TEST(Considered, WithoutFindingsSaysSo) {
  EXPECT_EQ(FormatConsidered("", {}), "Nothing to consider: no finding supports an entry.\n");
}

}  // namespace
}  // namespace midstance::cli
