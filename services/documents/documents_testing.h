#pragma once

#include <gtest/gtest.h>
#include <re2/re2.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <utility>

#include "services/documents/html.h"
#include "services/documents/pdf.h"

// What the tests of this folder read documents with.
namespace midstance::documents {

inline constexpr Day kFirst = std::chrono::sys_days{std::chrono::year{2026} / 11 / 2};

// The words, with one space between them.
inline std::string Words(const std::string& text) {
  std::istringstream in(text);
  std::string words;
  for (std::string word; in >> word;) words += (words.empty() ? "" : " ") + word;
  return words;
}

inline std::string TextOfHtml(std::string html) {
  html = html.substr(html.find("<body>"));
  RE2::GlobalReplace(&html, "(?s)<svg.*?</svg>", "");
  RE2::GlobalReplace(&html, "<[^>]*>", "");
  for (const auto& [entity, letter] :
       {std::pair{"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}, {"&amp;", "&"}})
    RE2::GlobalReplace(&html, entity, letter);
  return Words(html);
}

// A PDF as the tools of poppler see it.
class PrintedLetter {
 public:
  explicit PrintedLetter(const std::string& bytes) {
    std::ofstream(path_, std::ios::binary) << bytes;
  }
  ~PrintedLetter() { std::filesystem::remove(path_); }
  PrintedLetter(const PrintedLetter&) = delete;
  PrintedLetter& operator=(const PrintedLetter&) = delete;

  std::string Run(const std::string& tool, const std::string& after = {}) const {
    FILE* pipe = popen((tool + " " + path_ + " " + after + " 2>&1").c_str(), "r");
    std::string out;
    std::array<char, 4096> part{};
    for (std::size_t read = 0; (read = fread(part.data(), 1, part.size(), pipe)) > 0;)
      out.append(part.data(), read);
    EXPECT_EQ(pclose(pipe), 0) << tool << ": " << out;
    return out;
  }
  // Without the feet of the pages.
  std::string Text() const { return Words(Run("pdftotext -x 0 -y 0 -W 595 -H 790", "-")); }
  std::string Feet() const { return Words(Run("pdftotext -x 0 -y 790 -W 595 -H 52", "-")); }

 private:
  static std::string NewPath() {
    static int count = 0;
    return ::testing::TempDir() + "letter" + std::to_string(getpid()) + "-" +
           std::to_string(++count) + ".pdf";
  }
  const std::string path_ = NewPath();
};

inline std::string PdfOf(const Document& document) {
  const auto pdf = ToPdf(document);
  EXPECT_TRUE(pdf.ok()) << pdf.status();
  return pdf.ok() ? pdf->bytes : std::string();
}

}  // namespace midstance::documents
