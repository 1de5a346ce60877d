#include "phenoProfileTest.h"

#include "phenoLandmarkChoice.h"
#include "phenoLandmarkDistances.h"
#include "phenoLandmarkScores.h"

using namespace pheno;
using namespace pheno::test;

TEST_CASE("landmarks are tight and far; what kept the others out is counted once each")
{
  const std::vector<double> dispersion{ .04, .02, .05, .06, .01, kNaN, .9, .02 };
  const std::vector<double> distance{ .5, .5, .21, .9, .2, .9, .1, .4 };
  const LandmarkChoice      choice = ChooseLandmarks(dispersion, distance, { .05, .2 });
  CHECK(choice.landmarks == std::vector<std::size_t>{ 1, 7, 0, 2 }); // .05 passes, a distance of .2 does not
  CHECK(choice.n_candidates == 8);
  CHECK(choice.n_undefined == 1);
  CHECK(choice.n_dispersed == 1);
  CHECK(choice.n_near_controls == 1);
  CHECK(choice.n_failed_both == 1);
}

TEST_CASE("where nothing passes, the numbers say what would")
{
  const std::vector<double> dispersion{ .3, .01, kNaN };
  const std::vector<double> distance{ .9, .1, .9 };
  const LandmarkChoice      choice = ChooseLandmarks(dispersion, distance, { .05, .2 });
  CHECK(choice.landmarks.empty());
  CHECK(choice.passing_dispersion == .3);
  CHECK(choice.passing_distance == .1);
  const LandmarkChoice none = ChooseLandmarks({}, {}, {});
  CHECK(none.n_candidates == 0);
  CHECK(std::isnan(none.passing_dispersion));
  CHECK_THROWS_AS(ChooseLandmarks(dispersion, {}, {}), ProfileError);
}

TEST_CASE("the nearest three landmarks: never itself, ties in the order of the landmarks")
{
  const Matrix centroids = MakeMatrix({ { 1, 0 }, { 0, 1 }, { 1, 1 }, { 2, 2 }, { -1, 0 }, { kNaN, 0 } });
  const std::vector<std::size_t> landmarks{ 3, 0, 2, 1 };
  const LandmarkDistances        found = DistancesToLandmarks(centroids, landmarks);
  CHECK(found.nearest[0][0].landmark == 0); // row 3 and row 2 are equally near, row 3 is the earlier landmark
  CHECK(found.nearest[0][1].landmark == 2);
  CHECK(found.nearest[0][2].landmark == 3);
  CHECK(found.nearest[0][0].distance == found.nearest[0][1].distance);
  CHECK(found.nearest[0][2].distance == 1);
  CHECK(std::isnan(found.distances(0, 1)));
  CHECK(std::abs(found.distances(3, 2)) < 1e-11);
  CHECK(found.distances(4, 1) == doctest::Approx(2));
  CHECK(found.nearest[5][0].landmark == NearestLandmark::kNone);
  const std::vector<std::size_t> single{ 0 };
  const LandmarkDistances        one = DistancesToLandmarks(centroids, single, 3);
  CHECK(one.nearest[0][0].landmark == NearestLandmark::kNone);
  CHECK(one.nearest[1][0].landmark == 0);
  CHECK(one.nearest[1][1].landmark == NearestLandmark::kNone);
  CHECK(DistancesToLandmarks(centroids, {}).distances.columns == 0);
  const std::vector<std::size_t> outside{ 6 };
  CHECK_THROWS_AS(DistancesToLandmarks(centroids, outside), ProfileError);
}

TEST_CASE("distances to landmarks do not depend on the threads")
{
  const Matrix                   centroids = RandomMatrix(150, 5, 8);
  const std::vector<std::size_t> landmarks{ 2, 77, 149, 64 };
  const Matrix                   one = DistancesToLandmarks(centroids, landmarks, 1).distances;
  const Matrix                   two = DistancesToLandmarks(centroids, landmarks, 2).distances;
  for (std::size_t i = 0; i < one.values.size(); ++i)
  {
    CHECK((one.values[i] == two.values[i] || (std::isnan(one.values[i]) && std::isnan(two.values[i]))));
  }
}

TEST_CASE("scores are harmonic means of strength, similarity and steadiness")
{
  const LandmarkScores scores = ScoreByLandmarks(
    std::vector{ 1.0, .5, .8, 2.0 }, std::vector{ .2, 1.5, .4, kNaN }, std::vector{ .1, .4, kNaN, .9 });
  CheckSame(scores.strength, { 1, .5, .8, kNaN }, 1e-15); // the fourth has no landmark and does not count
  CheckSame(scores.similarity, { .8, 0, .6, kNaN }, 1e-15);
  CheckSame(scores.steadiness, { .75, 0, kNaN, kNaN }, 1e-15);
  CHECK(scores.strength_similarity[0] == doctest::Approx(2 / (1 / 1.0 + 1 / .8)));
  CHECK(scores.strength_steadiness[0] == doctest::Approx(2 / (1 / 1.0 + 1 / .75)));
  CHECK(scores.all_three[0] == doctest::Approx(3 / (1 / 1.0 + 1 / .8 + 1 / .75)));
  CHECK(scores.strength_similarity[1] < 1e-9);
  CHECK(std::isnan(scores.all_three[2]));
  CHECK(scores.strength_similarity[2] == doctest::Approx(2 / (1 / .8 + 1 / .6)));
  const LandmarkScores still = ScoreByLandmarks(std::vector{ 0.0 }, std::vector{ 0.0 }, std::vector{ 0.0 });
  CHECK(still.strength[0] == 0);
  CHECK(still.steadiness[0] == 1);
  CHECK_THROWS_AS(ScoreByLandmarks(std::vector{ 0.0 }, {}, {}), ProfileError);
}
