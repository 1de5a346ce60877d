#include "phenoPictureLibrary.h"

#include <opencv2/core/utils/logger.hpp>
#include <opencv2/imgcodecs.hpp>

/** DecodeGrey. Alone in its library: OpenCV's decoders and what they link cost every start milliseconds. */
extern "C" __attribute__((visibility("default"))) const char *
pheno_decode_grey(const unsigned char * bytes, std::size_t size, int width, int height, float * pixels)
{
  cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT); // what is wrong is told by the reader
  try
  {
    const cv::Mat raw(1, static_cast<int>(size), CV_8U, const_cast<unsigned char *>(bytes));
    const cv::Mat image = cv::imdecode(raw, cv::IMREAD_UNCHANGED);
    if (image.empty())
    {
      return "cannot be decoded: it is damaged or truncated";
    }
    if (image.channels() != 1 || image.cols != width || image.rows != height)
    {
      return "decodes to another picture than its header declares";
    }
    cv::Mat target(height, width, CV_32F, pixels);
    image.convertTo(target, CV_32F);
    return nullptr;
  }
  catch (const cv::Exception &)
  {
    return "cannot be decoded: it is damaged";
  }
}

/** EncodeGreyPng. */
extern "C" __attribute__((visibility("default"))) const char *
pheno_encode_grey_png(const unsigned char * pixels,
                      int                   width,
                      int                   height,
                      void (*take)(void *, const unsigned char *, std::size_t),
                      void * receiver)
{
  try
  {
    const cv::Mat              image(height, width, CV_8U, const_cast<unsigned char *>(pixels));
    std::vector<unsigned char> bytes;
    if (!cv::imencode(".png", image, bytes, { cv::IMWRITE_PNG_COMPRESSION, 6 }))
    {
      return "cannot be encoded";
    }
    take(receiver, bytes.data(), bytes.size());
    return nullptr;
  }
  catch (const cv::Exception &)
  {
    return "cannot be encoded";
  }
}
