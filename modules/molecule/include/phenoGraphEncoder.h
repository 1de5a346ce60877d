#ifndef phenoGraphEncoder_h
#define phenoGraphEncoder_h

#include "phenoMoleculeGraph.h"
#include "phenoParameterList.h"

#include <memory>
#include <string>
#include <vector>

namespace pheno
{
namespace molecule
{
class MessagePassing;
}

/** The numbers of a GraphEncoder; the defaults are Hu's (2020) but for out_width. */
struct GraphEncoderSettings
{
  std::string  architecture = "gin"; ///< gin, pna
  std::int64_t width = 300;
  std::int64_t depth = 5; ///< layers
  std::int64_t out_width = 512;
  std::string  pooling = "mean";    ///< mean, sum: over a molecule's atoms
  double       mean_log_degree = 0; ///< pna: MeanLogDegree of the training set
};

/** Molecules by message passing between atoms: GIN (Xu 2019, with bond features as Hu 2020) or PNA (Corso 2020); what a
 * layer computes stands in phenoGinLayer.h and phenoPnaLayer.h.
 *
 * Linear(atom features) -> depth times (layer, LayerNorm over the width with eps 1e-5, ReLU but after the last) -> mean
 * or sum over each molecule's atoms -> Linear to out_width. The norm is per atom, not per batch, so that a molecule's
 * embedding does not depend on its batch. One-hot features make the first Linear a sum of embeddings, as in Hu 2020.
 * Molecules of one atom or without bonds are defined: an atom without neighbours receives 0. All sums have a fixed
 * order on every device. Start: weights and biases uniform in +-1/sqrt(fan in), norms 1 and 0, epsilon 0. */
class GraphEncoder
{
public:
  /** \throws MoleculeError for an unknown name, a number below 1, or PNA without a positive mean_log_degree */
  explicit GraphEncoder(const GraphEncoderSettings & settings, torch::ScalarType type = torch::kFloat32);
  ~GraphEncoder();
  GraphEncoder(const GraphEncoder &) = delete;
  GraphEncoder &
  operator=(const GraphEncoder &) = delete;

  void
  Initialise(at::Generator generator)
  {
    m_Parameters.Initialise(generator);
  }

  const GraphEncoderSettings &
  Settings() const
  {
    return m_Settings;
  }

  /** atoms, layers.<i>.{the layer's, norm} and head (each with weight and bias); they share memory with this object. */
  const std::vector<NamedTensor> &
  Parameters() const
  {
    return m_Parameters.Tensors();
  }

  /** \throws LearnError for a missing, surplus or wrongly shaped tensor */
  void
  LoadState(const std::vector<NamedTensor> & state);

  /** \return graphs x out_width, not normalised \throws MoleculeError for features of another width */
  torch::Tensor
  Forward(const GraphBatch & batch) const;

private:
  struct Layers;
  GraphEncoderSettings    m_Settings;
  ParameterList           m_Parameters;
  std::unique_ptr<Layers> m_Layers;
};
} // namespace pheno

#endif
