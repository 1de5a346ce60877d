#ifndef phenoWordPieceTokenizer_h
#define phenoWordPieceTokenizer_h

#include <torch/types.h>

#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace pheno
{
/** A text as numbers of its vocabulary. */
struct TokenizedText
{
  std::vector<std::int64_t> ids;         ///< [CLS], pieces, [SEP]
  std::int64_t              untruncated; ///< ids there would be without truncation
};

/** Texts of a batch, filled up to the longest. */
struct TokenBatch
{
  torch::Tensor ids;           ///< B x T, int64, [PAD] behind a text's end
  torch::Tensor mask;          ///< B x T, bool: true for tokens of the text
  std::int64_t  truncated = 0; ///< texts that were cut
};

/** BERT's tokenizer (Devlin 2019): basic tokens, then the longest pieces of each in the vocabulary.
 *
 * Basic tokens: control characters, U+FFFD and bytes that are not UTF-8 removed; a space around each CJK ideograph;
 * where lower_case, canonical decomposition without nonspacing marks, in lower case; split at white space (Z*, tab and
 * line ends) and around each punctuation character (P* and the ASCII symbols). Unicode 14.
 * Pieces: from the left, the longest that the vocabulary has, "##" before all but the first; a token that cannot be
 * made, or of more than 100 characters, is [UNK].
 * The names [PAD], [UNK], [CLS], [SEP] and [MASK] in a text, in exactly these letters, are those tokens. */
class WordPieceTokenizer
{
public:
  /** \param vocabulary token by number; of a token listed twice the last number holds
   * \throws LearnError without one of the five special tokens */
  WordPieceTokenizer(const std::vector<std::string> & vocabulary, bool lower_case);

  /** A model's folder as Hugging Face publishes it: vocab.txt, a token a line, and, where it is there,
   * tokenizer_config.json with do_lower_case (without: true).
   * \throws LearnError for a missing or damaged file, or a setting other than BERT's */
  static WordPieceTokenizer
  Read(const std::string & folder);

  /** \param max_length tokens, [CLS] and [SEP] among them; the pieces that do not fit are cut off at the end
   * \throws LearnError for a max_length below 2 */
  TokenizedText
  Tokenize(std::string_view text, std::int64_t max_length) const;

  /** \throws LearnError for no text */
  TokenBatch
  Pad(const std::vector<TokenizedText> & texts) const;

  /** Numbers of the vocabulary. */
  std::int64_t
  Size() const
  {
    return m_Size;
  }

private:
  /** Appends the pieces of a stretch without special tokens. */
  void
  AppendPieces(std::string_view text, std::vector<std::int64_t> & ids) const;
  void
  AppendWord(const std::u32string & word, std::vector<std::int64_t> & ids) const;

  std::unordered_map<std::string, std::int64_t> m_Numbers;
  std::int64_t                                  m_Size;
  bool                                          m_LowerCase;
  std::int64_t                                  m_Padding, m_Unknown, m_Class, m_Separator;
};
} // namespace pheno

#endif
