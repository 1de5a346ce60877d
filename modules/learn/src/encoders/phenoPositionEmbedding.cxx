#include "phenoPositionEmbedding.h"
#include "phenoLearnError.h"
#include "phenoParameterList.h"
#include "phenoShapeText.h"

#include <algorithm>
#include <cmath>

namespace pheno
{
namespace
{
constexpr double kAntialiasedKernel = -0.5;
constexpr double kPlainKernel = -0.75;
constexpr double kDinoOffset = 0.1;

/** Keys' kernel with parameter a at distance x. */
double
Cubic(double x, double a)
{
  x = std::abs(x);
  if (x <= 1)
  {
    return ((a + 2) * x - (a + 3)) * x * x + 1;
  }
  return x < 2 ? a * (((x - 5) * x + 8) * x - 4) : 0;
}

/** Row o of a resampling by weights of the grid points near `center` (in pixels, 0 at the border), renormalised. */
void
FillAntialiased(double * row, std::int64_t from, double center, double scale)
{
  const double widened = std::max(scale, 1.0);
  const auto   first = std::max<std::int64_t>(static_cast<std::int64_t>(center - 2 * widened + 0.5), 0);
  const auto   end = std::min(static_cast<std::int64_t>(center + 2 * widened + 0.5), from);
  double       sum = 0;
  for (std::int64_t j = first; j < end; ++j)
  {
    row[j] = Cubic((static_cast<double>(j) - center + 0.5) / widened, kAntialiasedKernel);
    sum += row[j];
  }
  std::for_each(row + first, row + end, [sum](double & weight) { weight /= sum; });
}

/** The same by the four grid points around `source` (0 at the first point), those outside moved to the border. */
void
FillClamped(double * row, std::int64_t from, double source)
{
  const double floor = std::floor(source);
  for (std::int64_t tap = -1; tap <= 2; ++tap)
  {
    const auto at = std::clamp<std::int64_t>(static_cast<std::int64_t>(floor) + tap, 0, from - 1);
    row[at] += Cubic(source - floor - static_cast<double>(tap), kPlainKernel);
  }
}

/** The linear map, to x from, of one axis. */
torch::Tensor
ResamplingMatrix(std::int64_t from, std::int64_t to, const std::string & rule)
{
  torch::Tensor matrix = torch::zeros({ to, from }, torch::kFloat64);
  const double  length = static_cast<double>(to) + (rule == "dino" ? kDinoOffset : 0.0);
  const double  scale = static_cast<double>(from) / length;
  for (std::int64_t o = 0; o < to; ++o)
  {
    double *     row = matrix.data_ptr<double>() + o * from;
    const double center = (static_cast<double>(o) + 0.5) * scale;
    rule == "timm" ? FillAntialiased(row, from, center, scale) : FillClamped(row, from, center - 0.5);
  }
  return matrix;
}
} // namespace

torch::Tensor
ResamplePositions(const torch::Tensor & positions, std::int64_t rows, std::int64_t columns, const std::string & rule)
{
  if (rule != "timm" && rule != "transformers" && rule != "dino")
  {
    throw LearnError("position embeddings: expected rule \"timm\", \"transformers\" or \"dino\", got \"" + rule + "\"");
  }
  const std::int64_t count = positions.dim() == 3 ? positions.size(1) - 1 : 0;
  const auto         side = static_cast<std::int64_t>(std::llround(std::sqrt(static_cast<double>(count))));
  if (count < 1 || side * side != count || positions.size(0) != 1)
  {
    throw LearnError("position embeddings: expected 1 x (1 + a square number) x W, got " + ShapeText(positions));
  }
  if (rows == side && columns == side)
  {
    return positions;
  }
  const std::int64_t  width = positions.size(2);
  const torch::Tensor grid = positions.narrow(1, 1, count).reshape({ side, side, width }).permute({ 2, 0, 1 });
  const torch::Tensor down = ResamplingMatrix(side, rows, rule).to(positions.options());
  const torch::Tensor across = ResamplingMatrix(side, columns, rule).to(positions.options());
  const torch::Tensor resampled = at::matmul(at::matmul(down, grid), across.t()); // W x rows x columns
  return at::cat({ positions.narrow(1, 0, 1), resampled.reshape({ 1, width, rows * columns }).transpose(1, 2) }, 1);
}
} // namespace pheno
