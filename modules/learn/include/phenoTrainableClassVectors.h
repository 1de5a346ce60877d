#ifndef phenoTrainableClassVectors_h
#define phenoTrainableClassVectors_h

#include "phenoClassVectors.h"

namespace pheno
{
/** Class vectors that an optimiser moves, attracted by their own images and repelled by the others (methods 1.3): A1 as
 * they are, A2 with ProjectToSphere after each step of the optimiser. */
class TrainableClassVectors
{
public:
  /** Starts from a copy of the given vectors. */
  explicit TrainableClassVectors(const ClassVectors & start)
    : m_Table(start.Table().clone().requires_grad_(true))
  {}

  /** K x D, a leaf that requires a gradient. */
  const torch::Tensor &
  Table() const
  {
    return m_Table;
  }

  /** Divides each vector by its norm; one without direction (norm below 1e-12) stays. */
  void
  ProjectToSphere();

private:
  torch::Tensor m_Table;
};
} // namespace pheno

#endif
