"""Writes ../src/phenoUnicodeTables.h from Python's unicodedata: python3 unicode_tables.py"""
import pathlib
import sys
import unicodedata

SURROGATES = range(0xD800, 0xE000)
HANGUL_SYLLABLES = range(0xAC00, 0xD7A4)  # decomposed by arithmetic
LONGEST_GAP = 6  # of letters that stay as they are inside a block
COLUMNS = 116
LITERAL_COLUMNS = 100


def category(code):
    return unicodedata.category(chr(code))


def is_control(code):
    return category(code) in ("Cc", "Cf", "Co") and chr(code) not in "\t\n\r"


def is_white_space(code):
    return chr(code) in "\t\n\r" or category(code) in ("Zs", "Zl", "Zp")


def is_punctuation(code):
    return category(code)[0] == "P" or (0x21 <= code <= 0x7E and not chr(code).isalnum())


def is_nonspacing_mark(code):
    return category(code) == "Mn"


def folded(code):
    """Canonical decomposition without nonspacing marks, in lower case, character by character."""
    kept = (c for c in unicodedata.normalize("NFD", chr(code)) if unicodedata.category(c) != "Mn")
    return "".join(c.lower() for c in kept)


def ranges(predicate):
    found = []
    for code in range(sys.maxunicode + 1):
        if predicate(code):
            if found and found[-1][1] == code - 1:
                found[-1][1] = code
            else:
                found.append([code, code])
    return found


def fold_blocks():
    """(first code point, what it and its successors fold to, one each), and (code point, several)."""
    blocks, several = [], []
    for code in range(sys.maxunicode + 1):
        if code in SURROGATES or code in HANGUL_SYLLABLES or is_nonspacing_mark(code) or folded(code) == chr(code):
            continue
        if len(folded(code)) > 1:
            several.append((code, folded(code)))
            continue
        gap = code - (blocks[-1][0] + len(blocks[-1][1])) if blocks else LONGEST_GAP + 1
        if gap > LONGEST_GAP:
            blocks.append((code, folded(code)))
        else:
            first, letters = blocks[-1]
            blocks[-1] = (first, letters + "".join(chr(c) for c in range(code - gap, code)) + folded(code))
    return blocks, several


def literal(text):
    """Escaped letters of a U"" literal."""
    def escape(c):
        if c.isascii() and c.isprintable() and c not in '"\\':
            return c
        if ord(c) < 0xA0:  # no universal character name below
            return "\\%03o" % ord(c)
        return "\\u%04X" % ord(c) if ord(c) < 0x10000 else "\\U%08X" % ord(c)
    return [escape(c) for c in text]


def write_entries(out, kind, name, entries):
    """entries: lists of pieces, each of which stays on one line."""
    out.append(f"inline constexpr {kind} {name}[] = {{")
    line = "  "
    for pieces in entries:
        for piece in pieces:
            if len(line) + len(piece) > COLUMNS:
                out.append(line.rstrip())
                line = "  "
            line += piece
    out.append(line.rstrip())
    out.append("};")


def range_entries(predicate):
    return [["{ 0x%X, 0x%X }, " % (low, high)] for low, high in ranges(predicate)]


def block_entries(blocks):
    entries = []
    for first, text in blocks:
        rows = [""]
        for letter in literal(text):
            if len(rows[-1]) + len(letter) > LITERAL_COLUMNS:
                rows.append("")
            rows[-1] += letter
        entries.append(["{ 0x%X, U\"" % first + rows[0] + ('" ' if len(rows) > 1 else '" }, ')] +
                       ['U"' + row + '" ' for row in rows[1:-1]] +
                       (['U"' + rows[-1] + '" }, '] if len(rows) > 1 else []))
    return entries


def main():
    blocks, several = fold_blocks()
    out = ["#ifndef phenoUnicodeTables_h",
           "#define phenoUnicodeTables_h",
           "",
           f"// Unicode {unicodedata.unidata_version}, written by tools/unicode_tables.py.",
           "// clang-format off",
           "",
           "#include <string_view>",
           "",
           "namespace pheno::learn",
           "{",
           "struct CodeRange",
           "{",
           "  char32_t first, last;",
           "};",
           "",
           "/** Code points from `first` on, and what each folds to. */",
           "struct FoldBlock",
           "{",
           "  char32_t            first;",
           "  std::u32string_view letters;",
           "};",
           ""]
    for comment, name, predicate in [("Cc, Cf and Co but tab, line feed and carriage return.", "kControls", is_control),
                                     ("Zs, Zl, Zp, tab, line feed and carriage return.", "kWhiteSpace", is_white_space),
                                     ("P* and the ASCII symbols.", "kPunctuation", is_punctuation),
                                     ("Mn.", "kNonspacingMarks", is_nonspacing_mark)]:
        out.append(f"/** {comment} */")
        write_entries(out, "CodeRange", name, range_entries(predicate))
        out.append("")
    out.append("/** One letter for each code point of a block. */")
    write_entries(out, "FoldBlock", "kFoldBlocks", block_entries(blocks))
    out.append("")
    out.append("/** Several letters for one code point. */")
    write_entries(out, "FoldBlock", "kFoldToSeveral", block_entries(several))
    out += ["} // namespace pheno::learn", "", "// clang-format on", "#endif"]
    target = pathlib.Path(__file__).parent.parent / "src" / "phenoUnicodeTables.h"
    target.write_text("\n".join(out) + "\n")


main()
