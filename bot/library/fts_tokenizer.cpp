#include "bot/library/fts_tokenizer.h"

#include <sqlite3.h>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "bot/library/words.h"

namespace allybot::library {
namespace {

/// https://www.sqlite.org/fts5.html#extending_fts5
fts5_api* api_of(sqlite3* connection) {
  fts5_api* api = nullptr;
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(connection, "SELECT fts5(?1)", -1, &statement, nullptr) != SQLITE_OK) return nullptr;
  sqlite3_bind_pointer(statement, 1, &api, "fts5_api_ptr", nullptr);
  sqlite3_step(statement);
  sqlite3_finalize(statement);
  return api;
}

struct HashOfText {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};

struct Tokenizer {
  explicit Tokenizer(std::string_view language) : stemmer(language) {}
  ~Tokenizer() {
    if (parent != nullptr) methods.xDelete(parent);
  }
  Tokenizer(const Tokenizer&) = delete;
  Tokenizer& operator=(const Tokenizer&) = delete;
  fts5_tokenizer methods{};
  Fts5Tokenizer* parent = nullptr;

  /// Valid until the next call.
  std::string_view stem(std::string_view word) {
    const auto known = stems.find(word);
    if (known != stems.end()) return known->second;
    const auto made = stemmer.stem(word);
    if (stems.size() < kMostStems) stems.emplace(word, made);
    return made;
  }

 private:
  /// The words that come first are those that come often.
  static constexpr std::size_t kMostStems = 2000;
  Stemmer stemmer;
  std::unordered_map<std::string, std::string, HashOfText, std::equal_to<>> stems;
};

int create(void* context, const char** arguments, int count, Fts5Tokenizer** out) {
  auto* api = static_cast<fts5_api*>(context);
  auto tokenizer = std::make_unique<Tokenizer>(count > 0 ? arguments[0] : "en");
  void* parent_context = nullptr;
  int status = api->xFindTokenizer(api, "unicode61", &parent_context, &tokenizer->methods);
  if (status != SQLITE_OK) return status;
  const char* options[] = {"remove_diacritics", "2"};
  status = tokenizer->methods.xCreate(parent_context, options, 2, &tokenizer->parent);
  if (status != SQLITE_OK) return status;
  *out = reinterpret_cast<Fts5Tokenizer*>(tokenizer.release());
  return SQLITE_OK;
}

void destroy(Fts5Tokenizer* tokenizer) { delete reinterpret_cast<Tokenizer*>(tokenizer); }

using Emit = int (*)(void*, int, const char*, int, int, int);

struct Pass {
  Tokenizer& tokenizer;
  int flags;
  void* context;
  Emit emit;
};

/// Texts hold each word's stem and, at the same place, the word itself, so that the start of a word ("promoti") finds it too.
int on_token(void* context, int flags, const char* token, int size, int from, int to) {
  const Pass& pass = *static_cast<Pass*>(context);
  if ((pass.flags & FTS5_TOKENIZE_PREFIX) != 0) return pass.emit(pass.context, flags, token, size, from, to);
  const std::string_view word(token, static_cast<std::size_t>(size));
  const auto stem = pass.tokenizer.stem(word);
  const int status = pass.emit(pass.context, flags, stem.data(), static_cast<int>(stem.size()), from, to);
  if (status != SQLITE_OK || (pass.flags & FTS5_TOKENIZE_DOCUMENT) == 0 || stem == word) return status;
  return pass.emit(pass.context, flags | FTS5_TOKEN_COLOCATED, token, size, from, to);
}

int tokenize(Fts5Tokenizer* self, void* context, int flags, const char* text, int size, Emit emit) {
  auto* tokenizer = reinterpret_cast<Tokenizer*>(self);
  Pass pass{*tokenizer, flags, context, emit};
  return tokenizer->methods.xTokenize(tokenizer->parent, &pass, flags, text, size, &on_token);
}

}  // namespace

bool register_stems_tokenizer(sqlite3* connection) {
  fts5_api* api = api_of(connection);
  if (api == nullptr) return false;
  fts5_tokenizer methods{&create, &destroy, &tokenize};
  return api->xCreateTokenizer(api, "stems", api, &methods, nullptr) == SQLITE_OK;
}

}  // namespace allybot::library
