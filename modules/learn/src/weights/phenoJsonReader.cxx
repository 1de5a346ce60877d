#include "phenoJsonReader.h"

namespace pheno::learn
{
void
JsonReader::Problem(const std::string & key, const std::string & expected, const nlohmann::json & got)
{
  m_Problems.append(m_Where).append("/").append(key).append(": expected ").append(expected).append(", got ");
  m_Problems.append(got.dump()).append("\n");
}

void
JsonReader::Finish()
{
  for (const auto & [key, value] : m_Object.items())
  {
    if (m_Known.count(key) == 0)
    {
      m_Problems.append(m_Where).append("/").append(key).append(": unknown key; known are ");
      m_Problems.append(nlohmann::json(m_Known).dump()).append("\n");
    }
  }
  this->FinishAmongOthers();
}

void
JsonReader::FinishAmongOthers()
{
  if (!m_Problems.empty())
  {
    m_Problems.pop_back();
    throw LearnError(m_Problems);
  }
}

std::string
JsonReader::Range(double low, double high)
{
  return nlohmann::json::array({ low, high }).dump();
}
} // namespace pheno::learn
