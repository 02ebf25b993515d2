#include "clients/gateway/squeeze.h"

#include <gtest/gtest.h>

namespace midstance::gateway {
namespace {

TEST(Squeezing, OnlyWhatReadersNeedIsLeftOut) {
  EXPECT_EQ(Squeezed("// A word.\n\nif (a && !b) {\n  c = [d, 'e  =  f'] ;\n}\n"),
            "if(a&&!b){\nc=[d,'e  =  f'];\n}\n");
  EXPECT_EQ(Squeezed("const f = (a) => `${a} = ${ b }`;"), "const f=(a)=>`${a} = ${ b }`;");
  EXPECT_EQ(Squeezed("x = 'don\\'t = ' + \"it's = \";\n"), "x='don\\'t = ' + \"it's = \";\n");
}

TEST(Squeezing, WhatABlankMeansStays) {
  EXPECT_EQ(Squeezed("a + +b; return [c]; await d;\n"), "a + +b;return [c];await d;\n");
  EXPECT_EQ(Squeezed("html:not(.js) .a > b :checked, [c] d { e: 0 1px; }\n"),
            "html:not(.js) .a>b :checked,[c] d{e:0 1px;}\n");
  EXPECT_EQ(Squeezed(""), "");
  EXPECT_EQ(Squeezed("   "), "");
  EXPECT_EQ(Squeezed("'open"), "'open");
  EXPECT_EQ(Squeezed("a "), "a ");
}

}  // namespace
}  // namespace midstance::gateway
