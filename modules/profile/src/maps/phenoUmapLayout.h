#ifndef phenoUmapLayout_h
#define phenoUmapLayout_h

#include "phenoMatrix.h"
#include "phenoUmapCurve.h"
#include "phenoWeightedGraph.h"

#include <cstdint>

namespace pheno
{
/** Moves the points of a map (N x 2, in place) so that neighbours of the graph come close and others do not.
 * In every epoch an edge of weight w acts with the frequency w / largest weight; its row is drawn to the column, which
 * moves as far towards it, and pushed from five rows at random. Forces are clipped to 4, the step falls from 1 to 0.
 * Eight edges of distant rows act at a time, from one state of the map, in single precision; the bytes depend on the
 * input and the seed alone. */
void
LayOutGraph(const WeightedGraph & graph, const UmapCurve & curve, std::size_t epochs, std::uint64_t seed, Matrix & map);
} // namespace pheno

#endif
