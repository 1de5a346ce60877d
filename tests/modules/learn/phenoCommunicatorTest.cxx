#include "phenoEncoder.h"
#include "phenoLearnError.h"
#include "phenoLearnTest.h"
#include "phenoOptimizer.h"
#include "phenoRankCase.h"

using namespace pheno;

namespace
{
constexpr int kRanks = 3; // not a power of two: sums then depend on their order

torch::Tensor
OfRank(int rank, at::IntArrayRef shape, std::uint64_t seed = 0)
{
  return test::Normal(shape, 100 * seed + static_cast<std::uint64_t>(rank));
}

std::vector<torch::Tensor>
OfAllRanks(at::IntArrayRef shape, std::uint64_t seed = 0)
{
  std::vector<torch::Tensor> all;
  for (int rank = 0; rank < kRanks; ++rank)
  {
    all.push_back(OfRank(rank, shape, seed));
  }
  return all;
}
} // namespace

PHENO_RANK_CASE("rows are gathered in the order of the ranks whatever their type")
{
  const auto ranks = ConnectRanks(PlaceOfThisProcess());
  REQUIRE(ranks->Size() == kRanks);
  const torch::Tensor own = 100 * OfRank(ranks->Rank(), { 2, 3 });
  const torch::Tensor all = 100 * torch::cat(OfAllRanks({ 2, 3 }));
  for (const auto type :
       { torch::kFloat64, torch::kFloat32, torch::kBFloat16, torch::kInt64, torch::kUInt8, torch::kBool })
  {
    CHECK(torch::equal(ranks->AllGatherRows(own.to(type)), all.to(type)));
  }
  std::vector<torch::Tensor> turned;
  for (const torch::Tensor & rows : all.chunk(kRanks))
  {
    turned.push_back(rows.t());
  }
  CHECK(torch::equal(ranks->AllGatherRows(own.t()), torch::cat(turned)));
  CHECK(ranks->AllGatherRows(own.narrow(0, 0, 0)).sizes().vec() == std::vector<std::int64_t>{ 0, 3 });
}

PHENO_RANK_CASE("views are gathered as one rank would hold them")
{
  const auto          ranks = ConnectRanks(PlaceOfThisProcess());
  const torch::Tensor items = torch::arange(4 * kRanks); // four a rank, in two views: view, item
  const torch::Tensor whole = torch::stack({ items, items + 100 }).view({ 2, kRanks, 4 });
  const torch::Tensor own = whole.select(1, ranks->Rank()).reshape({ 8, 1 });
  CHECK(torch::equal(ranks->AllGatherViews(own, 2), whole.view({ -1, 1 })));
}

PHENO_RANK_CASE("sums have the bits of a sum in the order of the ranks")
{
  const auto ranks = ConnectRanks(PlaceOfThisProcess());
  const auto inOrder = [](const std::vector<torch::Tensor> & all) { return (all[0] + all[1]) + all[2]; };
  for (const auto type : { torch::kFloat32, torch::kFloat64 })
  {
    const auto first = OfAllRanks({ 2, 3, 4, 5 }, 1), second = OfAllRanks({ 1000 }, 2);
    const auto typed = [type](std::vector<torch::Tensor> all) {
      for (torch::Tensor & x : all)
      {
        x = x.to(type);
      }
      return all;
    };
    const auto          at = static_cast<std::size_t>(ranks->Rank());
    const torch::Tensor a = typed(first)[at].contiguous(at::MemoryFormat::ChannelsLast);
    const torch::Tensor b = typed(second)[at].clone();
    ranks->AllReduceSum_({ a, b });
    CHECK(torch::equal(a, inOrder(typed(first))));
    CHECK(torch::equal(b, inOrder(typed(second))));
  }
  ranks->AllReduceSum_({});
  CHECK_THROWS_WITH_AS(
    ranks->AllReduceSum_({ torch::ones({ 1 }, torch::kFloat32), torch::ones({ 1 }, torch::kFloat64) }),
    doctest::Contains("of one type"),
    LearnError);
}

PHENO_RANK_CASE("rank 0 tells the others")
{
  const auto          ranks = ConnectRanks(PlaceOfThisProcess());
  const int           rank = ranks->Rank();
  const torch::Tensor own = OfRank(rank, { 3, 2 }).t(), none = torch::empty({ 0 });
  ranks->Broadcast_({ own, none });
  CHECK(torch::equal(own, OfRank(0, { 3, 2 }).t()));
  CHECK(ranks->Broadcast(rank == 0 ? "a text" : "of another length") == "a text");
  CHECK(ranks->Broadcast(rank == 0 ? "" : "something").empty());
  ranks->Barrier();
}

PHENO_RANK_CASE("the gradient through a gather is that of one process")
{
  const auto ranks = ConnectRanks(PlaceOfThisProcess());
  const auto weights = OfAllRanks({ 2 * kRanks, 4 }, 1);
  const auto rows = OfAllRanks({ 2, 4 }, 2);
  const auto lossOf = [&](int rank, const torch::Tensor & all) { // each rank has its own
    return (all.exp() * weights[static_cast<std::size_t>(rank)]).sum();
  };
  torch::Tensor whole = torch::cat(rows).requires_grad_(true);
  torch::Tensor sum = lossOf(0, whole);
  for (int rank = 1; rank < kRanks; ++rank)
  {
    sum = sum + lossOf(rank, whole);
  }
  sum.backward();
  const torch::Tensor own = rows[static_cast<std::size_t>(ranks->Rank())].clone().requires_grad_(true);
  lossOf(ranks->Rank(), ranks->AllGatherRows(own)).backward();
  CHECK(test::LargestDifference(own.grad(), whole.grad().narrow(0, 2 * ranks->Rank(), 2)) < 1e-12);
}

PHENO_RANK_CASE("gradients become their means and those that are absent stay so")
{
  const auto    ranks = ConnectRanks(PlaceOfThisProcess());
  torch::Tensor a = torch::zeros({ 2 }, torch::kFloat64), b = a.clone(), without = a.clone();
  a.mutable_grad() = torch::full_like(a, ranks->Rank());
  b.mutable_grad() = torch::full_like(b, 10 * ranks->Rank());
  AverageGradients({ { "a", a }, { "without", without }, { "b", b } }, *ranks);
  CHECK(torch::equal(a.grad(), torch::ones_like(a)));
  CHECK(torch::equal(b.grad(), torch::full_like(b, 10)));
  CHECK_FALSE(without.grad().defined());
}

PHENO_RANK_CASE("a batch norm of all ranks is that of one process")
{
  const auto ranks = ConnectRanks(PlaceOfThisProcess());
  const auto images = OfAllRanks({ 2, 4, 3, 5 }, 1), outer = OfAllRanks({ 2, 4, 3, 5 }, 2);
  const auto own = static_cast<std::size_t>(ranks->Rank());
  for (const bool affine : { false, true })
  {
    CAPTURE(affine);
    const auto makeNorm = [&] {
      const auto type = torch::kFloat64;
      BatchNorm  norm{ "norm", torch::full({ 4 }, 0.5, type), torch::full({ 4 }, 2, type), affine ? 0.1 : 1.0 };
      if (affine)
      {
        norm.weight = test::Normal({ 4 }, 5).requires_grad_(true);
        norm.bias = test::Normal({ 4 }, 6).requires_grad_(true);
      }
      return norm;
    };
    const BatchNorm whole = makeNorm(), part = makeNorm();
    torch::Tensor   all = (3 + 2 * torch::cat(images)).requires_grad_(true);
    torch::Tensor   mine = (3 + 2 * images[own]).contiguous(at::MemoryFormat::ChannelsLast).requires_grad_(true);
    const auto      y = whole.Apply(all, true);
    const auto      yMine = part.Apply(mine, true, ranks);
    (y * torch::cat(outer)).sum().backward();
    (yMine * outer[own]).sum().backward();
    const auto mineOf = [&](const torch::Tensor & x) { return x.narrow(0, 2 * ranks->Rank(), 2); };
    CHECK(test::LargestDifference(yMine, mineOf(y)) < 1e-12);
    CHECK(test::LargestDifference(mine.grad(), mineOf(all.grad())) < 1e-12);
    CHECK(test::LargestDifference(part.mean, whole.mean) < 1e-12);
    CHECK(test::LargestDifference(part.variance, whole.variance) < 1e-12);
    if (affine)
    {
      ranks->AllReduceSum_({ part.weight.grad(), part.bias.grad() });
      CHECK(test::LargestDifference(part.weight.grad(), whole.weight.grad()) < 1e-12);
      CHECK(test::LargestDifference(part.bias.grad(), whole.bias.grad()) < 1e-12);
    }
    CHECK(torch::equal(part.Apply(mine, false, ranks), part.Apply(mine, false))); // evaluation asks nobody
  }
}

PHENO_RANK_CASE("a batch norm of all ranks takes one value of each and bfloat16")
{
  const auto      ranks = ConnectRanks(PlaceOfThisProcess());
  const BatchNorm norm{ "norm", torch::zeros({ 2 }), torch::ones({ 2 }) };
  const auto      ones = OfAllRanks({ 1, 2, 1, 1 });
  const auto      y = norm.Apply(ones[static_cast<std::size_t>(ranks->Rank())].to(torch::kFloat32), true, ranks);
  CHECK(y.isfinite().all().item<bool>());
  torch::Tensor half = OfRank(ranks->Rank(), { 2, 2, 3, 3 }).to(torch::kBFloat16).requires_grad_(true);
  const auto    yHalf = norm.Apply(half, true, ranks);
  yHalf.square().mul(torch::arange(18).view({ 1, 2, 3, 3 })).sum().backward();
  CHECK((yHalf.scalar_type() == torch::kBFloat16));
  CHECK((half.grad().scalar_type() == torch::kBFloat16));
  const torch::Tensor all = ranks->AllGatherRows(yHalf.detach()).to(torch::kFloat64);
  CHECK(all.mean().abs().item<double>() < 0.01);
  CHECK(all.var().item<double>() == doctest::Approx(1).epsilon(0.05));
}

TEST_CASE("One rank needs no other")
{
  const auto          ranks = LocalCommunicator();
  const torch::Tensor x = test::Normal({ 2, 3 }, 1), sum = x.clone();
  CHECK(ranks->Rank() == 0);
  CHECK(ranks->Size() == 1);
  CHECK(ranks->AllGatherRows(x).is_same(x));
  CHECK(torch::equal(ranks->AllGatherViews(x, 2), x));
  ranks->AllReduceSum_({ sum });
  ranks->Broadcast_({ sum });
  ranks->Barrier();
  CHECK(torch::equal(sum, x));
  CHECK(ranks->Broadcast("a text") == "a text");
  CHECK(ConnectRanks({})->Size() == 1);
}

TEST_CASE("Places that cannot be are refused")
{
  CHECK_THROWS_WITH_AS(ConnectRanks({ 2, 2, "file" }), doctest::Contains("got rank 2 of 2"), LearnError);
  CHECK_THROWS_WITH_AS(ConnectRanks({ -1, 2, "file" }), doctest::Contains("got rank -1 of 2"), LearnError);
  CHECK_THROWS_WITH_AS(ConnectRanks({ 0, 2, "" }), doctest::Contains("need a rendezvous file"), LearnError);
}

#if defined(PHENO_TORCH_HAS_GLOO)
TEST_CASE("What ranks tell each other")
{
  const test::TemporaryFolder folder;
  for (const std::string name : { "rows are gathered in the order of the ranks whatever their type",
                                  "views are gathered as one rank would hold them",
                                  "sums have the bits of a sum in the order of the ranks",
                                  "rank 0 tells the others",
                                  "the gradient through a gather is that of one process",
                                  "gradients become their means and those that are absent stay so",
                                  "a batch norm of all ranks is that of one process",
                                  "a batch norm of all ranks takes one value of each and bfloat16" })
  {
    CAPTURE(name);
    test::CheckRanks(kRanks, name, folder.Path());
  }
}
#else
TEST_CASE("Without Gloo several ranks are one clear error")
{
  CHECK_THROWS_WITH_AS(ConnectRanks({ 0, 2, "file" }), doctest::Contains("needs Gloo"), LearnError);
}
#endif
