#ifndef phenoJsonReader_h
#define phenoJsonReader_h

#include "phenoLearnError.h"

#include <nlohmann/json.hpp>

#include <limits>
#include <set>
#include <string>
#include <vector>

namespace pheno::learn
{
/** Reads an object's fields into variables and collects every problem: unknown keys, wrong types, bad values. */
class JsonReader
{
public:
  /** \param where names the object in messages, for instance "training settings" */
  JsonReader(const nlohmann::json & object, std::string where)
    : m_Object(object)
    , m_Where(std::move(where))
  {
    if (!object.is_object())
    {
      throw LearnError(m_Where + ": expected an object, got " + object.dump());
    }
  }

  /** Reads a number in [low, high] if the key is there. */
  void
  Number(const std::string & key, double & value, double low, double high)
  {
    if (const nlohmann::json * found = this->Find(key))
    {
      const bool fits = found->is_number() && found->get<double>() >= low && found->get<double>() <= high;
      fits ? void(value = found->get<double>()) : this->Problem(key, "a number in " + Range(low, high), *found);
    }
  }

  /** Reads an integer of at least `low` if the key is there. */
  template <typename TInteger>
  void
  Integer(const std::string & key, TInteger & value, std::int64_t low)
  {
    if (const nlohmann::json * found = this->Find(key))
    {
      const bool large = found->is_number_unsigned() && found->get<std::uint64_t>() > std::uint64_t{ 1 } << 62;
      const bool fits =
        found->is_number_integer() && (large ? sizeof(TInteger) == 8 : found->get<std::int64_t>() >= low) &&
        (sizeof(TInteger) == 8 || found->get<std::int64_t>() <= std::numeric_limits<std::int32_t>::max());
      fits ? void(value = found->get<TInteger>())
           : this->Problem(key, "an integer of at least " + std::to_string(low), *found);
    }
  }

  void
  Flag(const std::string & key, bool & value)
  {
    if (const nlohmann::json * found = this->Find(key))
    {
      found->is_boolean() ? void(value = found->get<bool>()) : this->Problem(key, "true or false", *found);
    }
  }

  /** Reads one of the words listed if the key is there. */
  void
  Word(const std::string & key, std::string & value, const std::vector<std::string> & words)
  {
    if (const nlohmann::json * found = this->Find(key))
    {
      for (const std::string & word : words)
      {
        if (*found == word)
        {
          value = word;
          return;
        }
      }
      this->Problem(key, "one of " + nlohmann::json(words).dump(), *found);
    }
  }

  /** Reads [a, b] with low <= a <= b <= high if the key is there. */
  void
  Interval(const std::string & key, double & a, double & b, double low, double high)
  {
    if (const nlohmann::json * found = this->Find(key))
    {
      const bool pair = found->is_array() && found->size() == 2 && (*found)[0].is_number() && (*found)[1].is_number();
      if (!pair ||
          !((*found)[0].get<double>() >= low && (*found)[0] <= (*found)[1] && (*found)[1].get<double>() <= high))
      {
        this->Problem(key, "two rising numbers in " + Range(low, high), *found);
        return;
      }
      a = (*found)[0].get<double>();
      b = (*found)[1].get<double>();
    }
  }

  /** The value of a key for the caller to read, or nullptr; the key counts as known from here on. */
  const nlohmann::json *
  Find(const std::string & key)
  {
    m_Known.insert(key);
    const auto found = m_Object.find(key);
    return found == m_Object.end() ? nullptr : &*found;
  }

  void
  Problem(const std::string & key, const std::string & expected, const nlohmann::json & got);

  /** Adds keys that nobody asked for. \throws LearnError with all problems, one a line */
  void
  Finish();

  /** As Finish, for an object of others whose further keys are theirs. */
  void
  FinishAmongOthers();

private:
  static std::string
  Range(double low, double high);

  const nlohmann::json & m_Object;
  std::string            m_Where;
  std::set<std::string>  m_Known;
  std::string            m_Problems;
};
} // namespace pheno::learn

#endif
