#ifndef phenoBatchShare_h
#define phenoBatchShare_h

#include "phenoCommunicator.h"
#include "phenoEncoder.h"
#include "phenoTrainer.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace pheno::learn
{
/** A rank's equal share of the items of each batch, in every view, and its way back to the whole batch. */
class BatchShare
{
public:
  /** \throws LearnError when the ranks cannot share a batch equally */
  BatchShare(std::shared_ptr<Communicator> ranks, std::int64_t batch_size, int views);

  /** This rank's crops of a batch, which holds its items view after view. */
  std::vector<std::int64_t>
  Own(const std::vector<std::int64_t> & whole) const;

  /** Items of this rank. */
  std::int64_t
  Items() const
  {
    return m_Items;
  }

  /** A number of this rank's share of a batch, unlike that of any other share. */
  std::int64_t
  NumberOf(std::int64_t batch) const
  {
    return batch * m_Ranks->Size() + m_Ranks->Rank();
  }

  /** A collective: numbers of this rank's items, in so many views, as those of the whole batch. */
  std::vector<std::int64_t>
  Whole(const std::vector<std::int64_t> & own, int views) const;

  /** A collective: what the encoder gives for the whole batch. \param features gather them, too */
  Encoder::Output
  Whole(Encoder::Output own, bool features) const;

private:
  std::shared_ptr<Communicator> m_Ranks;
  std::int64_t                  m_BatchSize;
  std::int64_t                  m_Items;
  int                           m_Views;
};
} // namespace pheno::learn

#endif
