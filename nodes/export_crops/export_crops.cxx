#include "phenoCropsExport.h"
#include "phenoModel.h"
#include "phenoNode.h"

namespace
{
using namespace pheno;

/** Writes crops in the layout of another program. */
class ExportCrops : public Node
{
public:
  explicit ExportCrops(const Json & params)
    : m_Format(params.at("format"))
  {}

  void
  Run(const Inputs & in, Outputs & out, Context & context) override
  {
    const fs::path folder = out.Folder("files") / "crops";
    fs::create_directories(folder);
    const auto files = m_Format == "npz" ? ExportNpz(folder) : ExportH5sc(folder / "crops.h5sc");
    Crops      layout;
    in.Each<Crops>({ "crops" }, [&](const Shard & shard, const Ptr<Crops> & crops) {
      context.ThrowIfCancelled();
      if (layout.channels.empty())
      {
        layout.type = crops->type;
        layout.shape = crops->shape;
        layout.channels = crops->channels;
      }
      crops->RequireAlike(layout, shard.ToString());
      files->Append(*crops);
    });
    if (layout.channels.empty())
    {
      throw BadData("there are no crops to write: all are quarantined");
    }
    files->Finish();
    out.Set("files", File{ folder });
  }

private:
  std::string m_Format;
};
} // namespace

PHENO_NODE(ExportCrops)
