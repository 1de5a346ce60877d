#ifndef phenoGoldenTensor_h
#define phenoGoldenTensor_h

#include "phenoGoldenTopics.h"

#include "phenoEncoder.h"

#include <torch/types.h>

#include <map>
#include <string>
#include <vector>

namespace pheno::golden
{
/** A nested list of numbers as a float64 tensor. \throws std::runtime_error for ragged lists */
torch::Tensor
ToTensor(const Json & json);

/** A tensor as nested lists of float64. */
Json
FromTensor(const torch::Tensor & tensor);

/** off + a sin(b (j + 1) + c) over the flat index i, j = (i^2 + 7 i) mod 10007 (the golden files' formula). */
torch::Tensor
FormulaTensor(const std::vector<std::int64_t> & shape, double a, double b, double c, double off);

/** The tensor of an input {"shape", "a", "b", "c", "off"}. */
torch::Tensor
FormulaInput(const Json & formula);

/** A network's state of entries [name, shape, kind, a, b, c]; counters ("skip") are no tensor of ours. */
std::vector<NamedTensor>
FormulaState(const Json & entries);

/** sum_i t[i] sin(0.5 (i + 1)) over the flat row-major index. */
double
SineDot(const torch::Tensor & tensor);

/** SineDot of each row: N x D gives N. */
torch::Tensor
SineDotRows(const torch::Tensor & rows);

/** The gradient of `scalar` with respect to a leaf; zeros where it does not depend on it. */
Json
GradientOf(const torch::Tensor & scalar, const torch::Tensor & leaf);

/** The inputs of a loss that it is differentiated by. */
class Leaves
{
public:
  Leaves(const Json & inputs, const std::vector<std::string> & names);

  const torch::Tensor &
  operator[](const std::string & name) const
  {
    return m_Tensors.at(name);
  }

  /** loss, and grad_<name> of every leaf. */
  Json
  LossAndGradients(const torch::Tensor & loss) const;

private:
  std::map<std::string, torch::Tensor> m_Tensors;
};

/** Per plate, in order of first appearance: recalibrates to the plate's "DMSO" images, then embeds all of its images.
 * \param images N x C x H x W
 * \param stats receives the norms' statistics per plate, unless nullptr
 * \return N x D in the order of the images */
torch::Tensor
EmbedByPlate(Encoder & encoder, const torch::Tensor & images, const Json & plate, const Json & moa, Json * stats);
} // namespace pheno::golden

#endif
