#include "phenoCommunicator.h"
#include "phenoHeldCommunicator.h"
#include "phenoLearnError.h"
#include "phenoRankTransport.h"

namespace pheno
{
namespace
{
/** The memory of a contiguous tensor. */
torch::Tensor
BytesOf(const torch::Tensor & x)
{
  return x.view({ -1 }).view(torch::kUInt8);
}

std::vector<std::int64_t>
WithRows(const torch::Tensor & x, std::int64_t rows)
{
  std::vector<std::int64_t> shape = x.sizes().vec();
  shape.front() = rows;
  return shape;
}

void
Check(const RankPlace & place)
{
  if (place.size < 1 || place.rank < 0 || place.rank >= place.size)
  {
    throw LearnError("ranks: expected a rank from 0 below the number of ranks, got rank " + std::to_string(place.rank) +
                     " of " + std::to_string(place.size));
  }
  if (place.size > 1 && place.rendezvous_file.empty())
  {
    throw LearnError("ranks: " + std::to_string(place.size) + " ranks need a rendezvous file");
  }
}
} // namespace

class GatherRowsFunction : public torch::autograd::Function<GatherRowsFunction>
{
public:
  static torch::Tensor
  forward(torch::autograd::AutogradContext *    context,
          const torch::Tensor &                 x,
          const std::shared_ptr<Communicator> & ranks)
  {
    learn::Hold(*context, ranks);
    return ranks->Gather(x);
  }

  static torch::autograd::variable_list
  backward(torch::autograd::AutogradContext * context, const torch::autograd::variable_list & gradients)
  {
    return { learn::Held(*context)->SumOfParts(gradients.front()), {} };
  }
};

Communicator::Communicator(RankPlace place, std::unique_ptr<learn::RankTransport> transport)
  : m_Place(std::move(place))
  , m_Transport(std::move(transport))
{}

Communicator::~Communicator() = default;

torch::Tensor
Communicator::Gather(const torch::Tensor & x)
{
  const torch::Tensor own = x.detach().contiguous();
  torch::Tensor       all = torch::empty(WithRows(x, this->Size() * x.size(0)), own.options());
  if (own.numel() > 0)
  {
    m_Transport->Gather(BytesOf(own), BytesOf(all));
  }
  return all;
}

torch::Tensor
Communicator::SumOfParts(const torch::Tensor & parts)
{
  const torch::Tensor given = parts.detach().contiguous();
  torch::Tensor       taken = torch::empty_like(given);
  if (given.numel() > 0)
  {
    m_Transport->Exchange(BytesOf(given), BytesOf(taken));
  }
  const std::vector<torch::Tensor> ofRank = taken.chunk(this->Size());
  torch::Tensor                    sum = ofRank.front().clone();
  for (std::size_t rank = 1; rank < ofRank.size(); ++rank)
  {
    sum += ofRank[rank];
  }
  return sum;
}

torch::Tensor
Communicator::AllGatherRows(const torch::Tensor & x)
{
  return m_Transport ? GatherRowsFunction::apply(x, this->shared_from_this()) : x;
}

torch::Tensor
Communicator::AllGatherViews(const torch::Tensor & x, int views)
{
  if (!m_Transport)
  {
    return x;
  }
  std::vector<std::int64_t> shape = x.sizes().vec();
  shape.front() /= views;
  shape.insert(shape.begin(), views);
  const torch::Tensor items = this->AllGatherRows(x.reshape(shape).transpose(0, 1)); // items x views x ...
  return items.transpose(0, 1).reshape(WithRows(x, this->Size() * x.size(0)));
}

void
Communicator::AllReduceSum_(const std::vector<torch::Tensor> & tensors)
{
  if (!m_Transport || tensors.empty())
  {
    return;
  }
  const at::NoGradGuard      guard;
  std::vector<torch::Tensor> flat;
  std::int64_t               count = 0;
  for (const torch::Tensor & tensor : tensors)
  {
    if (tensor.scalar_type() != tensors.front().scalar_type() || tensor.device() != tensors.front().device())
    {
      throw LearnError("ranks: tensors that are summed together must be of one type and on one device");
    }
    flat.push_back(tensor.detach().reshape({ -1 }));
    count += tensor.numel();
  }
  const std::int64_t surplus = count % this->Size();
  flat.push_back(torch::zeros({ surplus == 0 ? 0 : this->Size() - surplus }, flat.front().options()));
  const torch::Tensor sums = this->Gather(this->SumOfParts(torch::cat(flat)));
  std::int64_t        at = 0;
  for (const torch::Tensor & tensor : tensors)
  {
    tensor.copy_(sums.narrow(0, at, tensor.numel()).view(tensor.sizes()));
    at += tensor.numel();
  }
}

void
Communicator::Broadcast_(const std::vector<torch::Tensor> & tensors)
{
  const at::NoGradGuard guard;
  for (const torch::Tensor & tensor : tensors)
  {
    if (m_Transport && tensor.numel() > 0)
    {
      const torch::Tensor own = tensor.detach().contiguous();
      m_Transport->Broadcast(BytesOf(own));
      tensor.copy_(own);
    }
  }
}

std::string
Communicator::Broadcast(const std::string & text)
{
  const torch::Tensor length = torch::full({ 1 }, static_cast<std::int64_t>(text.size()), torch::kInt64);
  this->Broadcast_({ length });
  std::string result = text;
  result.resize(static_cast<std::size_t>(length.item<std::int64_t>()));
  this->Broadcast_({ torch::from_blob(result.data(), { length.item<std::int64_t>() }, torch::kUInt8) });
  return result;
}

void
Communicator::Barrier()
{
  if (m_Transport)
  {
    this->Gather(torch::zeros({ 1 }, torch::kUInt8)); // complete only when every rank has given its part
  }
}

std::shared_ptr<Communicator>
LocalCommunicator()
{
  return std::make_shared<Communicator>(RankPlace(), nullptr);
}

std::shared_ptr<Communicator>
ConnectRanks(const RankPlace & place)
{
  Check(place);
  return place.size == 1 ? LocalCommunicator() : std::make_shared<Communicator>(place, learn::MakeRankTransport(place));
}
} // namespace pheno
