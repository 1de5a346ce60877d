#ifndef phenoMultiLayerPerceptron_h
#define phenoMultiLayerPerceptron_h

#include "phenoEncoder.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <vector>

namespace pheno
{
/** The numbers of a perceptron. CLOOME's for 1024 bits to d: widths 1024, 1024, 1024, 1024, 1024, d with batch_norm. */
struct PerceptronSettings
{
  std::vector<std::int64_t> widths;             ///< input, hidden layers, output; two: one linear layer
  double                    dropout = 0;        ///< rate behind each hidden layer
  bool                      batch_norm = false; ///< affine, between a hidden layer and its ReLU
};

nlohmann::json
ToJson(const PerceptronSettings & settings);

/** Linear layers, after each but the last an optional batch norm (eps 1e-5, momentum 0.1), ReLU and dropout: the
 * compound side of CLOOME (Sanchez-Fernandez 2023), and projections.
 *
 * Start: weights and biases uniform in +-1/sqrt(fan in), PyTorch's of linear layers; norms weight 1, bias 0, mean 0,
 * variance 1. */
class MultiLayerPerceptron
{
public:
  /** \throws LearnError for less than two widths, a width below 1 or a rate outside [0, 1) */
  explicit MultiLayerPerceptron(PerceptronSettings settings, torch::ScalarType type = torch::kFloat32);

  void
  Initialise(at::Generator generator);

  const PerceptronSettings &
  Settings() const
  {
    return m_Settings;
  }

  /** layers.<i> and norms.<i>, each with weight and bias; they share memory with this object. */
  const std::vector<NamedTensor> &
  Parameters() const
  {
    return m_Parameters.Tensors();
  }

  /** The parameters, then norms.<i>.running_mean and running_var. */
  std::vector<NamedTensor>
  State() const;

  /** \throws LearnError for a missing, surplus or wrongly shaped tensor */
  void
  LoadState(const std::vector<NamedTensor> & state);

  /** \param x N x widths.front(), of the parameters' type, on any device \param training norms use and remember the
   * batch's statistics, units are dropped \return N x widths.back() \throws LearnError for another width, or one row in
   * training with batch norm */
  torch::Tensor
  Forward(const torch::Tensor & x, bool training, at::Generator & dropout) const;

private:
  PerceptronSettings                                   m_Settings;
  ParameterList                                        m_Parameters;
  std::vector<std::pair<torch::Tensor, torch::Tensor>> m_Layers; // weight and bias
  std::vector<BatchNorm>                               m_Norms;  // of the hidden layers, or none
};
} // namespace pheno

#endif
