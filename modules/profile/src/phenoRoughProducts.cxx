#include "phenoRoughProducts.h"

#include <algorithm>
#include <cstring>

// Fused multiplication and addition is welcome here: only a bound is taken from the results.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#  define PHENO_FUSED_CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#  define PHENO_FUSED_CLONES
#endif

namespace pheno
{
namespace
{
constexpr std::size_t kPanelWidth = 16;
constexpr std::size_t kRowsAtOnce = 6;
using Panel = float __attribute__((vector_size(kPanelWidth * sizeof(float))));

/** Six rows against a panel of sixteen; out: six rows of sixteen. */
PHENO_FUSED_CLONES void
MultiplyPanel(const float * const * rows, const float * panel, std::size_t depth, float * out)
{
  Panel sums[kRowsAtOnce] = {};
  for (std::size_t k = 0; k < depth; ++k)
  {
    Panel columns;
    std::memcpy(&columns, panel + k * kPanelWidth, sizeof(columns));
    for (std::size_t row = 0; row < kRowsAtOnce; ++row)
    {
      sums[row] += rows[row][k] * columns;
    }
  }
  std::memcpy(out, sums, sizeof(sums));
}
} // namespace

RoughRows::RoughRows(const Matrix & rows, std::span<const std::size_t> chosen)
  : m_Count(chosen.size())
  , m_Depth(rows.columns)
  , m_Rows(m_Count * m_Depth)
  , m_Panels((m_Count + kPanelWidth - 1) / kPanelWidth * kPanelWidth * m_Depth)
{
  for (std::size_t i = 0; i < m_Count; ++i)
  {
    const std::span<const double> row = rows.Row(chosen[i]);
    float * const                 panel = m_Panels.data() + i / kPanelWidth * kPanelWidth * m_Depth + i % kPanelWidth;
    for (std::size_t k = 0; k < m_Depth; ++k)
    {
      m_Rows[i * m_Depth + k] = static_cast<float>(row[k]);
      panel[k * kPanelWidth] = m_Rows[i * m_Depth + k];
    }
  }
}

void
RoughRows::Multiply(const RoughRows & others, std::vector<float> & out) const
{
  out.resize(m_Count * others.m_Count);
  for (std::size_t first = 0; first < m_Count; first += kRowsAtOnce)
  {
    const float * rows[kRowsAtOnce];
    for (std::size_t i = 0; i < kRowsAtOnce; ++i)
    {
      rows[i] = m_Rows.data() + std::min(first + i, m_Count - 1) * m_Depth;
    }
    for (std::size_t column = 0; column < others.m_Count; column += kPanelWidth)
    {
      float products[kRowsAtOnce * kPanelWidth];
      MultiplyPanel(rows, others.m_Panels.data() + column * m_Depth, m_Depth, products);
      const std::size_t width = std::min(kPanelWidth, others.m_Count - column);
      for (std::size_t i = 0; i < kRowsAtOnce && first + i < m_Count; ++i)
      {
        std::copy_n(products + i * kPanelWidth, width, out.data() + (first + i) * others.m_Count + column);
      }
    }
  }
}

double
RoughError(std::size_t depth)
{
  return static_cast<double>(depth + 4) / 16777216.0; // 2^24
}
} // namespace pheno
