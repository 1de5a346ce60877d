#ifndef phenoProfileAggregationFilter_h
#define phenoProfileAggregationFilter_h

#include "phenoAggregate.h"
#include "phenoDataObjectSource.h"
#include "phenoProfileDataObject.h"

#include <string>
#include <vector>

namespace pheno
{
/** \class ProfileAggregationFilter
 * \brief Makes one profile of each group of rows: cells to wells, wells to treatments.
 *
 * A profile is the mean or median of every feature over the group, missing values (NaN) left out. The output has a row
 * a group, sorted by its columns, with these columns and the number of rows as Metadata_Object_Count. Throws
 * itk::ExceptionObject when a column of GroupBy is missing.
 *
 * \ingroup PhenoEmbedding
 */
class ProfileAggregationFilter : public DataObjectSource<ProfileDataObject>
{
public:
  ITK_DISALLOW_COPY_AND_MOVE(ProfileAggregationFilter);
  using Self = ProfileAggregationFilter;
  using Superclass = DataObjectSource<ProfileDataObject>;
  using Pointer = itk::SmartPointer<Self>;
  using ConstPointer = itk::SmartPointer<const Self>;
  itkNewMacro(Self);
  itkTypeMacro(ProfileAggregationFilter, DataObjectSource);

  /** Profiles of cells, crops or wells. Required. */
  itkSetInputMacro(Profiles, ProfileDataObject);
  itkGetInputMacro(Profiles, ProfileDataObject);

  /** Metadata columns that make a group. What is the same all over a group, such as a well's compound, may be named
   * here to be kept. Default Metadata_Plate and Metadata_Well. */
  void
  SetGroupBy(std::vector<std::string> columns);
  itkGetConstReferenceMacro(GroupBy, std::vector<std::string>);

  /** Default Mean. */
  itkSetEnumMacro(Center, Center);
  itkGetEnumMacro(Center, Center);

  /** Divide every aggregated profile by its Euclidean norm. Default off. */
  itkSetMacro(UnitNorm, bool);
  itkGetConstMacro(UnitNorm, bool);
  itkBooleanMacro(UnitNorm);

protected:
  ProfileAggregationFilter();
  ~ProfileAggregationFilter() override = default;

  void
  Execute() override;
  void
  PrintSelf(std::ostream & os, itk::Indent indent) const override;

private:
  std::vector<std::string> m_GroupBy{ "Metadata_Plate", "Metadata_Well" };
  Center                   m_Center{ Center::Mean };
  bool                     m_UnitNorm{ false };
};
} // namespace pheno

#endif
