#include "phenoImage.h"
#include "phenoNode.h"
#include "phenoTable.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace
{
using namespace pheno;

/** A label plane to which discs are added; the nearer centre keeps a pixel. */
class Discs
{
public:
  Discs(const itk::Size<2> & size, double radius)
    : m_Width(static_cast<std::ptrdiff_t>(size[0]))
    , m_Height(static_cast<std::ptrdiff_t>(size[1]))
    , m_Radius(radius)
    , m_Mask(LabelMask::New())
    , m_Squared(size[0] * size[1], std::numeric_limits<double>::infinity())
  {
    m_Mask->SetRegions(size);
    m_Mask->Allocate(true);
  }
  bool
  Contains(double x, double y) const
  {
    return x >= -0.5 && y >= -0.5 && x < static_cast<double>(m_Width) - 0.5 && y < static_cast<double>(m_Height) - 0.5;
  }
  void
  Add(double x, double y, std::uint32_t number)
  {
    Mark(std::lround(x), std::lround(y), 0.0, number);
    const auto reach = static_cast<std::ptrdiff_t>(std::ceil(m_Radius));
    for (std::ptrdiff_t v = std::lround(y) - reach; v <= std::lround(y) + reach; ++v)
    {
      for (std::ptrdiff_t u = std::lround(x) - reach; u <= std::lround(x) + reach; ++u)
      {
        const double dx = static_cast<double>(u) - x;
        const double dy = static_cast<double>(v) - y;
        if (dx * dx + dy * dy <= m_Radius * m_Radius)
        {
          Mark(u, v, dx * dx + dy * dy, number);
        }
      }
    }
  }
  LabelMask::ConstPointer
  Mask() const
  {
    return m_Mask.GetPointer();
  }

private:
  void
  Mark(std::ptrdiff_t x, std::ptrdiff_t y, double squared, std::uint32_t number)
  {
    if (x < 0 || y < 0 || x >= m_Width || y >= m_Height)
    {
      return;
    }
    const auto at = static_cast<std::size_t>(y * m_Width + x);
    if (squared < m_Squared[at])
    {
      m_Squared[at] = squared;
      m_Mask->GetBufferPointer()[at] = number;
    }
  }

  std::ptrdiff_t      m_Width;
  std::ptrdiff_t      m_Height;
  double              m_Radius;
  LabelMask::Pointer  m_Mask;
  std::vector<double> m_Squared; ///< distance of each pixel to its centre
};

/** Draws the objects of a site around their centres. */
class SeedLabels : public Node
{
public:
  explicit SeedLabels(const Json & params)
    : m_XColumn(params.at("x_column"))
    , m_YColumn(params.at("y_column"))
    , m_Radius(params.at("radius_px"))
  {}

  void
  Run(const Inputs & in, Outputs & out, Context & context) override
  {
    const itk::Size<2> size = in.Get<Image>("image")->Size();
    const Ptr<Table>   centres = in.Get<Table>("centres");
    const Table::Real  x = centres->Numbers(m_XColumn);
    const Table::Real  y = centres->Numbers(m_YColumn);
    Discs              discs(size, m_Radius);
    for (std::size_t row = 0; row < x.size(); ++row)
    {
      context.ThrowIfCancelled();
      if (!discs.Contains(x[row], y[row])) // NaN too
      {
        throw BadData("row " + std::to_string(row + 1) + " of the site's centres: found " +
                      centres->Cell(row, m_XColumn) + ", " + centres->Cell(row, m_YColumn) +
                      ", expected a place in an image of " + std::to_string(size[0]) + " x " + std::to_string(size[1]) +
                      " pixels");
      }
      discs.Add(x[row], y[row], static_cast<std::uint32_t>(row + 1));
    }
    out.Set("labels", Labels{ discs.Mask() });
  }

private:
  std::string m_XColumn;
  std::string m_YColumn;
  double      m_Radius;
};
} // namespace

PHENO_NODE(SeedLabels)
