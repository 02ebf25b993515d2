#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "services/documents/documents_testing.h"

namespace midstance::documents {
namespace {

using std::chrono::days;
using ::testing::HasSubstr;

// A report of a table and of bars.
Document AReport(int rows) {
  Document report{.title = "Overdue",
                  .subtitle = "Harbor Clinic",
                  .footer = "Report overdue",
                  .language = "en",
                  .made = Instant{kFirst + days{21}}};
  Block chart{.kind = Block::Kind::kChart, .text = "Call 2, Visit 1"};
  chart.bars =
      Bars{.title = "What is overdue",
           .series = {"all", "late"},
           .bars = {{"Call", {2, 1}, {"2", "1"}}, {"Visit", {1, std::nullopt}, {"1", "–"}}}};
  Block table{.kind = Block::Kind::kTable, .text = {}};
  table.table = Table{.caption = "What should have been done",
                      .columns = {{"Patient"}, {"What"}, {"Late (d)", true}, {"In target", true}}};
  for (int i = 1; i <= rows; ++i) {
    table.table->rows.push_back({"Nguyễn Thị Hường", "Call " + std::to_string(i),
                                 std::to_string(i * 7), std::to_string(i) + "% of 12"});
  }
  report.blocks = {chart, table};
  return report;
}

TEST(Tables, SayTheSameCellsInThePdfAndInTheHtml) {
  auto report = AReport(7);
  report.blocks[1].table->rows.push_back({"王小明", "–", "", "12"});
  const PrintedLetter printed(PdfOf(report));
  EXPECT_EQ(Words(printed.Run("pdftotext -raw -x 0 -y 0 -W 595 -H 790", "-")) + " Report overdue",
            TextOfHtml(ToHtml(report)));
}

TEST(Tables, GoOnOnTheNextPageUnderTheirHead) {
  const auto report = AReport(150);
  const auto pdf = ToPdf(report);
  ASSERT_TRUE(pdf.ok()) << pdf.status();
  EXPECT_GE(pdf->pages, 3);
  std::string text =
      Words(PrintedLetter(pdf->bytes).Run("pdftotext -raw -x 0 -y 0 -W 595 -H 790", "-"));
  int heads = 0;
  for (auto at = text.find("Patient What Late (d) In target"); at != std::string::npos;
       at = text.find("Patient What Late (d) In target", at + 1)) {
    ++heads;
  }
  EXPECT_EQ(heads, pdf->pages);
  for (int i = 1; i <= 150; ++i) {
    EXPECT_THAT(text, HasSubstr("Call " + std::to_string(i) + " " + std::to_string(i * 7) + " "));
  }
}

TEST(Tables, BreakNeitherDatesNorWordsWhileThereIsRoom) {
  auto report = AReport(1);
  auto& table = *report.blocks[1].table;
  table.columns[1] = {.title = "From"};
  table.rows[0][1] = "2026-06-22";
  for (int i = 0; i < 6; ++i) {
    table.columns.push_back({.title = "Why"});
    table.rows[0].push_back("they look back over different periods");
  }
  const PrintedLetter printed(PdfOf(report));
  EXPECT_THAT(printed.Run("pdftotext -raw", "-"), HasSubstr("2026-06-22"));
  EXPECT_THAT(printed.Run("pdftotext -raw", "-"), HasSubstr("different"));
}

TEST(Tables, BreakAWordThatIsLongerThanTheLineAndNoOther) {
  for (const bool in_head : {false, true}) {
    auto report = AReport(12);
    auto& table = *report.blocks[1].table;
    (in_head ? table.columns[1].title : table.rows[3][0]) = std::string(300, 'M');
    const auto pdf = ToPdf(report);
    ASSERT_TRUE(pdf.ok()) << pdf.status();
    EXPECT_EQ(pdf->pages, 1) << in_head;
    const std::string text = PrintedLetter(pdf->bytes).Run("pdftotext -raw", "-");
    for (const char* whole : {"Patient ", "Late", "In target", "Thị Hường", "Call 12", "12% of"}) {
      EXPECT_THAT(text, HasSubstr(whole)) << in_head;
    }
    EXPECT_EQ(std::count(text.begin(), text.end(), 'M'), 300) << in_head;
  }
}

TEST(Tables, OfManyColumnsLieAcrossThePage) {
  auto report = AReport(3);
  report.landscape = true;
  EXPECT_THAT(PrintedLetter(PdfOf(report)).Run("pdfinfo"), HasSubstr("842 x 595 pts"));
  EXPECT_THAT(ToHtml(report), HasSubstr("@page{size:A4 landscape}"));
}

TEST(Tables, LoseNothingOfACellThatIsLongerThanAPage) {
  auto report = AReport(1);
  std::string text;
  for (int i = 1; i <= 1500; ++i) text += "word" + std::to_string(i) + " ";
  report.blocks[1].table->rows[0][1] = text;
  const auto pdf = ToPdf(report);
  ASSERT_TRUE(pdf.ok()) << pdf.status();
  EXPECT_GE(pdf->pages, 2);
  const auto printed = Words(PrintedLetter(pdf->bytes).Run("pdftotext -raw", "-"));
  for (int i = 1; i <= 1500; ++i) {
    EXPECT_THAT(printed, HasSubstr("word" + std::to_string(i) + " "));
  }
}

TEST(Tables, HaveHeadersForAScreenReaderAndNoMarkupInTheirCells) {
  auto report = AReport(1);
  report.blocks[1].table->rows[0][0] = "<b>Zhou</b>";
  const auto html = ToHtml(report);
  EXPECT_THAT(html, HasSubstr("<th scope=\"col\" class=\"n\">Late (d)</th>"));
  EXPECT_THAT(html, HasSubstr("<th scope=\"row\" dir=\"auto\">&lt;b&gt;Zhou&lt;/b&gt;</th>"));
  EXPECT_THAT(html, HasSubstr("tabindex=\"0\" aria-label=\"What should have been done\""));
}

TEST(Charts, OfBarsWithoutANumberOrWithoutABarAreMade) {
  auto report = AReport(1);
  report.blocks[0].bars->bars = {{"none", {std::nullopt, 0}, {}}};
  EXPECT_NE(PdfOf(report), "");
  report.blocks[0].bars->bars.clear();
  EXPECT_NE(PdfOf(report), "");
  EXPECT_THAT(ToHtml(report), HasSubstr("<svg"));
}

}  // namespace
}  // namespace midstance::documents
