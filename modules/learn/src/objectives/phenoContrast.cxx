#include "phenoContrast.h"
#include "phenoLearnError.h"
#include "phenoShapeText.h"

#include <limits>

namespace pheno::learn
{
void
CheckTemperature(const char * what, double temperature)
{
  if (!(temperature > 0))
  {
    throw LearnError(std::string(what) + ": expected a temperature above 0, got " + std::to_string(temperature));
  }
}

void
CheckMatrix(const char * what, const torch::Tensor & x, std::int64_t rows)
{
  if (x.dim() != 2 || x.size(0) < rows || !x.is_floating_point())
  {
    throw LearnError(std::string(what) + ": expected an N x D matrix of floating numbers with N at least " +
                     std::to_string(rows) + ", got " + ShapeText(x));
  }
}

void
CheckPair(const char * what, const torch::Tensor & a, const torch::Tensor & b, std::int64_t rows)
{
  CheckMatrix(what, a, rows);
  CheckMatrix(what, b, rows);
  if (a.sizes() != b.sizes())
  {
    throw LearnError(std::string(what) + ": expected two matrices of one shape, got " + ShapeText(a) + " and " +
                     ShapeText(b));
  }
}

void
CheckTable(const char * what, const torch::Tensor & z, const torch::Tensor & table)
{
  CheckMatrix(what, z);
  CheckMatrix(what, table);
  if (z.size(1) != table.size(1))
  {
    throw LearnError(std::string(what) + ": expected class vectors as wide as the embeddings, got " + ShapeText(table) +
                     " and " + ShapeText(z));
  }
}

torch::Tensor
Number(const char * what, const char * name, const torch::Tensor & x)
{
  if (x.numel() != 1)
  {
    throw LearnError(std::string(what) + ": expected one number as " + name + ", got " + ShapeText(x));
  }
  return x.reshape({});
}

torch::Tensor
ScaleOf(const char * what, const torch::Tensor & log_scale)
{
  return Number(what, "logarithm of the scale", log_scale).exp();
}

torch::Tensor
PairLogits(const char * what, const torch::Tensor & a, const torch::Tensor & b, const torch::Tensor & log_scale)
{
  CheckPair(what, a, b);
  return ScaleOf(what, log_scale) * at::matmul(a, b.t());
}

torch::Tensor
BiasedPairLogits(const char *          what,
                 const torch::Tensor & a,
                 const torch::Tensor & b,
                 const torch::Tensor & log_scale,
                 const torch::Tensor & bias)
{
  return PairLogits(what, a, b, log_scale) + Number(what, "bias", bias);
}

torch::Tensor
SquaredDistances(const torch::Tensor & a, const torch::Tensor & b)
{
  return a.square().sum(1).unsqueeze(1) + b.square().sum(1) - 2 * at::matmul(a, b.t());
}

torch::Tensor
SelfMask(const torch::Tensor & rows)
{
  return torch::eye(rows.size(-2), torch::TensorOptions().dtype(torch::kBool).device(rows.device()));
}

torch::Tensor
WithoutSelf(const torch::Tensor & logits)
{
  return logits.masked_fill(SelfMask(logits), -std::numeric_limits<double>::infinity());
}

torch::Tensor
CrossEntropy(const torch::Tensor & logits)
{
  return -at::log_softmax(logits, 1).diagonal().mean();
}

torch::Tensor
CrossEntropy(const torch::Tensor & logits, const torch::Tensor & weights)
{
  if (weights.sizes() != logits.sizes())
  {
    throw LearnError("weighted cross entropy: expected " + ShapeText(logits) + " weights, got " + ShapeText(weights));
  }
  return -(weights * at::log_softmax(logits, 1)).sum(1).mean();
}

torch::Tensor
SymmetricCrossEntropy(const torch::Tensor & logits)
{
  return (CrossEntropy(logits) + CrossEntropy(logits.t())) / 2;
}

torch::Tensor
LeaveOneOutCrossEntropy(const torch::Tensor & logits)
{
  return (at::logsumexp(WithoutSelf(logits), { -1 }) - logits.diagonal(0, -2, -1)).mean();
}
} // namespace pheno::learn
