#ifndef phenoFieldPicture_h
#define phenoFieldPicture_h

#include <cstddef>
#include <string>
#include <vector>

namespace pheno
{
/** Light over the field of view in double precision: height rows of width values without gaps. */
struct FieldPicture
{
  std::size_t         width = 0;
  std::size_t         height = 0;
  std::vector<double> values;
};

/** The mean of pictures of one size, taken one at a time: memory of one picture. */
class PictureMean
{
public:
  /** Throws itk::ExceptionObject when the size is not that of the pictures before. */
  void
  Add(const FieldPicture & picture);

  std::size_t
  GetCount() const
  {
    return m_Count;
  }

  /** Throws itk::ExceptionObject when nothing was added. */
  FieldPicture
  Mean() const;

private:
  FieldPicture m_Sum;
  std::size_t  m_Count = 0;
};

/** Throws itk::ExceptionObject with a sentence about an illumination. */
[[noreturn]] void
RefuseIllumination(const std::string & found_and_expected);
} // namespace pheno

#endif
