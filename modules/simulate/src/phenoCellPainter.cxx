#include "phenoCellPainter.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace pheno::simulate
{
namespace
{
/** What a pixel of a cell knows of its place. */
struct Place
{
  std::size_t at;
  float       x, y;        ///< canvas px
  float       border;      ///< px to the cell's border
  float       pastNucleus; ///< px outside the nucleus, negative inside
};

/** Pixels by which textures wander. */
constexpr float kFibreBend = 2.0F;

/** How the stain of the membrane channel is divided in an ordinary cell. */
constexpr double kMembraneShare = 0.45;
constexpr double kGolgiShare = 0.3;
constexpr double kVesicleShare = 0.25;

double
Square(double x)
{
  return x * x;
}

/** 0 at or below `low`, 1 at or above `high`, smooth between. */
double
SmoothStep(double low, double high, double x)
{
  const double t = std::clamp((x - low) / (high - low), 0.0, 1.0);
  return t * t * (3.0 - 2.0 * t);
}

using Pattern = std::vector<float>;

/** Adds `total` grey levels, spread as the pattern says; a pattern of zeros adds nothing. */
void
Deposit(const std::vector<Place> & places, const Pattern & pattern, double total, std::vector<float> & plane)
{
  const double sum = std::accumulate(pattern.begin(), pattern.end(), 0.0);
  if (sum <= 0.0)
  {
    return;
  }
  const double scale = total / sum;
  for (std::size_t i = 0; i < places.size(); ++i)
  {
    plane[places[i].at] += static_cast<float>(scale * pattern[i]);
  }
}

/** Draws one cell; holds the cell's own random places in the texture tiles. */
class CellPainter
{
public:
  CellPainter(const Cell & cell, const CellMap & map, const TextureAtlas & atlas, RandomStream random)
    : m_Cell(cell)
    , m_Map(map)
    , m_Atlas(atlas)
    , m_Random(random)
  {
    for (auto & shift : m_Shift)
    {
      shift = static_cast<float>(m_Random.Uniform(0.0, 512.0));
    }
    m_Grain = DirectionOf(m_Random.Uniform());
    m_Fibres = cell.body.axis;
  }

  Pattern
  Chromatin(const std::vector<Place> & places)
  {
    struct Nucleolus
    {
      double x, y, width;
    };
    std::vector<Nucleolus> nucleoli(m_Cell.mitotic ? 0 : 2 + m_Random.Below(3));
    for (auto & nucleolus : nucleoli)
    {
      const double reach = 0.5 * m_Cell.nucleus.radius;
      nucleolus = { m_Cell.nucleus.x + reach * m_Random.Normal() * 0.7,
                    m_Cell.nucleus.y + reach * m_Random.Normal() * 0.7,
                    m_Random.Uniform(1.4, 2.4) };
    }
    const double contrast = m_Cell.mitotic ? 0.1 : Get(Trait::ChromatinContrast);
    return Map(places, [&](const Place & p) {
      if (p.pastNucleus >= 0.5F)
      {
        return 0.0;
      }
      const double depth = std::clamp(-p.pastNucleus / m_Cell.nucleus.radius, 0.0, 1.0);
      double       density = 0.7 + 0.3 * std::sqrt(1.0 - Square(1.0 - depth));
      density *= std::max(0.15, 1.0 + contrast * Grainy(Texture::Chromatin, p));
      for (const auto & n : nucleoli)
      {
        density *= 1.0 - 0.45 * Exp(-0.5 * (Square(p.x - n.x) + Square(p.y - n.y)) / Square(n.width));
      }
      return density * std::clamp(0.5 - p.pastNucleus, 0.0, 1.0);
    });
  }

  Pattern
  Cytoskeleton(const std::vector<Place> & places)
  {
    const double aligned = Get(Trait::FibreAlignment);
    const double granular = Get(Trait::FibreGranularity);
    const double cortex = m_Cell.mitotic ? 2.0 * Get(Trait::CortexStrength) : Get(Trait::CortexStrength);
    return Map(places, [&](const Place & p) {
      const double fibres = aligned * Fibrous(p) + (1.0 - aligned) * Grainy(Texture::Mesh, p);
      const double inside = 0.25 + (1.0 - granular) * fibres + granular * Grainy(Texture::Granule, p);
      const double thickness = 0.35 + 0.65 * SmoothStep(0.0, 9.0, p.border);
      const double overNucleus = 0.55 + 0.45 * SmoothStep(-4.0, 2.0, p.pastNucleus);
      return inside * thickness * overNucleus + cortex * Exp(-Square((p.border - 1.2) / 1.8));
    });
  }

  Pattern
  Mitochondria(const std::vector<Place> & places)
  {
    const double fragmented = m_Cell.mitotic ? 1.0 : Get(Trait::MitochondriaFragmentation);
    const double reach = Get(Trait::MitochondriaReach);
    return Map(places, [&](const Place & p) {
      const double shape =
        0.06 + (1.0 - fragmented) * Grainy(Texture::Thread, p) + fragmented * Grainy(Texture::Fragment, p);
      const double outwards = p.pastNucleus > 0.0F ? Exp(-p.pastNucleus / reach) : 1.0;
      const double overNucleus = 0.12 + 0.88 * SmoothStep(-2.5, 1.0, p.pastNucleus);
      return shape * outwards * overNucleus * SmoothStep(0.0, 4.0, p.border);
    });
  }

  Pattern
  Membrane(const std::vector<Place> & places) const
  {
    return Map(places, [&](const Place & p) {
      const double patchy = std::max(0.3, 1.0 + 0.35 * Grainy(Texture::Cloud, p));
      return patchy * (Exp(-0.5 * Square((p.border - 0.6) / 1.3)) + 0.02);
    });
  }

  /** Faint vesicles all over the cell. */
  Pattern
  Vesicles(const std::vector<Place> & places) const
  {
    return Map(places, [&](const Place & p) {
      return (0.6 + 0.4 * Grainy(Texture::Granule, p)) * (0.5 + 0.5 * SmoothStep(-3.0, 2.0, p.pastNucleus));
    });
  }

  /** A cluster of pieces beside the nucleus, or pieces all around it when they scatter far. */
  Pattern
  Golgi(const std::vector<Place> & places)
  {
    struct Piece
    {
      double x, y, width, weight;
    };
    const double          spread = m_Cell.mitotic ? 9.0 : Get(Trait::GolgiSpread);
    const double          offset = (m_Cell.nucleus.radius + 3.0) / (1.0 + Square(spread / 9.0));
    const double          centreX = m_Cell.nucleus.x + offset * m_Cell.polarity.cosine;
    const double          centreY = m_Cell.nucleus.y + offset * m_Cell.polarity.sine;
    std::array<Piece, 18> pieces{};
    for (auto & piece : pieces)
    {
      piece = { centreX + spread * m_Random.Normal(),
                centreY + spread * m_Random.Normal(),
                m_Random.Uniform(0.9, 1.5),
                m_Random.Uniform(0.5, 1.5) };
    }
    return Map(places, [&](const Place & p) {
      double density = 0.0;
      for (const auto & piece : pieces)
      {
        const double squared = Square(p.x - piece.x) + Square(p.y - piece.y);
        if (squared < 20.0)
        {
          density += piece.weight * Exp(-0.5 * squared / Square(piece.width));
        }
      }
      return density * (0.3 + 0.7 * SmoothStep(-2.0, 1.0, p.pastNucleus)) * SmoothStep(0.0, 2.0, p.border);
    });
  }

private:
  double
  Get(Trait trait) const
  {
    return m_Cell.traits[static_cast<std::size_t>(trait)];
  }

  template <typename Density>
  static Pattern
  Map(const std::vector<Place> & places, Density && density)
  {
    Pattern pattern(places.size());
    std::transform(
      places.begin(), places.end(), pattern.begin(), [&](const Place & p) { return static_cast<float>(density(p)); });
    return pattern;
  }

  double
  Turned(Texture texture, const Place & p, const Direction & along) const
  {
    const float x = p.x + kFibreBend * m_Map.bendX[p.at] - static_cast<float>(m_Cell.body.x);
    const float y = p.y + kFibreBend * m_Map.bendY[p.at] - static_cast<float>(m_Cell.body.y);
    const auto  cosine = static_cast<float>(along.cosine);
    const auto  sine = static_cast<float>(along.sine);
    return m_Atlas.Sample(texture, cosine * x + sine * y + m_Shift[0], cosine * y - sine * x + m_Shift[1]);
  }
  double
  Grainy(Texture texture, const Place & p) const
  {
    return Turned(texture, p, m_Grain);
  }
  double
  Fibrous(const Place & p) const
  {
    return Turned(Texture::Fibre, p, m_Fibres);
  }

  const Cell &         m_Cell;
  const CellMap &      m_Map;
  const TextureAtlas & m_Atlas;
  RandomStream         m_Random;
  float                m_Shift[2];
  Direction            m_Grain;
  Direction            m_Fibres;
};

/** The pixels of every cell. */
std::vector<std::vector<Place>>
Territories(const std::vector<Cell> & cells, const CellMap & map)
{
  std::vector<std::vector<Place>> territories(cells.size());
  for (int y = 0; y < map.size; ++y)
  {
    for (int x = 0; x < map.size; ++x)
    {
      const auto at = static_cast<std::size_t>(y) * map.size + x;
      if (map.owner[at] >= 0)
      {
        const auto owner = static_cast<std::size_t>(map.owner[at]);
        const auto past = static_cast<float>(cells[owner].nucleus.OutsideBy(x, y));
        territories[owner].push_back({ at, static_cast<float>(x), static_cast<float>(y), map.border[at], past });
      }
    }
  }
  return territories;
}

/** Draws one cell into the four planes. */
void
PaintCell(const Recipe &             recipe,
          const WellDesign &         well,
          const Cell &               cell,
          const std::vector<Place> & places,
          CellPainter &              painter,
          Sample &                   sample)
{
  const auto trait = [&](Trait name) { return cell.traits[static_cast<std::size_t>(name)]; };
  const auto deposit = [&](Stain stain, const Pattern & pattern, double total) {
    const auto number = static_cast<std::size_t>(stain);
    Deposit(places, pattern, total * well.stainGain[number], sample.planes[number]);
  };
  const auto   area = static_cast<double>(places.size());
  const double genome =
    trait(Trait::NucleusStain) * recipe.traits[static_cast<std::size_t>(Trait::NucleusArea)].baseline;
  deposit(Stain::Nucleus, painter.Chromatin(places), genome * cell.genomes);
  deposit(Stain::Cytoskeleton, painter.Cytoskeleton(places), trait(Trait::CytoskeletonStain) * area);
  deposit(Stain::Mitochondria, painter.Mitochondria(places), trait(Trait::MitochondriaStain) * area);

  const double junctions = kMembraneShare * trait(Trait::JunctionStrength);
  const double membrane = trait(Trait::MembraneStain) * area / (junctions + kGolgiShare + kVesicleShare);
  deposit(Stain::Membrane, painter.Membrane(places), membrane * junctions);
  deposit(Stain::Membrane, painter.Golgi(places), membrane * kGolgiShare);
  deposit(Stain::Membrane, painter.Vesicles(places), membrane * kVesicleShare);
}
} // namespace

Sample
PaintCells(const Recipe &            recipe,
           const WellDesign &        well,
           const std::vector<Cell> & cells,
           const CellMap &           map,
           const TextureAtlas &      atlas,
           const SiteKey &           key)
{
  Sample sample;
  for (auto & plane : sample.planes)
  {
    plane.assign(map.owner.size(), 0.0F);
  }
  sample.inNucleus.assign(map.owner.size(), 0);
  const auto territories = Territories(cells, map);
  for (std::size_t i = 0; i < cells.size(); ++i)
  {
    for (const auto & place : territories[i])
    {
      sample.inNucleus[place.at] = place.pastNucleus < 0.0F ? 1 : 0;
    }
    CellPainter painter(cells[i], map, atlas, key.Stream(Purpose::Texture, cells[i].item));
    PaintCell(recipe, well, cells[i], territories[i], painter, sample);
  }
  return sample;
}
} // namespace pheno::simulate
