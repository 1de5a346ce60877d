#include "phenoFiles.h"
#include "phenoLearnError.h"
#include "phenoRankTransport.h"

#if !defined(USE_C10D_GLOO)
#  define USE_C10D_GLOO // LibTorch of a wheel does not say so itself
#endif
#include <torch/csrc/distributed/c10d/FileStore.hpp>
#include <torch/csrc/distributed/c10d/PrefixStore.hpp>
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#if defined(PHENO_TORCH_HAS_NCCL)
#  if !defined(USE_C10D_NCCL)
#    define USE_C10D_NCCL
#  endif
#  include <torch/csrc/distributed/c10d/ProcessGroupNCCL.hpp>
#endif

#include <chrono>
#include <utility>
#include <vector>

namespace pheno::learn
{
namespace
{
using Store = c10::intrusive_ptr<c10d::Store>;

constexpr auto kNotFound = "does not find the others";
constexpr auto kLost = "has lost another rank";

std::chrono::milliseconds
TimeoutOf(const RankPlace & place)
{
  return std::chrono::milliseconds(static_cast<std::int64_t>(1000 * place.timeout_seconds));
}

/** action(), its errors in our words. */
template <typename TAction>
auto
Try(const RankPlace & place, const char * failure, const TAction & action)
{
  try
  {
    return action();
  }
  catch (const std::exception & error)
  {
    throw LearnError("rank " + std::to_string(place.rank) + " of " + std::to_string(place.size) + " " + failure + ": " +
                     FirstLine(error.what()));
  }
}

/** One of c10d's process groups. */
template <typename TGroup>
class GroupTransport : public RankTransport
{
public:
  GroupTransport(RankPlace place, const Store & store, const c10::intrusive_ptr<typename TGroup::Options> & options)
    : m_Place(std::move(place))
  {
    options->timeout = TimeoutOf(m_Place);
    m_Group =
      Try(m_Place, kNotFound, [&] { return c10::make_intrusive<TGroup>(store, m_Place.rank, m_Place.size, options); });
  }

  void
  Gather(torch::Tensor own, torch::Tensor all) override
  {
    std::vector<torch::Tensor>              given = { std::move(own) };
    std::vector<std::vector<torch::Tensor>> taken = { all.chunk(m_Place.size) };
    Try(m_Place, kLost, [&] { m_Group->allgather(taken, given)->wait(); });
  }

  void
  Exchange(torch::Tensor given, torch::Tensor taken) override
  {
    std::vector<std::int64_t> equal; // parts of one length
    Try(m_Place, kLost, [&] { m_Group->alltoall_base(taken, given, equal, equal)->wait(); });
  }

  void
  Broadcast(torch::Tensor bytes) override
  {
    std::vector<torch::Tensor> tensors = { std::move(bytes) };
    Try(m_Place, kLost, [&] { m_Group->broadcast(tensors)->wait(); });
  }

private:
  RankPlace                  m_Place;
  c10::intrusive_ptr<TGroup> m_Group;
};

std::unique_ptr<RankTransport>
MakeGloo(const RankPlace & place, const Store & store)
{
  const auto options = c10d::ProcessGroupGloo::Options::create();
  options->devices = { Try(
    place, kNotFound, [&] { return c10d::ProcessGroupGloo::createDeviceForHostname(place.address); }) };
  return std::make_unique<GroupTransport<c10d::ProcessGroupGloo>>(
    place, c10::make_intrusive<c10d::PrefixStore>("gloo", store), options);
}

#if defined(PHENO_TORCH_HAS_NCCL)
/** Gloo between processors, NCCL between GPUs, made when the first tensor of a GPU comes. */
class GlooAndNccl : public RankTransport
{
public:
  GlooAndNccl(RankPlace place, Store store)
    : m_Place(std::move(place))
    , m_Store(std::move(store))
    , m_Gloo(MakeGloo(m_Place, m_Store))
  {}

  void
  Gather(torch::Tensor own, torch::Tensor all) override
  {
    this->For(own).Gather(own, all);
  }
  void
  Exchange(torch::Tensor given, torch::Tensor taken) override
  {
    this->For(given).Exchange(given, taken);
  }
  void
  Broadcast(torch::Tensor bytes) override
  {
    this->For(bytes).Broadcast(bytes);
  }

private:
  RankTransport &
  For(const torch::Tensor & bytes)
  {
    if (!bytes.is_cuda())
    {
      return *m_Gloo;
    }
    if (!m_Nccl)
    {
      m_Nccl = std::make_unique<GroupTransport<c10d::ProcessGroupNCCL>>(
        m_Place, c10::make_intrusive<c10d::PrefixStore>("nccl", m_Store), c10d::ProcessGroupNCCL::Options::create());
    }
    return *m_Nccl;
  }

  RankPlace                      m_Place;
  Store                          m_Store;
  std::unique_ptr<RankTransport> m_Gloo;
  std::unique_ptr<RankTransport> m_Nccl;
};
#endif
} // namespace

std::unique_ptr<RankTransport>
MakeRankTransport(const RankPlace & place)
{
  const Store store = Try(place, kNotFound, [&]() -> Store {
    return c10::make_intrusive<c10d::FileStore>(place.rendezvous_file, place.size);
  });
  store->setTimeout(TimeoutOf(place));
#if defined(PHENO_TORCH_HAS_NCCL)
  return std::make_unique<GlooAndNccl>(place, store);
#else
  return MakeGloo(place, store);
#endif
}
} // namespace pheno::learn
