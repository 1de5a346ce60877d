#include "phenoGoldenTopics.h"

// A topic's handler, or nullptr where the module it tests is not part of this build.
#ifdef PHENO_GOLDEN_LEARN
#  define LEARN(handler) handler, "needs Pheno::learn"
#else
#  define LEARN(handler) nullptr, "needs Pheno::learn"
#endif
#ifdef PHENO_GOLDEN_PROFILE
#  define PROFILE(handler) handler, "needs Pheno::profile"
#else
#  define PROFILE(handler) nullptr, "needs Pheno::profile"
#endif

namespace pheno::golden
{
namespace
{
constexpr auto kObjectives = "later: further contrastive objectives";
constexpr auto kEncoders = "later: further encoders";
constexpr auto kProfiles = "later: profile correction, metrics and hits";
constexpr auto kImages = "later: image preparation";
constexpr auto kMolecules = "later: molecules and text";
} // namespace

const std::vector<Topic> &
Topics()
{
  static const std::vector<Topic> topics = {
    { "assay_quality", PROFILE(RunAssayQuality) },
    { "batch_probe", nullptr, kProfiles },
    { "bbbc021_map", PROFILE(RunBbbc021Map) },
    { "bbbc021_tables", PROFILE(RunBbbc021Tables) },
    { "bh_fdr", PROFILE(RunBhFdr) },
    { "bn_recalibration", LEARN(RunBnRecalibration) },
    { "bootstrap_permutation", nullptr, kProfiles },
    { "cellprofiler_illumination", nullptr, kImages },
    { "clip_loss", nullptr, kObjectives },
    { "cloob_loss", nullptr, kObjectives },
    { "combat", nullptr, kProfiles },
    { "compound_gene", nullptr, kProfiles },
    { "consensus", PROFILE(RunConsensus) },
    { "copairs_map", PROFILE(RunCopairsMap) },
    { "cross_channel_former", nullptr, kEncoders },
    { "cwcl_loss", nullptr, kObjectives },
    { "cytominer_eval", nullptr, kProfiles },
    { "dose_response", nullptr, kProfiles },
    { "efaar_normalise", nullptr, kProfiles },
    { "emm_imm", nullptr, kObjectives },
    { "encoder_cnn4_perakis", nullptr, kEncoders },
    { "encoder_resnet18_spc", LEARN(RunEncoderResnet18Spc) },
    { "encoder_resnet50_torchvision", nullptr, kEncoders },
    { "encoder_vit_small", nullptr, kEncoders },
    { "feature_select", nullptr, kProfiles },
    { "harmony", nullptr, kProfiles },
    { "hierarchical", nullptr, kProfiles },
    { "mil_attention_pool", nullptr, kEncoders },
    { "molecule_fingerprints", nullptr, kMolecules },
    { "nsc_nscb", PROFILE(RunNscNscb) },
    { "ntxent_simclr", LEARN(RunNtxentSimclr) },
    { "percent_replicating", nullptr, kProfiles },
    { "prepare_images", nullptr, kImages },
    { "pycytominer_normalise", PROFILE(RunPycytominerNormalise) },
    { "regress_out", nullptr, kProfiles },
    { "relationship_recall", nullptr, kProfiles },
    { "retrieval", nullptr, kProfiles },
    { "retrieval_groups", nullptr, kProfiles },
    { "s2l_loss", nullptr, kObjectives },
    { "sigclip_loss", nullptr, kObjectives },
    { "spc_class_update", LEARN(RunSpcClassUpdate) },
    { "spc_cosine_analysis", nullptr, kProfiles },
    { "spc_loss", LEARN(RunSpcLoss) },
    { "spc_train_step", LEARN(RunSpcTrainStep) },
    { "text_minilm", nullptr, kMolecules },
    { "umap_quality", nullptr, kProfiles },
    { "whitening_coral", PROFILE(RunWhiteningCoral) },
  };
  return topics;
}
} // namespace pheno::golden
