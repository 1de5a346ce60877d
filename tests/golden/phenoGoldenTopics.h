#ifndef phenoGoldenTopics_h
#define phenoGoldenTopics_h

#include <nlohmann/json.hpp>

#include <exception>
#include <string>
#include <vector>

namespace pheno::golden
{
using Json = nlohmann::json;

/** One case of a golden file, as a topic's handler sees it. */
struct Case
{
  const Json &        inputs; ///< the case's `inputs`
  const Json &        whole;  ///< the case with name, expected, tolerance: for field selection, never for the numbers
  const std::string & data;   ///< folder of --data (shared/data), empty when not given
};

/** Thrown by a handler that lacks something of this machine: the case is reported as skipped, with the reason. */
class Skipped : public std::exception
{
public:
  explicit Skipped(std::string reason)
    : m_Reason(std::move(reason))
  {}

  const char *
  what() const noexcept override
  {
    return m_Reason.c_str();
  }

private:
  std::string m_Reason;
};

/** Computes a topic's fields with the product's own code.
 *
 * Returns an object whose fields are compared with the case's `expected` (further fields are ignored). A case that must
 * be refused (`expected.raises`) passes when the handler throws a std::runtime_error with a message; torch's and json's
 * own exceptions do not count as a clear refusal. */
using Handler = Json (*)(const Case & golden);

/** A golden topic: who computes it, or which work will. */
struct Topic
{
  std::string name;
  Handler     handler = nullptr; ///< nullptr: known, not built here
  std::string owner;             ///< why it is skipped when there is no handler
  /** Fields where the product keeps the reference's convention although `expected_by_equation` gives the other one;
   * only for fields whose notes accept either. */
  std::vector<std::string> keepsReference = {};
};

/** Every topic of the golden folder, by name. */
const std::vector<Topic> &
Topics();

// Pheno::learn
Json
RunSpcLoss(const Case & golden);
Json
RunSpcClassUpdate(const Case & golden);
Json
RunSpcTrainStep(const Case & golden);
Json
RunNtxentSimclr(const Case & golden);
Json
RunBnRecalibration(const Case & golden);
Json
RunEncoderResnet18Spc(const Case & golden);
Json
RunClipLoss(const Case & golden);
Json
RunCwclLoss(const Case & golden);
Json
RunCloobLoss(const Case & golden);
Json
RunSigclipLoss(const Case & golden);
Json
RunS2lLoss(const Case & golden);
Json
RunEmmImm(const Case & golden);
Json
RunEncoderResnet50Torchvision(const Case & golden);
Json
RunEncoderCnn4Perakis(const Case & golden);
Json
RunEncoderVitSmall(const Case & golden);
Json
RunMilAttentionPool(const Case & golden);
Json
RunCrossChannelFormer(const Case & golden);
Json
RunTextMinilm(const Case & golden);

// Pheno::illumination
Json
RunCellprofilerIllumination(const Case & golden);
Json
RunPrepareImages(const Case & golden);

// Pheno::molecule
Json
RunMoleculeFingerprints(const Case & golden);

// Pheno::profile
Json
RunAssayQuality(const Case & golden);
Json
RunBatchProbe(const Case & golden);
Json
RunBbbc021Map(const Case & golden);
Json
RunBbbc021Tables(const Case & golden);
Json
RunBhFdr(const Case & golden);
Json
RunBootstrapPermutation(const Case & golden);
Json
RunCombat(const Case & golden);
Json
RunCompoundGene(const Case & golden);
Json
RunConsensus(const Case & golden);
Json
RunCopairsMap(const Case & golden);
Json
RunCytominerEval(const Case & golden);
Json
RunDoseResponse(const Case & golden);
Json
RunEfaarNormalise(const Case & golden);
Json
RunFeatureSelect(const Case & golden);
Json
RunHarmony(const Case & golden);
Json
RunHierarchical(const Case & golden);
Json
RunNscNscb(const Case & golden);
Json
RunPercentReplicating(const Case & golden);
Json
RunPycytominerNormalise(const Case & golden);
Json
RunRegressOut(const Case & golden);
Json
RunRelationshipRecall(const Case & golden);
Json
RunRetrieval(const Case & golden);
Json
RunRetrievalGroups(const Case & golden);
Json
RunSpcCosineAnalysis(const Case & golden);
Json
RunUmapQuality(const Case & golden);
Json
RunWhiteningCoral(const Case & golden);
} // namespace pheno::golden

#endif
