// Loaded before the C library: reading a file whose path holds PHENO_FAULTY_PATH fails as a broken disk does.
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>

#include <dlfcn.h>
#include <unistd.h>

namespace
{
bool
IsFaulty(int descriptor)
{
  const char * wanted = std::getenv("PHENO_FAULTY_PATH");
  char         path[4096];
  const auto   length = wanted == nullptr
                          ? -1
                          : ::readlink(("/proc/self/fd/" + std::to_string(descriptor)).c_str(), path, sizeof(path) - 1);
  if (length < 0)
  {
    return false;
  }
  path[length] = 0;
  return std::strstr(path, wanted) != nullptr;
}
} // namespace

extern "C" ssize_t
pread(int descriptor, void * buffer, std::size_t count, off_t offset)
{
  using Read = ssize_t (*)(int, void *, std::size_t, off_t);
  static const auto next = reinterpret_cast<Read>(::dlsym(RTLD_NEXT, "pread"));
  if (IsFaulty(descriptor))
  {
    errno = EIO;
    return -1;
  }
  return next(descriptor, buffer, count, offset);
}
