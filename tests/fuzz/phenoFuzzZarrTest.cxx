#include "phenoBinaryMutator.h"
#include "phenoBreakFile.h"
#include "phenoMutator.h"
#include "phenoOmeZarr.h"
#include "phenoReadPlane.h"

using namespace pheno;
using test::PeakMemory;
using test::Read;
using test::Write;

namespace
{
Plane::ConstPointer
Noise(std::uint64_t seed)
{
  std::mt19937_64 random(seed);
  const auto      plane = Plane::New();
  plane->SetRegions(itk::Size<2>{ { 48, 40 } });
  plane->Allocate();
  for (int i = 0; i < 48 * 40; ++i)
  {
    plane->GetBufferPointer()[i] = static_cast<float>(random() % 4000);
  }
  return plane.GetPointer();
}

/** Images of both versions, with each codec, sharded and not; their metadata are the seeds of the mutants, their chunks
 * too. */
struct Seeds
{
  explicit Seeds(const fs::path & folder)
  {
    for (const unsigned zarr : { 2u, 3u })
    {
      for (const ZarrCompression compression :
           { ZarrCompression::None, ZarrCompression::Gzip, ZarrCompression::Zstd, ZarrCompression::Blosc })
      {
        OmeZarrOptions options;
        options.zarr = zarr;
        options.compression = compression;
        options.chunk = 32;
        options.shard = zarr == 3 && compression != ZarrCompression::Gzip;
        images.push_back(folder / std::to_string(images.size()));
        WriteOmeZarrImage(images.back(), Image{ { "a", "b" }, { Noise(1), Noise(2) } }, options);
      }
    }
    for (const fs::path & image : images)
    {
      for (const fs::directory_entry & entry : fs::recursive_directory_iterator(image))
      {
        if (fs::is_regular_file(entry.status()))
        {
          const std::string name = entry.path().filename().string();
          (name.find("zarr") != std::string::npos || name[0] == '.' ? metadata : chunks)
            .push_back({ image, entry.path() });
        }
      }
    }
    std::sort(metadata.begin(), metadata.end());
    std::sort(chunks.begin(), chunks.end());
  }

  using OfImage = std::pair<fs::path, fs::path>; ///< the image and a file of it
  std::vector<fs::path> images;
  std::vector<OfImage>  metadata;
  std::vector<OfImage>  chunks;
};

/** "pixels", "bad"; anything else fails the test. */
std::string
Outcome(const fs::path & image, const std::string & what)
{
  std::string outcome = "pixels";
  try
  {
    IdentifyPlane(image, 1, true);
    ReadOmeZarrChannels(ReadOmeZarrImage(image));
  }
  catch (const BadData &)
  {
    outcome = "bad";
  }
  catch (const std::exception & error)
  {
    FAIL_CHECK(what << ": " << error.what());
  }
  return outcome;
}
} // namespace

TEST_CASE("1,000 images with broken metadata give pixels or bad data, never anything else")
{
  const test::TemporaryFolder folder;
  const Seeds                 seeds(folder.Path());
  test::Mutator               mutator(20230516);
  int                         pixels = 0;
  const long                  before = PeakMemory();
  for (int i = 0; i < 1000; ++i)
  {
    const auto & [image, file] = seeds.metadata[mutator.Below(seeds.metadata.size())];
    const std::string whole = Read(file);
    const std::string mutant = mutator.Mutate(whole);
    Write(file, mutant);
    pixels += Outcome(image, file.string() + "\n" + mutant) == "pixels";
    Write(file, whole);
  }
  CHECK(pixels > 50); // the mutants are not all nonsense
  CHECK(pixels < 900);
  CHECK(PeakMemory() - before < 1100); // what planes of 2^28 pixels take, whatever a header declares
}

TEST_CASE("1,000 images with broken chunks give pixels or bad data, in bounded memory")
{
  const test::TemporaryFolder folder;
  const Seeds                 seeds(folder.Path());
  test::BinaryMutator         mutator(20230517);
  int                         pixels = 0;
  const long                  before = PeakMemory();
  for (int i = 0; i < 1000; ++i)
  {
    const auto & [image, file] = seeds.chunks[mutator.Below(seeds.chunks.size())];
    const std::string whole = Read(file);
    Write(file, mutator.Mutate(whole));
    pixels += Outcome(image, file.string()) == "pixels";
    Write(file, whole);
  }
  CHECK(pixels > 50); // bits of uncompressed pixels
  CHECK(pixels < 900);
  CHECK(PeakMemory() - before < 64); // chunks of 2 KiB: nothing comes near the limits
}
