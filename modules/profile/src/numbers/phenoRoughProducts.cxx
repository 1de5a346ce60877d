#include "phenoRoughProducts.h"

#include <cstring>

namespace pheno
{
namespace
{
using Lanes = RoughProducts::Lanes;
using Kernel = void (*)(const float * a, const float * b, std::size_t depth, Lanes * block);

/** Some rows of a at a time: their sums must fit the registers. Fused multiplication and addition is welcome here, as
 * only a bound is taken from the results. */
template <std::size_t VRows>
inline __attribute__((always_inline)) void
MultiplyPanels(const float * a, const float * b, std::size_t depth, Lanes * block)
{
  for (std::size_t first = 0; first < RoughProducts::kWidth; first += VRows)
  {
    Lanes sums[VRows] = {};
    for (std::size_t k = 0; k < depth; ++k)
    {
      Lanes columns;
      std::memcpy(&columns, b + k * RoughProducts::kWidth, sizeof(columns));
      const float * const rows = a + k * RoughProducts::kWidth + first;
#pragma GCC unroll 16 // sums stay in registers
      for (std::size_t row = 0; row < VRows; ++row)
      {
        sums[row] += rows[row] * columns;
      }
    }
    std::memcpy(block + first, sums, sizeof(sums));
  }
}

void
MultiplyAnywhere(const float * a, const float * b, std::size_t depth, Lanes * block)
{
  MultiplyPanels<2>(a, b, depth, block);
}

#if defined(__x86_64__) && defined(__GNUC__)
__attribute__((target("avx2,fma"))) void
MultiplyAvx2(const float * a, const float * b, std::size_t depth, Lanes * block)
{
  MultiplyPanels<4>(a, b, depth, block);
}

__attribute__((target("avx512f"))) void
MultiplyAvx512(const float * a, const float * b, std::size_t depth, Lanes * block)
{
  MultiplyPanels<16>(a, b, depth, block);
}

Kernel
KernelOfProcessor()
{
  return __builtin_cpu_supports("avx512f")                                 ? MultiplyAvx512
         : __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? MultiplyAvx2
                                                                           : MultiplyAnywhere;
}
#else
Kernel
KernelOfProcessor()
{
  return MultiplyAnywhere;
}
#endif
} // namespace

RoughProducts::RoughProducts(const Matrix & rows)
  : m_Depth(rows.columns)
  , m_Panels((rows.rows + kWidth - 1) / kWidth * kWidth * rows.columns)
{
  for (std::size_t i = 0; i < rows.rows; ++i)
  {
    const std::span<const double> row = rows.Row(i);
    float * const                 panel = m_Panels.data() + i / kWidth * kWidth * m_Depth + i % kWidth;
    for (std::size_t k = 0; k < m_Depth; ++k)
    {
      panel[k * kWidth] = static_cast<float>(row[k]);
    }
  }
}

void
RoughProducts::Multiply(std::size_t a, std::size_t b, Block & block) const
{
  static const Kernel kernel = KernelOfProcessor();
  const std::size_t   size = kWidth * m_Depth;
  kernel(m_Panels.data() + a * size, m_Panels.data() + b * size, m_Depth, block.data());
}

double
RoughProducts::Error() const
{
  return static_cast<double>(m_Depth + 4) / 16777216.0; // 2^24
}
} // namespace pheno
