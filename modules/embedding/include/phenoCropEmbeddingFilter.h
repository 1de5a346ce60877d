#ifndef phenoCropEmbeddingFilter_h
#define phenoCropEmbeddingFilter_h

#include "phenoCropDataObject.h"
#include "phenoDataObjectSource.h"
#include "phenoEncoderModelDataObject.h"
#include "phenoProfileDataObject.h"

#include <cstdint>
#include <string>

namespace pheno
{
struct EmbeddingSettings;

/** \class CropEmbeddingFilter
 * \brief Embeds crops with a trained encoder; the output holds one profile a crop, in the order of the crops.
 *
 * With Recalibrate on, each plate's crops are embedded with batch-norm statistics of that plate's control crops: those
 * of one training-mode pass over all of them (batch correction of spherical phenotype clustering, Nightingale et al.
 * 2024/2026). That removes what differs between plates. The model that comes in is not changed.
 *
 * Profiles keep the Metadata_* columns of the crops; their features are Embedding_0001, ..., of unit length over a row
 * for a model trained with "spc". Reports progress after every batch and stops after one when asked to. Throws
 * itk::ExceptionObject when channels (names or order), crop size or pixel type are not those that the model was trained
 * on, or when plates have no control crop; these are named.
 *
 * \ingroup PhenoEmbedding
 */
class CropEmbeddingFilter : public DataObjectSource<ProfileDataObject>
{
public:
  ITK_DISALLOW_COPY_AND_MOVE(CropEmbeddingFilter);
  using Self = CropEmbeddingFilter;
  using Superclass = DataObjectSource<ProfileDataObject>;
  using Pointer = itk::SmartPointer<Self>;
  using ConstPointer = itk::SmartPointer<const Self>;
  itkNewMacro(Self);
  itkTypeMacro(CropEmbeddingFilter, DataObjectSource);

  /** The crops of one or several plates. Required. */
  itkSetInputMacro(Crops, CropDataObject);
  itkGetInputMacro(Crops, CropDataObject);

  /** The encoder. Required. */
  itkSetInputMacro(Model, EncoderModelDataObject);
  itkGetInputMacro(Model, EncoderModelDataObject);

  /** Replace the batch-norm statistics by those of each plate's controls. Needs the columns Metadata_Plate and
   * ControlColumn. Default on. */
  itkSetMacro(Recalibrate, bool);
  itkGetConstMacro(Recalibrate, bool);
  itkBooleanMacro(Recalibrate);

  /** Column of the crops' table that tells controls, and its value for them. Default Metadata_role and negcon. */
  itkSetMacro(ControlColumn, std::string);
  itkGetConstReferenceMacro(ControlColumn, std::string);
  itkSetMacro(ControlValue, std::string);
  itkGetConstReferenceMacro(ControlValue, std::string);

  /** Recalibrate with at most so many control crops a plate, drawn by Seed; 0: all. Default 0 and seed 1. */
  itkSetMacro(ControlSampleSize, std::int64_t);
  itkGetConstMacro(ControlSampleSize, std::int64_t);
  itkSetMacro(Seed, std::uint64_t);
  itkGetConstMacro(Seed, std::uint64_t);

  /** Crops at once; changes time and memory, not the result. Default 256. */
  itkSetMacro(BatchSize, std::int64_t);
  itkGetConstMacro(BatchSize, std::int64_t);

  /** "float32", "bfloat16", or "auto": bfloat16 where the processor has units for it. Default float32. */
  itkSetMacro(Precision, std::string);
  itkGetConstReferenceMacro(Precision, std::string);

protected:
  CropEmbeddingFilter();
  ~CropEmbeddingFilter() override = default;

  void
  Execute() override;
  void
  PrintSelf(std::ostream & os, itk::Indent indent) const override;

private:
  EmbeddingSettings
  MakeSettings();

  bool          m_Recalibrate{ true };
  std::string   m_ControlColumn{ "Metadata_role" };
  std::string   m_ControlValue{ "negcon" };
  std::int64_t  m_ControlSampleSize{ 0 };
  std::uint64_t m_Seed{ 1 };
  std::int64_t  m_BatchSize{ 256 };
  std::string   m_Precision{ "float32" };
};
} // namespace pheno

#endif
