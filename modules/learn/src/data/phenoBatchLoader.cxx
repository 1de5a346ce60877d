#include "phenoBatchLoader.h"

#include <algorithm>

#if defined(__linux__)
#  include <sys/resource.h>
#  include <unistd.h>
#endif

namespace pheno::learn
{
namespace
{
/** Makes the calling thread give way to those of the network: they wait for each other, so that one that is held up
 * holds up all. When the network waits for a batch, the loader has the processor to itself. */
void
GiveWay()
{
#if defined(__linux__)
  constexpr int kNice = 10;
  setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), kNice);
#endif
}
} // namespace

BatchLoader::BatchLoader(const CropSource &                        source,
                         Settings                                  settings,
                         std::function<BatchRequest(std::int64_t)> plan,
                         std::int64_t                              first,
                         std::int64_t                              end)
  : m_Source(source)
  , m_Settings(std::move(settings))
  , m_Plan(std::move(plan))
  , m_NextClaimed(first)
  , m_NextDelivered(first)
  , m_End(end)
  , m_Inline(source.Shape(), m_Settings.scaling, m_Settings.augmentation)
{
  for (int i = 0; i < m_Settings.threads; ++i)
  {
    m_Threads.emplace_back([this] { this->Work(); });
  }
}

BatchLoader::~BatchLoader()
{
  {
    const std::lock_guard lock(m_Mutex);
    m_Stop = true;
  }
  m_Changed.notify_all();
  for (std::thread & thread : m_Threads)
  {
    thread.join();
  }
}

void
BatchLoader::Fill(const BatchRequest & request, Augmentation & augmentation, Batch & batch) const
{
  const std::size_t      pixels = m_Source.Shape().Pixels();
  const std::size_t      items = request.crops.size() / static_cast<std::size_t>(std::max(request.views, 1));
  std::vector<std::byte> scratch;
  batch.crops = request.crops;
  batch.images.resize(request.crops.size() * pixels);
  for (std::size_t i = 0; i < request.crops.size(); ++i)
  {
    const std::byte * const crop = m_Source.Read(request.crops[i], scratch);
    float * const           out = batch.images.data() + i * pixels;
    const DrawId id{ m_Settings.seed, request.epoch, static_cast<std::uint64_t>(request.crops[i]), i / items };
    request.views == 0 ? augmentation.Scale(crop, out) : augmentation.Draw(crop, id, out);
  }
}

void
BatchLoader::Work()
{
  GiveWay();
  Augmentation     augmentation(m_Source.Shape(), m_Settings.scaling, m_Settings.augmentation);
  std::unique_lock lock(m_Mutex);
  while (true)
  {
    const auto ahead = static_cast<std::int64_t>(m_Threads.size()) + 1; // batches held at most
    m_Changed.wait(lock, [&] { return m_Stop || m_NextClaimed >= m_End || m_NextClaimed < m_NextDelivered + ahead; });
    if (m_Stop || m_NextClaimed >= m_End)
    {
      return;
    }
    const std::int64_t number = m_NextClaimed++;
    try
    {
      const BatchRequest request = m_Plan(number);
      Batch              batch;
      if (!m_Spare.empty())
      {
        batch = std::move(m_Spare.back());
        m_Spare.pop_back();
      }
      lock.unlock();
      this->Fill(request, augmentation, batch);
      lock.lock();
      m_Ready.emplace(number, std::move(batch));
    }
    catch (...)
    {
      if (!lock.owns_lock())
      {
        lock.lock();
      }
      m_Error = std::current_exception();
      m_Stop = true;
    }
    m_Changed.notify_all();
  }
}

bool
BatchLoader::Next(Batch & batch)
{
  if (m_NextDelivered >= m_End)
  {
    return false;
  }
  if (m_Threads.empty())
  {
    this->Fill(m_Plan(m_NextDelivered), m_Inline, batch);
    ++m_NextDelivered;
    return true;
  }
  std::unique_lock lock(m_Mutex);
  m_Changed.wait(lock, [this] { return m_Error || m_Ready.count(m_NextDelivered) > 0; });
  if (m_Error)
  {
    std::rethrow_exception(m_Error);
  }
  m_Spare.push_back(std::move(batch));
  batch = std::move(m_Ready.extract(m_NextDelivered).mapped());
  ++m_NextDelivered;
  lock.unlock();
  m_Changed.notify_all();
  return true;
}
} // namespace pheno::learn
