#include "bot/library/snapshot.h"

#include <algorithm>
#include <unordered_map>

#include "bot/core/text.h"
#include "bot/library/kind.h"
#include "bot/library/markdown.h"
#include "bot/library/phrases.h"
#include "bot/library/pick_index.h"
#include "bot/library/search_index.h"

namespace allybot::library {
namespace {

const std::vector<const Item*> kNoItems;

/// The library as one language sees it: each item once, in the best language of its chain.
struct View {
  std::string language;
  std::vector<std::string> chain;
  std::vector<std::pair<std::string_view, std::vector<const Item*>>> by_kind;  ///< "" first: all
  std::unordered_map<std::string_view, const Item*> by_id;
  std::unordered_map<std::string, std::string> topic_by_words;  ///< as compared() makes them
  std::unordered_map<std::string_view, const std::string*> phrases;
  Help help;
  std::unique_ptr<PickIndex> picks;
  std::unique_ptr<SearchIndex> searches;
};

/// Words as topics are compared: folded, one space between them, hyphens as spaces.
std::string compared(std::string_view text) {
  std::string folded = fold_case(trim(text));
  std::replace(folded.begin(), folded.end(), '-', ' ');
  std::string words;
  for (const auto word : split_words(folded)) {
    if (!words.empty()) words += ' ';
    words += word;
  }
  return words;
}

class Snapshot final : public Library {
 public:
  explicit Snapshot(Content content) : content_(std::move(content)) {
    std::vector<std::string> languages = {std::string(kFallbackLanguage)};
    for (const auto& item : content_.items) languages.push_back(item->language);
    for (const auto& [language, phrases] : content_.phrases) languages.push_back(language);
    for (const auto& [language, help] : content_.help) languages.push_back(language);
    std::sort(languages.begin(), languages.end());
    languages.erase(std::unique(languages.begin(), languages.end()), languages.end());
    for (const auto& topic : content_.topics) topics_[topic.id] = &topic;
    for (const auto& source : content_.sources) sources_[source.id] = &source;
    for (const auto& language : languages) views_.push_back(make_view(language));
    for (const auto& item : content_.items) live_ += item->draft ? 0 : 1;
  }

  const Item* find(const ItemId& id, std::string_view language) const override {
    const auto& by_id = view(language).by_id;
    const auto found = by_id.find(id.str());
    return found == by_id.end() ? nullptr : found->second;
  }

  const std::vector<const Item*>& items(std::string_view kind, std::string_view language) const override {
    for (const auto& [name, items] : view(language).by_kind)
      if (name == kind) return items;
    return kNoItems;
  }

  const PickIndex& pick_index(std::string_view language) const override { return *view(language).picks; }

  const Source* source(std::string_view id) const override {
    const auto found = sources_.find(id);
    return found == sources_.end() ? nullptr : found->second;
  }

  const std::vector<Source>& sources() const override { return content_.sources; }

  std::vector<Topic> topics(std::string_view language) const override {
    std::vector<Topic> topics;
    const View& seen = view(language);
    for (const TopicRow& row : content_.topics) topics.push_back({row.id, title_of(row, seen), synonyms_of(row, seen)});
    return topics;
  }

  std::optional<std::string> topic_named(std::string_view words, std::string_view language) const override {
    const auto& by_words = view(language).topic_by_words;
    const auto found = by_words.find(compared(words));
    if (found == by_words.end()) return std::nullopt;
    return found->second;
  }

  SearchResult search(std::string_view words, std::string_view kind, std::string_view language, std::size_t most,
                      bool prefix) const override {
    return view(language).searches->search(words, kind, most, prefix);
  }

  void make_search_ready(std::string_view language) const override { view(language).searches->make(); }

  std::vector<std::string> searched() const override {
    std::vector<std::string> languages;
    for (const auto& each : views_)
      if (each->searches->is_made()) languages.push_back(each->language);
    return languages;
  }

  std::string spelling(std::string_view word, std::string_view language) const override {
    return view(language).searches->spelling(word);
  }

  std::string phrase(std::string_view language, std::string_view key,
                     const std::vector<std::pair<std::string, std::string>>& values) const override {
    const auto& phrases = view(language).phrases;
    const auto found = phrases.find(key);
    if (found != phrases.end()) return fill(*found->second, values);
    const auto builtin = builtin_phrase(key);
    return builtin.empty() ? std::string(key) : fill(builtin, values);
  }

  std::string own_phrase(std::string_view language, std::string_view key) const override {
    auto tags = fallback_chain(language);
    if (tags.size() > 1) tags.pop_back();  // English
    for (const auto& tag : tags) {
      const auto phrases = content_.phrases.find(tag);
      if (phrases == content_.phrases.end()) continue;
      const auto found = phrases->second.by_key.find(key);
      if (found != phrases->second.by_key.end()) return found->second;
    }
    return {};
  }

  const Help& help(std::string_view language) const override { return view(language).help; }
  const std::vector<FilePlan>& file_plans() const override { return content_.plans; }
  const std::vector<Series>& all_series() const override { return content_.series; }
  const Series* series(std::string_view slug) const override {
    const auto at =
        std::find_if(content_.series.begin(), content_.series.end(), [slug](const Series& one) { return one.slug == slug; });
    return at == content_.series.end() ? nullptr : &*at;
  }
  const Holidays& holidays() const override { return content_.holidays; }
  const std::vector<Observance>& observances() const override { return content_.observances; }
  const std::vector<Finding>& findings() const override { return content_.findings; }
  const std::vector<Quarantined>& quarantined() const override { return content_.quarantined; }
  std::size_t live() const override { return live_; }
  const std::string& revision() const override { return content_.revision; }

  std::vector<std::string> languages() const override {
    std::vector<std::string> languages;
    for (const auto& each : views_) languages.push_back(each->language);
    return languages;
  }

 private:
  /// The view of the first language of the chain that we have; English is always there.
  const View& view(std::string_view language) const {
    for (const auto& each : views_)
      if (each->language == language) return *each;
    for (const auto& tag : fallback_chain(language))
      for (const auto& each : views_)
        if (fold_case(each->language) == fold_case(tag)) return *each;
    return *views_.front();
  }

  static std::string title_of(const TopicRow& row, const View& seen) {
    for (const auto& language : seen.chain) {
      const auto found = row.titles.find(language);
      if (found != row.titles.end()) return found->second;
    }
    return row.id;
  }

  static std::vector<std::string> synonyms_of(const TopicRow& row, const View& seen) {
    std::vector<std::string> all;
    for (const auto& language : seen.chain) {
      const auto found = row.synonyms.find(language);
      if (found == row.synonyms.end()) continue;
      for (const auto& word : found->second)
        if (std::find(all.begin(), all.end(), word) == all.end()) all.push_back(word);
    }
    return all;
  }

  void add_topic_words(View& made) const {
    // Ids and titles before synonyms, so that a word which names one topic is not taken by another's synonym.
    for (const TopicRow& row : content_.topics) made.topic_by_words.try_emplace(compared(row.id), row.id);
    for (const TopicRow& row : content_.topics)
      for (const auto& [language, title] : row.titles) made.topic_by_words.try_emplace(compared(title), row.id);
    for (const TopicRow& row : content_.topics)
      for (const auto& word : synonyms_of(row, made)) made.topic_by_words.try_emplace(compared(word), row.id);
  }

  std::string topic_words(const std::string& id, const View& seen) const {
    const auto found = topics_.find(id);
    if (found == topics_.end()) return id;
    return title_of(*found->second, seen) + " . " + id + " . " + join(synonyms_of(*found->second, seen), " . ");
  }

  SearchDocument document_of(const Item& item, const View& seen) const {
    SearchDocument document;
    document.item = &item;
    document.title = item.title;
    for (const auto& topic : item.topics)
      (document.main_topic.empty() ? document.main_topic : document.topics) += topic_words(topic, seen) + " . ";
    document.claim = item.claim + " . " + item.situation + " . " + item.if_;
    document.body = item.action + "\n" + plain_body(item.body);
    for (const std::string* more : {&item.then_, &item.now, &item.afterwards, &item.with_manager, &item.publisher, &item.type})
      if (!more->empty()) document.body += "\n" + *more;
    return document;
  }

  std::unique_ptr<View> make_view(const std::string& language) const {
    auto made = std::make_unique<View>();
    made->language = language;
    made->chain = fallback_chain(language);
    for (const auto& tag : made->chain)
      for (const auto& item : content_.items)
        if (!item->draft && item->language == tag) made->by_id.try_emplace(item->id.str(), item.get());
    made->by_kind.emplace_back(std::string_view(), std::vector<const Item*>());
    for (const Kind& kind : kinds()) made->by_kind.emplace_back(kind.name, std::vector<const Item*>());
    auto& all = made->by_kind.front().second;
    for (const auto& [id, item] : made->by_id) all.push_back(item);
    std::sort(all.begin(), all.end(), [](const Item* one, const Item* other) { return one->id < other->id; });
    for (const Item* item : all)
      for (auto& [kind, items] : made->by_kind)
        if (kind == item->kind) items.push_back(item);
    for (const auto& tag : made->chain) {
      const auto phrases = content_.phrases.find(tag);
      if (phrases != content_.phrases.end())
        for (const auto& [key, text] : phrases->second.by_key) made->phrases.try_emplace(key, &text);
      const auto help = content_.help.find(tag);
      if (help != content_.help.end() && made->help.intro.empty()) made->help = help->second;
    }
    add_topic_words(*made);
    made->picks = std::make_unique<PickIndex>(all);
    made->searches = std::make_unique<SearchIndex>(language, [this, seen = made.get()] {
      const auto& items = seen->by_kind.front().second;
      std::vector<SearchDocument> documents;
      documents.reserve(items.size());
      for (const Item* item : items) documents.push_back(document_of(*item, *seen));
      return documents;
    });
    return made;
  }

  Content content_;
  std::unordered_map<std::string_view, const TopicRow*> topics_;
  std::unordered_map<std::string_view, const Source*> sources_;
  std::vector<std::unique_ptr<View>> views_;
  std::size_t live_ = 0;
};

}  // namespace

std::vector<std::string> fallback_chain(std::string_view language) {
  std::string tag(cut_bytes(language, 40));
  std::replace(tag.begin(), tag.end(), '_', '-');
  std::vector<std::string> chain;
  while (!tag.empty()) {
    chain.push_back(tag);
    const auto hyphen = tag.rfind('-');
    tag.resize(hyphen == std::string::npos ? 0 : hyphen);
  }
  if (chain.empty() || chain.back() != kFallbackLanguage) chain.emplace_back(kFallbackLanguage);
  return chain;
}

std::unique_ptr<const Library> make_snapshot(Content content) { return std::make_unique<Snapshot>(std::move(content)); }

std::string text_in(const TextByLanguage& text, std::string_view language) {
  for (const std::string& tag : fallback_chain(language))
    if (const auto at = text.find(tag); at != text.end()) return at->second;
  return {};
}

}  // namespace allybot::library
