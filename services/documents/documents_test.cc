#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <re2/re2.h>

#include <algorithm>
#include <set>
#include <sstream>
#include <string>
#include <utility>

#include "services/documents/documents_testing.h"

namespace midstance::documents {
namespace {

using std::chrono::days;
using ::testing::Each;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;

Block Paragraph(std::string text, std::string label = {}) {
  return {.text = std::move(text), .label = std::move(label)};
}

Document ALetter() {
  Document letter{.title = "Referral: left hip, urgent",
                  .subtitle = "Harbor Clinic, Lena Hart",
                  .footer = "Zhou, Amélie, born 1 May 1990 · letter 01M",
                  .language = "en",
                  .made = Instant{kFirst + days{21}}};
  letter.blocks = {
      {.kind = Block::Kind::kQuestion, .text = "A bone stress injury of the femoral neck?"},
      {.kind = Block::Kind::kHeading, .text = "IDENTIFY"},
      Paragraph("Zhou, Amélie, born 1 May 1990", "Patient:"),
      {.kind = Block::Kind::kHeading, .text = "ASSESSMENT"},
      {.kind = Block::Kind::kBullet, .text = "Pain at night: 6 of 10 (2, 9 and 16 Nov 2026)"},
      {.kind = Block::Kind::kBullet, .text = "Hop test: positive & <sharp> (16 Nov 2026)"},
      {.kind = Block::Kind::kChart,
       .text = "Worst pain, 0-10: 3 on 2 Nov, 6 on 9 Nov, 7 on 16 Nov 2026.",
       .chart = Chart{.title = "Pain, 0-10",
                      .series = {{"worst pain", {{kFirst, 3}, {kFirst + days{7}, 6}}},
                                 {"pain at rest", {{kFirst, 2}, {kFirst + days{14}, 6}}}}}}};
  return letter;
}

TEST(Documents, SayTheSameInThePdfAndInTheHtml) {
  const auto letter = ALetter();
  const PrintedLetter printed(PdfOf(letter));
  EXPECT_EQ(printed.Text() + " " + letter.footer, TextOfHtml(ToHtml(letter)));
  EXPECT_EQ(printed.Feet(), letter.footer + " · page 1 of 1");
}

TEST(Documents, HaveAFootOfOneLineHoweverLongTheNameIs) {
  auto letter = ALetter();
  letter.footer = std::string(120, 'W') + ", " + std::string(120, 'M') + ", letter 01M";
  const PrintedLetter printed(PdfOf(letter));
  EXPECT_THAT(printed.Feet(), EndsWith("letter 01M · page 1 of 1"));
  const std::string words = printed.Run("pdftotext -bbox", "-");
  re2::StringPiece rest(words);
  std::set<double> lines;
  double top = 0;
  double right = 0;
  while (RE2::FindAndConsume(&rest, R"re(yMin="([0-9.]+)" xMax="([0-9.]+)")re", &top, &right)) {
    if (top > 790) lines.insert(top);
    EXPECT_LT(right, 595);
  }
  EXPECT_EQ(lines.size(), 1U);
}

TEST(Documents, AreTheSameBytesEachTime) {
  EXPECT_EQ(PdfOf(ALetter()), PdfOf(ALetter()));
  EXPECT_EQ(ToHtml(ALetter()), ToHtml(ALetter()));
  auto later = ALetter();
  later.made += days{1};
  EXPECT_NE(PdfOf(ALetter()), PdfOf(later));
}

TEST(Documents, PrintNamesOfAnyScript) {
  for (const char* name :
       {"Amélie Dubois", "Nguyễn Thị Hường", "Νίκος Παπαδόπουλος", "王小明", "Łukasz Żak"}) {
    SCOPED_TRACE(name);
    auto letter = ALetter();
    letter.blocks = {Paragraph(name, "Patient:")};
    const auto pdf = ToPdf(letter);
    ASSERT_TRUE(pdf.ok()) << pdf.status();
    EXPECT_EQ(pdf->unknown_glyphs, 0);
    EXPECT_THAT(PrintedLetter(pdf->bytes).Text(), EndsWith(std::string("Patient: ") + name));
    EXPECT_THAT(TextOfHtml(ToHtml(letter)), HasSubstr(std::string("Patient: ") + name));
  }
}

TEST(Documents, PrintHebrewFromRightToLeft) {
  auto letter = ALetter();
  letter.blocks = {Paragraph("יעל כהן")};
  const auto pdf = ToPdf(letter);
  ASSERT_TRUE(pdf.ok()) << pdf.status();
  EXPECT_EQ(pdf->unknown_glyphs, 0);
  const PrintedLetter printed(pdf->bytes);
  EXPECT_THAT(printed.Text(), HasSubstr("יעל כהן"));
  // It ends where the line ends.
  EXPECT_THAT(Words(printed.Run("pdftotext -x 400 -y 100 -W 195 -H 60", "-")),
              HasSubstr("יעל כהן"));
}

TEST(Documents, BeginTheirFootAtTheLeftWhateverScriptTheNameIsIn) {
  auto letter = ALetter();
  letter.footer = "כהן, יעל, born 1 May 1990 · letter 01M";
  const auto pdf = ToPdf(letter);
  ASSERT_TRUE(pdf.ok()) << pdf.status();
  EXPECT_THAT(Words(PrintedLetter(pdf->bytes).Run("pdftotext -x 40 -y 790 -W 100 -H 40", "-")),
              HasSubstr("יעל"));
}

TEST(Documents, HaveEveryFontInThem) {
  auto letter = ALetter();
  letter.blocks.push_back(Paragraph("王小明 יעל Νίκος"));
  std::istringstream fonts(PrintedLetter(PdfOf(letter)).Run("pdffonts"));
  std::string line;
  int count = 0;
  std::getline(fonts, line);
  std::getline(fonts, line);
  while (std::getline(fonts, line)) {
    ++count;
    EXPECT_TRUE(RE2::PartialMatch(line, R"(\syes\s+yes\s+(yes|no)\s)")) << line;
  }
  EXPECT_GE(count, 3);
}

TEST(Documents, AreOfSeveralPagesEachWithItsFoot) {
  auto letter = ALetter();
  for (int i = 1; i <= 90; ++i) {
    letter.blocks.push_back(
        Paragraph("Report " + std::to_string(i) + " of the patient, with what was asked."));
  }
  const auto pdf = ToPdf(letter);
  ASSERT_TRUE(pdf.ok()) << pdf.status();
  EXPECT_EQ(pdf->pages, 3);
  const PrintedLetter printed(pdf->bytes);
  EXPECT_THAT(printed.Run("pdfinfo"), HasSubstr("Pages:           3"));
  std::string feet;
  for (int page = 1; page <= 3; ++page) {
    feet += (page > 1 ? " " : "") + letter.footer + " · page " + std::to_string(page) + " of 3";
  }
  EXPECT_EQ(printed.Feet(), feet);
  EXPECT_EQ(printed.Text() + " " + letter.footer, TextOfHtml(ToHtml(letter)));
}

TEST(Documents, LoseNothingOfAWordThatIsLongerThanALine) {
  auto letter = ALetter();
  std::string word;
  for (int i = 0; i < 400; ++i) word += static_cast<char>('a' + i % 26);
  letter.blocks = {Paragraph(word)};
  std::string text = PrintedLetter(PdfOf(letter)).Text();
  text.erase(std::remove(text.begin(), text.end(), ' '), text.end());
  EXPECT_THAT(text, HasSubstr(word));
}

TEST(Documents, TellOfCharactersThatNoFontHas) {
  auto letter = ALetter();
  letter.blocks = {Paragraph("\xF3\xB0\x80\x80")};  // of the private use area
  const auto pdf = ToPdf(letter);
  ASSERT_TRUE(pdf.ok()) << pdf.status();
  EXPECT_EQ(pdf->unknown_glyphs, 1);
  EXPECT_THAT(PrintedLetter(pdf->bytes).Text(), HasSubstr("could not be printed here: 1."));
}

TEST(Documents, ReadNoTextAsMarkup) {
  auto letter = ALetter();
  letter.title = "<script>alert(1)</script>";
  letter.blocks = {Paragraph("<b onclick='x()'>&amp;", "<i>:")};
  const auto html = ToHtml(letter);
  EXPECT_THAT(html, Not(HasSubstr("<script>")));
  EXPECT_THAT(html, HasSubstr("&lt;b onclick=&#39;x()&#39;&gt;&amp;amp;"));
  EXPECT_THAT(PrintedLetter(PdfOf(letter)).Text(), HasSubstr("<i>: <b onclick='x()'>&amp;"));
}

TEST(Documents, ReferToNothingOutside) {
  auto html = ToHtml(ALetter());
  EXPECT_THAT(html, HasSubstr("default-src 'none'"));
  EXPECT_THAT(html, Not(HasSubstr("src=\"")));
  RE2::GlobalReplace(&html, "http://www.w3.org/[0-9/a-z]*", "");
  EXPECT_THAT(html, Not(HasSubstr("http://")));
}

TEST(Documents, WithAChartOfOneDayOrNoneAreMade) {
  auto letter = ALetter();
  for (auto& block : letter.blocks) {
    if (!block.chart.has_value()) continue;
    block.chart->series = {{"worst pain", {{kFirst, 3}}}, {"none", {}}};
    EXPECT_NE(PdfOf(letter), "");
    block.chart->series.clear();
  }
  EXPECT_NE(PdfOf(letter), "");
}

}  // namespace
}  // namespace midstance::documents
