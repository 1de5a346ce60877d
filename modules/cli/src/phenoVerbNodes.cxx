#include "phenoCliSession.h"

#include <iomanip>
#include <iostream>
#include <sstream>

namespace pheno::cli
{
namespace
{
std::string
TypeOfParameter(const Json & schema)
{
  if (schema.contains("enum"))
  {
    std::vector<std::string> values;
    for (const Json & value : schema.at("enum"))
    {
      values.push_back(value.is_string() ? value.get<std::string>() : value.dump());
    }
    return Join(values, " or ");
  }
  const auto type = schema.find("type");
  if (type == schema.end())
  {
    return "any";
  }
  std::string text = type->is_string() ? type->get<std::string>() : type->dump();
  if (text == "array" && schema.contains("items"))
  {
    text += " of " + TypeOfParameter(schema.at("items"));
  }
  for (const auto & [keyword, sign] : { std::pair{ "minimum", ">=" },
                                        std::pair{ "exclusiveMinimum", ">" },
                                        std::pair{ "maximum", "<=" },
                                        std::pair{ "exclusiveMaximum", "<" } })
  {
    if (schema.contains(keyword))
    {
      text += std::string(" ") + sign + " " + schema.at(keyword).dump();
    }
  }
  return text;
}

const char *
Name(Determinism determinism)
{
  switch (determinism)
  {
    case Determinism::Exact:
      return "exact: same bytes for any thread count";
    case Determinism::Seeded:
      return "seeded: same bytes for one seed, thread grant and processor class";
    default:
      return "approximate";
  }
}

std::string
PortLines(const std::vector<Port> & ports)
{
  std::ostringstream text;
  for (const Port & port : ports)
  {
    text << "- `" << port.name << "` (" << pheno::Name(port.type) << (port.many ? ", many" : "")
         << (port.optional ? ", optional" : "") << "): " << port.doc << "\n";
  }
  return text.str();
}

std::string
Describe(const Descriptor & node)
{
  std::ostringstream text;
  text << "## " << node.id << "\n\n" << node.title << " (version " << node.version << ").\n\n" << node.doc << "\n\n";
  if (!node.inputs.empty())
  {
    text << "Inputs\n\n" << PortLines(node.inputs) << "\n";
  }
  text << "Outputs\n\n" << PortLines(node.outputs) << "\n";
  const Json properties = node.params.value("properties", Json::object());
  if (!properties.empty())
  {
    text << "| parameter | type | default | |\n|---|---|---|---|\n";
    for (auto it = properties.begin(); it != properties.end(); ++it)
    {
      text << "| `" << it.key() << "` | " << TypeOfParameter(*it) << " | "
           << (it->contains("default") ? "`" + it->at("default").dump() + "`" : std::string("required")) << " | "
           << it->value("description", "") << " |\n";
    }
    text << "\n";
  }
  const int gpus = node.resources.gpu;
  text << "Up to " << node.resources.cpu << " threads, " << (gpus > 0 ? std::to_string(gpus) + " accelerator, " : "")
       << node.resources.memMb << " MB; " << Name(node.determinism)
       << (gpus > 0 ? " on the processor, approximate on an accelerator" : "") << ".\n";
  return text.str();
}
} // namespace

int
VerbNodes(const Words & words)
{
  CLI::App                 app("List the nodes, or describe one, from the descriptors alone", "pheno-run nodes");
  std::string              id;
  std::vector<std::string> folders;
  bool                     markdown = false;
  app.add_option("id", id, "Node to describe");
  app.add_option("--nodes", folders, "Folder with further nodes")->allow_extra_args(false);
  app.add_flag("--markdown", markdown, "Describe every node, as a page");
  int code = 0;
  if (!Parse(app, words, code))
  {
    return code;
  }
  const NodeRegistry registry = OpenRegistry(folders);
  if (!id.empty())
  {
    const Descriptor * node = registry.Find(id);
    if (node == nullptr)
    {
      throw Error(registry.UnknownNode(id));
    }
    std::cout << Describe(*node);
    return kDone;
  }
  if (markdown)
  {
    std::cout << "# Nodes\n\nMade by `pheno-run nodes --markdown` from the descriptors.\n";
  }
  for (const Descriptor * node : registry.All())
  {
    if (markdown)
    {
      std::cout << "\n" << Describe(*node);
    }
    else
    {
      std::cout << std::left << std::setw(34) << node->id << node->title << "\n";
    }
  }
  return kDone;
}
} // namespace pheno::cli
