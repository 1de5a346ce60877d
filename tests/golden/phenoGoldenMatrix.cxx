#include "phenoGoldenMatrix.h"

#include <cmath>
#include <limits>

namespace pheno::golden
{
std::vector<double>
ToNumbers(const Json & list)
{
  std::vector<double> numbers(list.size());
  for (std::size_t i = 0; i < list.size(); ++i)
  {
    if (!ReadNumber(list[i], numbers[i]))
    {
      throw std::runtime_error("expected a number, got " + list[i].dump());
    }
  }
  return numbers;
}

Matrix
ToMatrix(const Json & rows)
{
  Matrix matrix(rows.size(), rows.empty() ? 0 : rows[0].size());
  for (std::size_t row = 0; row < rows.size(); ++row)
  {
    const std::vector<double> numbers = ToNumbers(rows[row]);
    if (numbers.size() != matrix.columns)
    {
      throw std::runtime_error("row " + std::to_string(row) + " has " + std::to_string(numbers.size()) +
                               " values, expected " + std::to_string(matrix.columns));
    }
    std::copy(numbers.begin(), numbers.end(), matrix.Row(row).begin());
  }
  return matrix;
}

LabelColumn
ToLabels(const Json & list)
{
  LabelColumn labels;
  for (const Json & each : list)
  {
    labels.push_back(each.is_string() ? each.get<std::string>() : each.is_null() ? "" : each.dump());
  }
  return labels;
}

RowMask
ToMask(const Json & list)
{
  RowMask mask;
  for (const Json & each : list)
  {
    mask.push_back(each.is_boolean() ? each.get<bool>() : each.get<int>() != 0);
  }
  return mask;
}

Json
FromNumber(double number)
{
  if (std::isnan(number))
  {
    return nullptr;
  }
  if (std::isinf(number))
  {
    return number > 0 ? "Infinity" : "-Infinity";
  }
  return number;
}

Json
FromNumbers(std::span<const double> numbers)
{
  Json list = Json::array();
  for (const double number : numbers)
  {
    list.push_back(FromNumber(number));
  }
  return list;
}

Json
FromMatrix(MatrixView matrix)
{
  Json rows = Json::array();
  for (std::size_t row = 0; row < matrix.rows; ++row)
  {
    rows.push_back(FromNumbers(matrix.Row(row)));
  }
  return rows;
}

Matrix
Gram(MatrixView matrix)
{
  Matrix gram(matrix.rows, matrix.rows);
  for (std::size_t i = 0; i < matrix.rows; ++i)
  {
    for (std::size_t j = 0; j < matrix.rows; ++j)
    {
      for (std::size_t k = 0; k < matrix.columns; ++k)
      {
        gram(i, j) += matrix(i, k) * matrix(j, k);
      }
    }
  }
  return gram;
}

Matrix
Magnitudes(MatrixView matrix)
{
  Matrix result(matrix);
  for (double & value : result.values)
  {
    value = std::abs(value);
  }
  return result;
}
} // namespace pheno::golden
