#ifndef phenoOnDevice_h
#define phenoOnDevice_h

#include "phenoEncoder.h"
#include "phenoTensorFloat32.h"

#include <torch/types.h>

#include <functional>
#include <optional>

namespace pheno::learn
{
/** Has tensors live on a device for a while, and brings them back to where they were. On a GPU float32 is multiplied in
 * TF32 meanwhile. */
class OnDevice
{
public:
  using Mover = std::function<void(const torch::Device &)>;

  /** \param move brings the tensors to a device \param home where they are */
  OnDevice(Mover move, const torch::Device & home, const torch::Device & device)
    : m_Move(std::move(move))
    , m_Home(home)
  {
    if (device.is_cuda())
    {
      m_TensorFloat32.emplace();
    }
    m_Move(device);
  }

  OnDevice(Encoder & encoder, const torch::Device & device)
    : OnDevice([&encoder](const torch::Device & to) { encoder.MoveTo(to); }, HomeOf(encoder), device)
  {}

  ~OnDevice()
  {
    try
    {
      m_Move(m_Home);
    }
    catch (const std::exception &) // of a GPU that has failed, which is what the caller hears of already
    {}
  }
  OnDevice(const OnDevice &) = delete;
  OnDevice &
  operator=(const OnDevice &) = delete;

private:
  static torch::Device
  HomeOf(const Encoder & encoder)
  {
    return encoder.Parameters().empty() ? torch::Device(torch::kCPU) : encoder.Parameters().front().tensor.device();
  }

  Mover                        m_Move;
  torch::Device                m_Home;
  std::optional<TensorFloat32> m_TensorFloat32;
};
} // namespace pheno::learn

#endif
