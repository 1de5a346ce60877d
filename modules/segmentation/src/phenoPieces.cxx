#include "phenoPieces.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>

namespace pheno
{
namespace
{
constexpr double kPi = 3.14159265358979323846;
}

void
Piece::Add(const Piece & other)
{
  area += other.area;
  x += other.x;
  y += other.y;
  xx += other.xx;
  yy += other.yy;
  xy += other.xy;
  sum += other.sum;
  peak = std::max(peak, other.peak);
}

double
Ellipticity(const Piece & piece)
{
  constexpr double kPixel = 1.0 / 12.0; // variance within a pixel
  const double     mx = piece.x / piece.area;
  const double     my = piece.y / piece.area;
  const double     vx = piece.xx / piece.area - mx * mx + kPixel;
  const double     vy = piece.yy / piece.area - my * my + kPixel;
  const double     c = piece.xy / piece.area - mx * my;
  return piece.area / (4.0 * kPi * std::sqrt(vx * vy - c * c));
}

void
Border::Add(const Border & other)
{
  length += other.length;
  pass = std::max(pass, other.pass);
}

Pieces::Pieces(PlaneView<const std::uint32_t> labels, PlaneView<const float> smoothed)
{
  const std::size_t n = labels.size() > 0 ? *std::max_element(labels.data, labels.data + labels.size()) : 0;
  m_Pieces.resize(n + 1);
  m_Borders.resize(n + 1);
  m_State.assign(n + 1, 0);
  m_Into.resize(n + 1);
  std::iota(m_Into.begin(), m_Into.end(), 0u);
  const auto touch = [&](std::size_t i, std::size_t j) {
    const std::uint32_t a = labels.data[i];
    const std::uint32_t b = labels.data[j];
    if (a != b && b != 0)
    {
      const Border one{ 1.0, std::min(smoothed.data[i], smoothed.data[j]) };
      m_Borders[a][b].Add(one);
      m_Borders[b][a].Add(one);
    }
  };
  for (std::size_t i = 0; i < labels.size(); ++i)
  {
    if (labels.data[i] == 0)
    {
      continue;
    }
    const double u = static_cast<double>(i % labels.width);
    const double v = static_cast<double>(i / labels.width);
    m_Pieces[labels.data[i]].Add({ 1.0, u, v, u * u, v * v, u * v, smoothed.data[i], smoothed.data[i] });
    if ((i + 1) % labels.width != 0)
    {
      touch(i, i + 1);
    }
    if (i + labels.width < labels.size())
    {
      touch(i, i + labels.width);
    }
  }
}

bool
Pieces::LessSure(const Pair & one, const Pair & other)
{
  return std::tie(one.score, one.a, one.b) > std::tie(other.score, other.a, other.b);
}

void
Pieces::Absorb(std::uint32_t kept, std::uint32_t gone)
{
  m_Pieces[kept].Add(m_Pieces[gone]);
  m_Into[gone] = kept;
  ++m_State[kept];
  ++m_State[gone];
  m_Borders[kept].erase(gone);
  for (const auto & [neighbour, border] : m_Borders[gone])
  {
    if (neighbour != kept)
    {
      m_Borders[kept][neighbour].Add(border);
      m_Borders[neighbour].erase(gone);
      m_Borders[neighbour][kept] = m_Borders[kept][neighbour];
    }
  }
  m_Borders[gone].clear();
}
} // namespace pheno
