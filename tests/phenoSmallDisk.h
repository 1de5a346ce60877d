#ifndef phenoSmallDisk_h
#define phenoSmallDisk_h

#include "phenoTest.h"

#include <string>

#include <sys/mount.h>

namespace pheno::test
{
/** A file system of a few megabytes in memory. Mounting needs root. */
class SmallDisk
{
public:
  SmallDisk(const boost::filesystem::path & place, int megabytes)
    : m_Place(place)
  {
    boost::filesystem::create_directories(place);
    m_IsMounted = ::mount("tmpfs", place.c_str(), "tmpfs", 0, Size(megabytes).c_str()) == 0;
  }
  ~SmallDisk()
  {
    if (m_IsMounted)
    {
      ::umount2(m_Place.c_str(), MNT_DETACH);
    }
  }
  SmallDisk(const SmallDisk &) = delete;
  SmallDisk &
  operator=(const SmallDisk &) = delete;

  bool
  IsMounted() const
  {
    return m_IsMounted;
  }
  void
  Grow(int megabytes) const
  {
    REQUIRE(::mount("tmpfs", m_Place.c_str(), "tmpfs", MS_REMOUNT, Size(megabytes).c_str()) == 0);
  }

private:
  static std::string
  Size(int megabytes)
  {
    return "size=" + std::to_string(megabytes) + "m";
  }

  boost::filesystem::path m_Place;
  bool                    m_IsMounted = false;
};
} // namespace pheno::test

#endif
