#ifndef phenoCommunicator_h
#define phenoCommunicator_h

#include "phenoRankPlace.h"

#include <torch/types.h>

#include <memory>
#include <string>
#include <vector>

namespace pheno
{
namespace learn
{
class RankTransport;
}

/** The processes that train together, seen from one of them.
 *
 * Every function is a collective: all ranks call it, in the same order, with tensors of the same shapes and types. The
 * ranks may differ in speed; each call waits for the slowest. Sums are taken in the order of the ranks, by one rank for
 * each part, which then hands out the result: the same bits on all ranks and in every run, whatever the transport's own
 * reduction would do. With one rank everything stays in the process.
 *
 * When a rank ends, those that wait for it, or come to wait, throw at once, because its connections close. A rank that
 * lives but does not come is given up after RankPlace::timeout_seconds. Each function throws LearnError for either. */
class Communicator : public std::enable_shared_from_this<Communicator>
{
public:
  Communicator(RankPlace place, std::unique_ptr<learn::RankTransport> transport);
  ~Communicator();
  Communicator(const Communicator &) = delete;
  Communicator &
  operator=(const Communicator &) = delete;

  int
  Rank() const
  {
    return m_Place.rank;
  }
  int
  Size() const
  {
    return m_Place.size;
  }

  /** x, n x ..., of every rank: Size() n x ..., rank 0's rows first.
   * Gradient: each rank's loss depends on the rows of all, so what is summed over the ranks are the gradients that they
   * give to this rank's rows. A sum, not a mean: it is the transpose of the gather, right for any loss of each rank,
   * the derivative of the sum of all ranks' losses. The mean over the ranks is taken once, of the parameters' gradients
   * (AverageGradients). */
  torch::Tensor
  AllGatherRows(const torch::Tensor & x);

  /** As AllGatherRows for a batch that holds its items view after view: so does the result, each view's items rank
   * after rank, as one rank would hold them. x: views n x ... */
  torch::Tensor
  AllGatherViews(const torch::Tensor & x, int views);

  /** Replaces each tensor by its sum over the ranks; no gradient. \throws LearnError unless all are of one type and on
   * one device */
  void
  AllReduceSum_(const std::vector<torch::Tensor> & tensors);

  /** Replaces each tensor by rank 0's; no gradient. */
  void
  Broadcast_(const std::vector<torch::Tensor> & tensors);

  /** Rank 0's text, of any length. */
  std::string
  Broadcast(const std::string & text);

  /** Returns when all ranks have called it. */
  void
  Barrier();

private:
  friend class GatherRowsFunction;

  torch::Tensor
  Gather(const torch::Tensor & x);

  /** parts: Size() n x ..., n rows for each rank. \return the sum over the ranks of those for this one */
  torch::Tensor
  SumOfParts(const torch::Tensor & parts);

  RankPlace                             m_Place;
  std::unique_ptr<learn::RankTransport> m_Transport; ///< none with one rank
};

/** A single rank, which needs no other. */
std::shared_ptr<Communicator>
LocalCommunicator();

/** Waits for the other ranks and connects with them: torch's c10d, over Gloo.
 * \throws LearnError for an impossible place, ranks that do not come in time, or several ranks where this LibTorch has
 * no Gloo */
std::shared_ptr<Communicator>
ConnectRanks(const RankPlace & place);
} // namespace pheno

#endif
