#ifndef phenoScript_h
#define phenoScript_h

#include "phenoLearnTest.h"

#include "phenoTest.h"

#include <torch/script.h>

#include <string>

namespace pheno::test
{
/** A module of two channels with a weight w = 2 and this forward(self, x), saved. */
inline std::string
SaveScript(const TemporaryFolder & folder, const std::string & forward)
{
  torch::jit::Module module("m");
  module.register_parameter("w", torch::full({ 1 }, 2.0F), false);
  module.define("def forward(self, x):\n    " + forward + "\n");
  const std::string path = (folder / "module.pt").string();
  module.save(path);
  return path;
}

/** A segmenter that numbers what is above 0.5 in each channel: connected objects by their largest pixel number. */
inline std::string
SaveSegmenter(const TemporaryFolder & folder, double pixel_size = 0)
{
  torch::jit::Module module("Segmenter");
  if (pixel_size > 0)
  {
    module.register_attribute("pixel_size", c10::FloatType::get(), pixel_size);
  }
  module.define(R"(
def forward(self, x):
    inside = torch.ones_like(x) * (x > 0.5)
    labels = torch.arange(1, x.size(2) * x.size(3) + 1).view([x.size(2), x.size(3)]) * inside
    before = torch.zeros_like(labels)
    while not torch.equal(labels, before):
        before = labels
        labels = torch.max_pool2d(labels, [3, 3], [1, 1], [1, 1]) * inside
    return labels
)");
  const std::string path = (folder / "segmenter.pt").string();
  module.save(path);
  return path;
}

/** A network for `channels` channels with six features: a convolution, a batch norm and dropout, in training mode. */
inline std::string
SaveNetwork(const TemporaryFolder & folder, int channels)
{
  torch::jit::Module module("Network");
  const auto         random = [](at::IntArrayRef shape, std::uint64_t seed) {
    return Normal(shape, seed).to(torch::kFloat32).mul_(0.2);
  };
  module.register_attribute("training", c10::BoolType::get(), true);
  module.register_parameter("weight", random({ 6, channels, 3, 3 }, 11).requires_grad_(true), false);
  module.register_parameter("bias", random({ 6 }, 12).requires_grad_(true), false);
  module.register_parameter("scale", torch::ones({ 6 }), false); // saved without gradient
  module.register_buffer("mean", torch::zeros({ 6 }));
  module.register_buffer("variance", torch::ones({ 6 }));
  module.define(R"(
def forward(self, x):
    y = torch.conv2d(x, self.weight, self.bias, [2, 2], [1, 1])
    y = torch.batch_norm(y, self.scale, self.bias, self.mean, self.variance, self.training, 0.1, 1e-05, False)
    return torch.dropout(torch.relu(y), 0.25, self.training).mean([2, 3])
)");
  const std::string path = (folder / "network.pt").string();
  module.save(path);
  return path;
}
} // namespace pheno::test

#endif
