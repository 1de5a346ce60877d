#include "phenoResNet18.h"

namespace pheno
{
ResNet18::ResNet18(int in_channels, int embed_dim, torch::ScalarType type)
  : Encoder("resnet18", in_channels, type)
{
  this->AddConvolution("encoder.conv1", in_channels, 64, 7, 2);
  this->AddNorm("encoder.bn1", 64);
  this->Add([](Activations & a) { a.x = at::max_pool2d(a.x.relu_(), { 3, 3 }, { 2, 2 }, { 1, 1 }); });
  int in = 64;
  for (int stage = 1; stage <= 4; ++stage)
  {
    const int         out = 32 << stage;
    const std::string name = "encoder.layer" + std::to_string(stage);
    this->AddBlock(name + ".0", in, out, stage == 1 ? 1 : 2);
    this->AddBlock(name + ".1", out, out, 1);
    in = out;
  }
  this->AddHead("mlp_head", 512, 512, embed_dim);
}

void
ResNet18::AddBlock(const std::string & name, int in, int out, int stride)
{
  this->Add([](Activations & a) { a.kept = a.x; });
  this->AddConvolution(name + ".conv1", in, out, 3, stride);
  this->AddNorm(name + ".bn1", out);
  this->Add([](Activations & a) { a.x.relu_(); });
  this->AddConvolution(name + ".conv2", out, out, 3, 1);
  this->AddNorm(name + ".bn2", out);
  if (in == out)
  {
    this->Add([](Activations & a) { a.x.add_(a.kept).relu_(); });
  }
  else
  {
    this->Add([](Activations & a) { a.main = a.x; });
    this->AddConvolution(name + ".downsample.0", in, out, 1, stride, &Activations::kept);
    this->AddNorm(name + ".downsample.1", out);
    this->Add([](Activations & a) {
      a.x.add_(a.main).relu_();
      a.main = torch::Tensor();
    });
  }
  this->Add([](Activations & a) { a.kept = torch::Tensor(); });
}
} // namespace pheno
