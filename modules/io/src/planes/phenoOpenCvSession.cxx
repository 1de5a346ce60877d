#include <opencv2/core/utility.hpp>

/** Called by WarmUpItk. Alone in its library: OpenCV's own libraries cost every start 7 ms. */
extern "C" __attribute__((visibility("default"))) void
pheno_opencv_use_one_thread()
{
  cv::setNumThreads(1);
}
