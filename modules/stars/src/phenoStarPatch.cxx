#include "phenoStarPatch.h"

#include "phenoError.h"
#include "phenoThreshold.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>

namespace pheno
{
namespace
{
constexpr double kScaled = 0.5; // probabilities
constexpr double kBlurred = 1.0 / 3.0;
constexpr double kGreatestScale = 2.0;
constexpr double kGreatestBlur = 1.5;
constexpr double kGreatestRatio = 1.5; // of gain and gamma
constexpr double kGreatestOffset = 0.1;
constexpr double kGreatestNoise = 0.06;

/** Even in its logarithm, from 1 / greatest to greatest. */
double
DrawRatio(double greatest, Draws & draws)
{
  return std::exp(std::log(greatest) * draws.Uniform(-1.0, 1.0));
}

/** Into 0 .. size - 1, however far outside. */
std::size_t
Mirrored(std::ptrdiff_t i, std::size_t size)
{
  const auto period = 2 * static_cast<std::ptrdiff_t>(size);
  i = (i % period + period) % period;
  return static_cast<std::size_t>(i < static_cast<std::ptrdiff_t>(size) ? i : period - 1 - i);
}

/** Along one axis the pixels of an image that make one of the patch. */
class Axis
{
public:
  /** \param origin of the patch, in pixels of the scaled image */
  Axis(std::size_t size, std::size_t side, double scale, std::ptrdiff_t origin)
    : m_Size(size)
    , m_Scale(scale)
    , m_Places(side)
  {
    for (std::size_t i = 0; i < side; ++i)
    {
      m_Places[i] = (static_cast<double>(origin + static_cast<std::ptrdiff_t>(i)) + 0.5) / scale - 0.5;
    }
  }
  bool
  IsInside(std::size_t i) const
  {
    return m_Places[i] > -0.5 && m_Places[i] < static_cast<double>(m_Size) - 0.5;
  }
  std::size_t
  Nearest(std::size_t i) const
  {
    return Mirrored(static_cast<std::ptrdiff_t>(std::lround(m_Places[i])), m_Size);
  }
  /** Calls visit(pixel, weight) for the pixels that make one of the patch: under a triangle as wide as that, at least
   * as one of the image. The weights' sum is 1 but for rounding. */
  template <typename TVisitor>
  void
  VisitSources(std::size_t i, const TVisitor & visit) const
  {
    const double half = std::max(1.0, 1.0 / m_Scale);
    const auto   first = static_cast<std::ptrdiff_t>(std::ceil(m_Places[i] - half));
    const auto   last = static_cast<std::ptrdiff_t>(std::floor(m_Places[i] + half));
    const auto   weight = [&](std::ptrdiff_t j) { return 1.0 - std::abs(static_cast<double>(j) - m_Places[i]) / half; };
    double       sum = 0;
    for (std::ptrdiff_t j = first; j <= last; ++j)
    {
      sum += weight(j);
    }
    for (std::ptrdiff_t j = first; j <= last; ++j)
    {
      visit(Mirrored(j, m_Size), static_cast<float>(weight(j) / sum));
    }
  }

private:
  std::size_t         m_Size;
  double              m_Scale;
  std::vector<double> m_Places; ///< in pixels of the image
};

/** Where a patch of `side` begins on an axis of `size`: inside when it fits, otherwise with the axis in its middle. */
std::ptrdiff_t
DrawOrigin(std::size_t size, std::size_t side, Draws & draws)
{
  return size >= side ? static_cast<std::ptrdiff_t>(draws.Below(size - side + 1))
                      : -static_cast<std::ptrdiff_t>((side - size) / 2);
}

StarPatch
Resample(const StarImage & image, std::size_t side, double scale, Draws & draws)
{
  const auto scaled = [scale](std::size_t size) {
    return static_cast<std::size_t>(std::max(1L, std::lround(static_cast<double>(size) * scale)));
  };
  const Axis         columns(image.width, side, scale, DrawOrigin(scaled(image.width), side, draws));
  const Axis         rows(image.height, side, scale, DrawOrigin(scaled(image.height), side, draws));
  StarPatch          patch{ std::vector<float>(side * side, 0.0F), {}, {} };
  std::vector<float> narrow(image.height * side);
  std::vector<char>  isNarrow(image.height, 0);
  const auto         makeNarrow = [&](std::size_t y) {
    for (std::size_t x = 0; x < side; ++x)
    {
      columns.VisitSources(x, [&](std::size_t from, float weight) {
        narrow[y * side + x] += weight * image.pixels[y * image.width + from];
      });
    }
    isNarrow[y] = 1;
  };
  for (std::size_t y = 0; y < side; ++y)
  {
    rows.VisitSources(y, [&](std::size_t from, float weight) {
      if (isNarrow[from] == 0)
      {
        makeNarrow(from);
      }
      for (std::size_t x = 0; x < side; ++x)
      {
        patch.pixels[y * side + x] += weight * narrow[from * side + x];
      }
    });
    for (std::size_t x = 0; x < side; ++x)
    {
      const bool isKnown = columns.IsInside(x) && rows.IsInside(y);
      patch.labels.push_back(isKnown ? image.labels[rows.Nearest(y) * image.width + columns.Nearest(x)] : 0);
      patch.is_known.push_back(isKnown ? 1 : 0);
    }
  }
  return patch;
}

/** One of the eight ways to lay a square on itself. */
template <typename T>
void
Turn(std::vector<T> & square, std::size_t side, std::uint64_t way)
{
  std::vector<T> turned(square.size());
  for (std::size_t y = 0; y < side; ++y)
  {
    for (std::size_t x = 0; x < side; ++x)
    {
      std::size_t fromX = (way & 1) != 0 ? side - 1 - x : x;
      std::size_t fromY = (way & 2) != 0 ? side - 1 - y : y;
      if ((way & 4) != 0)
      {
        std::swap(fromX, fromY);
      }
      turned[y * side + x] = square[fromY * side + fromX];
    }
  }
  square = std::move(turned);
}

/** Of the standard normal distribution (Box and Muller 1958). */
float
DrawNormal(Draws & draws)
{
  const double radius = std::sqrt(-2.0 * std::log(1.0 - draws.Uniform()));
  return static_cast<float>(radius * std::cos(2.0 * std::numbers::pi * draws.Uniform()));
}

void
VaryIntensities(std::vector<float> & pixels, std::size_t side, Draws & draws)
{
  if (draws.Chance(kBlurred))
  {
    pixels = SmoothPlane({ pixels.data(), side, side }, draws.Uniform(0.0, kGreatestBlur));
  }
  const auto gain = static_cast<float>(DrawRatio(kGreatestRatio, draws));
  const auto gamma = static_cast<float>(DrawRatio(kGreatestRatio, draws));
  const auto offset = static_cast<float>(draws.Uniform(-kGreatestOffset, kGreatestOffset));
  const auto noise = static_cast<float>(draws.Uniform(0.0, kGreatestNoise));
  for (float & pixel : pixels)
  {
    const float bent = pixel > 0.0F ? std::pow(pixel, gamma) : pixel;
    pixel = gain * bent + offset + noise * DrawNormal(draws);
  }
}
} // namespace

StarImage
MakeStarImage(PlaneView<const float> plane, PlaneView<const std::uint32_t> labels, const StarScaling & scaling)
{
  if (plane.width != labels.width || plane.height != labels.height || plane.size() == 0)
  {
    throw Error("expected labels of the image's size, got an image of " + std::to_string(plane.width) + " x " +
                std::to_string(plane.height) + " and labels of " + std::to_string(labels.width) + " x " +
                std::to_string(labels.height) + " pixels");
  }
  return { plane.width, plane.height, scaling.Apply(plane), { labels.data, labels.data + labels.size() } };
}

StarPatch
CutPatch(const StarImage & image, std::size_t side, Draws & draws)
{
  return Resample(image, side, 1.0, draws);
}

StarPatch
CutVariedPatch(const StarImage & image, std::size_t side, Draws & draws)
{
  const double        scale = draws.Chance(kScaled) ? DrawRatio(kGreatestScale, draws) : 1.0;
  StarPatch           patch = Resample(image, side, scale, draws);
  const std::uint64_t way = draws.Below(8);
  Turn(patch.pixels, side, way);
  Turn(patch.labels, side, way);
  Turn(patch.is_known, side, way);
  VaryIntensities(patch.pixels, side, draws);
  return patch;
}
} // namespace pheno
