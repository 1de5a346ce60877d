#include "phenoClassLabels.h"
#include "phenoLearnError.h"

namespace pheno::learn
{
torch::Tensor
ClassLabels(const char * what, const torch::Tensor & rows, const std::vector<std::int64_t> & classes)
{
  if (static_cast<std::int64_t>(classes.size()) != rows.size(0))
  {
    throw LearnError(std::string(what) + ": expected a class for each of " + std::to_string(rows.size(0)) +
                     " rows, got " + std::to_string(classes.size()));
  }
  return torch::tensor(classes, torch::kInt64).to(rows.device());
}

torch::Tensor
ClassIndices(const char *                      what,
             const torch::Tensor &             rows,
             const std::vector<std::int64_t> & classes,
             std::int64_t                      count)
{
  for (const std::int64_t c : classes)
  {
    if (c < 0 || c >= count)
    {
      throw LearnError(std::string(what) + ": class " + std::to_string(c) + " asked of a table of " +
                       std::to_string(count) + " class vectors");
    }
  }
  return ClassLabels(what, rows, classes);
}

torch::Tensor
SameClass(const torch::Tensor & labels)
{
  return labels.unsqueeze(1).eq(labels);
}

torch::Tensor
ClassColumns(const torch::Tensor & indices, std::int64_t count)
{
  return indices.unsqueeze(1).eq(torch::arange(count, indices.options()));
}
} // namespace pheno::learn
