#ifndef phenoSiteGrid_h
#define phenoSiteGrid_h

#include <itkImage.h>

#include <cstddef>
#include <vector>

namespace pheno
{
/** A coarse grid over the field of view, 96 blocks along the longer side, where the illumination is looked at. */
class SiteGrid
{
public:
  using ImageType = itk::Image<float, 2>;

  explicit SiteGrid(const itk::Size<2> & size);

  /** One number a block, row-major. mean: of all pixels of a block. patch: of the 3 x 3 pixels in its middle, which
   * show either background or a cell where the whole block may show both. */
  struct Reduced
  {
    std::vector<float> mean;
    std::vector<float> patch;
  };

  /** Pixels that are not finite count as the mean of the others; both empty when none is finite. */
  Reduced
  Reduce(const ImageType & plane) const;

  std::size_t
  GetNumberOfBlocks() const
  {
    return m_Columns.centres.size() * m_Rows.centres.size();
  }

  /** Centres of the blocks in pixels. */
  const std::vector<double> &
  GetColumns() const
  {
    return m_Columns.centres;
  }
  const std::vector<double> &
  GetRows() const
  {
    return m_Rows.centres;
  }

private:
  struct Axis
  {
    Axis(std::size_t pixels, std::size_t longer);

    std::vector<std::size_t> edges;
    std::vector<double>      centres;
  };

  std::vector<float>
  BlockMeans(const float * pixels) const;
  std::vector<float>
  PatchMeans(const float * pixels) const;

  Axis m_Columns;
  Axis m_Rows;
};
} // namespace pheno

#endif
