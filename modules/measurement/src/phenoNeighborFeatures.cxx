#include "phenoNeighborFeatures.h"

#include "phenoObjectDistances.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace pheno
{
namespace
{
/** The part of a label plane that lies within a distance of an object's bounding box. */
class Surroundings
{
public:
  Surroundings(const ObjectMap & objects, const MeasuredObject & object, std::size_t reach)
    : m_Object(object)
    , m_Labels(objects.Labels())
    , m_Left(object.left - std::min(object.left, reach))
    , m_Top(object.top - std::min(object.top, reach))
    , m_Width(std::min(m_Labels.width, object.left + object.width + reach) - m_Left)
    , m_Height(std::min(m_Labels.height, object.top + object.height + reach) - m_Top)
  {}

  /** Numbers of other objects with a pixel at most `distance` from the object. */
  std::size_t
  CountNeighbours(double distance) const
  {
    const std::vector<double>  squared = DistancesTo([&](std::uint32_t label) { return label == m_Object.label; });
    std::vector<std::uint32_t> found;
    for (std::size_t i = 0; i < squared.size(); ++i)
    {
      const std::uint32_t label = Label(i);
      if (label != 0 && label != m_Object.label && squared[i] <= distance * distance)
      {
        found.push_back(label);
      }
    }
    std::sort(found.begin(), found.end());
    return static_cast<std::size_t>(std::unique(found.begin(), found.end()) - found.begin());
  }

  /** Percent of the object's outline at most `distance` from another object. */
  double
  PercentTouching(const ObjectMap & objects, double distance) const
  {
    const std::vector<double> squared =
      DistancesTo([&](std::uint32_t label) { return label != 0 && label != m_Object.label; });
    std::size_t outline = 0, touching = 0;
    objects.ForEachPixel(m_Object, [&](std::size_t x, std::size_t y, std::size_t) {
      if (IsOutline(objects, static_cast<std::ptrdiff_t>(x), static_cast<std::ptrdiff_t>(y)))
      {
        ++outline;
        touching += squared[(y - m_Top) * m_Width + x - m_Left] <= distance * distance;
      }
    });
    return 100.0 * static_cast<double>(touching) / static_cast<double>(outline);
  }

private:
  std::uint32_t
  Label(std::size_t i) const
  {
    return m_Labels.data[(m_Top + i / m_Width) * m_Labels.width + m_Left + i % m_Width];
  }
  template <typename Wanted>
  std::vector<double>
  DistancesTo(Wanted wanted) const
  {
    std::vector<std::uint8_t> marked(m_Width * m_Height);
    for (std::size_t i = 0; i < marked.size(); ++i)
    {
      marked[i] = wanted(Label(i));
    }
    return SquaredDistances(marked, m_Width, m_Height);
  }
  bool
  IsOutline(const ObjectMap & objects, std::ptrdiff_t x, std::ptrdiff_t y) const
  {
    for (std::ptrdiff_t dy = -1; dy <= 1; ++dy)
    {
      for (std::ptrdiff_t dx = -1; dx <= 1; ++dx)
      {
        if (!objects.Contains(m_Object, x + dx, y + dy))
        {
          return true;
        }
      }
    }
    return false;
  }

  const MeasuredObject &         m_Object;
  PlaneView<const std::uint32_t> m_Labels;
  std::size_t                    m_Left;
  std::size_t                    m_Top;
  std::size_t                    m_Width;
  std::size_t                    m_Height;
};

struct Closest
{
  const MeasuredObject * object = nullptr;
  double                 distance = std::numeric_limits<double>::infinity();
};

/** The nearest and second nearest other centroids. */
std::pair<Closest, Closest>
FindClosest(const std::vector<MeasuredObject> & objects, const MeasuredObject & from)
{
  std::pair<Closest, Closest> closest;
  for (const MeasuredObject & other : objects)
  {
    const double distance = std::hypot(other.centre_x - from.centre_x, other.centre_y - from.centre_y);
    if (&other == &from || distance >= closest.second.distance)
    {
      continue;
    }
    closest.second = { &other, distance };
    if (distance < closest.first.distance)
    {
      std::swap(closest.first, closest.second);
    }
  }
  return closest;
}

double
AngleBetween(const MeasuredObject & at, const Closest & first, const Closest & second)
{
  const double ax = first.object->centre_x - at.centre_x, ay = first.object->centre_y - at.centre_y;
  const double bx = second.object->centre_x - at.centre_x, by = second.object->centre_y - at.centre_y;
  return std::abs(std::atan2(ax * by - ay * bx, ax * bx + ay * by)) * 180.0 / M_PI;
}

struct NeighbourColumns
{
  std::vector<double> & count;
  std::vector<double> & percent;
  std::vector<double> & first_number;
  std::vector<double> & first_distance;
  std::vector<double> & second_number;
  std::vector<double> & second_distance;
  std::vector<double> & angle;

  NeighbourColumns(FeatureColumns & columns, const std::string & scale)
    : count(columns.Add("Neighbors_NumberOfNeighbors_" + scale))
    , percent(columns.Add("Neighbors_PercentTouching_" + scale))
    , first_number(columns.Add("Neighbors_FirstClosestObjectNumber_" + scale))
    , first_distance(columns.Add("Neighbors_FirstClosestDistance_" + scale))
    , second_number(columns.Add("Neighbors_SecondClosestObjectNumber_" + scale))
    , second_distance(columns.Add("Neighbors_SecondClosestDistance_" + scale))
    , angle(columns.Add("Neighbors_AngleBetweenNeighbors_" + scale))
  {}

  void
  SetClosest(std::size_t row, const MeasuredObject & object, const Closest & first, const Closest & second)
  {
    if (first.object != nullptr)
    {
      first_number[row] = first.object->label;
      first_distance[row] = first.distance;
    }
    if (second.object != nullptr)
    {
      second_number[row] = second.object->label;
      second_distance[row] = second.distance;
      angle[row] = first.distance > 0.0 ? AngleBetween(object, first, second) : std::nan("");
    }
  }
};
} // namespace

void
NeighborFeatures::Measure(const ObjectMap & objects, FeatureColumns & columns) const
{
  const unsigned   distance = std::max(1U, m_Distance);
  NeighbourColumns cells(columns, m_Distance == 0 ? "Adjacent" : std::to_string(m_Distance));
  for (std::size_t row = 0; row < columns.Rows(); ++row)
  {
    const MeasuredObject & object = objects.Objects()[row];
    const Surroundings     surroundings(objects, object, distance + 1);
    cells.count[row] = static_cast<double>(surroundings.CountNeighbours(distance));
    cells.percent[row] = surroundings.PercentTouching(objects, distance + 0.5);
    const auto [first, second] = FindClosest(objects.Objects(), object);
    cells.SetClosest(row, object, first, second);
  }
}
} // namespace pheno
