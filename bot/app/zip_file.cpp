#include "bot/app/zip_file.h"

#include <minizip/zip.h>

namespace allybot::app {
namespace {

constexpr int kDeflate = 8;  // Z_DEFLATED
constexpr int kBestCompression = 9;

/// 1 January 1980, the first day that an archive knows.
zip_fileinfo no_time() {
  zip_fileinfo when{};
  when.tmz_date.tm_mday = 1;
  when.tmz_date.tm_year = 1980;
  return when;
}

bool add(zipFile archive, const platforms::PackageFile& file) {
  const zip_fileinfo when = no_time();
  if (zipOpenNewFileInZip(archive, file.name.c_str(), &when, nullptr, 0, nullptr, 0, nullptr, kDeflate, kBestCompression) !=
      ZIP_OK)
    return false;
  const bool written = zipWriteInFileInZip(archive, file.bytes.data(), static_cast<unsigned>(file.bytes.size())) == ZIP_OK;
  return zipCloseFileInZip(archive) == ZIP_OK && written;
}

}  // namespace

Result<void> write_zip(const std::string& path, const std::vector<platforms::PackageFile>& files) {
  const auto failure = [&path] { return fail(Code::Unavailable, "The file " + path + " could not be written."); };
  zipFile archive = zipOpen(path.c_str(), APPEND_STATUS_CREATE);
  if (archive == nullptr) return failure();
  bool good = true;
  for (const platforms::PackageFile& file : files) good = good && add(archive, file);
  if (zipClose(archive, nullptr) != ZIP_OK || !good) return failure();
  return {};
}

}  // namespace allybot::app
