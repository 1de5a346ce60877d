#ifndef phenoReportScreen_h
#define phenoReportScreen_h

#include "phenoImage.h"
#include "phenoReport.h"

#include <cstddef>
#include <string>

namespace pheno::test
{
/** Made-up tables of a screen: plates of 60 wells (B02 to G11), 3 plates a dose, 8 mechanisms of 3 compounds, column 2
 * DMSO; effects grow with dose and differ by mechanism. The same on every machine. */
struct ReportScreen
{
  Table                    audit, unmatched, wells, map, hits, metrics, dose, history;
  Json                     run;
  std::vector<WellPicture> pictures;

  explicit ReportScreen(std::size_t plates);

  ReportContent
  Content() const;
};

/** A made-up field of view: 4 channels of blobs on a dim background; `effect` from 0 widens and dims them. */
Image
DrawCells(std::size_t side, unsigned seed, double effect);

/** A mechanism's strength at a dose, 0 to about 1. */
double
EffectOf(std::size_t mechanism, double dose);
} // namespace pheno::test

#endif
