#include "services/documents/html.h"

#include <absl/strings/str_cat.h>
#include <absl/strings/str_replace.h>

#include <string>

#include "services/documents/bars.h"
#include "services/documents/chart.h"

namespace midstance::documents {
namespace {

// In points. Bars are narrow enough to be read on a phone, which shrinks what is wider.
constexpr double kLinesWidth = 520, kBarsWidth = 340;

constexpr char kSheet[] = R"css(
body{font:16px/1.45 "Noto Sans",sans-serif;max-width:46em;margin:2em auto;padding:0 1em;color:#111;background:#fff}
h1{font-size:1.5em;margin:0}
h2{font-size:.85em;letter-spacing:.04em;color:#444;border-bottom:1px solid #bbb;margin:1.4em 0 .3em}
p{margin:.25em 0;overflow-wrap:anywhere}
.subtitle,footer,figcaption{color:#555;font-size:.85em}
.question{font-size:1.1em;font-weight:bold;background:#f2f2f2;border-inline-start:4px solid #333;padding:.7em 1em;margin:1em 0}
.bullet{padding-inline-start:1.2em;text-indent:-1em}
figure{margin:.8em 0}
svg{max-width:100%;height:auto}
footer{border-top:1px solid #bbb;margin-top:2em;padding-top:.5em}
body.wide{max-width:80em}
.scroll{overflow-x:auto;margin:1em 0}
table{border-collapse:collapse;font-size:.85em}
caption{text-align:start;font-weight:bold;padding:.3em 0;color:#444}
th,td{padding:.25em .7em;text-align:start;vertical-align:top;border-bottom:1px solid #ddd}
thead th{border-bottom:1px solid #555;vertical-align:bottom}
tbody th{font-weight:normal}
.n{text-align:end;font-variant-numeric:tabular-nums}
tbody .n,.w{white-space:nowrap}
@media print{body,body.wide{margin:0;max-width:none;font-size:11pt}.scroll{overflow:visible}tr,figure{break-inside:avoid}}
@media screen and (prefers-color-scheme:dark){
:root{color-scheme:dark}
body{color:#e6e6e6;background:#16181a}
h2,caption{color:#c4c4c4;border-color:#555}
.subtitle,footer,figcaption{color:#b3b3b3}
.question{background:#26292c;border-color:#bbb}
th,td{border-color:#3c3f42}
thead th{border-color:#999}
svg{filter:invert(1)}
}
)css";

std::string Escaped(const std::string& text) {
  return absl::StrReplaceAll(
      text, {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}, {"'", "&#39;"}});
}

void AddParagraph(std::string& html, const std::string& kind, const std::string& inside) {
  absl::StrAppend(&html, "<p dir=\"auto\"");
  if (!kind.empty()) absl::StrAppend(&html, " class=\"", kind, "\"");
  absl::StrAppend(&html, ">", inside, "</p>\n");
}

// A table that is wider than the screen scrolls by itself, with the keyboard too.
void AddTable(std::string& html, const Table& table) {
  absl::StrAppend(&html, "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"",
                  Escaped(table.caption), "\">\n<table>\n<caption dir=\"auto\">",
                  Escaped(table.caption), "</caption>\n<thead>\n<tr>\n");
  for (const auto& column : table.columns) {
    absl::StrAppend(&html, "<th scope=\"col\"", column.numbers ? " class=\"n\">" : ">",
                    Escaped(column.title), "</th>\n");
  }
  absl::StrAppend(&html, "</tr>\n</thead>\n<tbody>\n");
  for (const auto& row : table.rows) {
    absl::StrAppend(&html, "<tr>\n");
    for (std::size_t i = 0; i < row.size(); ++i) {
      const char* tag = i == 0 ? "th" : "td";
      absl::StrAppend(&html, "<", tag, i == 0 ? " scope=\"row\"" : "",
                      table.columns[i].numbers ? " class=\"n\">" : " dir=\"auto\"",
                      table.columns[i].numbers ? ""
                      : table.columns[i].whole ? " class=\"w\">"
                                               : ">",
                      Escaped(row[i]), "</", tag, ">\n");
    }
    absl::StrAppend(&html, "</tr>\n");
  }
  absl::StrAppend(&html, "</tbody>\n</table>\n</div>\n");
}

void AddBlock(std::string& html, const Block& block) {
  switch (block.kind) {
    case Block::Kind::kHeading:
      absl::StrAppend(&html, "<h2 dir=\"auto\">", Escaped(block.text), "</h2>\n");
      return;
    case Block::Kind::kQuestion:
      AddParagraph(html, "question", Escaped(block.text));
      return;
    case Block::Kind::kBullet:
      AddParagraph(html, "bullet", absl::StrCat("• ", Escaped(block.text)));
      return;
    case Block::Kind::kChart:
      absl::StrAppend(&html, "<figure>\n");
      if (block.chart.has_value() || block.bars.has_value()) {
        // The words below say what it shows.
        absl::StrAppend(&html, "<div aria-hidden=\"true\">",
                        block.bars.has_value() ? BarsSvg(*block.bars, kBarsWidth)
                                               : ChartSvg(*block.chart, kLinesWidth),
                        "</div>\n");
      }
      absl::StrAppend(&html, "<figcaption dir=\"auto\">", Escaped(block.text),
                      "</figcaption>\n</figure>\n");
      return;
    case Block::Kind::kTable:
      if (block.table.has_value()) AddTable(html, *block.table);
      return;
    case Block::Kind::kParagraph:
      AddParagraph(html, "",
                   block.label.empty() ? Escaped(block.text)
                                       : absl::StrCat("<strong>", Escaped(block.label),
                                                      "</strong> ", Escaped(block.text)));
  }
}

}  // namespace

std::string ToHtml(const Document& document) {
  std::string html = absl::StrCat(
      "<!doctype html>\n<html lang=\"", Escaped(document.language),
      "\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" "
      "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<title>",
      Escaped(document.title), "</title>\n<style>", kSheet,
      document.landscape ? "@page{size:A4 landscape}\n" : "", "</style>\n</head>\n<body",
      document.landscape ? " class=\"wide\"" : "", ">\n<main>\n");
  absl::StrAppend(&html, "<h1 dir=\"auto\">", Escaped(document.title), "</h1>\n");
  if (!document.subtitle.empty()) AddParagraph(html, "subtitle", Escaped(document.subtitle));
  for (const auto& block : document.blocks) AddBlock(html, block);
  absl::StrAppend(&html, "</main>\n");
  if (!document.footer.empty()) {
    absl::StrAppend(&html, "<footer dir=\"ltr\">", Escaped(document.footer), "</footer>\n");
  }
  absl::StrAppend(&html, "</body>\n</html>\n");
  return html;
}

}  // namespace midstance::documents
