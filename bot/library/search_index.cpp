#include "bot/library/search_index.h"

#include <sqlite3.h>

#include <algorithm>
#include <map>
#include <unordered_set>
#include <utility>

#include "bot/core/log.h"
#include "bot/core/mutex.h"
#include "bot/core/text.h"
#include "bot/library/fts_tokenizer.h"
#include "bot/library/words.h"

namespace allybot::library {
namespace {

constexpr std::size_t kMostQueryWords = 12;
constexpr std::size_t kMostKeptAnswers = 256;
constexpr std::size_t kMostQueryBytes = 400;

struct CloseConnection {
  void operator()(sqlite3* connection) const { sqlite3_close_v2(connection); }
};
struct FinalizeStatement {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Statement = std::unique_ptr<sqlite3_stmt, FinalizeStatement>;

Statement prepare(sqlite3* connection, const char* sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v3(connection, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr) != SQLITE_OK) return nullptr;
  return Statement(statement);
}

void bind_text(sqlite3_stmt* statement, int at, std::string_view text) {
  sqlite3_bind_text(statement, at, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
}

/// What was typed, as words; several in quotes stay together.
struct Asked {
  std::vector<std::vector<std::string>> parts;
  bool empty() const { return parts.empty(); }
};

Asked read_words(std::string_view words, std::string_view language) {
  Asked asked;
  words = cut_bytes(words, kMostQueryBytes);
  std::string plain;
  std::size_t count = 0;
  const auto add_plain = [&] {
    for (auto& word : words_of(plain)) {
      if (count++ >= kMostQueryWords) break;
      asked.parts.push_back({std::move(word)});
    }
    plain.clear();
  };
  bool inside = false;
  for (const auto piece : split(words, '"')) {
    if (inside && piece.data() + piece.size() < words.data() + words.size()) {
      auto phrase = words_of(piece);
      if (phrase.size() > kMostQueryWords) phrase.resize(kMostQueryWords);
      if (!phrase.empty()) asked.parts.push_back(std::move(phrase));
    } else {
      plain = piece;
      add_plain();
    }
    inside = !inside;
  }
  // Without the words that every text holds, unless there are no others.
  Asked meaning;
  for (const auto& part : asked.parts)
    if (part.size() > 1 || !is_stop_word(part.front(), language)) meaning.parts.push_back(part);
  return meaning.empty() ? asked : meaning;
}

}  // namespace

struct SearchIndex::State {
  std::string language;

  Mutex mutex;
  std::function<std::vector<SearchDocument>()> documents BOT_GUARDED_BY(mutex);  ///< until the index is made
  std::vector<const Item*> items BOT_GUARDED_BY(mutex);                          ///< by row number, from 1
  Vocabulary vocabulary BOT_GUARDED_BY(mutex);
  std::unordered_set<std::string> stems BOT_GUARDED_BY(mutex);  ///< of the vocabulary: "robaron" is no slip where there is "robo"
  std::unique_ptr<sqlite3, CloseConnection> connection BOT_GUARDED_BY(mutex);
  Statement find BOT_GUARDED_BY(mutex);
  std::unique_ptr<Stemmer> stemmer BOT_GUARDED_BY(mutex);
  std::map<std::string, SearchResult> kept BOT_GUARDED_BY(mutex);

  void make() BOT_REQUIRES(mutex);
  bool open() BOT_REQUIRES(mutex);
  void fill(const std::vector<SearchDocument>& texts) BOT_REQUIRES(mutex);
  std::vector<Hit> run(const std::string& query, std::string_view kind, std::size_t most) BOT_REQUIRES(mutex);
  std::vector<Hit> run_words(const Asked& asked, std::string_view kind, std::size_t most, bool prefix) BOT_REQUIRES(mutex);
  bool is_known(const std::string& word) BOT_REQUIRES(mutex);
  std::string mend(Asked& asked, bool last_is_start) BOT_REQUIRES(mutex);
  SearchResult answer(std::string_view words, std::string_view kind, std::size_t most, bool prefix) BOT_REQUIRES(mutex);
};

bool SearchIndex::State::open() {
  sqlite3* raw = nullptr;
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MEMORY | SQLITE_OPEN_NOMUTEX;
  const int status = sqlite3_open_v2(":memory:", &raw, flags, nullptr);
  connection.reset(raw);
  if (status != SQLITE_OK || !register_stems_tokenizer(raw)) return false;
  const std::string create =
      "CREATE VIRTUAL TABLE texts USING fts5(title, main_topic, topics, claim, body, content='', prefix='2 3', "
      "tokenize='stems " +
      language.substr(0, language.find('-')) +
      "');"
      "INSERT INTO texts(texts, rank) VALUES('rank', 'bm25(4.0, 2.0, 1.0, 2.0, 1.0)');";
  return sqlite3_exec(raw, create.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK;
}

void SearchIndex::State::fill(const std::vector<SearchDocument>& texts) {
  sqlite3_exec(connection.get(), "BEGIN", nullptr, nullptr, nullptr);
  const auto insert = prepare(connection.get(),
                              "INSERT INTO texts(rowid, title, main_topic, topics, claim, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
  if (insert == nullptr) return;
  std::unordered_set<std::string> seen;
  for (const SearchDocument& document : texts) {
    items.push_back(document.item);
    sqlite3_bind_int64(insert.get(), 1, static_cast<sqlite3_int64>(items.size()));
    int at = 2;
    for (const std::string* text : {&document.title, &document.main_topic, &document.topics, &document.claim, &document.body}) {
      bind_text(insert.get(), at++, *text);
      for (auto& word : words_of(*text)) {
        vocabulary.add(word);
        if (!seen.insert(word).second) continue;
        stems.emplace(stemmer->stem(word));
      }
    }
    sqlite3_step(insert.get());
    sqlite3_reset(insert.get());
  }
  sqlite3_exec(connection.get(), "COMMIT", nullptr, nullptr, nullptr);
  vocabulary.finish();
}

void SearchIndex::State::make() {
  if (!documents) return;
  const auto texts = std::exchange(documents, nullptr)();
  stemmer = std::make_unique<Stemmer>(language);
  if (!open()) {
    log::error("search_unavailable", {{"language", language}});
    connection.reset();
    return;
  }
  fill(texts);
  // Rows come best first; those of other kinds are passed over, so that one statement serves every kind.
  find = prepare(connection.get(), "SELECT rowid, rank FROM texts WHERE texts MATCH ?1 ORDER BY rank");
}

SearchIndex::SearchIndex(std::string language, std::function<std::vector<SearchDocument>()> documents)
    : state_(std::make_unique<State>()) {
  state_->language = std::move(language);
  const Lock lock(state_->mutex);
  state_->documents = std::move(documents);
}

void SearchIndex::make() const {
  const Lock lock(state_->mutex);
  state_->make();
}

bool SearchIndex::is_made() const {
  const Lock lock(state_->mutex);
  return !state_->documents;
}

SearchIndex::~SearchIndex() = default;

std::vector<Hit> SearchIndex::State::run(const std::string& query, std::string_view kind, std::size_t most) {
  std::vector<Hit> hits;
  if (find == nullptr || query.empty()) return hits;
  sqlite3_stmt* statement = find.get();
  bind_text(statement, 1, query);
  while (hits.size() < most && sqlite3_step(statement) == SQLITE_ROW) {
    const auto row = static_cast<std::size_t>(sqlite3_column_int64(statement, 0));
    if (row == 0 || row > items.size()) continue;
    const Item* item = items[row - 1];
    if (kind.empty() || item->kind == kind) hits.push_back({item, -sqlite3_column_double(statement, 1)});
  }
  sqlite3_reset(statement);
  sqlite3_clear_bindings(statement);
  return hits;
}

std::vector<Hit> SearchIndex::State::run_words(const Asked& asked, std::string_view kind, std::size_t most, bool prefix) {
  const auto query = [&](const char* operation) {
    std::string text;
    for (std::size_t at = 0; at < asked.parts.size(); ++at) {
      if (at != 0) text += operation;
      // words_of() leaves no quotation mark in a word, so a quoted string is all that FTS5 sees.
      text += '"' + join(asked.parts[at], " ") + '"';
      if (prefix && at + 1 == asked.parts.size()) text += '*';
    }
    return text;
  };
  auto hits = run(query(" AND "), kind, most);
  if (hits.size() >= most || asked.parts.size() < 2) return hits;
  for (const Hit& hit : run(query(" OR "), kind, most)) {
    if (hits.size() >= most) break;
    const bool is_new = std::none_of(hits.begin(), hits.end(), [&](const Hit& one) { return one.item == hit.item; });
    if (is_new) hits.push_back({hit.item, hit.score / 2});
  }
  return hits;
}

bool SearchIndex::State::is_known(const std::string& word) {
  if (vocabulary.knows(word) || word.size() < 4) return true;
  return stems.count(std::string(stemmer->stem(word))) != 0;
}

std::string SearchIndex::State::mend(Asked& asked, bool last_is_start) {
  bool mended = false;
  std::string corrected;
  for (std::size_t at = 0; at < asked.parts.size(); ++at) {
    for (auto& word : asked.parts[at]) {
      const bool is_start = last_is_start && at + 1 == asked.parts.size();
      if (!is_start && !is_known(word)) {
        auto near = vocabulary.nearest(word);
        if (!near.empty()) {
          word = std::move(near);
          mended = true;
        }
      }
      corrected += (corrected.empty() ? "" : " ") + word;
    }
  }
  return mended ? corrected : std::string();
}

SearchResult SearchIndex::State::answer(std::string_view words, std::string_view kind, std::size_t most, bool prefix) {
  SearchResult result;
  Asked asked = read_words(words, language);
  if (asked.empty() || most == 0) return result;
  Asked mended = asked;
  const auto corrected = mend(mended, prefix);
  if (corrected.empty()) {
    result.hits = run_words(asked, kind, most, prefix);
    if (!result.hits.empty() || !prefix) return result;
    // The start of a word that begins nothing is a slip too.
    const auto last_mended = mend(mended, false);
    if (last_mended.empty()) return result;
    result.hits = run_words(mended, kind, most, prefix);
    if (!result.hits.empty()) result.corrected = last_mended;
    return result;
  }
  result.hits = run_words(mended, kind, most, prefix);
  if (!result.hits.empty()) {
    result.corrected = corrected;
    return result;
  }
  result.hits = run_words(asked, kind, most, prefix);
  return result;
}

SearchResult SearchIndex::search(std::string_view words, std::string_view kind, std::size_t most, bool prefix) const {
  std::string key = fold_case(cut_bytes(words, kMostQueryBytes));
  key += '\n' + std::string(kind) + '\n' + std::to_string(most) + (prefix ? "*" : "");
  const Lock lock(state_->mutex);
  state_->make();
  const auto kept = state_->kept.find(key);
  if (kept != state_->kept.end()) return kept->second;
  auto result = state_->answer(words, kind, most, prefix);
  if (state_->kept.size() >= kMostKeptAnswers) state_->kept.clear();
  state_->kept.emplace(std::move(key), result);
  return result;
}

std::string SearchIndex::spelling(std::string_view word) const {
  const auto words = words_of(word);
  if (words.size() != 1) return {};
  const Lock lock(state_->mutex);
  state_->make();
  if (state_->vocabulary.knows(words.front())) return words.front();
  return state_->vocabulary.nearest(words.front());
}

}  // namespace allybot::library
