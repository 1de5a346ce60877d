#ifndef phenoUnicode_h
#define phenoUnicode_h

#include <string>
#include <string_view>

namespace pheno::learn
{
/** The code points of a UTF-8 text (RFC 3629). A byte that begins no well-formed sequence becomes U+FFFD. */
std::u32string
DecodeUtf8(std::string_view bytes);

void
AppendUtf8(char32_t letter, std::string & bytes);

/** Categories Cc, Cf and Co, but tab, line feed and carriage return. */
bool
IsControl(char32_t letter);

/** Categories Zs, Zl and Zp, tab, line feed and carriage return. */
bool
IsWhiteSpace(char32_t letter);

/** Categories P*, and the ASCII symbols. */
bool
IsPunctuation(char32_t letter);

/** The blocks of CJK unified and compatibility ideographs. */
bool
IsIdeograph(char32_t letter);

/** Appends the canonical decomposition (NFD) without nonspacing marks (Mn), in lower case: nothing for a mark itself,
 * one letter or several. Lower case is letter by letter: a final sigma stays a plain one. */
void
AppendFolded(char32_t letter, std::u32string & text);
} // namespace pheno::learn

#endif
