#include "phenoIndexedPlane.h"

#include "phenoError.h"
#include "phenoPlaneStore.h"
#include "phenoScreenIndex.h"
#include "phenoVerifiedFiles.h"

#include <chrono>

namespace pheno
{
namespace
{
void
VerifyWhole(const IndexedPlane & plane)
{
  VerifyIndexed(plane.path, plane.size, plane.digest, plane.page);
}

/** Whether its digest can be taken while it is read. Its size is verified. */
bool
IsTiff(const IndexedPlane & plane)
{
  VerifyIndexed(plane.path, plane.size, "", plane.page);
  return IsTiffStore(plane.path);
}

std::int64_t
Now()
{
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::nanoseconds>(now).count();
}

/** Calls use(file, page) of a TIFF, whose digest is taken meanwhile. */
template <typename TUse>
auto
UseDigested(const IndexedPlane & plane, TUse use)
{
  static VerifiedFiles           verified;
  const std::optional<FileStamp> stamp = StampOf(plane.path);
  const bool                     isKnown = plane.digest.empty() || (stamp && verified.Holds(*stamp, plane.digest));
  TiffFile                       file(plane.path, !isKnown);
  auto                           result = use(file, plane.page);
  if (!isKnown)
  {
    VerifyDigest(plane.path, plane.digest, file.Digest());
    if (stamp)
    {
      verified.Add(*stamp, plane.digest, Now());
    }
  }
  return result;
}

/** The same; what goes wrong may come from a file that changed: then that is the reason. */
template <typename TUse>
auto
UseTiff(const IndexedPlane & plane, TUse use)
{
  try
  {
    return UseDigested(plane, use);
  }
  catch (const BadData &)
  {
    VerifyWhole(plane);
    throw;
  }
}

/** Row by row, as a TIFF is looked at. */
PlaneSurvey
SurveyWhole(const IndexedPlane & plane)
{
  const PlaneKind      kind = DescribePlane(plane.path, plane.page);
  const Plane::Pointer pixels = ReadPlane(plane.path, plane.page);
  PixelRangeMeter      meter(kind);
  for (std::size_t y = 0; y < kind.height; ++y)
  {
    meter.Add(pixels->GetBufferPointer() + y * kind.width, kind.width);
  }
  return { kind, meter.Finish() };
}
} // namespace

IndexedPlane
IndexedPlaneAt(const Table & files, std::size_t row)
{
  return { files.Cell(row, "path"),
           PageNumber(files.Has("page") ? files.Cell(row, "page") : ""),
           files.Cell(row, "size"),
           files.Cell(row, "digest") };
}

Plane::Pointer
ReadIndexedPlane(const IndexedPlane & plane)
{
  if (!IsTiff(plane))
  {
    VerifyWhole(plane);
    return ReadPlane(plane.path, plane.page);
  }
  return FinitePlane(plane.path, UseTiff(plane, DecodeTiff));
}

PlaneSurvey
SurveyIndexedPlane(const IndexedPlane & plane)
{
  if (!IsTiff(plane))
  {
    VerifyWhole(plane);
    return SurveyWhole(plane);
  }
  const PlaneSurvey survey = UseTiff(plane, SurveyTiff);
  CheckFinite(plane.path, survey.range.not_finite, survey.range.count);
  return survey;
}
} // namespace pheno
