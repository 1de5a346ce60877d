#ifndef phenoOmeZarrMaker_h
#define phenoOmeZarrMaker_h

#include "phenoTestFiles.h"

#include "phenoOmeZarr.h"

#include <algorithm>
#include <functional>

namespace pheno::test
{
/** A plane that counts up from a number. */
inline Plane::ConstPointer
MakePlane(unsigned width, unsigned height, float first)
{
  const auto plane = Plane::New();
  plane->SetRegions(itk::Size<2>{ { width, height } });
  plane->Allocate();
  for (std::size_t i = 0; i < std::size_t(width) * height; ++i)
  {
    plane->GetBufferPointer()[i] = first + static_cast<float>(i);
  }
  return plane.GetPointer();
}

inline bool
SamePixels(const Plane & a, const Plane & b)
{
  return a.GetBufferedRegion() == b.GetBufferedRegion() &&
         std::equal(a.GetBufferPointer(),
                    a.GetBufferPointer() + a.GetBufferedRegion().GetNumberOfPixels(),
                    b.GetBufferPointer());
}

/** A sparse plate: wells B03 with two fields and D11 with one, two channels each; pixels begin at 1000 * field + 5000 *
 * channel, those of D11 at 500 more. */
inline void
MakePlate(const fs::path & folder, unsigned zarr, const std::string & name = "P1")
{
  OmeZarrPlateWriter writer(folder, name, zarr);
  OmeZarrOptions     options;
  options.zarr = zarr;
  const auto add = [&](const std::string & well, float first) {
    WriteOmeZarrImage(writer.AddField(well),
                      Image{ { "DNA", "ER" }, { MakePlane(9, 7, first), MakePlane(9, 7, first + 5000) } },
                      options);
  };
  add("B03", 0);
  add("D11", 500);
  add("B03", 1000);
  writer.Finish();
}
} // namespace pheno::test

#endif
