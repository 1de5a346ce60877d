#include "phenoSystemRun.h"

#include <iostream>

using namespace pheno;
using namespace pheno::test;

namespace
{
/** Compounds that training never saw find their images, and back, far more often than by chance. */
void
StudyUnseen(const std::string & workflow, const std::string & more)
{
  Place place;
  Put(place, "chemistry_screen/full.json", workflow);
  const Ended ended = place.Run("run", more);
  REQUIRE_MESSAGE(ended.code == 0, ended.output);
  const fs::path run = place.folder / "run";
  std::cout << workflow << ", simulated, " << more << "\n";
  for (const char * part : { "train", "test" })
  {
    for (const char * direction : { "images to treatments", "treatments to images" })
    {
      const std::string group = std::string(part) + ", " + direction;
      std::cout << "  " << group << ":";
      for (const char * metric : { "r_at_1", "r_at_10", "mrr" })
      {
        std::cout << " " << metric << " " << MetricOf(run, metric, group) << " (chance "
                  << MetricOf(run, std::string(metric) + "_chance", group) << ")";
      }
      std::cout << " p of r_at_10 " << MetricOf(run, "r_at_10", group, "p") << std::endl;
      CHECK(MetricOf(run, "r_at_10", group, "p") < 0.001);
      CHECK(MetricOf(run, "mrr", group) > MetricOf(run, "mrr_chance", group));
    }
  }
}
} // namespace

TEST_CASE("multiview_jump: molecules never seen are retrieved above chance")
{
  StudyUnseen("multiview_jump.json", "-p train.max_steps=250 -p train.batch_size=64");
}

TEST_CASE("cellclip_bray: prompts never seen are retrieved above chance")
{
  StudyUnseen("cellclip_bray.json", "-p train.max_steps=500 -p train.batch_size=64");
}

TEST_CASE("cellclip_jump: prompts never seen are retrieved above chance")
{
  StudyUnseen("cellclip_jump.json", "-p train.max_steps=500 -p train.batch_size=64");
}
