#pragma once

#include <string>

#include "services/documents/document.h"

namespace midstance::documents {

// One file without a reference to any other: readable on a phone and by a screen reader. Its text
// is that of the PDF, without the numbers of the pages. The same document gives the same bytes.
std::string ToHtml(const Document& document);

}  // namespace midstance::documents
