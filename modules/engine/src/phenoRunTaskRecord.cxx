#include "phenoRunTaskRecord.h"

#include "phenoAbi.h"

#include <ctime>
#include <fstream>

namespace pheno
{
namespace
{
/** Coordinated universal time, such as 2026-11-21T10:15:30Z; sorts as text. */
std::string
TimeNow()
{
  const std::time_t now = std::time(nullptr);
  std::tm           parts{};
  gmtime_r(&now, &parts);
  char text[32];
  return std::string(text, std::strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &parts));
}
} // namespace

Json
MakeTaskRecord(const Plan & plan, std::size_t task, const Outcome & outcome, const Grant & grant, double seconds)
{
  const Task & described = plan.tasks[task];
  const Step & step = plan.StepOf(described);
  Json         record = RecordOf(outcome);
  record["workflow"] = plan.workflow.name;
  record["step"] = step.name;
  record["shard"] = described.shard.ToJson();
  record["node"] = step.descriptor->id;
  record["version"] = step.descriptor->version;
  record["parts"] = KeyParts(plan, described);
  record["inline"] = InlineSteps(plan, described);
  record["seconds"] = seconds;
  record["finished"] = TimeNow();
  record["threads"] = grant.threads;
  record["device"] = grant.device.kind == Device::Kind::Gpu ? "gpu" : "cpu";
  record["host_class"] = HostClass();
  record["pheno"] = kVersion;
  return record;
}

const std::string &
HostClass()
{
  static const std::string name = [] {
    std::ifstream cpus("/proc/cpuinfo");
    for (std::string line; std::getline(cpus, line);)
    {
      const std::size_t colon = line.find(": ");
      if (line.rfind("model name", 0) == 0 && colon != std::string::npos)
      {
        return line.substr(colon + 2);
      }
    }
    return std::string("unknown");
  }();
  return name;
}
} // namespace pheno
