#include "phenoWarp.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace pheno::learn
{
namespace
{
using Matrix = double[2][2];

/** The affine map (map p + shift) that takes three points to three others; the first three are not on a line. */
void
SolveAffine(const std::array<double, 6> & from, const std::array<double, 6> & to, Matrix & map, double (&shift)[2])
{
  const double ux = from[2] - from[0], uy = from[3] - from[1];
  const double vx = from[4] - from[0], vy = from[5] - from[1];
  const double area = ux * vy - uy * vx;
  for (std::size_t row = 0; row < 2; ++row)
  {
    const double du = to[2 + row] - to[row];
    const double dv = to[4 + row] - to[row];
    map[row][0] = (du * vy - dv * uy) / area;
    map[row][1] = (dv * ux - du * vx) / area;
    shift[row] = to[row] - map[row][0] * from[0] - map[row][1] * from[1];
  }
}

/** Uniform noise in [-1, 1], smoothed by a Gaussian with mirrored border. */
std::vector<float>
SmoothNoise(int height, int width, double sigma, Draws & draws)
{
  const int           radius = static_cast<int>(4 * sigma + 0.5);
  std::vector<double> kernel;
  double              sum = 0;
  for (int i = -radius; i <= radius; ++i)
  {
    kernel.push_back(std::exp(-0.5 * i * i / (sigma * sigma)));
    sum += kernel.back();
  }
  // A mirrored border folds the kernel: one row of weights a position, at most as long as the axis.
  const auto smooth = [&](const std::vector<double> & in, int lines, int length, int lineStep, int step) {
    std::vector<double> folded(static_cast<std::size_t>(length) * length, 0.0);
    for (int at = 0; at < length; ++at)
    {
      for (int i = -radius; i <= radius; ++i)
      {
        folded[static_cast<std::size_t>(at * length + Mirror(at + i, length))] +=
          kernel[static_cast<std::size_t>(i + radius)] / sum;
      }
    }
    std::vector<double> out(in.size(), 0.0);
    for (int line = 0; line < lines; ++line)
    {
      for (int at = 0; at < length; ++at)
      {
        double value = 0;
        for (int from = 0; from < length; ++from)
        {
          value += folded[static_cast<std::size_t>(at * length + from)] *
                   in[static_cast<std::size_t>(line * lineStep + from * step)];
        }
        out[static_cast<std::size_t>(line * lineStep + at * step)] = value;
      }
    }
    return out;
  };
  std::vector<double> noise(static_cast<std::size_t>(height) * width);
  std::generate(noise.begin(), noise.end(), [&draws] { return draws.Uniform(-1, 1); });
  const std::vector<double> rows = smooth(noise, height, width, width, 1);
  const std::vector<double> both = smooth(rows, width, height, 1, width);
  return { both.begin(), both.end() };
}
} // namespace

int
Mirror(int i, int size)
{
  if (size == 1)
  {
    return 0;
  }
  const int period = 2 * (size - 1);
  i = ((i % period) + period) % period;
  return i < size ? i : period - i;
}

Warp::Warp(const CropShape & shape, const AugmentationSettings & settings, Draws & draws)
  : m_Shape(shape)
{
  const double angle = settings.rotation_deg > 0 ? draws.Uniform(-settings.rotation_deg, settings.rotation_deg) : 0.0;
  const bool   elastic = settings.elastic_probability > 0 && draws.Chance(settings.elastic_probability);
  if (angle == 0 && !elastic)
  {
    return;
  }
  const double turn = angle * std::numbers::pi / 180;
  Matrix       map = { { std::cos(turn), -std::sin(turn) }, { std::sin(turn), std::cos(turn) } };
  double       shift[2] = { 0, 0 };
  if (elastic && settings.elastic_affine_px > 0)
  {
    const double          s = std::min(shape.height, shape.width) / 3.0;
    std::array<double, 6> from = { s, s, s, -s, -s, -s };
    std::array<double, 6> to = from;
    for (double & coordinate : to)
    {
      coordinate += draws.Uniform(-settings.elastic_affine_px, settings.elastic_affine_px);
    }
    Matrix affine;
    SolveAffine(from, to, affine, shift);
    Matrix both;
    for (int i = 0; i < 2; ++i)
    {
      for (int j = 0; j < 2; ++j)
      {
        both[i][j] = affine[i][0] * map[0][j] + affine[i][1] * map[1][j];
      }
    }
    std::copy(&both[0][0], &both[0][0] + 4, &map[0][0]);
  }
  this->MakeGrid(map, shift);
  if (elastic && settings.elastic_alpha_px > 0)
  {
    this->AddElastic(settings, draws);
  }
}

void
Warp::MakeGrid(const double (&map)[2][2], const double (&shift)[2])
{
  const double cx = (m_Shape.width - 1) / 2.0;
  const double cy = (m_Shape.height - 1) / 2.0;
  for (int y = 0; y < m_Shape.height; ++y)
  {
    for (int x = 0; x < m_Shape.width; ++x)
    {
      m_X.push_back(static_cast<float>(cx + map[0][0] * (x - cx) + map[0][1] * (y - cy) + shift[0]));
      m_Y.push_back(static_cast<float>(cy + map[1][0] * (x - cx) + map[1][1] * (y - cy) + shift[1]));
    }
  }
}

void
Warp::AddElastic(const AugmentationSettings & settings, Draws & draws)
{
  const auto alpha = static_cast<float>(settings.elastic_alpha_px);
  for (std::vector<float> * axis : { &m_X, &m_Y })
  {
    const std::vector<float> noise = SmoothNoise(m_Shape.height, m_Shape.width, settings.elastic_sigma_px, draws);
    std::transform(
      axis->begin(), axis->end(), noise.begin(), axis->begin(), [alpha](float at, float d) { return at + alpha * d; });
  }
}

void
Warp::Apply(std::vector<float> & planes, std::vector<float> & scratch) const
{
  const std::size_t plane = m_X.size();
  for (std::size_t i = 0; i < plane; ++i)
  {
    const float fx = std::floor(m_X[i]), fy = std::floor(m_Y[i]);
    const float wx = m_X[i] - fx, wy = m_Y[i] - fy;
    const int   x0 = Mirror(static_cast<int>(fx), m_Shape.width), x1 = Mirror(static_cast<int>(fx) + 1, m_Shape.width);
    const int  y0 = Mirror(static_cast<int>(fy), m_Shape.height), y1 = Mirror(static_cast<int>(fy) + 1, m_Shape.height);
    const auto at = [&](int y, int x) { return static_cast<std::size_t>(y) * m_Shape.width + x; };
    for (std::size_t c = 0; c < planes.size() / plane; ++c)
    {
      const float * const in = planes.data() + c * plane;
      const float         top = in[at(y0, x0)] + (in[at(y0, x1)] - in[at(y0, x0)]) * wx;
      const float         bottom = in[at(y1, x0)] + (in[at(y1, x1)] - in[at(y1, x0)]) * wx;
      scratch[c * plane + i] = top + (bottom - top) * wy;
    }
  }
  planes.swap(scratch);
}
} // namespace pheno::learn
