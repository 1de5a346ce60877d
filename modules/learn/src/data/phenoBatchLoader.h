#ifndef phenoBatchLoader_h
#define phenoBatchLoader_h

#include "phenoAugmentation.h"

#include <condition_variable>
#include <cstdint>
#include <exception>
#include <functional>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

namespace pheno::learn
{
/** Which crops make a batch, and how they are drawn. */
struct BatchRequest
{
  std::vector<std::int64_t> crops;     ///< one an image, view after view
  int                       views = 0; ///< 0: plain scaled crops; n: the images are n augmented views of as many items
  std::uint64_t             epoch = 0; ///< enters the draws
};

/** A batch ready for the network. */
struct Batch
{
  std::vector<std::int64_t> crops;
  std::vector<float>        images; ///< crops x H x W x C, channels last
};

/** Reads and augments batches ahead of the consumer; same bytes for any number of threads. */
class BatchLoader
{
public:
  struct Settings
  {
    InputScaling         scaling;
    AugmentationSettings augmentation;
    std::uint64_t        seed = 0;
    int                  threads = 1; ///< 0: everything happens inside Next
  };

  /** \param plan the batch of a number; called in order of the numbers, by one thread at a time
   * \param first, end batch numbers [first, end) are delivered */
  BatchLoader(const CropSource &                        source,
              Settings                                  settings,
              std::function<BatchRequest(std::int64_t)> plan,
              std::int64_t                              first,
              std::int64_t                              end);
  ~BatchLoader();
  BatchLoader(const BatchLoader &) = delete;
  BatchLoader &
  operator=(const BatchLoader &) = delete;

  /** Replaces `batch` by the next one (its memory is used again). \return false after the last
   * \throws what reading a crop threw */
  bool
  Next(Batch & batch);

private:
  void
  Work();
  void
  Fill(const BatchRequest & request, Augmentation & augmentation, Batch & batch) const;

  const CropSource &                        m_Source;
  Settings                                  m_Settings;
  std::function<BatchRequest(std::int64_t)> m_Plan;
  std::int64_t                              m_NextClaimed;
  std::int64_t                              m_NextDelivered;
  std::int64_t                              m_End;
  Augmentation                              m_Inline; // for threads == 0
  std::mutex                                m_Mutex;
  std::condition_variable                   m_Changed;
  std::map<std::int64_t, Batch>             m_Ready;
  std::vector<Batch>                        m_Spare;
  std::exception_ptr                        m_Error;
  bool                                      m_Stop = false;
  std::vector<std::thread>                  m_Threads;
};
} // namespace pheno::learn

#endif
