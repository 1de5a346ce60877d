#include "phenoImage.h"
#include "phenoNode.h"
#include "phenoObjectRules.h"
#include "phenoOmeZarr.h"
#include "phenoReadPlane.h"
#include "phenoTable.h"
#include "phenoTiff.h"

#include <cmath>
#include <limits>

namespace
{
using namespace pheno;

/** A rule with its braces filled in. */
std::string
Fill(const std::string & rule, const Shard & shard, const std::string & stem)
{
  std::string filled;
  for (std::size_t at = 0; at < rule.size(); ++at)
  {
    const std::size_t end = rule[at] == '{' ? rule.find('}', at) : std::string::npos;
    if (end == std::string::npos)
    {
      filled += rule[at];
      continue;
    }
    const std::string name = rule.substr(at + 1, end - at - 1);
    if (name != "stem" && !shard.Has(name))
    {
      throw Error("rule '" + rule + "': expected {stem} or an axis that the step runs each of, found {" + name + "}");
    }
    filled += name == "stem" ? stem : shard.at(name);
    at = end;
  }
  return filled;
}

LabelMask::Pointer
WholeNumbers(const Plane & plane, const std::string & path)
{
  const auto mask = LabelMask::New();
  mask->SetRegions(plane.GetBufferedRegion());
  mask->Allocate();
  const float * values = plane.GetBufferPointer();
  for (std::size_t i = 0; i < plane.GetBufferedRegion().GetNumberOfPixels(); ++i)
  {
    if (!(values[i] >= 0.0f && values[i] == std::floor(values[i])))
    {
      throw BadData(path + ": expected whole numbers from 0 on, found " + std::to_string(values[i]));
    }
    mask->GetBufferPointer()[i] = static_cast<std::uint32_t>(values[i]);
  }
  return mask;
}

/** Reads the instance mask of a site from a file of another program. */
class ReadLabels : public Node
{
public:
  explicit ReadLabels(const Json & params)
    : m_Column(params.at("column"))
    , m_Rule(params.at("rule"))
    , m_Label(params.at("label"))
  {
    if (m_Column.empty() == m_Rule.empty())
    {
      throw Error("expected either a column or a rule that says where label images lie, found " +
                  std::string(m_Column.empty() ? "none" : "both"));
    }
  }

  std::vector<fs::path>
  Files(const Inputs & in, const Shard & shard) const override
  {
    if (!in.CanLoad("files"))
    {
      return {};
    }
    try
    {
      const fs::path path = PathOf(*in.Get<Table>("files"), shard);
      return { fs::is_directory(path) ? path / "labels" / m_Label : path };
    }
    catch (const BadData &) // quarantines the site when it runs
    {
      return {};
    }
  }

  void
  Run(const Inputs & in, Outputs & out, Context & context) override
  {
    const Ptr<Table> files = in.Get<Table>("files");
    const fs::path   path = PathOf(*files, context.GetShard());
    const auto       mask = Read(path);
    const auto       size = mask->GetBufferedRegion().GetSize();
    if (in.Has("image"))
    {
      const itk::Size<2> expected = in.Get<Image>("image")->Size();
      if (size != expected)
      {
        throw BadData(path.string() + ": found " + std::to_string(size[0]) + " x " + std::to_string(size[1]) +
                      " pixels, expected the " + std::to_string(expected[0]) + " x " + std::to_string(expected[1]) +
                      " of the image");
      }
    }
    SelectObjects({ mask->GetBufferPointer(), size[0], size[1] }, 1.0, std::numeric_limits<double>::infinity(), false);
    out.Set("labels", Labels{ mask.GetPointer() });
  }

private:
  fs::path
  PathOf(const Table & files, const Shard & shard) const
  {
    if (files.Rows() == 0)
    {
      throw BadData("the index lists no file of the site");
    }
    const fs::path    image = files.Cell(0, "path");
    const std::string told = m_Column.empty() ? Fill(m_Rule, shard, image.stem().string()) : files.Cell(0, m_Column);
    if (told.empty())
    {
      throw BadData("column '" + m_Column + "' of the index is empty, expected the path of a label image");
    }
    const fs::path path =
      (fs::path(told).is_absolute() ? fs::path(told) : image.parent_path() / told).lexically_normal();
    if (!fs::exists(path))
    {
      throw BadData(path.string() + ": expected a label image, found no file");
    }
    return path;
  }

  LabelMask::Pointer
  Read(const fs::path & path) const
  {
    if (fs::is_directory(path))
    {
      const OmeZarrImage image = ReadOmeZarrImage(path);
      if (m_Label.empty() && image.labels.size() != 1)
      {
        throw BadData(path.string() + ": expected one label image or the name of one (label), found " +
                      (image.labels.empty() ? "none" : Join(image.labels)));
      }
      return ReadOmeZarrLabels(image, m_Label.empty() ? image.labels.front() : m_Label);
    }
    const std::string extension = path.extension().string();
    return extension == ".tif" || extension == ".tiff" || extension == ".TIF"
             ? ReadTiffLabels(path)
             : WholeNumbers(*ReadPlane(path), path.string());
  }

  std::string m_Column;
  std::string m_Rule;
  std::string m_Label;
};
} // namespace

PHENO_NODE(ReadLabels)
