#ifndef phenoControlDistance_h
#define phenoControlDistance_h

#include "phenoAggregate.h"
#include "phenoDistance.h"

namespace pheno
{
/** The center of the control rows; D values. Throws ProfileError when the mask marks no row. */
std::vector<double>
ControlCentroid(MatrixView profiles, const RowMask & controls, Center center);

/** Every row's distance to the centroid of the control rows of its own group (plate); N values. A control well is
 * measured against a centroid it is part of. Throws ProfileError naming the first group without controls and how many
 * have none. */
std::vector<double>
DistanceToControls(MatrixView          profiles,
                   const LabelColumn & groups,
                   const RowMask &     controls,
                   Center              center,
                   Distance            distance);
} // namespace pheno

#endif
