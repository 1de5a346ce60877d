#include "phenoParameterList.h"
#include "phenoLearnError.h"
#include "phenoShapeText.h"

#include <cmath>
#include <map>

namespace pheno
{
StartValues
UniformByFanIn(std::int64_t fan_in)
{
  return { StartValues::Kind::Uniform, 1.0 / std::sqrt(static_cast<double>(fan_in)) };
}

torch::Tensor
ParameterList::Add(const std::string & name, at::IntArrayRef shape, const StartValues & start)
{
  torch::Tensor parameter = torch::zeros(shape, m_Type);
  if (parameter.dim() == 4)
  {
    parameter = parameter.contiguous(at::MemoryFormat::ChannelsLast);
  }
  m_Tensors.push_back({ name, parameter });
  m_Starts.push_back(start);
  return parameter;
}

void
ParameterList::Adopt(const std::string & name, const torch::Tensor & tensor)
{
  m_Tensors.push_back({ name, tensor });
  m_Starts.push_back({ StartValues::Kind::Given, 0 });
}

void
ParameterList::Append(const ParameterList & other)
{
  m_Tensors.insert(m_Tensors.end(), other.m_Tensors.begin(), other.m_Tensors.end());
  m_Starts.insert(m_Starts.end(), other.m_Starts.begin(), other.m_Starts.end());
}

void
ParameterList::Initialise(at::Generator generator) const
{
  const at::NoGradGuard guard;
  for (std::size_t i = 0; i < m_Tensors.size(); ++i)
  {
    const double  value = m_Starts[i].value;
    torch::Tensor values = torch::empty(m_Tensors[i].tensor.sizes(), m_Type);
    switch (m_Starts[i].kind)
    {
      case StartValues::Kind::Given:
        continue;
      case StartValues::Kind::Constant:
        values.fill_(value);
        break;
      case StartValues::Kind::Normal:
        values.normal_(0.0, value, generator);
        break;
      case StartValues::Kind::TruncatedNormal:
      {
        const double within = std::erf(std::sqrt(2.0)); // the mass inside two deviations
        values.uniform_(-within, within, generator).erfinv_().mul_(value * std::sqrt(2.0));
        break;
      }
      case StartValues::Kind::Uniform:
        values.uniform_(-value, value, generator);
        break;
    }
    m_Tensors[i].tensor.copy_(values);
  }
}

void
MoveTo(const std::vector<NamedTensor> & tensors, const torch::Device & device)
{
  for (const NamedTensor & entry : tensors)
  {
    if (entry.tensor.device() != device)
    {
      entry.tensor.set_data(entry.tensor.to(device));
    }
  }
}

void
CopyState(const std::string & owner, const std::vector<NamedTensor> & own, const std::vector<NamedTensor> & given)
{
  const at::NoGradGuard                guard;
  std::map<std::string, torch::Tensor> left;
  for (const NamedTensor & entry : given)
  {
    left.emplace(entry.name, entry.tensor);
  }
  for (const NamedTensor & entry : own)
  {
    const auto found = left.find(entry.name);
    if (found == left.end())
    {
      throw LearnError(owner + ": tensor '" + entry.name + "' is missing");
    }
    if (found->second.sizes() != entry.tensor.sizes())
    {
      throw LearnError(owner + ": tensor '" + entry.name + "': expected " + ShapeText(entry.tensor) + ", got " +
                       ShapeText(found->second));
    }
    entry.tensor.copy_(found->second);
    left.erase(found);
  }
  if (!left.empty())
  {
    throw LearnError(owner + ": unknown tensor '" + left.begin()->first + "'");
  }
}
} // namespace pheno
