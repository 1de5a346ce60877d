#ifndef phenoDefaultDraws_h
#define phenoDefaultDraws_h

#include <ATen/Context.h>

#include <cstdint>
#include <mutex>

namespace pheno::learn
{
/** Has torch's default generator of a device draw from a seed for a while, then go on as if nothing had been drawn: the
 * only way to tell a TorchScript module what to draw. Two threads must not do so at once. */
class DefaultDraws
{
public:
  DefaultDraws(const torch::Device & device, std::uint64_t seed)
    : m_Generator(at::globalContext().defaultGenerator(device))
  {
    const std::lock_guard<std::mutex> lock(m_Generator.mutex());
    m_Before = m_Generator.get_state();
    m_Generator.set_current_seed(seed);
  }
  ~DefaultDraws()
  {
    const std::lock_guard<std::mutex> lock(m_Generator.mutex());
    m_Generator.set_state(m_Before);
  }
  DefaultDraws(const DefaultDraws &) = delete;
  DefaultDraws &
  operator=(const DefaultDraws &) = delete;

private:
  at::Generator m_Generator;
  torch::Tensor m_Before;
};
} // namespace pheno::learn

#endif
