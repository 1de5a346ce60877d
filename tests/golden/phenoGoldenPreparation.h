#ifndef phenoGoldenPreparation_h
#define phenoGoldenPreparation_h

#include "phenoGoldenTopics.h"

namespace pheno::golden
{
/** prepare_images, kind hacat: resize, stretch, threshold and tiles of a field. */
Json
RunHacatTiles(const Json & inputs);

/** prepare_images, kind deepprofiler: illumination and 8 bit of a plate's sites. */
Json
RunDeepProfiler(const Json & inputs);
} // namespace pheno::golden

#endif
