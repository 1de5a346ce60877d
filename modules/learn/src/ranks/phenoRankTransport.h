#ifndef phenoRankTransport_h
#define phenoRankTransport_h

#include "phenoRankPlace.h"

#include <torch/types.h>

#include <memory>

namespace pheno::learn
{
/** Moves bytes between ranks; what they mean, and sums of them, are the Communicator's. Tensors are one-dimensional,
 * uint8 and contiguous. \throws LearnError when another rank has ended or does not come in time */
class RankTransport
{
public:
  virtual ~RankTransport() = default;

  /** own: n of each rank. all: Size() n, rank after rank. */
  virtual void
  Gather(torch::Tensor own, torch::Tensor all) = 0;

  /** given: Size() n, a part for each rank. taken: Size() n, the parts for this one, rank after rank. */
  virtual void
  Exchange(torch::Tensor given, torch::Tensor taken) = 0;

  /** Replaces the bytes by rank 0's. */
  virtual void
  Broadcast(torch::Tensor bytes) = 0;
};

/** \throws LearnError when this library was built without Gloo */
std::unique_ptr<RankTransport>
MakeRankTransport(const RankPlace & place);
} // namespace pheno::learn

#endif
