#include "phenoStarTargets.h"

#include "phenoStarPolygon.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace pheno
{
namespace
{
using Labels = PlaneView<const std::uint32_t>;

/** Columns and rows from first to last, both included. */
struct Box
{
  std::size_t x0 = std::numeric_limits<std::size_t>::max();
  std::size_t y0 = std::numeric_limits<std::size_t>::max();
  std::size_t x1 = 0;
  std::size_t y1 = 0;
};

std::map<std::uint32_t, Box>
FindBoxes(Labels labels)
{
  std::map<std::uint32_t, Box> boxes;
  for (std::size_t y = 0; y < labels.height; ++y)
  {
    for (std::size_t x = 0; x < labels.width; ++x)
    {
      if (const std::uint32_t label = labels.data[y * labels.width + x]; label != 0)
      {
        Box & box = boxes[label];
        box = { std::min(box.x0, x), std::min(box.y0, y), std::max(box.x1, x), std::max(box.y1, y) };
      }
    }
  }
  return boxes;
}

/** Lower envelope of parabolas: out[i] = min over j of (i - j)^2 + in[j] (Felzenszwalb and Huttenlocher 2012). */
class Envelope
{
public:
  void
  Apply(const double * in, std::size_t n, std::size_t stride, double * out)
  {
    m_Places.clear();
    m_Starts.clear();
    for (std::size_t j = 0; j < n; ++j)
    {
      const double height = in[j * stride];
      if (std::isinf(height))
      {
        continue;
      }
      double start = -std::numeric_limits<double>::infinity();
      while (!m_Places.empty())
      {
        const double below = static_cast<double>(m_Places.back());
        const double place = static_cast<double>(j);
        start = (height + place * place - in[m_Places.back() * stride] - below * below) / (2.0 * (place - below));
        if (start > m_Starts.back())
        {
          break;
        }
        m_Places.pop_back();
        m_Starts.pop_back();
        start = -std::numeric_limits<double>::infinity();
      }
      m_Places.push_back(j);
      m_Starts.push_back(start);
    }
    std::size_t k = 0;
    m_Row.assign(n, std::numeric_limits<double>::infinity());
    for (std::size_t i = 0; i < n && !m_Places.empty(); ++i)
    {
      const double at = static_cast<double>(i);
      while (k + 1 < m_Places.size() && m_Starts[k + 1] < at)
      {
        ++k;
      }
      const double away = at - static_cast<double>(m_Places[k]);
      m_Row[i] = away * away + in[m_Places[k] * stride];
    }
    for (std::size_t i = 0; i < n; ++i)
    {
      out[i * stride] = m_Row[i];
    }
  }

private:
  std::vector<std::size_t> m_Places; ///< of the parabolas that are lowest somewhere
  std::vector<double>      m_Starts; ///< from where on
  std::vector<double>      m_Row;
};

/** Writes the normalised distance of one object's grid points. */
void
WriteProbability(Labels labels, std::uint32_t label, const Box & box, std::size_t step, StarTargets & targets)
{
  const std::size_t   width = box.x1 - box.x0 + 3, height = box.y1 - box.y0 + 3; // one pixel more on each side
  std::vector<double> squares(width * height, 0.0);
  for (std::size_t y = box.y0; y <= box.y1; ++y)
  {
    for (std::size_t x = box.x0; x <= box.x1; ++x)
    {
      if (labels.data[y * labels.width + x] == label)
      {
        squares[(y - box.y0 + 1) * width + x - box.x0 + 1] = std::numeric_limits<double>::infinity();
      }
    }
  }
  Envelope envelope;
  for (std::size_t x = 0; x < width; ++x)
  {
    envelope.Apply(&squares[x], height, width, &squares[x]);
  }
  for (std::size_t y = 0; y < height; ++y)
  {
    envelope.Apply(&squares[y * width], width, 1, &squares[y * width]);
  }
  const double greatest = std::sqrt(*std::max_element(squares.begin(), squares.end()));
  for (std::size_t y = (box.y0 + step - 1) / step * step; y <= box.y1; y += step)
  {
    for (std::size_t x = (box.x0 + step - 1) / step * step; x <= box.x1; x += step)
    {
      if (labels.data[y * labels.width + x] == label)
      {
        const double distance = std::sqrt(squares[(y - box.y0 + 1) * width + x - box.x0 + 1]);
        targets.probability[y / step * targets.width + x / step] = static_cast<float>(distance / greatest);
      }
    }
  }
}

/** How far a ray from the centre of pixel (x, y) stays in the pixels of its object: visits the squares on its way
 * (Amanatides and Woo 1987). */
double
DistanceToBorder(Labels labels, std::size_t x, std::size_t y, const RayDirection & ray)
{
  constexpr double    kLevel = 1e-12; // of a component that is 0 but for rounding
  const std::uint32_t label = labels.data[y * labels.width + x];
  const double stepX = std::abs(ray.x) < kLevel ? std::numeric_limits<double>::infinity() : 1.0 / std::abs(ray.x);
  const double stepY = std::abs(ray.y) < kLevel ? std::numeric_limits<double>::infinity() : 1.0 / std::abs(ray.y);
  double       nextX = 0.5 * stepX;
  double       nextY = 0.5 * stepY;
  auto         column = static_cast<std::ptrdiff_t>(x);
  auto         row = static_cast<std::ptrdiff_t>(y);
  for (;;)
  {
    double distance = 0;
    if (nextX < nextY)
    {
      distance = nextX;
      nextX += stepX;
      column += ray.x > 0 ? 1 : -1;
    }
    else
    {
      distance = nextY;
      nextY += stepY;
      row += ray.y > 0 ? 1 : -1;
    }
    const bool isInside = column >= 0 && row >= 0 && column < static_cast<std::ptrdiff_t>(labels.width) &&
                          row < static_cast<std::ptrdiff_t>(labels.height);
    if (!isInside ||
        labels.data[static_cast<std::size_t>(row) * labels.width + static_cast<std::size_t>(column)] != label)
    {
      return distance;
    }
  }
}
} // namespace

StarTargets
MakeStarTargets(PlaneView<const std::uint32_t> labels, int rays, std::size_t step)
{
  StarTargets targets;
  targets.width = (labels.width + step - 1) / step;
  targets.height = (labels.height + step - 1) / step;
  const std::size_t points = targets.width * targets.height;
  targets.probability.assign(points, 0.0F);
  targets.distances.assign(points * static_cast<std::size_t>(rays), 0.0F);
  for (const auto & [label, box] : FindBoxes(labels))
  {
    WriteProbability(labels, label, box, step, targets);
  }
  const std::vector<RayDirection> directions = RayDirections(rays);
  for (std::size_t point = 0; point < points; ++point)
  {
    const std::size_t x = point % targets.width * step, y = point / targets.width * step;
    for (std::size_t k = 0; k < directions.size() && labels.data[y * labels.width + x] != 0; ++k)
    {
      targets.distances[k * points + point] = static_cast<float>(DistanceToBorder(labels, x, y, directions[k]));
    }
  }
  return targets;
}
} // namespace pheno
