#ifndef phenoSampler_h
#define phenoSampler_h

#include "phenoTrainer.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace pheno::learn
{
/** Decides which crops make each batch, as a function of (seed, epoch) alone.
 *
 * "shuffled": every crop once an epoch, the last incomplete batch dropped.
 * "class_balanced": classes take turns, in a new order each round; a class gives its crops in a new order each epoch
 * and begins again when all were given. An epoch has as many crops as there are. "control_balanced": every crop of the
 * other classes once, and of the control classes together only as many as another class has on average, chosen anew
 * each epoch; shuffled. "multi_view": classes take turns; a class gives one crop a view, from distinct groups (well,
 * plate, or source and batch) as long as it has enough of them, and then from any; never the same crop twice as long as
 * it has enough (Watkinson 2023, methods 4.2). A batch holds no class twice as long as there are enough classes. */
class Sampler
{
public:
  virtual ~Sampler() = default;

  std::int64_t
  BatchesPerEpoch() const
  {
    return m_BatchesPerEpoch;
  }

  /** batch_size crops a view, view after view. Fast where the batches of an epoch are asked for behind each other.
   * \param number of the batch in its epoch, 0 .. BatchesPerEpoch() - 1 */
  std::vector<std::int64_t>
  Batch(std::int64_t epoch, std::int64_t number);

protected:
  Sampler(const TrainingSettings & settings, int views);

  void
  SetBatchesPerEpoch(std::int64_t batches)
  {
    m_BatchesPerEpoch = batches;
  }
  std::int64_t
  BatchSize() const
  {
    return m_BatchSize;
  }
  std::uint64_t
  Seed() const
  {
    return m_Seed;
  }
  int
  Views() const
  {
    return m_Views;
  }

private:
  /** All crops of an epoch. \return batches behind each other; a batch is batch_size items of `ViewsInOrder()` crops */
  virtual std::vector<std::int64_t>
  OrderOf(std::uint64_t epoch) const = 0;
  /** Crops an item has in the order: 1 when all views are of one crop. */
  virtual int
  ViewsInOrder() const
  {
    return 1;
  }

  std::int64_t              m_BatchSize;
  std::uint64_t             m_Seed;
  int                       m_Views;
  std::int64_t              m_BatchesPerEpoch = 0;
  std::vector<std::int64_t> m_Order;
  std::int64_t              m_OrderEpoch = -1;
};

const std::vector<std::string> &
SamplerNames();

/** \param views of the objective. \throws LearnError when the sampler needs classes, controls or groups that the data
 * lack, or the crops do not fill one batch */
std::unique_ptr<Sampler>
MakeSampler(const TrainingData & data, const TrainingSettings & settings, int views);
} // namespace pheno::learn

#endif
