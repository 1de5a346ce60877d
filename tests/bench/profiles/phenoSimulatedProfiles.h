#ifndef phenoSimulatedProfiles_h
#define phenoSimulatedProfiles_h

#include "phenoMatrix.h"

#include <cstdint>

namespace pheno
{
/** A made-up screen of embedded wells: nothing in it was measured.
 *
 * Plates of 384 wells, every eighth one a control (DMSO). A sixth of the plates is a reference set; on average 3.65
 * wells a treatment (2,000 reference and 10,000 test treatments in 50,000 wells). Every treatment has one of 100
 * mechanisms and a strength; a well is the controls' direction, plus strength x its mechanism's direction, plus a shift
 * of its plate, plus noise, brought to length 1. */
struct SimulatedProfiles
{
  Matrix      embeddings;
  LabelColumn plate, well, treatment, mechanism, library;
  RowMask     isReference, isControl;
};

SimulatedProfiles
SimulateProfiles(std::size_t wells, std::size_t features, std::uint64_t seed);
} // namespace pheno

#endif
