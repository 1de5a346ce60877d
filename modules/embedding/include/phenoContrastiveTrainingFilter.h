#ifndef phenoContrastiveTrainingFilter_h
#define phenoContrastiveTrainingFilter_h

#include "phenoCropDataObject.h"
#include "phenoDataObjectSource.h"
#include "phenoEncoderModelDataObject.h"
#include "phenoTrainer.h"

#include <string>
#include <vector>

namespace pheno
{
/** \class ContrastiveTrainingFilter
 * \brief Trains an image encoder on crops by contrast; the output is the encoder.
 *
 * Objective "spc" (spherical phenotype clustering, Nightingale et al. 2024/2026): every class of crops has a vector on
 * the unit sphere that its crops are drawn to and that follows them. Objective "simclr" (Chen et al. 2020): two
 * augmented views of a crop attract each other; classes are not used. The arithmetic is that of phenoTrainer.h: the
 * same crops, settings, threads and processor class give the same weights.
 *
 * Reports progress after every step, and stops after a step when asked to. Throws itk::ExceptionObject when a column of
 * ClassBy is missing, when the crops do not fill one batch, for impossible settings, and for a loss that is not finite.
 * LibTorch uses as many threads as the filter has work units, but no more than ITK's threads.
 *
 * \ingroup PhenoEmbedding
 */
class ContrastiveTrainingFilter : public DataObjectSource<EncoderModelDataObject>
{
public:
  ITK_DISALLOW_COPY_AND_MOVE(ContrastiveTrainingFilter);
  using Self = ContrastiveTrainingFilter;
  using Superclass = DataObjectSource<EncoderModelDataObject>;
  using Pointer = itk::SmartPointer<Self>;
  using ConstPointer = itk::SmartPointer<const Self>;
  itkNewMacro(Self);
  itkTypeMacro(ContrastiveTrainingFilter, DataObjectSource);

  /** What is learned from. Required. */
  itkSetInputMacro(Crops, CropDataObject);
  itkGetInputMacro(Crops, CropDataObject);

  /** Objective, network, optimizer, batches, augmentation, seed: everything that decides the weights. Throws
   * itk::ExceptionObject for an impossible value. */
  void
  SetSettings(const TrainingSettings & settings);
  const TrainingSettings &
  GetSettings() const
  {
    return m_Settings;
  }

  /** Columns of the crops' table whose values together make a class. Crops with an empty value are not learned from. No
   * columns: all crops, without classes (simclr only). Default: Metadata_Plate and Metadata_Well, which need no
   * annotation. */
  void
  SetClassBy(std::vector<std::string> columns);
  itkGetConstReferenceMacro(ClassBy, std::vector<std::string>);

  /** Percentiles (0 to 100) of each channel that are mapped to -0.5 and 0.5 before the network. 8-bit crops are scaled
   * as (x - 127.5) / 255 instead. Default 0.5 and 99.9. */
  itkSetMacro(LowPercentile, double);
  itkGetConstMacro(LowPercentile, double);
  itkSetMacro(HighPercentile, double);
  itkGetConstMacro(HighPercentile, double);

  /** Folder for checkpoints, once a minute and when stopped; a training that finds one there goes on from it. It
   * belongs to one set of crops. Default empty: none are kept. */
  itkSetMacro(CheckpointFolder, std::string);
  itkGetConstReferenceMacro(CheckpointFolder, std::string);

  /** Loss and learning rate over the steps. Valid after an update. */
  itkGetConstReferenceMacro(History, std::vector<HistoryRow>);

protected:
  ContrastiveTrainingFilter();
  ~ContrastiveTrainingFilter() override = default;

  void
  Execute() override;
  void
  PrintSelf(std::ostream & os, itk::Indent indent) const override;

private:
  TrainingRun
  MakeRun();

  TrainingSettings         m_Settings;
  std::vector<std::string> m_ClassBy{ "Metadata_Plate", "Metadata_Well" };
  double                   m_LowPercentile{ 0.5 };
  double                   m_HighPercentile{ 99.9 };
  std::string              m_CheckpointFolder;
  std::vector<HistoryRow>  m_History;
};
} // namespace pheno

#endif
