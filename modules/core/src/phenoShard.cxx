#include "phenoShard.h"

#include "phenoError.h"

#include <algorithm>
#include <cctype>

namespace pheno
{
bool
Shard::Has(const std::string & axis) const
{
  return std::any_of(m_Axes.begin(), m_Axes.end(), [&](const Axis & a) { return a.first == axis; });
}

const std::string &
Shard::at(const std::string & axis) const
{
  for (const Axis & a : m_Axes)
  {
    if (a.first == axis)
    {
      return a.second;
    }
  }
  throw Error("shard '" + ToString() + "' has no axis '" + axis + "'");
}

std::string
Shard::ToString() const
{
  std::string text;
  for (const Axis & axis : m_Axes)
  {
    text += (text.empty() ? "" : " ") + axis.first + "=" + axis.second;
  }
  return text.empty() ? "all" : text;
}

std::string
Shard::FileStem() const
{
  std::string stem;
  for (const Axis & axis : m_Axes)
  {
    stem += stem.empty() ? "" : "_";
    for (const char c : axis.second)
    {
      stem += std::isalnum(static_cast<unsigned char>(c)) || c == '.' || c == '-' ? c : '-';
    }
  }
  return stem.empty() ? "all" : stem;
}

Json
Shard::ToJson() const
{
  Json json = Json::object();
  for (const Axis & axis : m_Axes)
  {
    json[axis.first] = axis.second;
  }
  return json;
}

bool
operator<(const Shard & a, const Shard & b)
{
  return std::lexicographical_compare(a.m_Axes.begin(),
                                      a.m_Axes.end(),
                                      b.m_Axes.begin(),
                                      b.m_Axes.end(),
                                      [](const Shard::Axis & x, const Shard::Axis & y) {
                                        return x.first != y.first ? x.first < y.first : NaturalLess(x.second, y.second);
                                      });
}

bool
NaturalLess(const std::string & a, const std::string & b)
{
  const auto  isDigit = [](char c) { return c >= '0' && c <= '9'; };
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < a.size() && j < b.size())
  {
    if (isDigit(a[i]) && isDigit(b[j]))
    {
      const auto number = [&](const std::string & text, std::size_t & at) {
        while (at + 1 < text.size() && text[at] == '0' && isDigit(text[at + 1]))
        {
          ++at;
        }
        const std::size_t begin = at;
        while (at < text.size() && isDigit(text[at]))
        {
          ++at;
        }
        return text.substr(begin, at - begin);
      };
      const std::string x = number(a, i);
      const std::string y = number(b, j);
      if (x != y)
      {
        return x.size() != y.size() ? x.size() < y.size() : x < y;
      }
      continue;
    }
    if (a[i] != b[j])
    {
      return static_cast<unsigned char>(a[i]) < static_cast<unsigned char>(b[j]);
    }
    ++i;
    ++j;
  }
  if ((i < a.size()) != (j < b.size()))
  {
    return j < b.size();
  }
  return a < b;
}
} // namespace pheno
