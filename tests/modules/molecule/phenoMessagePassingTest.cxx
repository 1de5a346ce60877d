#include "phenoGinLayer.h"
#include "phenoGradientCheck.h"
#include "phenoLearnTest.h"
#include "phenoPnaLayer.h"

#include "phenoTest.h"

#include <cmath>
#include <functional>

using namespace pheno;
using namespace pheno::molecule;

namespace
{
constexpr std::int64_t kWidth = 3;
constexpr double       kMeanLogDegree = 0.9;

/** Atoms 0 = 1 - 2 and, alone, 3. */
GraphBatch
ThreeAndOne()
{
  const std::vector<MoleculeGraph> graphs = { MakeGraph(*ReadSmiles("C=NO").value),
                                              MakeGraph(*ReadSmiles("[Na+]").value) };
  return BatchGraphs(graphs);
}

using Row = std::vector<double>;
using Rows = std::vector<Row>;

Rows
ToRows(const torch::Tensor & x)
{
  Rows rows;
  for (std::int64_t i = 0; i < x.size(0); ++i)
  {
    const torch::Tensor row = x[i].to(torch::kFloat64).contiguous();
    rows.emplace_back(row.data_ptr<double>(), row.data_ptr<double>() + row.numel());
  }
  return rows;
}

Row
Apply(const torch::Tensor & weight, const torch::Tensor & bias, const Row & x)
{
  const Rows w = ToRows(weight);
  Row        y;
  for (std::size_t o = 0; o < w.size(); ++o)
  {
    y.push_back(bias[static_cast<std::int64_t>(o)].item<double>());
    for (std::size_t i = 0; i < x.size(); ++i)
    {
      y[o] += w[o][i] * x[i];
    }
  }
  return y;
}

Row
Joined(std::initializer_list<Row> parts)
{
  Row all;
  for (const Row & part : parts)
  {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

Row
Rectified(Row x)
{
  for (double & value : x)
  {
    value = std::max(value, 0.0);
  }
  return x;
}

void
CheckRows(const torch::Tensor & got, const Rows & expected)
{
  const Rows rows = ToRows(got);
  REQUIRE(rows.size() == expected.size());
  for (std::size_t i = 0; i < rows.size(); ++i)
  {
    for (std::size_t j = 0; j < rows[i].size(); ++j)
    {
      CHECK(rows[i][j] == doctest::Approx(expected[i][j]).epsilon(1e-12));
    }
  }
}
} // namespace

TEST_CASE("a GIN layer in plain loops, an atom alone among them")
{
  ParameterList  list(torch::kFloat64);
  const GinLayer layer(list, "layer", kWidth);
  list.Initialise(test::Generator(1));
  const auto & p = list.Tensors(); // epsilon, bonds, mlp_1, mlp_2
  REQUIRE(p.size() == 7);
  p[0].tensor.fill_(0.25);
  const GraphBatch    batch = ThreeAndOne();
  const torch::Tensor atoms = test::Normal({ 4, kWidth }, 2);
  const Rows          h = ToRows(atoms);
  const Rows          e = ToRows(batch.bond_features);
  Rows                expected;
  for (std::int64_t v = 0; v < 4; ++v)
  {
    Row sum = h[static_cast<std::size_t>(v)];
    for (double & value : sum)
    {
      value *= 1.25;
    }
    for (std::int64_t bond = 0; bond < batch.bonds.size(1); ++bond)
    {
      if (batch.bonds[1][bond].item<std::int64_t>() == v)
      {
        const Row & from = h[static_cast<std::size_t>(batch.bonds[0][bond].item<std::int64_t>())];
        const Row   seen = Apply(p[1].tensor, p[2].tensor, e[static_cast<std::size_t>(bond)]);
        for (std::size_t j = 0; j < sum.size(); ++j)
        {
          sum[j] += std::max(from[j] + seen[j], 0.0);
        }
      }
    }
    expected.push_back(Apply(p[5].tensor, p[6].tensor, Rectified(Apply(p[3].tensor, p[4].tensor, sum))));
  }
  CheckRows(layer.Apply(atoms, Bonds(batch, torch::kFloat64)), expected);
}

TEST_CASE("a PNA layer in plain loops, an atom alone among them")
{
  ParameterList  list(torch::kFloat64);
  const PnaLayer layer(list, "layer", kWidth, kMeanLogDegree);
  list.Initialise(test::Generator(3));
  const auto &        p = list.Tensors(); // message, update
  const GraphBatch    batch = ThreeAndOne();
  const torch::Tensor atoms = test::Normal({ 4, kWidth }, 4);
  const Rows          h = ToRows(atoms);
  const Rows          e = ToRows(batch.bond_features);
  Rows                expected;
  for (std::size_t v = 0; v < 4; ++v)
  {
    Rows messages;
    for (std::int64_t bond = 0; bond < batch.bonds.size(1); ++bond)
    {
      if (batch.bonds[1][bond].item<std::int64_t>() == static_cast<std::int64_t>(v))
      {
        const Row & from = h[static_cast<std::size_t>(batch.bonds[0][bond].item<std::int64_t>())];
        messages.push_back(Apply(p[0].tensor, p[1].tensor, Joined({ h[v], from, e[static_cast<std::size_t>(bond)] })));
      }
    }
    Row          mean(kWidth), most(kWidth), least(kWidth), deviation(kWidth);
    const double d = static_cast<double>(messages.size());
    for (std::size_t j = 0; j < kWidth && d > 0; ++j)
    {
      most[j] = least[j] = messages[0][j];
      for (const Row & message : messages)
      {
        mean[j] += message[j] / d;
        most[j] = std::max(most[j], message[j]);
        least[j] = std::min(least[j], message[j]);
      }
      double variance = 0;
      for (const Row & message : messages)
      {
        variance += (message[j] - mean[j]) * (message[j] - mean[j]) / d;
      }
      deviation[j] = std::sqrt(variance + 1e-5);
    }
    const Row four = Joined({ mean, most, least, deviation });
    Row       amplified = four, attenuated = four;
    for (std::size_t j = 0; j < four.size() && d > 0; ++j)
    {
      amplified[j] *= std::log(d + 1) / kMeanLogDegree;
      attenuated[j] *= kMeanLogDegree / std::log(d + 1);
    }
    expected.push_back(Apply(p[2].tensor, p[3].tensor, Joined({ h[v], four, amplified, attenuated })));
  }
  CheckRows(layer.Apply(atoms, Bonds(batch, torch::kFloat64)), expected);
}

TEST_CASE("segments: items in any order, empty ones reduce to 0")
{
  const torch::Tensor items = torch::tensor({ 5.0, -1.0, 2.0, -7.0 }, torch::kFloat64).unsqueeze(1);
  const SegmentTable  table(torch::tensor({ 2, 0, 2, 0 }, torch::kInt64), 4);
  const auto          is = [](const torch::Tensor & got, std::vector<double> expected) {
    CHECK(test::LargestDifference(got.squeeze(1), torch::tensor(expected, torch::kFloat64)) < 1e-15);
  };
  is(table.Sum(items), { -8, 0, 7, 0 });
  is(table.Mean(items), { -4, 0, 3.5, 0 });
  is(table.Max(items), { -1, 0, 5, 0 });
  is(table.Min(items), { -7, 0, 2, 0 });
  is(table.Deviation(items, 0), { 3, 0, 1.5, 0 });
  const SegmentTable none(torch::zeros({ 0 }, torch::kInt64), 2);
  const auto         nothing = torch::zeros({ 0, 3 }, torch::kFloat64);
  for (const torch::Tensor & got :
       { none.Sum(nothing), none.Mean(nothing), none.Max(nothing), none.Min(nothing), none.Deviation(nothing, 1e-5) })
  {
    CHECK(torch::equal(got, torch::zeros({ 2, 3 }, torch::kFloat64)));
  }
}

TEST_CASE("gradients of the layers equal finite differences")
{
  const GraphBatch    batch = ThreeAndOne();
  const Bonds         bonds(batch, torch::kFloat64);
  const torch::Tensor weights = test::Normal({ 4, kWidth }, 5);
  ParameterList       list(torch::kFloat64);
  const GinLayer      gin(list, "gin", kWidth);
  const PnaLayer      pna(list, "pna", kWidth, kMeanLogDegree);
  list.Initialise(test::Generator(6));
  for (const MessagePassing * const layer : std::initializer_list<const MessagePassing *>{ &gin, &pna })
  {
    const auto loss = [&](const torch::Tensor & atoms) { return (layer->Apply(atoms, bonds) * weights).sum(); };
    CHECK(test::GradientError(loss, test::Normal({ 4, kWidth }, 7)) < 1e-8);
  }
}
