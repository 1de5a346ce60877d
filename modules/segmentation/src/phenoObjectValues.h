#ifndef phenoObjectValues_h
#define phenoObjectValues_h

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <vector>

namespace pheno
{
/** Grey levels gathered by object, for quantiles. Add all, then Group, then ask. */
class ObjectValues
{
public:
  /** values: how many are expected. */
  explicit ObjectValues(std::size_t values)
  {
    m_Label.reserve(values);
    m_Value.reserve(values);
  }
  void
  Add(std::uint32_t label, float value)
  {
    m_Label.push_back(label);
    m_Value.push_back(value);
  }
  void
  Group()
  {
    const std::size_t largest = m_Label.empty() ? 0 : *std::max_element(m_Label.begin(), m_Label.end());
    m_Start.assign(largest + 2, 0);
    for (const std::uint32_t label : m_Label)
    {
      ++m_Start[label + std::size_t{ 1 }];
    }
    std::partial_sum(m_Start.begin(), m_Start.end(), m_Start.begin());
    std::vector<std::size_t> next(m_Start.begin(), m_Start.end() - 1);
    std::vector<float>       grouped(m_Value.size());
    for (std::size_t i = 0; i < m_Value.size(); ++i)
    {
      grouped[next[m_Label[i]]++] = m_Value[i];
    }
    m_Value.swap(grouped);
  }
  bool
  Has(std::uint32_t label) const
  {
    return label + std::size_t{ 1 } < m_Start.size() && m_Start[label] < m_Start[label + std::size_t{ 1 }];
  }
  /** Of an object that has values. */
  float
  Quantile(std::uint32_t label, double share)
  {
    const auto first = m_Value.begin() + static_cast<std::ptrdiff_t>(m_Start[label]);
    const auto end = m_Value.begin() + static_cast<std::ptrdiff_t>(m_Start[label + std::size_t{ 1 }]);
    const auto place = first + static_cast<std::ptrdiff_t>(share * static_cast<double>(end - first - 1));
    std::nth_element(first, place, end);
    return *place;
  }

private:
  std::vector<std::uint32_t> m_Label;
  std::vector<float>         m_Value;
  std::vector<std::size_t>   m_Start;
};
} // namespace pheno

#endif
