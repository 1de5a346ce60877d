#ifndef phenoGroupNormalisation_h
#define phenoGroupNormalisation_h

#include "phenoNormalise.h"

namespace pheno
{
/** One normalisation a group (a plate, a batch), each fitted on the group's own reference rows. */
struct GroupNormalisation
{
  std::vector<std::string> groups; ///< ascending as byte strings
  Matrix                   center; ///< groups x D
  Matrix                   scale;  ///< groups x D, never 0

  /** See phenoFitArchive.h. */
  template <typename TFit, typename TVisit>
  static void
  Parts(TFit & fit, TVisit & visit)
  {
    visit("groups", fit.groups);
    visit("center", fit.center);
    visit("scale", fit.scale);
  }
};

/** Throws ProfileError for columns of another length, and naming the first group without reference rows and how many
 * groups have none. The same bytes for any number of threads. */
GroupNormalisation
FitGroupNormalisation(MatrixView          matrix,
                      const LabelColumn & groups,
                      const RowMask &     reference,
                      NormaliseMethod     method,
                      double              epsilon = kMadEpsilon,
                      unsigned            threads = 1);

/** Fits the groups that the fit does not know yet; those that it knows stay. Throws ProfileError as
 * FitGroupNormalisation, for the new groups alone, and for another number of features. */
void
AddGroups(GroupNormalisation & fit,
          MatrixView           matrix,
          const LabelColumn &  groups,
          const RowMask &      reference,
          NormaliseMethod      method,
          double               epsilon = kMadEpsilon,
          unsigned             threads = 1);

/** Normalises rows of the groups of the fit, in place; NaN stay NaN. Throws ProfileError for another number of features
 * or a group that was not there in the fit (named). */
void
ApplyGroupNormalisation(const GroupNormalisation & fit,
                        const LabelColumn &        groups,
                        Matrix &                   matrix,
                        unsigned                   threads = 1);

/** Fits and applies. */
void
NormalisePerGroup(Matrix &            matrix,
                  const LabelColumn & groups,
                  const RowMask &     reference,
                  NormaliseMethod     method,
                  double              epsilon = kMadEpsilon,
                  unsigned            threads = 1);
} // namespace pheno

#endif
