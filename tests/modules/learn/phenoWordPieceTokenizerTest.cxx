#include "phenoLearnError.h"
#include "phenoWordPieceTokenizer.h"

#include "phenoTest.h"

#include <fstream>

using namespace pheno;

namespace
{
using Ids = std::vector<std::int64_t>;

const std::vector<std::string> kVocabulary = { "[PAD]",  "[UNK]",  "[CLS]",  "[SEP]",     "[MASK]", "cell", "##s",
                                               "##ular", "treat",  "##ed",   "a",         "##b",    ",",    "C",
                                               "c",      "\u03C3", "\u7D30", "Caf\u00E9", "[",      "]",    "mask" };

WordPieceTokenizer
Lower()
{
  return WordPieceTokenizer(kVocabulary, true);
}

/** Numbers of the pieces alone. */
Ids
Pieces(const WordPieceTokenizer & tokenizer, std::string_view text)
{
  const Ids ids = tokenizer.Tokenize(text, 512).ids;
  REQUIRE(ids.front() == 2);
  REQUIRE(ids.back() == 3);
  return Ids(ids.begin() + 1, ids.end() - 1);
}

void
Write(const boost::filesystem::path & path, const std::string & text)
{
  std::ofstream(path.string(), std::ios::binary) << text;
}
} // namespace

TEST_CASE("Words are cut into the longest pieces of the vocabulary")
{
  CHECK(Pieces(Lower(), "cells Treated, cellular") == Ids{ 5, 6, 8, 9, 12, 5, 7 });
  CHECK(Pieces(Lower(), "cellx") == Ids{ 1 }); // no piece for the rest: the whole word is unknown
  CHECK(Pieces(Lower(), "ab abb b") == Ids{ 10, 11, 10, 11, 11, 1 });
  CHECK(Pieces(Lower(), "a,b,,a") == Ids{ 10, 12, 1, 12, 12, 10 });
  CHECK(Pieces(Lower(), "").empty());
  CHECK(Pieces(Lower(), " \t\r\n\u00A0\u2009").empty());
}

TEST_CASE("A word may have 100 letters, counted when folded")
{
  const std::string hundred = "a" + std::string(99, 'b');
  CHECK(Pieces(Lower(), hundred).size() == 100);
  CHECK(Pieces(Lower(), hundred + "b") == Ids{ 1 });
  CHECK(Pieces(Lower(), hundred + "\u0301\u0301").size() == 100); // marks are gone before
}

TEST_CASE("Lower case folds letters, cased leaves them")
{
  const WordPieceTokenizer cased(kVocabulary, false);
  CHECK(Pieces(Lower(), "C \u0106 C\u0327 \u03A3") == Ids{ 14, 14, 14, 15 });
  CHECK(Pieces(cased, "C c Caf\u00E9 Cells") == Ids{ 13, 14, 17, 1 });
  CHECK(Pieces(cased, "Cafe\u0301") == Ids{ 1 }); // not composed either
  CHECK(Pieces(cased, "a\u7D30a") == Ids{ 10, 16, 10 });
}

TEST_CASE("Controls and bytes that are not UTF-8 vanish, ideographs stand alone")
{
  CHECK(Pieces(Lower(), std::string_view("ce\0ll\x7F\u200B \uFEFFs", 14)) == Ids{ 5, 1 });
  CHECK(Pieces(Lower(), "ce\xFFll\xC3 \xE2\x82") == Ids{ 5 });
  CHECK(Pieces(Lower(), "ce\uFFFDll") == Ids{ 5 });
  CHECK(Pieces(Lower(), "\u7D30\u7D30a") == Ids{ 16, 16, 10 });
}

TEST_CASE("Special tokens in a text are themselves, in exactly their letters")
{
  CHECK(Pieces(Lower(), "a[MASK]b [SEP][PAD]") == Ids{ 10, 4, 1, 3, 0 });
  CHECK(Pieces(Lower(), "[mask] [ MASK]") == Ids{ 18, 20, 19, 18, 20, 19 });
  CHECK(Pieces(Lower(), "[[CLS]") == Ids{ 18, 2 });
  CHECK(Pieces(Lower(), "[UNK") == Ids{ 18, 1 });
}

TEST_CASE("Truncation keeps the first pieces and the separator")
{
  const WordPieceTokenizer tokenizer = Lower();
  const TokenizedText      whole = tokenizer.Tokenize("a a a", 5);
  CHECK(whole.ids == Ids{ 2, 10, 10, 10, 3 });
  CHECK(whole.untruncated == 5);
  const TokenizedText cut = tokenizer.Tokenize("cells a a", 4);
  CHECK(cut.ids == Ids{ 2, 5, 6, 3 });
  CHECK(cut.untruncated == 6);
  CHECK(tokenizer.Tokenize("a", 2).ids == Ids{ 2, 3 });
  CHECK(tokenizer.Tokenize("", 2).untruncated == 2);
  CHECK_THROWS_WITH_AS(tokenizer.Tokenize("a", 1), doctest::Contains("at least 2, got 1"), LearnError);

  const TokenBatch batch = tokenizer.Pad({ whole, cut, tokenizer.Tokenize("", 9) });
  CHECK(torch::equal(batch.ids,
                     torch::tensor({ 2, 10, 10, 10, 3, 2, 5, 6, 3, 0, 2, 3, 0, 0, 0 }, torch::kInt64).view({ 3, 5 })));
  CHECK(torch::equal(batch.mask.sum(1), torch::tensor({ 5, 4, 2 }, torch::kInt64)));
  CHECK(torch::equal(batch.mask, batch.ids != 0));
  CHECK(batch.truncated == 1);
  CHECK_THROWS_WITH_AS(tokenizer.Pad({}), doctest::Contains("at least one text"), LearnError);
}

TEST_CASE("A model's folder says the vocabulary and whether letters are folded")
{
  const test::TemporaryFolder folder;
  const std::string           name = folder.Path().string();
  CHECK_THROWS_WITH_AS(WordPieceTokenizer::Read(name), doctest::Contains("vocab.txt"), LearnError);
  Write(folder.Path() / "vocab.txt", "[PAD]\n[UNK]\r\n[CLS]\n[SEP]\n[MASK]\nc\nC\nc");
  CHECK(WordPieceTokenizer::Read(name).Size() == 8);
  CHECK(Pieces(WordPieceTokenizer::Read(name), "C") == Ids{ 7 }); // the last of a token's numbers
  Write(folder.Path() / "tokenizer_config.json", R"({"do_lower_case": false, "strip_accents": null, "other": 1})");
  CHECK(Pieces(WordPieceTokenizer::Read(name), "C") == Ids{ 6 });
  Write(folder.Path() / "tokenizer_config.json", R"({"do_lower_case": false, "strip_accents": true})");
  CHECK_THROWS_WITH_AS(
    WordPieceTokenizer::Read(name), doctest::Contains("strip_accents: expected false or null, got true"), LearnError);
  Write(folder.Path() / "tokenizer_config.json", "{");
  CHECK_THROWS_WITH_AS(WordPieceTokenizer::Read(name), doctest::Contains("not a JSON file"), LearnError);
  Write(folder.Path() / "tokenizer_config.json", "{}");
  Write(folder.Path() / "vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\n");
  CHECK_THROWS_WITH_AS(WordPieceTokenizer::Read(name), doctest::Contains("[MASK]"), LearnError);
}
