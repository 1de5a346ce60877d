#include "phenoWordPieceTokenizer.h"
#include "phenoFiles.h"
#include "phenoJsonReader.h"
#include "phenoLearnError.h"
#include "phenoUnicode.h"

#include <algorithm>
#include <array>

namespace pheno
{
namespace
{
constexpr std::array<std::string_view, 5> kSpecialTokens = { "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]" };
constexpr std::size_t                     kLongestWord = 100;
constexpr char32_t                        kReplacement = 0xFFFD;

/** Cleans, spaces and folds a text. */
std::u32string
Normalize(std::string_view bytes, bool lower_case)
{
  std::u32string text;
  for (const char32_t letter : learn::DecodeUtf8(bytes))
  {
    if (letter == kReplacement || learn::IsControl(letter))
    {
      continue;
    }
    const bool spaced = learn::IsIdeograph(letter);
    text += spaced ? U" " : U"";
    lower_case ? learn::AppendFolded(letter, text) : void(text += letter);
    text += spaced ? U" " : U"";
  }
  return text;
}

/** Words between white space, punctuation characters as words of their own. */
std::vector<std::u32string>
SplitWords(const std::u32string & text)
{
  std::vector<std::u32string> words;
  bool                        open = false;
  for (const char32_t letter : text)
  {
    const bool punctuation = learn::IsPunctuation(letter);
    if (learn::IsWhiteSpace(letter))
    {
      open = false;
      continue;
    }
    if (!open || punctuation)
    {
      words.emplace_back();
    }
    words.back() += letter;
    open = !punctuation;
  }
  return words;
}

/** do_lower_case of a tokenizer_config.json. */
bool
ReadLowerCase(const std::string & path)
{
  bool lowerCase = true;
  if (!learn::FileExists(path))
  {
    return lowerCase;
  }
  const auto settings = nlohmann::json::parse(learn::ReadWholeFile(path), nullptr, false);
  if (settings.is_discarded())
  {
    throw LearnError(path + ": not a JSON file");
  }
  learn::JsonReader reader(settings, path);
  reader.Flag("do_lower_case", lowerCase);
  const auto only = [&reader](const std::string & key, bool value) {
    const nlohmann::json * found = reader.Find(key);
    if (found && !found->is_null() && *found != value)
    {
      reader.Problem(key, value ? "true or null" : "false or null", *found);
    }
  };
  only("strip_accents", lowerCase);
  only("tokenize_chinese_chars", true);
  only("do_basic_tokenize", true);
  reader.FinishAmongOthers();
  return lowerCase;
}
} // namespace

WordPieceTokenizer::WordPieceTokenizer(const std::vector<std::string> & vocabulary, bool lower_case)
  : m_Size(static_cast<std::int64_t>(vocabulary.size()))
  , m_LowerCase(lower_case)
{
  for (std::size_t number = 0; number < vocabulary.size(); ++number)
  {
    m_Numbers[vocabulary[number]] = static_cast<std::int64_t>(number);
  }
  for (const std::string_view name : kSpecialTokens)
  {
    if (m_Numbers.count(std::string(name)) == 0)
    {
      throw LearnError("vocabulary: expected the token " + std::string(name) + " among " + std::to_string(m_Size) +
                       ", it is not there");
    }
  }
  m_Padding = m_Numbers.at("[PAD]");
  m_Unknown = m_Numbers.at("[UNK]");
  m_Class = m_Numbers.at("[CLS]");
  m_Separator = m_Numbers.at("[SEP]");
}

WordPieceTokenizer
WordPieceTokenizer::Read(const std::string & folder)
{
  const std::string        path = folder + "/vocab.txt";
  const std::string        file = learn::ReadWholeFile(path);
  std::vector<std::string> vocabulary;
  for (std::size_t begin = 0; begin < file.size();)
  {
    const std::size_t end = std::min(file.find('\n', begin), file.size());
    vocabulary.push_back(file.substr(begin, end - begin));
    if (!vocabulary.back().empty() && vocabulary.back().back() == '\r')
    {
      vocabulary.back().pop_back();
    }
    begin = end + 1;
  }
  const bool lowerCase = ReadLowerCase(folder + "/tokenizer_config.json");
  try
  {
    return WordPieceTokenizer(vocabulary, lowerCase);
  }
  catch (const LearnError & error)
  {
    throw LearnError(path + ": " + error.what());
  }
}

void
WordPieceTokenizer::AppendWord(const std::u32string & word, std::vector<std::int64_t> & ids) const
{
  const std::size_t start = ids.size();
  if (word.size() > kLongestWord)
  {
    ids.push_back(m_Unknown);
    return;
  }
  for (std::size_t begin = 0; begin < word.size();)
  {
    std::string              piece = begin == 0 ? "" : "##";
    std::vector<std::size_t> sizes; // of the piece with 1, 2, ... letters
    for (std::size_t i = begin; i < word.size(); ++i)
    {
      learn::AppendUtf8(word[i], piece);
      sizes.push_back(piece.size());
    }
    std::size_t letters = sizes.size();
    auto        found = m_Numbers.find(piece);
    while (found == m_Numbers.end() && --letters > 0)
    {
      piece.resize(sizes[letters - 1]);
      found = m_Numbers.find(piece);
    }
    if (found == m_Numbers.end())
    {
      ids.resize(start);
      ids.push_back(m_Unknown);
      return;
    }
    ids.push_back(found->second);
    begin += letters;
  }
}

void
WordPieceTokenizer::AppendPieces(std::string_view text, std::vector<std::int64_t> & ids) const
{
  for (const std::u32string & word : SplitWords(Normalize(text, m_LowerCase)))
  {
    this->AppendWord(word, ids);
  }
}

TokenizedText
WordPieceTokenizer::Tokenize(std::string_view text, std::int64_t max_length) const
{
  if (max_length < 2)
  {
    throw LearnError("tokenizer: expected a max_length of at least 2, got " + std::to_string(max_length));
  }
  TokenizedText result{ { m_Class }, 0 };
  while (!text.empty())
  {
    std::size_t      at = std::string_view::npos;
    std::string_view special;
    for (const std::string_view name : kSpecialTokens)
    {
      if (const std::size_t found = text.find(name); found < at)
      {
        at = found;
        special = name;
      }
    }
    this->AppendPieces(text.substr(0, at), result.ids);
    if (special.empty())
    {
      break;
    }
    result.ids.push_back(m_Numbers.at(std::string(special)));
    text.remove_prefix(at + special.size());
  }
  result.untruncated = static_cast<std::int64_t>(result.ids.size()) + 1;
  result.ids.resize(static_cast<std::size_t>(std::min(result.untruncated, max_length)) - 1);
  result.ids.push_back(m_Separator);
  return result;
}

TokenBatch
WordPieceTokenizer::Pad(const std::vector<TokenizedText> & texts) const
{
  std::size_t longest = 0;
  for (const TokenizedText & text : texts)
  {
    longest = std::max(longest, text.ids.size());
  }
  if (longest == 0)
  {
    throw LearnError("tokenizer: expected at least one text in a batch, got none");
  }
  TokenBatch batch;
  batch.ids = torch::full(
    { static_cast<std::int64_t>(texts.size()), static_cast<std::int64_t>(longest) }, m_Padding, torch::kInt64);
  batch.mask = torch::zeros(batch.ids.sizes(), torch::kBool);
  for (std::size_t row = 0; row < texts.size(); ++row)
  {
    const std::vector<std::int64_t> & ids = texts[row].ids;
    const auto                        count = static_cast<std::int64_t>(ids.size());
    batch.ids[static_cast<std::int64_t>(row)].narrow(0, 0, count).copy_(torch::tensor(ids, torch::kInt64));
    batch.mask[static_cast<std::int64_t>(row)].narrow(0, 0, count).fill_(true);
    batch.truncated += texts[row].untruncated > count;
  }
  return batch;
}
} // namespace pheno
