#ifndef phenoPieces_h
#define phenoPieces_h

#include "phenoPlaneView.h"

#include <cstdint>
#include <map>
#include <vector>

namespace pheno
{
/** A region's area, grey levels and moments; those of a union are the sums. */
struct Piece
{
  double area = 0.0;
  double x = 0.0, y = 0.0, xx = 0.0, yy = 0.0, xy = 0.0; ///< sums over pixels
  double sum = 0.0;                                      ///< of grey levels
  float  peak = 0.0f;

  void
  Add(const Piece & other);
  double
  Mean() const
  {
    return sum / area;
  }
};

/** Area over that of the ellipse with the same second moments: 1 for an ellipse, less for everything else. */
double
Ellipticity(const Piece & piece);

/** Where two pieces touch. */
struct Border
{
  double length = 0.0; ///< pairs of 4-neighbours across it
  float  pass = 0.0f;  ///< highest grey level at which one gets across

  void
  Add(const Border & other);
};

/** The pieces of a division and who touches whom. */
class Pieces
{
public:
  /** labels: 1..n, 0 is background. */
  Pieces(PlaneView<const std::uint32_t> labels, PlaneView<const float> smoothed);

  /** Joins neighbours while one pair's score(larger, smaller, border) is below 0, the lowest first. Returns for each
   * label the one that stands for it now. */
  template <typename Score>
  std::vector<std::uint32_t>
  Join(Score score);

private:
  struct Pair
  {
    double        score;
    std::uint32_t a, b;
    unsigned      stateA, stateB; ///< of the pieces when the pair was scored
  };
  static bool
  LessSure(const Pair & one, const Pair & other);
  void
  Absorb(std::uint32_t kept, std::uint32_t gone);

  std::vector<Piece>                           m_Pieces;
  std::vector<std::map<std::uint32_t, Border>> m_Borders;
  std::vector<std::uint32_t>                   m_Into;
  std::vector<unsigned>                        m_State;
};
} // namespace pheno

#include "phenoPieces.hxx"

#endif
