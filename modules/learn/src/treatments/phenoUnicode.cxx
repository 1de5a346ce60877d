#include "phenoUnicode.h"
#include "phenoUnicodeTables.h"

#include <algorithm>
#include <iterator>

namespace pheno::learn
{
namespace
{
constexpr char32_t  kReplacement = 0xFFFD;
constexpr CodeRange kIdeographs[] = { { 0x3400, 0x4DBF },   { 0x4E00, 0x9FFF },   { 0xF900, 0xFAFF },
                                      { 0x20000, 0x2A6DF }, { 0x2A700, 0x2CEAF }, { 0x2F800, 0x2FA1F } };

template <std::size_t N>
bool
Contains(const CodeRange (&ranges)[N], char32_t letter)
{
  const auto found = std::lower_bound(
    std::begin(ranges), std::end(ranges), letter, [](const CodeRange & range, char32_t c) { return range.last < c; });
  return found != std::end(ranges) && found->first <= letter;
}

/** The last block that begins at or before the letter, or nullptr. */
template <std::size_t N>
const FoldBlock *
BlockAt(const FoldBlock (&blocks)[N], char32_t letter)
{
  const auto after = std::upper_bound(
    std::begin(blocks), std::end(blocks), letter, [](char32_t c, const FoldBlock & block) { return c < block.first; });
  return after == std::begin(blocks) ? nullptr : after - 1;
}

/** Decomposes a Hangul syllable (Unicode standard, section 3.12). */
bool
AppendHangul(char32_t letter, std::u32string & text)
{
  constexpr char32_t kSyllables = 0xAC00, kLeading = 0x1100, kVowels = 0x1161, kTrailing = 0x11A7;
  constexpr char32_t kVowelCount = 21, kTrailingCount = 28, kSyllableCount = 11172;
  if (letter < kSyllables || letter >= kSyllables + kSyllableCount)
  {
    return false;
  }
  const char32_t index = letter - kSyllables;
  text += kLeading + index / (kVowelCount * kTrailingCount);
  text += kVowels + index / kTrailingCount % kVowelCount;
  if (index % kTrailingCount != 0)
  {
    text += kTrailing + index % kTrailingCount;
  }
  return true;
}

/** Bytes of the sequence that a first byte announces, and the least code point it may hold; 0 bytes: none. */
struct Sequence
{
  std::size_t size;
  char32_t    bits, least;
};

Sequence
SequenceOf(unsigned char first)
{
  if (first < 0x80)
  {
    return { 1, first, 0 };
  }
  if (first >= 0xC0 && first < 0xE0)
  {
    return { 2, first & 0x1Fu, 0x80 };
  }
  if (first >= 0xE0 && first < 0xF0)
  {
    return { 3, first & 0x0Fu, 0x800 };
  }
  if (first >= 0xF0 && first < 0xF8)
  {
    return { 4, first & 0x07u, 0x10000 };
  }
  return { 0, 0, 0 };
}

/** The letter at the start of the bytes and its size, or U+FFFD and 1. */
char32_t
DecodeFirst(std::string_view bytes, std::size_t & size)
{
  const Sequence sequence = SequenceOf(static_cast<unsigned char>(bytes[0]));
  char32_t       letter = sequence.bits;
  size = 1;
  if (sequence.size == 0 || sequence.size > bytes.size())
  {
    return kReplacement;
  }
  for (std::size_t i = 1; i < sequence.size; ++i)
  {
    const auto byte = static_cast<unsigned char>(bytes[i]);
    if ((byte & 0xC0) != 0x80)
    {
      return kReplacement;
    }
    letter = letter << 6 | (byte & 0x3Fu);
  }
  if (letter < sequence.least || letter > 0x10FFFF || (letter >= 0xD800 && letter < 0xE000))
  {
    return kReplacement;
  }
  size = sequence.size;
  return letter;
}
} // namespace

std::u32string
DecodeUtf8(std::string_view bytes)
{
  std::u32string text;
  while (!bytes.empty())
  {
    std::size_t size;
    text += DecodeFirst(bytes, size);
    bytes.remove_prefix(size);
  }
  return text;
}

void
AppendUtf8(char32_t letter, std::string & bytes)
{
  const auto continuation = [letter](int shift) { return static_cast<char>(0x80 | (letter >> shift & 0x3F)); };
  if (letter < 0x80)
  {
    bytes += static_cast<char>(letter);
  }
  else if (letter < 0x800)
  {
    bytes += { static_cast<char>(0xC0 | letter >> 6), continuation(0) };
  }
  else if (letter < 0x10000)
  {
    bytes += { static_cast<char>(0xE0 | letter >> 12), continuation(6), continuation(0) };
  }
  else
  {
    bytes += { static_cast<char>(0xF0 | letter >> 18), continuation(12), continuation(6), continuation(0) };
  }
}

bool
IsControl(char32_t letter)
{
  return Contains(kControls, letter);
}

bool
IsWhiteSpace(char32_t letter)
{
  return Contains(kWhiteSpace, letter);
}

bool
IsPunctuation(char32_t letter)
{
  return Contains(kPunctuation, letter);
}

bool
IsIdeograph(char32_t letter)
{
  return Contains(kIdeographs, letter);
}

void
AppendFolded(char32_t letter, std::u32string & text)
{
  if (Contains(kNonspacingMarks, letter) || AppendHangul(letter, text))
  {
    return;
  }
  if (const FoldBlock * several = BlockAt(kFoldToSeveral, letter); several && several->first == letter)
  {
    text += several->letters;
    return;
  }
  const FoldBlock * block = BlockAt(kFoldBlocks, letter);
  const bool        inside = block && letter - block->first < block->letters.size();
  text += inside ? block->letters[letter - block->first] : letter;
}
} // namespace pheno::learn
