// bench_tiff_read [RUNS]
//
// Reads one 2160 x 2160 field of 16 bits, uncompressed and LZW, in libtiff's default strips, with ReadTiff and with
// libtiff's own TIFFReadEncodedStrip, in turns (5 runs). libtiff ends with 16-bit integers or, for what ReadTiff
// gives, with the floats of a plane. Then what pheno.audit_screen does with the same file: it reads it
// once, compares the digest, decodes, looks at every pixel. The files are in the page cache. Prints milliseconds of
// processor time and their ratios, medians.
#include "phenoIndexedPlane.h"
#include "phenoTiff.h"

#include <boost/filesystem.hpp>

#include <tiffio.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <random>
#include <string>
#include <vector>

namespace
{
using namespace pheno;

constexpr std::uint32_t kSide = 2160;

/** Cells on a background with camera noise: what LZW meets in practice. */
std::vector<std::uint16_t>
Field()
{
  std::mt19937                     random(3);
  std::normal_distribution<double> noise(0.0, 1.0);
  std::vector<std::uint16_t>       pixels(kSide * kSide);
  for (std::uint32_t y = 0; y < kSide; ++y)
  {
    for (std::uint32_t x = 0; x < kSide; ++x)
    {
      const double cell = std::max(0.0, std::sin(x / 19.0) * std::sin(y / 23.0));
      const double level = 120 + 2500 * cell * cell;
      pixels[y * kSide + x] = static_cast<std::uint16_t>(level + std::sqrt(level) * noise(random));
    }
  }
  return pixels;
}

void
WriteStrips(const fs::path & path, std::uint16_t compression, const std::vector<std::uint16_t> & pixels)
{
  TIFF * tiff = TIFFOpen(path.c_str(), "wl");
  TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, kSide);
  TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, kSide);
  TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, 16);
  TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, 1);
  TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISBLACK);
  TIFFSetField(tiff, TIFFTAG_COMPRESSION, compression);
  TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, TIFFDefaultStripSize(tiff, 0));
  for (std::uint32_t y = 0; y < kSide; ++y)
  {
    TIFFWriteScanline(tiff, const_cast<std::uint16_t *>(pixels.data() + y * kSide), y, 0);
  }
  TIFFClose(tiff);
}

/** The sum of a few pixels, so that nothing is optimised away. */
double
ReadStrips(const fs::path & path, bool asFloats)
{
  TIFF *                     tiff = TIFFOpen(path.c_str(), "r");
  std::vector<std::uint16_t> pixels(kSide * kSide);
  const tmsize_t             strip = TIFFStripSize(tiff);
  auto *                     bytes = reinterpret_cast<std::uint8_t *>(pixels.data());
  const auto                 end = static_cast<tmsize_t>(pixels.size() * sizeof(std::uint16_t));
  for (std::uint32_t i = 0; i < TIFFNumberOfStrips(tiff); ++i)
  {
    const tmsize_t first = i * strip;
    TIFFReadEncodedStrip(tiff, i, bytes + first, std::min(strip, end - first));
  }
  TIFFClose(tiff);
  if (!asFloats)
  {
    return pixels[0] + pixels.back();
  }
  const std::vector<float> floats(pixels.begin(), pixels.end());
  return floats[0] + floats.back();
}

double
ReadOurs(const fs::path & path)
{
  const Plane::Pointer plane = ReadTiff(path);
  return plane->GetBufferPointer()[0] + plane->GetBufferPointer()[kSide * kSide - 1];
}

double
Audit(const IndexedPlane & indexed, double expected)
{
  const PlaneSurvey survey = SurveyIndexedPlane(indexed);
  return survey.kind.width == kSide && survey.range.mean > survey.range.minimum ? expected : 0;
}

template <typename TRead>
double
Milliseconds(TRead read, double expected)
{
  const std::clock_t start = std::clock();
  const double       sum = read();
  const std::clock_t end = std::clock();
  if (sum != expected)
  {
    std::fprintf(stderr, "read %g, expected %g\n", sum, expected);
    std::exit(1);
  }
  return 1e3 * static_cast<double>(end - start) / CLOCKS_PER_SEC;
}

double
Median(std::vector<double> values)
{
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
  return values[values.size() / 2];
}
} // namespace

int
main(int argc, char ** argv)
{
  const int                  runs = argc > 1 ? std::max(1, std::atoi(argv[1])) : 5;
  const fs::path             folder = fs::temp_directory_path() / fs::unique_path("bench-tiff-%%%%%%");
  std::vector<std::uint16_t> pixels = Field();
  const double               expected = pixels.front() + pixels.back();
  fs::create_directories(folder);
  for (const auto & [name, compression] : { std::pair{ "uncompressed", COMPRESSION_NONE }, { "LZW", COMPRESSION_LZW } })
  {
    const fs::path path = folder / (std::string(name) + ".tif");
    WriteStrips(path, static_cast<std::uint16_t>(compression), pixels);
    const PlaneIdentity identity = IdentifyPlane(path, 0, true);
    const IndexedPlane  indexed{ path, 0, identity.size, identity.digest };
    std::vector<double> ours, integers, floats, audits;
    for (int run = -1; run < runs; ++run) // the first warms up
    {
      const double a = Milliseconds([&] { return ReadOurs(path); }, expected);
      const double b = Milliseconds([&] { return ReadStrips(path, false); }, expected);
      const double c = Milliseconds([&] { return ReadStrips(path, true); }, expected);
      const double d = Milliseconds([&] { return Audit(indexed, expected); }, expected);
      if (run >= 0)
      {
        ours.push_back(a);
        integers.push_back(b);
        floats.push_back(c);
        audits.push_back(d);
      }
    }
    std::printf("%s: ReadTiff %.2f ms, libtiff %.2f ms as integers (ratio %.2f), %.2f ms as floats (ratio %.2f), "
                "audited in %.2f ms (ratio %.2f)\n",
                name,
                Median(ours),
                Median(integers),
                Median(ours) / Median(integers),
                Median(floats),
                Median(ours) / Median(floats),
                Median(audits),
                Median(audits) / Median(ours));
  }
  fs::remove_all(folder);
  return 0;
}
