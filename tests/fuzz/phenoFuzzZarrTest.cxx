#include "phenoError.h"
#include "phenoMutator.h"
#include "phenoOmeZarr.h"
#include "phenoReadPlane.h"
#include "phenoTest.h"

#include <fstream>
#include <iterator>
#include <sys/resource.h>

using namespace pheno;

namespace
{
std::string
Read(const fs::path & path)
{
  std::ifstream stream(path.c_str(), std::ios::binary);
  return { std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>() };
}

void
Write(const fs::path & path, const std::string & bytes)
{
  std::ofstream(path.c_str(), std::ios::binary) << bytes;
}

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

/** The largest memory that this process ever had, in MiB. */
long
PeakMemory()
{
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss / 1024;
}

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
  std::mt19937_64             random(20230517);
  int                         pixels = 0;
  const long                  before = PeakMemory();
  for (int i = 0; i < 1000; ++i)
  {
    const auto & [image, file] = seeds.chunks[random() % seeds.chunks.size()];
    const std::string whole = Read(file);
    std::string       mutant = whole;
    switch (random() % 3)
    {
      case 0: // a bit
        mutant[random() % mutant.size()] ^= static_cast<char>(1 << random() % 8);
        break;
      case 1: // the end
        mutant.resize(random() % mutant.size());
        break;
      default: // a length in the header or, of a shard, in the index
        for (std::size_t at = random() % 2 == 0 ? random() % 16 : mutant.size() - 1 - random() % 64, n = 0; n < 4; ++n)
        {
          mutant[std::min(at + n, mutant.size() - 1)] = static_cast<char>(random() % 2 == 0 ? 0xFF : random());
        }
    }
    Write(file, mutant);
    pixels += Outcome(image, file.string()) == "pixels";
    Write(file, whole);
  }
  CHECK(pixels > 50); // bits of uncompressed pixels
  CHECK(pixels < 900);
  CHECK(PeakMemory() - before < 64); // chunks of 2 KiB: nothing comes near the limits
}
