#ifndef phenoLocalPolynomial_h
#define phenoLocalPolynomial_h

#include <cstddef>
#include <vector>

namespace pheno
{
/** Local quadratic regression with Gaussian weights along one axis: row i gives the weights of the samples in the value
 * at points[i] (Cleveland 1979, with a Gaussian kernel). The degree falls to what the number of samples allows. sigma >
 * 0 in the unit of the coordinates; at least one sample. */
std::vector<std::vector<double>>
LocalQuadraticWeights(const std::vector<double> & samples, const std::vector<double> & points, double sigma);

/** rows * picture * columns^T: a picture (row-major, rows[0].size() x columns[0].size()) smoothed along both axes. */
std::vector<double>
SmoothSeparably(const std::vector<std::vector<double>> & rows,
                const std::vector<double> &              picture,
                const std::vector<std::vector<double>> & columns);
} // namespace pheno

#endif
