#include "phenoClassVectors.h"
#include "phenoEncoder.h"
#include "phenoLearnError.h"

#include <cmath>

namespace pheno
{
namespace
{
constexpr double kSameDirection = 1e-14; // |t| below this: z on w or opposite to it

double
Dot(const double * a, const double * b, std::int64_t n)
{
  double sum = 0;
  for (std::int64_t i = 0; i < n; ++i)
  {
    sum += a[i] * b[i];
  }
  return sum;
}

void
Normalise(double * w, std::int64_t n)
{
  const double norm = std::sqrt(Dot(w, w, n));
  for (std::int64_t i = 0; i < n; ++i)
  {
    w[i] /= norm;
  }
}

/** One geodesic step; w and z have n values, tangent is room for n. */
void
Step(double * w, const double * z, double * tangent, std::int64_t n, double step)
{
  const double along = Dot(z, w, n);
  for (std::int64_t i = 0; i < n; ++i)
  {
    tangent[i] = z[i] - along * w[i];
  }
  const double across = std::sqrt(Dot(tangent, tangent, n));
  if (across < kSameDirection)
  {
    return;
  }
  const double angle = std::min(step, std::atan2(across, along));
  for (std::int64_t i = 0; i < n; ++i)
  {
    w[i] = std::cos(angle) * w[i] + std::sin(angle) * tangent[i] / across;
  }
  Normalise(w, n);
}
} // namespace

ClassVectors::ClassVectors(std::int64_t classes, std::int64_t width, at::Generator generator, torch::ScalarType type)
  : m_Table(NormaliseRows(torch::empty({ classes, width }, type).uniform_(0, 1, generator)))
{}

ClassVectors::ClassVectors(torch::Tensor table)
  : m_Table(table.detach().clone().contiguous())
{
  if (table.dim() != 2)
  {
    throw LearnError("class vectors: expected a K x D matrix");
  }
}

torch::Tensor
ClassVectors::Gather(const std::vector<std::int64_t> & classes) const
{
  for (const std::int64_t c : classes)
  {
    if (c < 0 || c >= m_Table.size(0))
    {
      throw LearnError("class " + std::to_string(c) + " asked of a table of " + std::to_string(m_Table.size(0)) +
                       " class vectors");
    }
  }
  return m_Table.index_select(0, torch::tensor(classes, torch::kInt64));
}

void
ClassVectors::Attract(const torch::Tensor & z, const std::vector<std::int64_t> & classes, double step_rad)
{
  const at::NoGradGuard guard;
  const torch::Tensor   images = z.detach().to(torch::kFloat64).contiguous();
  const auto            batch = static_cast<std::int64_t>(classes.size());
  const std::int64_t    width = m_Table.size(1);
  if (images.dim() != 2 || images.size(0) != batch || images.size(1) != width)
  {
    throw LearnError("class vectors: expected " + std::to_string(batch) + " x " + std::to_string(width) +
                     " embeddings");
  }
  if (!at::isfinite(images).all().item<bool>())
  {
    throw LearnError("class vectors: an embedding is not finite");
  }
  this->Gather(classes); // checks the indices
  torch::Tensor       table = m_Table.to(torch::kFloat64, false, true);
  std::vector<double> tangent(static_cast<std::size_t>(width));
  for (std::int64_t b = 0; b < batch; ++b)
  {
    Step(table.data_ptr<double>() + classes[static_cast<std::size_t>(b)] * width,
         images.data_ptr<double>() + b * width,
         tangent.data(),
         width,
         step_rad);
  }
  m_Table.copy_(table);
}
} // namespace pheno
