#include "phenoViews.h"
#include "phenoContrast.h"
#include "phenoEncoder.h"
#include "phenoLearnError.h"
#include "phenoShapeText.h"

namespace pheno::learn
{
torch::Tensor
StackViews(const char * what, const torch::Tensor & compound, const torch::Tensor & images)
{
  CheckMatrix(what, compound, 2);
  if (images.dim() != 3 || images.size(0) != compound.size(0) || images.size(1) == 0 ||
      images.size(2) != compound.size(1))
  {
    throw LearnError(std::string(what) + ": expected images B x V x D for compounds " + ShapeText(compound) + ", got " +
                     ShapeText(images));
  }
  const torch::Tensor rows = at::cat({ compound.unsqueeze(0), images.transpose(0, 1) });
  return NormaliseRows(rows.flatten(0, 1)).reshape(rows.sizes());
}
} // namespace pheno::learn
