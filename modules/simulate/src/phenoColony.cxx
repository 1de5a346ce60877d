#include "phenoColony.h"

#include <algorithm>
#include <cmath>

namespace pheno::simulate
{
namespace
{
constexpr double kPi = 3.141592653589793;
/** Reach of a cell in its own radii: neighbours meet before it, free rims end at it. */
constexpr double kReach = 1.24;

double
At(const TraitValues & traits, Trait trait)
{
  return traits[static_cast<std::size_t>(trait)];
}

double
RadiusOf(double area)
{
  return std::sqrt(area / kPi);
}

struct Point
{
  double x, y;
};

/** Points no two of which are nearer than `spacing`, thrown at random until hardly any fits (dart throwing). */
std::vector<Point>
ThrowDarts(RandomStream & random, double size, double spacing)
{
  const int                     bins = std::max(1, static_cast<int>(size / spacing));
  std::vector<std::vector<int>> grid(static_cast<std::size_t>(bins) * bins);
  std::vector<Point>            points;
  const auto binOf = [&](double at) { return std::clamp(static_cast<int>(at / size * bins), 0, bins - 1); };
  const auto isFree = [&](const Point & p) {
    for (int row = std::max(0, binOf(p.y) - 1); row <= std::min(bins - 1, binOf(p.y) + 1); ++row)
    {
      for (int column = std::max(0, binOf(p.x) - 1); column <= std::min(bins - 1, binOf(p.x) + 1); ++column)
      {
        for (const int other : grid[static_cast<std::size_t>(row * bins + column)])
        {
          const double dx = p.x - points[static_cast<std::size_t>(other)].x;
          const double dy = p.y - points[static_cast<std::size_t>(other)].y;
          if (dx * dx + dy * dy < spacing * spacing)
          {
            return false;
          }
        }
      }
    }
    return true;
  };
  const int attempts = 60 * bins * bins;
  for (int i = 0; i < attempts; ++i)
  {
    const Point p{ random.Uniform(0.0, size), random.Uniform(0.0, size) };
    if (isFree(p))
    {
      grid[static_cast<std::size_t>(binOf(p.y) * bins + binOf(p.x))].push_back(static_cast<int>(points.size()));
      points.push_back(p);
    }
  }
  return points;
}

/** How much a place belongs to an island: 1 in an island's middle, falling outwards; a few places stand alone. */
std::vector<double>
Belonging(RandomStream & random, const std::vector<Point> & points, double size, double cellRadius)
{
  struct Island
  {
    Point  centre;
    double radius;
  };
  std::vector<Island> islands(
    1 + static_cast<std::size_t>(random.Poisson(size * size / (250.0 * cellRadius * cellRadius))));
  for (auto & island : islands)
  {
    island = { { random.Uniform(0.0, size), random.Uniform(0.0, size) }, 4.0 * cellRadius * random.LogNormal(0.4) };
  }
  std::vector<double> belonging;
  for (const auto & p : points)
  {
    double best = -1e9;
    for (const auto & island : islands)
    {
      const double dx = p.x - island.centre.x;
      const double dy = p.y - island.centre.y;
      best = std::max(best, 1.0 - std::sqrt(dx * dx + dy * dy) / island.radius);
    }
    const bool alone = random.Uniform() < 0.03;
    belonging.push_back(best + 0.12 * random.Normal() + (alone ? 1.0 : 0.0));
  }
  return belonging;
}

/** Places in order of belonging, cut where the visible part holds `count` of them. */
std::vector<std::size_t>
Settle(const std::vector<Point> & points, const std::vector<double> & belonging, int count, double size, double margin)
{
  std::vector<std::size_t> order(points.size());
  for (std::size_t i = 0; i < order.size(); ++i)
  {
    order[i] = i;
  }
  std::stable_sort(
    order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return belonging[a] > belonging[b]; });
  const auto visible = [&](const Point & p) {
    return p.x >= margin && p.y >= margin && p.x < size - margin && p.y < size - margin;
  };
  int         seen = 0;
  std::size_t taken = 0;
  for (; taken < order.size() && seen < count; ++taken)
  {
    seen += visible(points[order[taken]]) ? 1 : 0;
  }
  order.resize(taken);
  return order;
}

TraitValues
DrawTraits(const Recipe & recipe, const WellDesign & well, double response, RandomStream & random)
{
  TraitValues traits{};
  for (std::size_t t = 0; t < kTraits; ++t)
  {
    const auto   trait = static_cast<Trait>(t);
    const double typical = ApplyEffect(trait, well.traits[t], well.effects[t], response - well.response);
    const double sd = recipe.traits[t].cell_sd;
    const double chance = random.Normal();
    traits[t] =
      IsShare(trait) ? std::clamp(typical + sd * chance, 0.0, 1.0) : typical * Exp(sd * chance - 0.5 * sd * sd);
  }
  return traits;
}

/** A share of 0.6 of the cells has one genome, 0.15 two, the others are copying. */
double
DrawGenomes(RandomStream & random)
{
  const double phase = random.Uniform();
  const double copying = random.Uniform();
  return phase < 0.6 ? 1.0 : (phase < 0.85 ? 1.0 + copying : 2.0);
}

void
SetWave(Blob & blob, RandomStream & random, double amplitude)
{
  for (double & wave : blob.wave)
  {
    wave = amplitude * random.Normal();
  }
}

/** Rounded up, with condensed DNA on a plate across the cell. */
void
EnterMitosis(Cell & cell)
{
  cell.mitotic = true;
  cell.genomes = 2.0;
  cell.body.radius *= 0.74;
  cell.body.stretch = 1.0;
  cell.nucleus.radius *= 0.66;
  cell.nucleus.stretch = 1.5;
}

Cell
MakeCell(const Recipe & recipe, const WellDesign & well, const SiteKey & key, std::size_t item, const Point & place)
{
  auto random = key.Stream(Purpose::Cell, item);
  Cell cell;
  cell.item = item;
  cell.response = well.response * std::max(0.0, 1.0 + recipe.response_sd * random.Normal());
  cell.traits = DrawTraits(recipe, well, cell.response, random);
  cell.genomes = DrawGenomes(random);
  const double turns = random.Uniform();

  cell.body.x = place.x;
  cell.body.y = place.y;
  cell.body.radius = RadiusOf(At(cell.traits, Trait::CellArea));
  cell.body.stretch = std::sqrt(std::max(1.0, At(cell.traits, Trait::CellElongation)));
  cell.body.axis = DirectionOf(turns);

  const double wander = 0.1 * cell.body.radius;
  const double area = At(cell.traits, Trait::NucleusArea) * Power(cell.genomes, 0.5);
  cell.nucleus.x = place.x + wander * random.Normal();
  cell.nucleus.y = place.y + wander * random.Normal();
  cell.nucleus.radius = std::min(RadiusOf(area), 0.72 * cell.body.radius);
  cell.nucleus.stretch = std::sqrt(std::max(1.0, At(cell.traits, Trait::NucleusElongation)));
  cell.nucleus.axis = DirectionOf(turns + 0.08 * random.Normal());
  SetWave(cell.nucleus, random, 0.025);
  cell.polarity = DirectionOf(random.Uniform());
  if (random.Uniform() < At(well.traits, Trait::MitoticShare))
  {
    EnterMitosis(cell);
  }
  return cell;
}

/** Fills the wandering of a map. */
void
Bend(const TextureAtlas & atlas, RandomStream & random, CellMap & map)
{
  const auto u = static_cast<float>(random.Uniform(0.0, 512.0));
  const auto v = static_cast<float>(random.Uniform(0.0, 512.0));
  const auto noise = [&](float x, float y) {
    return atlas.Sample(Texture::Cloud, x + u, y + v) + 0.5F * atlas.Sample(Texture::Cloud, 2.3F * x + v, 2.3F * y + u);
  };
  map.bendX.reserve(map.owner.size());
  map.bendY.reserve(map.owner.size());
  for (int y = 0; y < map.size; ++y)
  {
    for (int x = 0; x < map.size; ++x)
    {
      map.bendX.push_back(noise(static_cast<float>(x), static_cast<float>(y)));
      map.bendY.push_back(noise(static_cast<float>(x) + 171.0F, static_cast<float>(y)));
    }
  }
}

/** The two nearest cells of every pixel, in radii of the cell; the end of every cell's reach counts as a rival. */
struct Rivals
{
  explicit Rivals(std::size_t pixels)
    : nearest(pixels, static_cast<float>(kReach))
    , second(pixels, static_cast<float>(kReach))
    , runnerUp(pixels, -1)
  {}

  std::vector<float>        nearest;
  std::vector<float>        second;
  std::vector<std::int32_t> runnerUp;
};

/** Enters one cell into the competition for pixels. */
void
Claim(const Cell & cell, std::int32_t index, double roughness, CellMap & map, Rivals & rivals)
{
  const Blob & body = cell.body;
  const double box = kReach * body.radius * body.stretch + 4.0 * roughness + 1.0;
  const int    left = std::max(0, static_cast<int>(body.x - box));
  const int    right = std::min(map.size - 1, static_cast<int>(body.x + box));
  const int    top = std::max(0, static_cast<int>(body.y - box));
  const int    bottom = std::min(map.size - 1, static_cast<int>(body.y + box));
  for (int y = top; y <= bottom; ++y)
  {
    for (int x = left; x <= right; ++x)
    {
      const auto at = static_cast<std::size_t>(y) * map.size + x;
      double     c = 0.0;
      double     s = 0.0;
      double distance = body.Unrolled(x + roughness * map.bendX[at], y + roughness * map.bendY[at], c, s) / body.radius;
      if (distance < 1.0 && cell.nucleus.OutsideBy(x, y) < 1.0)
      {
        distance *= 0.4; // borders run around nuclei
      }
      const auto claim = static_cast<float>(distance);
      if (claim < rivals.nearest[at])
      {
        rivals.second[at] = rivals.nearest[at];
        rivals.runnerUp[at] = map.owner[at];
        rivals.nearest[at] = claim;
        map.owner[at] = index;
      }
      else if (claim < rivals.second[at])
      {
        rivals.second[at] = claim;
        rivals.runnerUp[at] = index;
      }
    }
  }
}

/** Fills the distances to the border: to the end of the reach or to where the runner-up is as near. */
void
MeasureBorders(const std::vector<Cell> & cells, const Rivals & rivals, CellMap & map)
{
  const auto radius = [&](std::int32_t index) { return cells[static_cast<std::size_t>(index)].body.radius; };
  for (std::size_t at = 0; at < map.owner.size(); ++at)
  {
    if (map.owner[at] >= 0)
    {
      const double own = radius(map.owner[at]);
      const double free = (kReach - rivals.nearest[at]) * own;
      const double gap = rivals.second[at] - rivals.nearest[at];
      const double shared = rivals.runnerUp[at] < 0 ? free : gap / (1.0 / own + 1.0 / radius(rivals.runnerUp[at]));
      map.border[at] = static_cast<float>(std::min(free, shared));
    }
  }
}
} // namespace

double
Blob::Unrolled(double px, double py, double & cosine, double & sine) const
{
  const double dx = px - x;
  const double dy = py - y;
  const double along = (dx * axis.cosine + dy * axis.sine) / stretch;
  const double across = (dy * axis.cosine - dx * axis.sine) * stretch;
  const double distance = std::sqrt(along * along + across * across);
  cosine = distance > 0.0 ? along / distance : 1.0;
  sine = distance > 0.0 ? across / distance : 0.0;
  return distance;
}

double
Blob::OutsideBy(double px, double py) const
{
  double       c = 0.0;
  double       s = 0.0;
  const double distance = Unrolled(px, py, c, s);
  const double cos2 = c * c - s * s;
  const double sin2 = 2.0 * c * s;
  const double rim = 1.0 + wave[0] * cos2 + wave[1] * (cos2 * c - sin2 * s) + wave[2] * (sin2 * c + cos2 * s);
  return distance - radius * rim;
}

std::vector<Cell>
PlaceCells(const Recipe & recipe, const WellDesign & well, const SiteKey & key, int size, int margin)
{
  auto         random = key.Stream(Purpose::Colony);
  const double countSd = recipe.traits[static_cast<std::size_t>(Trait::CellCount)].cell_sd;
  const double wanted = At(well.traits, Trait::CellCount) * random.LogNormal(countSd);
  const double radius = RadiusOf(At(well.traits, Trait::CellArea));
  const auto   points = ThrowDarts(random, size, 1.45 * radius);
  const auto   belonging = Belonging(random, points, size, radius);
  const int    count = static_cast<int>(std::floor(wanted + 0.5));

  std::vector<Cell> cells;
  for (const auto item : Settle(points, belonging, count, size, margin))
  {
    cells.push_back(MakeCell(recipe, well, key, item, points[item]));
  }
  return cells;
}

CellMap
MapCells(const std::vector<Cell> & cells, const TextureAtlas & atlas, const SiteKey & key, double roughness, int size)
{
  const auto pixels = static_cast<std::size_t>(size) * size;
  CellMap    map{ size, std::vector<std::int32_t>(pixels, -1), std::vector<float>(pixels), {}, {} };
  auto       random = key.Stream(Purpose::Site);
  Bend(atlas, random, map);
  Rivals rivals(pixels);
  for (std::size_t i = 0; i < cells.size(); ++i)
  {
    Claim(cells[i], static_cast<std::int32_t>(i), roughness, map, rivals);
  }
  MeasureBorders(cells, rivals, map);
  return map;
}
} // namespace pheno::simulate
