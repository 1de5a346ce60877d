#ifndef phenoLogitScale_h
#define phenoLogitScale_h

#include <torch/types.h>

namespace pheno
{
/** The scale of contrastive logits, 1 / temperature, kept as its logarithm: fixed or learnt (Radford 2021).
 *
 * A learnt scale is a parameter for the optimiser; Clamp keeps it in [1, 100], that is its logarithm in [0, ln 100],
 * as CLIP and CellCLIP do after every step. */
class LogitScale
{
public:
  /** A constant without gradient. \throws LearnError unless temperature > 0 */
  static LogitScale
  Fixed(double temperature, const torch::TensorOptions & options = torch::kFloat32);

  /** A leaf that requires a gradient. CLIP starts at 0.07. \throws LearnError unless 0.01 <= temperature <= 1 */
  static LogitScale
  Learnt(double temperature = 0.07, const torch::TensorOptions & options = torch::kFloat32);

  /** A scalar; for a learnt scale the leaf itself. */
  const torch::Tensor &
  Log() const
  {
    return m_Log;
  }

  /** Brings a learnt scale back into its range; to be called after the optimiser's step. */
  void
  Clamp();

private:
  explicit LogitScale(torch::Tensor log)
    : m_Log(std::move(log))
  {}

  torch::Tensor m_Log;
};
} // namespace pheno

#endif
