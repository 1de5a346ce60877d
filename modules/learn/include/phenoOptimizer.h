#ifndef phenoOptimizer_h
#define phenoOptimizer_h

#include "phenoParameterList.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace pheno
{
class Communicator;

/** Changes parameters by their gradients. Its memory lives on the parameters' device. */
class Optimizer
{
public:
  virtual ~Optimizer() = default;
  Optimizer(const Optimizer &) = delete;
  Optimizer &
  operator=(const Optimizer &) = delete;

  /** One step with the gradients of the parameters, which are dropped afterwards. A parameter without gradient stays.
   */
  void
  Step(double learning_rate);

  /** What a checkpoint must hold besides the number of steps: tensors called "<parameter>.<what>", sharing memory with
   * this object. */
  std::vector<NamedTensor>
  State() const;

  std::int64_t
  Steps() const
  {
    return m_Steps;
  }
  void
  SetSteps(std::int64_t steps)
  {
    m_Steps = steps;
  }

protected:
  /** How weights decay. */
  struct Decay
  {
    double weight = 0.0;
    bool   matrices_only = false; ///< no decay of parameters with fewer than two dimensions
  };

  /** \param parameters get requires_grad \param memory names of the tensors kept beside each, zeros at the start */
  Optimizer(std::vector<NamedTensor> parameters, std::vector<std::string> memory, Decay decay);

  /** What moves one parameter. */
  struct Move
  {
    const torch::Tensor &              parameter;
    const torch::Tensor &              gradient;
    const std::vector<torch::Tensor> & memory; ///< in the order of the names
    double                             weight_decay;
    double                             learning_rate;
  };

  virtual void
  Apply(const Move & move) const = 0;

private:
  std::vector<NamedTensor>                m_Parameters;
  std::vector<std::string>                m_MemoryNames;
  std::vector<std::vector<torch::Tensor>> m_Memory; ///< of each parameter
  Decay                                   m_Decay;
  std::int64_t                            m_Steps = 0;
};

struct OptimizerSettings
{
  std::string name = "adam"; ///< "adam" (L2 weight decay), "adamw" (decoupled) or "sgd" (L2)
  double      weight_decay = 0.0;
  std::string decay = "all";  ///< "all" parameters, or "matrices": those of at least two dimensions
  double      momentum = 0.9; ///< sgd
};

/** Adam and AdamW with betas 0.9 and 0.999 and epsilon 1e-8, or SGD. Parameters are float32 or float64 and dense; they
 * get requires_grad. \throws LearnError for an unknown name */
std::unique_ptr<Optimizer>
MakeOptimizer(const OptimizerSettings & settings, std::vector<NamedTensor> parameters);

/** Scales all gradients by min(1, max_norm / (norm + 1e-6)), norm over all of them together (as torch's
 * clip_grad_norm_). \return the norm before */
double
ClipGradients(const std::vector<NamedTensor> & parameters, double max_norm);

/** A collective: replaces all gradients by their means over the ranks. A parameter without gradient, on all ranks then,
 * stays so. */
void
AverageGradients(const std::vector<NamedTensor> & parameters, Communicator & ranks);
} // namespace pheno

#endif
