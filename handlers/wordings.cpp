#include "handlers/wordings.h"

#include <map>

#include "bot/library/kind.h"

namespace allybot::handlers {
namespace {

schedule::Wording made(const library::Library& library, const std::string& language) {
  auto wording =
      schedule::make_wording(language, [&](const std::string& key) { return library.own_phrase(language, "when." + key); });
  if (!wording) return schedule::english();
  for (const library::Kind& kind : library::kinds()) {
    const std::string name(kind.name);
    for (const char* called : {"kind.", "kinds."})
      wording->kind_words.emplace_back(schedule::plain(library.phrase(language, called + name)), name);
    if (language.substr(0, 2) != "en") wording->kinds[name] = library.phrase(language, "kinds." + name);
  }
  return std::move(*wording);
}

struct Kept {
  std::string revision;
  std::shared_ptr<const schedule::Wording> wording;
};

}  // namespace

std::shared_ptr<const schedule::Wording> wording_of(const library::Library& library, const std::string& language) {
  static thread_local std::map<std::string, Kept> kept;  // a table of some hundred words is made once for each content
  Kept& one = kept[language];
  if (one.wording == nullptr || one.revision != library.revision())
    one = {library.revision(), std::make_shared<const schedule::Wording>(made(library, language))};
  return one.wording;
}

schedule::Wordings wordings_of(const library::Library& library, const std::string& language) {
  schedule::Wordings wordings = {wording_of(library, language)};
  if (wordings.front()->language.substr(0, 2) != "en") wordings.push_back(wording_of(library, "en"));
  return wordings;
}

}  // namespace allybot::handlers
