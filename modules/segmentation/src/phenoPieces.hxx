#ifndef phenoPieces_hxx
#define phenoPieces_hxx

#include "phenoPieces.h"

#include <queue>

namespace pheno
{
template <typename Score>
std::vector<std::uint32_t>
Pieces::Join(Score score)
{
  std::priority_queue<Pair, std::vector<Pair>, bool (*)(const Pair &, const Pair &)> pairs(&LessSure);
  const auto consider = [&](std::uint32_t a, std::uint32_t b, const Border & border) {
    const bool   larger = m_Pieces[a].area >= m_Pieces[b].area;
    const double value = score(m_Pieces[larger ? a : b], m_Pieces[larger ? b : a], border);
    if (value < 0.0)
    {
      pairs.push({ value, a, b, m_State[a], m_State[b] });
    }
  };
  for (std::uint32_t a = 1; a < m_Pieces.size(); ++a)
  {
    for (const auto & [b, border] : m_Borders[a])
    {
      if (a < b)
      {
        consider(a, b, border);
      }
    }
  }
  while (!pairs.empty())
  {
    const Pair pair = pairs.top();
    pairs.pop();
    if (m_State[pair.a] == pair.stateA && m_State[pair.b] == pair.stateB)
    {
      Absorb(pair.a, pair.b);
      for (const auto & [neighbour, border] : m_Borders[pair.a])
      {
        consider(std::min(pair.a, neighbour), std::max(pair.a, neighbour), border);
      }
    }
  }
  for (std::uint32_t & into : m_Into)
  {
    while (m_Into[into] != into)
    {
      into = m_Into[into];
    }
  }
  return m_Into;
}
} // namespace pheno

#endif
