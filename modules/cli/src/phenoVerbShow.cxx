#include "phenoCliSession.h"

#include "phenoValueCodec.h"

#include <iostream>

namespace pheno::cli
{
int
VerbShow(const Words & words)
{
  CLI::App                 app("Write any port of any shard to a file, inline steps too", "pheno-run show");
  WorkflowArguments        arguments;
  std::string              port;
  std::vector<std::string> shard;
  std::string              store = "store";
  std::string              out;
  AddWorkflowOptions(app, arguments);
  app.add_option("port", port, "STEP.PORT")->required();
  app.add_option("shard", shard, "AXIS=VALUE words");
  AddStoreOption(app, store);
  app.add_option("-o,--out", out, "Where to write; the extension is chosen by the type")->required();
  int code = 0;
  if (!Parse(app, words, code))
  {
    return code;
  }
  const std::size_t dot = port.find('.');
  if (dot == std::string::npos)
  {
    throw Error("'" + port + "': expected STEP.PORT, such as correct.image");
  }
  NodeRegistry      registry = OpenRegistry(arguments.nodes);
  const Plan        plan = OpenPlan(arguments, registry);
  const std::size_t task = FindTask(plan, port.substr(0, dot), shard);
  Store             finished(store);
  const Value       value = Evaluate(plan, task, port.substr(dot + 1), registry, finished);
  const fs::path    path = fs::absolute(out);
  fs::create_directories(path.parent_path());
  for (const fs::path & written : ExportValue(value, path.parent_path(), path.stem().string()))
  {
    std::cout << written.string() << "\n";
  }
  return kDone;
}
} // namespace pheno::cli
