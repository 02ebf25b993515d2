#include "clients/cli/output/csv.h"

#include <gtest/gtest.h>

#include <random>

#include "clients/cli/output/csv_parser.h"

namespace midstance::cli {
namespace {

using Cells = std::vector<std::string>;

std::vector<Cells> CellsOf(std::string_view text) {
  const auto rows = ParseCsv(text);
  EXPECT_TRUE(rows.ok()) << rows.status();
  std::vector<Cells> cells;
  if (!rows.ok()) return cells;
  for (const CsvRow& row : *rows) cells.push_back(row.cells);
  return cells;
}

TEST(Csv, CellsStandBetweenCommasAndLinesEndAsEverySystemEndsThem) {
  const std::vector<Cells> both = {{"given", "born"}, {"Am\xC3\xA9lie", ""}};
  for (const char* end : {"\n", "\r\n", "\r"}) {
    const std::string lines = std::string("given,born") + end + "Am\xC3\xA9lie,";
    EXPECT_EQ(CellsOf(lines), both);
    EXPECT_EQ(CellsOf(lines + end), both);
    EXPECT_EQ(CellsOf("\xEF\xBB\xBF" + lines), both);
  }
  EXPECT_EQ(CellsOf(""), std::vector<Cells>());
  EXPECT_EQ(CellsOf("\n"), std::vector<Cells>{{""}});
}

TEST(Csv, WhatStandsInQuotesMayHoldAnything) {
  EXPECT_EQ(CellsOf("\"a,b\",\"say \"\"hi\"\"\",\"two\r\nlines\",\"\"\r\n"),
            (std::vector<Cells>{{"a,b", "say \"hi\"", "two\r\nlines", ""}}));
}

TEST(Csv, ARowKnowsTheLineThatItBeginsIn) {
  const auto rows = ParseCsv("a\n\"1\n2\r\n3\r4\"\n\nb");
  ASSERT_TRUE(rows.ok());
  std::vector<std::size_t> lines;
  for (const CsvRow& row : *rows) lines.push_back(row.line);
  EXPECT_EQ(lines, (std::vector<std::size_t>{1, 2, 6, 7}));
}

TEST(Csv, AQuoteThatStandsWrongIsToldWithItsLine) {
  EXPECT_EQ(ParseCsv("a\nb,\"c\nd").status().message(), "line 2: a quote is never closed");
  EXPECT_EQ(ParseCsv("a\n\"b\"c").status().message().substr(0, 7), "line 2:");
  EXPECT_EQ(ParseCsv("a\nb\"c").status().message().substr(0, 7), "line 2:");
}

TEST(Csv, ANegativeNumberStaysANumberAndAFormulaBecomesText) {
  Grid grid;
  for (const char* const cell : {"-5", "-0.25", "-", "-1+2", "-5.", "-.5", "-1.2.3", "=1"}) {
    grid.headings.push_back({"H"});
    if (grid.rows.empty()) grid.rows.emplace_back();
    grid.rows.front().emplace_back(cell);
  }
  EXPECT_EQ(
      CellsOf(FormatCsv(grid)).at(1),
      (std::vector<std::string>{"-5", "-0.25", "'-", "'-1+2", "'-5.", "'-.5", "'-1.2.3", "'=1"}));
}

TEST(Csv, WhatIsWrittenIsReadAgain) {
  const std::uint32_t seed = std::random_device()();
  SCOPED_TRACE(seed);
  std::mt19937 dice(seed);
  const std::vector<std::string> pieces = {"a", ",", "\"", "\r", "\n", "=",       "-",
                                           "@", "+", "\t", " ",  ";",  "\xC3\xA9"};
  const auto number = [&](std::size_t below) {
    return std::uniform_int_distribution<std::size_t>(0, below - 1)(dice);
  };
  for (int round = 0; round < 2000; ++round) {
    Grid grid;
    const std::size_t columns = 1 + number(4);
    for (std::size_t i = 0; i < columns; ++i) grid.headings.push_back({"H" + std::to_string(i)});
    for (std::size_t i = number(4); i > 0; --i) {
      auto& row = grid.rows.emplace_back(columns);
      for (auto& cell : row) {
        for (std::size_t j = number(6); j > 0; --j) cell += pieces[number(pieces.size())];
      }
    }
    auto rows = CellsOf(FormatCsv(grid));
    ASSERT_FALSE(rows.empty());
    rows.erase(rows.begin());
    for (auto& row : rows) {
      for (auto& cell : row) cell = WithoutGuard(cell);
    }
    ASSERT_EQ(rows, grid.rows) << FormatCsv(grid);
  }
}

TEST(Csv, AnyBytesAreReadOrRefused) {
  const std::uint32_t seed = std::random_device()();
  SCOPED_TRACE(seed);
  std::mt19937 dice(seed);
  constexpr std::string_view kBytes = "a,\"\r\n";
  for (int round = 0; round < 2000; ++round) {
    std::string text;
    for (auto left = dice() % 12; left > 0; --left) text += kBytes[dice() % kBytes.size()];
    const auto rows = ParseCsv(text);
    if (rows.ok()) {
      EXPECT_EQ(rows->empty(), text.empty());
    } else {
      EXPECT_EQ(rows.status().message().substr(0, 5), "line ");
    }
  }
}

}  // namespace
}  // namespace midstance::cli
