#include "phenoGoldenTensor.h"
#include "phenoGoldenCompare.h"

#include "phenoLearnError.h"
#include "phenoRecalibration.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace pheno::golden
{
namespace
{
void
Flatten(const Json & json, std::vector<double> & values)
{
  double number;
  if (json.is_array())
  {
    for (const Json & element : json)
    {
      Flatten(element, values);
    }
  }
  else if (ReadNumber(json, number))
  {
    values.push_back(number);
  }
  else
  {
    throw std::logic_error("golden input: expected a number, got " + json.dump());
  }
}
} // namespace

torch::Tensor
ToTensor(const Json & json)
{
  std::vector<std::int64_t> shape;
  for (const Json * level = &json; level->is_array(); level = &level->front())
  {
    shape.push_back(static_cast<std::int64_t>(level->size()));
    if (level->empty())
    {
      break;
    }
  }
  std::vector<double> values;
  Flatten(json, values);
  return torch::tensor(values, torch::kFloat64).reshape(shape);
}

Json
FromTensor(const torch::Tensor & tensor)
{
  if (tensor.dim() == 0)
  {
    return tensor.item<double>();
  }
  Json list = Json::array();
  for (std::int64_t i = 0; i < tensor.size(0); ++i)
  {
    list.push_back(FromTensor(tensor[i]));
  }
  return list;
}

torch::Tensor
FormulaTensor(const std::vector<std::int64_t> & shape, double a, double b, double c, double off)
{
  torch::Tensor tensor = torch::empty(shape, torch::kFloat64);
  double *      values = tensor.data_ptr<double>();
  for (std::int64_t i = 0; i < tensor.numel(); ++i)
  {
    const std::int64_t j = (i * i + 7 * i) % 10007;
    values[i] = off + a * std::sin(b * static_cast<double>(j + 1) + c);
  }
  return tensor;
}

torch::Tensor
FormulaInput(const Json & formula)
{
  return FormulaTensor(formula.at("shape").get<std::vector<std::int64_t>>(),
                       formula.at("a").get<double>(),
                       formula.at("b").get<double>(),
                       formula.at("c").get<double>(),
                       formula.at("off").get<double>());
}

std::vector<NamedTensor>
FormulaState(const Json & entries)
{
  std::vector<NamedTensor> state;
  for (const Json & entry : entries)
  {
    const auto name = entry.at(0).get<std::string>();
    const auto shape = entry.at(1).get<std::vector<std::int64_t>>();
    const auto kind = entry.at(2).get<std::string>();
    if (kind == "zeros")
    {
      state.push_back({ name, torch::zeros(shape, torch::kFloat64) });
    }
    else if (kind == "ones")
    {
      state.push_back({ name, torch::ones(shape, torch::kFloat64) });
    }
    else if (kind != "skip")
    {
      state.push_back({ name, FormulaTensor(shape, entry.at(3), entry.at(4), entry.at(5), kind == "1+" ? 1.0 : 0.0) });
    }
  }
  return state;
}

torch::Tensor
SineDotRows(const torch::Tensor & rows)
{
  const torch::Tensor index = torch::arange(1, rows.size(1) + 1, torch::kFloat64);
  return at::matmul(rows, at::sin(0.5 * index));
}

double
SineDot(const torch::Tensor & tensor)
{
  return SineDotRows(tensor.reshape({ 1, -1 })).item<double>();
}

Json
GradientOf(const torch::Tensor & scalar, const torch::Tensor & leaf)
{
  leaf.mutable_grad() = torch::Tensor();
  scalar.backward({}, true);
  return FromTensor(leaf.grad().defined() ? leaf.grad() : torch::zeros_like(leaf));
}

Leaves::Leaves(const Json & inputs, const std::vector<std::string> & names)
{
  for (const std::string & name : names)
  {
    m_Tensors[name] = ToTensor(inputs.at(name)).requires_grad_(true);
  }
}

Json
Leaves::LossAndGradients(const torch::Tensor & loss) const
{
  Json got = { { "loss", FromTensor(loss) } };
  for (const auto & [name, leaf] : m_Tensors)
  {
    got["grad_" + name] = GradientOf(loss, leaf);
  }
  return got;
}

torch::Tensor
EmbedByPlate(Encoder & encoder, const torch::Tensor & images, const Json & plate, const Json & moa, Json * stats)
{
  const at::NoGradGuard    guard;
  torch::Tensor            out = torch::empty({ images.size(0), encoder.EmbedDim() }, torch::kFloat64);
  std::vector<std::string> plates;
  for (const Json & name : plate)
  {
    if (std::find(plates.begin(), plates.end(), name) == plates.end())
    {
      plates.push_back(name);
    }
  }
  for (const std::string & name : plates)
  {
    std::vector<std::int64_t> all, controls;
    for (std::size_t i = 0; i < plate.size(); ++i)
    {
      if (plate[i] == name)
      {
        all.push_back(static_cast<std::int64_t>(i));
        if (moa[i] == "DMSO")
        {
          controls.push_back(static_cast<std::int64_t>(i));
        }
      }
    }
    // One image a chunk and no memory to keep activations: the hardest way through the layerwise computation.
    const auto load = [&](std::int64_t i) { return images.narrow(0, controls[static_cast<std::size_t>(i)], 1); };
    try
    {
      RecalibrateNorms(encoder, { static_cast<std::int64_t>(controls.size()), load }, 0);
    }
    catch (const LearnError & error)
    {
      throw LearnError("plate '" + name + "': " + error.what());
    }
    const torch::Tensor rows = torch::tensor(all, torch::kInt64);
    out.index_copy_(0, rows, encoder.Forward(images.index_select(0, rows)).embedding);
    for (std::size_t k = 0; stats && k < encoder.NumberOfNorms(); ++k)
    {
      (*stats)[name][encoder.Norm(k).name + "_mean"] = FromTensor(encoder.Norm(k).mean);
      (*stats)[name][encoder.Norm(k).name + "_var"] = FromTensor(encoder.Norm(k).variance);
    }
  }
  return out;
}
} // namespace pheno::golden
