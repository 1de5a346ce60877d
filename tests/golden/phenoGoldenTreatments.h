#ifndef phenoGoldenTreatments_h
#define phenoGoldenTreatments_h

#include "phenoGoldenMatrix.h"

namespace pheno::golden
{
/** Treatments of a BBBC021-like evaluation, one profile each. */
struct Treatments
{
  Matrix      profiles;
  LabelColumn name;
  LabelColumn moa;
  LabelColumn compound;
  LabelColumn batch;
};

/** How the batch of a treatment is named from its wells. */
enum class BatchOf
{
  FirstWell, ///< SPC's evaluation
  AllWells   ///< Perakis': different batches in order of first appearance, joined by commas
};

/** Medians over wells, one a value of `treatment`, wells in row order. */
Treatments
MedianTreatments(MatrixView          wells,
                 const LabelColumn & treatment,
                 const LabelColumn & moa,
                 const LabelColumn & compound,
                 const LabelColumn & batch,
                 BatchOf             batchOf);

/** The part of a plate's name before the first underscore: the week. */
LabelColumn
WeeksOf(const LabelColumn & plates);

/** nsc, n_nsc, nscb, n_nscb, nsc_nn_moa, nscb_nn_moa: DMSO and unknown left out, for NSCB also the mechanisms that were
 * imaged in one batch only (Kinase inhibitors, Cholesterol-lowering). */
Json
ScoreTreatments(const Treatments & treatments);
} // namespace pheno::golden

#endif
