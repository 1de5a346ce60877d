#include "phenoGoldenTopics.h"

// A topic's handler, or nullptr where the module it tests is not part of this build.
#ifdef PHENO_GOLDEN_ILLUMINATION
#  define ILLUMINATION(handler) handler, "needs Pheno::illumination and Pheno::segmentation"
#else
#  define ILLUMINATION(handler) nullptr, "needs Pheno::illumination and Pheno::segmentation"
#endif
#ifdef PHENO_GOLDEN_LEARN
#  define LEARN(handler) handler, "needs Pheno::learn"
#else
#  define LEARN(handler) nullptr, "needs Pheno::learn"
#endif
#ifdef PHENO_GOLDEN_MOLECULE
#  define MOLECULE(handler) handler, "needs Pheno::molecule"
#else
#  define MOLECULE(handler) nullptr, "needs Pheno::molecule"
#endif
#ifdef PHENO_GOLDEN_PROFILE
#  define PROFILE(handler) handler, "needs Pheno::profile"
#else
#  define PROFILE(handler) nullptr, "needs Pheno::profile"
#endif

namespace pheno::golden
{
const std::vector<Topic> &
Topics()
{
  static const std::vector<Topic> topics = {
    { "assay_quality", PROFILE(RunAssayQuality) },
    { "batch_probe", PROFILE(RunBatchProbe) },
    { "bbbc021_map", PROFILE(RunBbbc021Map) },
    { "bbbc021_tables", PROFILE(RunBbbc021Tables) },
    { "bh_fdr", PROFILE(RunBhFdr) },
    { "bn_recalibration", LEARN(RunBnRecalibration) },
    { "bootstrap_permutation", PROFILE(RunBootstrapPermutation) },
    { "cellprofiler_illumination", ILLUMINATION(RunCellprofilerIllumination) },
    { "clip_loss", LEARN(RunClipLoss) },
    { "cloob_loss", LEARN(RunCloobLoss) },
    { "combat", PROFILE(RunCombat) },
    { "compound_gene", PROFILE(RunCompoundGene) },
    { "consensus", PROFILE(RunConsensus) },
    { "copairs_map", PROFILE(RunCopairsMap) },
    { "cross_channel_former", LEARN(RunCrossChannelFormer) },
    { "cwcl_loss", LEARN(RunCwclLoss) },
    { "cytominer_eval", PROFILE(RunCytominerEval) },
    { "dose_response", PROFILE(RunDoseResponse) },
    { "efaar_normalise", PROFILE(RunEfaarNormalise) },
    { "emm_imm", LEARN(RunEmmImm) },
    { "encoder_cnn4_perakis", LEARN(RunEncoderCnn4Perakis) },
    { "encoder_resnet18_spc", LEARN(RunEncoderResnet18Spc) },
    { "encoder_resnet50_torchvision", LEARN(RunEncoderResnet50Torchvision) },
    { "encoder_vit_small", LEARN(RunEncoderVitSmall) },
    { "feature_select", PROFILE(RunFeatureSelect) },
    { "harmony", PROFILE(RunHarmony) },
    { "hierarchical", PROFILE(RunHierarchical) },
    { "mil_attention_pool", LEARN(RunMilAttentionPool) },
    { "molecule_fingerprints", MOLECULE(RunMoleculeFingerprints) },
    { "nsc_nscb", PROFILE(RunNscNscb) },
    { "ntxent_simclr", LEARN(RunNtxentSimclr) },
    { "percent_replicating", PROFILE(RunPercentReplicating) },
    { "prepare_images", ILLUMINATION(RunPrepareImages) },
    { "pycytominer_normalise", PROFILE(RunPycytominerNormalise) },
    { "regress_out", PROFILE(RunRegressOut) },
    { "relationship_recall", PROFILE(RunRelationshipRecall) },
    { "retrieval", PROFILE(RunRetrieval) },
    { "retrieval_groups", PROFILE(RunRetrievalGroups) },
    { "s2l_loss", LEARN(RunS2lLoss) },
    { "sigclip_loss", LEARN(RunSigclipLoss) },
    { "spc_class_update", LEARN(RunSpcClassUpdate) },
    { "spc_cosine_analysis", PROFILE(RunSpcCosineAnalysis) },
    { "spc_loss", LEARN(RunSpcLoss) },
    { "spc_train_step", LEARN(RunSpcTrainStep) },
    { "text_minilm", LEARN(RunTextMinilm) },
    { "umap_quality", PROFILE(RunUmapQuality) },
    { "whitening_coral", PROFILE(RunWhiteningCoral) },
  };
  return topics;
}
} // namespace pheno::golden
