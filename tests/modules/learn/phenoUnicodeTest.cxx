#include "phenoUnicode.h"

#include "phenoTest.h"

using namespace pheno::learn;

namespace
{
std::u32string
Folded(const std::u32string & text)
{
  std::u32string folded;
  for (const char32_t letter : text)
  {
    AppendFolded(letter, folded);
  }
  return folded;
}

std::string
Encoded(const std::u32string & text)
{
  std::string bytes;
  for (const char32_t letter : text)
  {
    AppendUtf8(letter, bytes);
  }
  return bytes;
}
} // namespace

// Expected values: the Unicode character database.
TEST_CASE("Letters fold to their decomposition without nonspacing marks, in lower case")
{
  CHECK(Folded(U"Ca\u0301fe\u0301 \u00C9") == U"cafe e"); // a mark of its own, and inside a letter
  CHECK(Folded(U"\u00C5ngstr\u00F6m \u212B") == U"angstrom a");
  CHECK(Folded(U"\u0130I\u0131\u0307") == U"ii\u0131"); // Turkish: dotted I, I, dotless i, combining dot
  CHECK(Folded(U"\u01D5 \u1EA4 \u1E69") == U"u a s");   // decomposed twice
  CHECK(Folded(U"\u00DF \u1E9E \u00C6 \u0152 \u00D8") == U"\u00DF \u00DF \u00E6 \u0153 \u00F8"); // no decomposition
  CHECK(Folded(U"\u0391\u03A3 \u0386 \u1FB7 \u03D3 \u2126") == U"\u03B1\u03C3 \u03B1 \u03B1 \u03D2 \u03C9");
  CHECK(Folded(U"\u0419\u0401\u042F") == U"\u0438\u0435\u044F");       // Cyrillic short I and Io lose their marks
  CHECK(Folded(U"\uAC00\uD7A3") == U"\u1100\u1161\u1112\u1175\u11C2"); // first and last Hangul syllable
  CHECK(Folded(U"\u09CB \u0B94") == U"\u09C7\u09BE \u0B92\u0BD7");     // spacing marks stay
  CHECK(Folded(U"\uFB1D \u05D0\u05B7") == U"\u05D9 \u05D0");           // Hebrew points are nonspacing
  CHECK(Folded(U"\u304C \u30D1") == U"\u304B \u30CF");                 // Japanese voicing marks are nonspacing
  CHECK(Folded(U"\uF900 \U0002FA1D") == U"\u8C48 \U0002A600");         // compatibility ideographs
  CHECK(Folded(U"\U00010400 \U0001D15E") == U"\U00010428 \U0001D157\U0001D165");
  CHECK(Folded(U"\uFB01 \u00B2 \u2460 \uFF21") == U"\uFB01 \u00B2 \u2460 \uFF41"); // compatibility forms stay
  CHECK(Folded(U"\u0300 0az~\u0378") == U" 0az~\u0378");
}

TEST_CASE("Categories")
{
  for (const char32_t letter : { U'\0', U'\x1B', U'\x7F', U'\u0085', U'\u00AD', U'\u200B', U'\uFEFF', U'\uE000' })
  {
    CHECK(IsControl(letter));
    CHECK_FALSE(IsWhiteSpace(letter));
  }
  for (const char32_t letter : { U'\t', U'\n', U'\r', U' ', U'\u00A0', U'\u2009', U'\u2028', U'\u202F', U'\u3000' })
  {
    CHECK(IsWhiteSpace(letter));
    CHECK_FALSE(IsControl(letter));
  }
  for (const char32_t letter : { U'!', U'$', U'+', U'^', U'`', U'~', U'\u00BF', U'\u2013', U'\u3002', U'\uFF01' })
  {
    CHECK(IsPunctuation(letter));
  }
  for (const char32_t letter : { U'0', U'z', U' ', U'\u00B0', U'\u00D7', U'\u20AC', U'\u0301' })
  {
    CHECK_FALSE(IsPunctuation(letter));
  }
  CHECK(IsIdeograph(U'\u4E00'));
  CHECK(IsIdeograph(U'\U0002CEAF'));
  CHECK_FALSE(IsIdeograph(U'\u3042')); // Hiragana
  CHECK_FALSE(IsIdeograph(U'\uAC00')); // Hangul
}

TEST_CASE("UTF-8: whole texts come back, every byte that begins nothing well-formed is one U+FFFD")
{
  const std::u32string text = U"a\u0080\u07FF\u0800\uFFFF\U00010000\U0010FFFF";
  CHECK(DecodeUtf8(Encoded(text)) == text);
  CHECK(Encoded(text) == "a\xC2\x80\xDF\xBF\xE0\xA0\x80\xEF\xBF\xBF\xF0\x90\x80\x80\xF4\x8F\xBF\xBF");
  const auto replaced = [](std::size_t bytes) { return std::u32string(bytes, U'\uFFFD'); };
  CHECK(DecodeUtf8("\xC2") == replaced(1));             // ends too early
  CHECK(DecodeUtf8("\xE2\x82z") == replaced(2) + U"z"); // a letter inside
  CHECK(DecodeUtf8("\x80\xFF") == replaced(2));         // no first byte
  CHECK(DecodeUtf8("\xC0\xAF") == replaced(2));         // longer than it need be
  CHECK(DecodeUtf8("\xED\xA0\x80") == replaced(3));     // a surrogate
  CHECK(DecodeUtf8("\xF4\x90\x80\x80") == replaced(4)); // above U+10FFFF
  CHECK(DecodeUtf8("\xF0\x9F\x98") == replaced(3));
  CHECK(DecodeUtf8("").empty());
}
