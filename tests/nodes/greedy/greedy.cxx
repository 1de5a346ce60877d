#include "phenoTestNode.h"

#include <chrono>
#include <thread>

namespace
{
/** Writes down its grant. */
class Greedy : public pheno::Node
{
public:
  explicit Greedy(const pheno::Json & params)
    : m_Milliseconds(params.at("milliseconds"))
  {}

  void
  Run(const pheno::Inputs & in, pheno::Outputs & out, pheno::Context & context) override
  {
    if (in.Has("table"))
    {
      in.Load("table");
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(m_Milliseconds));
    const pheno::Device device = context.GetDevice();
    out.Set(
      "table",
      pheno::Table({ "threads", "device" },
                   { { std::to_string(context.Threads()),
                       device.kind == pheno::Device::Kind::Gpu ? "gpu" + std::to_string(device.index) : "cpu" } }));
  }

private:
  int m_Milliseconds;
};
} // namespace

PHENO_NODE(Greedy)
