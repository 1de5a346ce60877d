#ifndef phenoLearner_h
#define phenoLearner_h

#include "phenoEncoder.h"
#include "phenoObjective.h"

#include <memory>
#include <vector>

namespace pheno::learn
{
/** The network and the objective that learn together. */
struct Learner
{
  std::shared_ptr<Encoder>   encoder;
  std::unique_ptr<Objective> objective;

  /** What the optimizer moves. */
  std::vector<NamedTensor>
  Trained() const;

  /** All that training changes: what makes the model. */
  std::vector<NamedTensor>
  Learned() const;

  /** Brings everything to a device. */
  void
  MoveTo(const torch::Device & device) const;

  /** K x D, sharing memory with the objective; undefined for objectives without. */
  torch::Tensor
  ClassVectors() const;
};
} // namespace pheno::learn

#endif
