#include "phenoBatchShare.h"
#include "phenoLearnError.h"

#include <string>
#include <utility>

namespace pheno::learn
{
BatchShare::BatchShare(std::shared_ptr<Communicator> ranks, std::int64_t batch_size, int views)
  : m_Ranks(std::move(ranks))
  , m_BatchSize(batch_size)
  , m_Items(batch_size / m_Ranks->Size())
  , m_Views(views)
{
  if (batch_size % m_Ranks->Size() != 0)
  {
    throw LearnError("training: " + std::to_string(m_Ranks->Size()) + " ranks cannot share a batch of " +
                     std::to_string(batch_size) + " equally");
  }
}

std::vector<std::int64_t>
BatchShare::Own(const std::vector<std::int64_t> & whole) const
{
  std::vector<std::int64_t> own;
  for (std::int64_t view = 0; view < m_Views; ++view)
  {
    const auto first = whole.begin() + view * m_BatchSize + m_Ranks->Rank() * m_Items;
    own.insert(own.end(), first, first + m_Items);
  }
  return own;
}

std::vector<std::int64_t>
BatchShare::Whole(const std::vector<std::int64_t> & own, int views) const
{
  const torch::Tensor all = m_Ranks->AllGatherViews(torch::tensor(own, torch::kInt64), views);
  return { all.data_ptr<std::int64_t>(), all.data_ptr<std::int64_t>() + all.numel() };
}

Encoder::Output
BatchShare::Whole(Encoder::Output own, bool features) const
{
  own.embedding = m_Ranks->AllGatherViews(own.embedding, m_Views);
  if (features)
  {
    own.features = m_Ranks->AllGatherViews(own.features, m_Views);
  }
  return own;
}
} // namespace pheno::learn
