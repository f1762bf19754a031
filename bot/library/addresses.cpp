#include "bot/library/addresses.h"

#include <algorithm>
#include <map>

#include "bot/core/text.h"
#include "bot/library/files.h"
#include "bot/library/source_text.h"

namespace allybot::library {
namespace {

constexpr std::size_t kMostBytes = 4U << 20U;

bool ends_address(char c) {
  return static_cast<unsigned char>(c) <= ' ' || c == '"' || c == '<' || c == '>' || c == '`' || c == '|';
}

/// The address that begins there, without the marks of the sentence around it.
std::string_view address_at(std::string_view text, std::size_t begin) {
  std::size_t end = begin;
  while (end < text.size() && !ends_address(text[end])) ++end;
  std::string_view address = text.substr(begin, end - begin);
  address = address.substr(0, address.find('#'));
  for (;;) {
    const char last = address.empty() ? 'x' : address.back();
    const bool closes =
        last == ')' && std::count(address.begin(), address.end(), '(') < std::count(address.begin(), address.end(), ')');
    if (!closes && std::string_view(".,;:!?'*]}").find(last) == std::string_view::npos) return address;
    address.remove_suffix(1);
  }
}

bool is_read(FoundFile::Role role) {
  using Role = FoundFile::Role;
  return role == Role::Item || role == Role::Sources || role == Role::Observances || role == Role::Help || role == Role::Series;
}

}  // namespace

std::vector<Address> addresses_of(const std::string& root) {
  std::map<std::string, std::vector<AddressPlace>> found;
  for (const FoundFile& file : scan_content(root).files) {
    if (!is_read(file.role)) continue;
    const auto bytes = read_bytes(file.real, kMostBytes);
    if (!bytes) continue;
    const SourceText source(file.path, *bytes);
    const std::string_view text = source.text();
    for (std::size_t at = text.find("https://"); at != std::string_view::npos; at = text.find("https://", at + 8)) {
      const std::string_view address = address_at(text, at);
      const auto place = source.place_of(at);
      const bool is_field = at >= 5 && text.substr(at - 5, 5) == "url: " && place.column == 6;
      found[std::string(address)].push_back({file.path, place.line, place.column, is_field && file.kind == "resources"});
    }
  }
  std::vector<Address> all;
  for (auto& [url, places] : found) {
    std::stable_sort(places.begin(), places.end(), [](const AddressPlace& one, const AddressPlace& other) {
      return one.path.starts_with("en/") && !other.path.starts_with("en/");
    });
    all.push_back({url, std::move(places)});
  }
  return all;
}

Result<void> write_checked_on(const std::string& root, const std::string& path, Date day) {
  const std::string real = root + "/" + path;
  const auto bytes = read_bytes(real, kMostBytes);
  if (!bytes) return tl::unexpected(bytes.error());
  std::string text = *bytes;
  const std::string line = "checked_on: " + to_rfc3339(TimePoint(day)).substr(0, 10);
  const auto end_of_front = text.find("\n---");
  const auto url = text.find("\nurl: "), old = text.find("\nchecked_on:");
  if (end_of_front == std::string::npos || url > end_of_front)
    return fail(Code::Invalid, path + " has no url in its front matter");
  const bool is_there = old < end_of_front;
  const std::size_t begin = (is_there ? old : url) + 1;
  std::size_t end = text.find('\n', begin);
  if (end > begin && text[end - 1] == '\r') --end;
  if (is_there)
    text.replace(begin, end - begin, line);
  else
    text.insert(end, (text[end] == '\r' ? "\r\n" : "\n") + line);
  if (text == *bytes) return {};
  return write_whole(real, text);
}

}  // namespace allybot::library
