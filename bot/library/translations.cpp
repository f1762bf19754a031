#include "bot/library/translations.h"

#include <algorithm>
#include <set>

#include "bot/core/text.h"
#include "bot/crypto/crypto.h"
#include "bot/library/item_file.h"
#include "bot/library/kind.h"
#include "bot/library/snapshot.h"

namespace allybot::library {
namespace {

constexpr std::size_t kMarkDigits = 12;

/// A translation says the same of the same: what is no text of its own, date or switch is as in English.
bool is_taken_over(FieldForm form) {
  switch (form) {
    case FieldForm::Slugs:
    case FieldForm::Choices:
    case FieldForm::Choice:
    case FieldForm::Regions:
    case FieldForm::Points:
    case FieldForm::Number:
    case FieldForm::Address: return true;
    case FieldForm::Text:
    case FieldForm::Flag:
    case FieldForm::Day:
    case FieldForm::Mark: return false;
  }
  return false;
}

/// "{count}" and the like, as fill() knows them.
std::set<std::string> placeholders_of(std::string_view text) {
  std::set<std::string> names;
  for (auto open = text.find('{'); open != std::string_view::npos; open = text.find('{', open + 1)) {
    const auto close = text.find('}', open);
    if (close == std::string_view::npos) break;
    const auto name = text.substr(open + 1, close - open - 1);
    if (!name.empty() && name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_-0123456789") == std::string_view::npos)
      names.emplace(name);
  }
  return names;
}

/// The line on which a phrase stands; 1 when its key is written in parts.
int line_of(std::string_view text, const std::string& key) {
  const auto at = text.starts_with(key + ":") ? 0 : text.find("\n" + key + ":");
  if (at == std::string_view::npos) return 1;
  return static_cast<int>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at + 1), '\n')) + 1;
}

/// "key.other" for "key.few": a form of a count that English need not have.
std::string other_form(const std::string& key) {
  for (const std::string_view form : {".zero", ".one", ".two", ".few", ".many"})
    if (key.ends_with(form)) return key.substr(0, key.size() - form.size()) + ".other";
  return {};
}

/// "when.say.nth" for "when.say.nth.21": one number that a language says otherwise than all, which another need not have.
std::string all_of_kind(const std::string& key) {
  const auto dot = key.rfind('.');
  std::int64_t number = 0;
  const bool is_one = key.starts_with("when.say.") && parse_number(std::string_view(key).substr(dot + 1), number);
  return is_one ? key.substr(0, dot) : std::string();
}

bool has(const TextByLanguage& texts, const std::vector<std::string>& chain) {
  return texts.empty() || std::any_of(chain.begin(), chain.end(), [&](const auto& tag) { return texts.count(tag) != 0; });
}

}  // namespace

std::string mark_of(std::string_view bytes) {
  std::string text = SourceText("", bytes).text();
  // A link that was looked at is no new text to translate.
  if (const auto line = text.find("\nchecked_on:"); line < text.find("\n---")) text.erase(line, text.find('\n', line + 1) - line);
  return crypto::to_hex(crypto::sha256(text)).substr(0, kMarkDigits);
}

Translations::Translations(const FolderScan& scan, const Content& content) : content_(content) {
  for (const FoundFile& file : scan.files) real_[file.path] = file.real;
  for (const auto& item : content.items)
    if (item->language == kFallbackLanguage) english_[item->id.str()] = item.get();
  for (const auto& item : content.items)
    if (const Item* twin = english(*item); twin != nullptr && marks_.count(item->id.str()) == 0)
      marks_[item->id.str()] = mark_of(bytes_of(twin->path, kMostItemBytes));
  const auto phrases = content.phrases.find(std::string(kFallbackLanguage));
  if (phrases != content.phrases.end()) phrases_ = &phrases->second.by_key;
}

std::string Translations::bytes_of(const std::string& path, std::size_t most) const {
  const auto real = real_.find(path);
  if (real == real_.end()) return {};
  return read_bytes(real->second, most).value_or(std::string());
}

/// Of a translation the English item; nullptr for an English or an orphaned one.
const Item* Translations::english(const Item& item) const {
  if (item.language == kFallbackLanguage) return nullptr;
  const auto found = english_.find(item.id.str());
  return found == english_.end() ? nullptr : found->second;
}

bool Translations::is_stale(const Item& item) const {
  const auto mark = marks_.find(item.id.str());
  return english(item) != nullptr && !item.translates.empty() && item.translates != mark->second;
}

void Translations::add_item_faults(const Item& item, const Item& english, std::vector<Finding>& findings) const {
  std::vector<const Field*> differing;
  for (const Field& field : find_kind(item.kind)->fields)
    if (is_taken_over(field.form) && std::visit([&](auto into) { return item.*into != english.*into; }, field.into))
      differing.push_back(&field);
  if (differing.empty() && !item.review.empty() && !item.translates.empty()) return;
  // Places are not kept for the few that need them.
  const SourceText source(item.path, bytes_of(item.path, kMostItemBytes));
  const auto file = read_item(source, *find_kind(item.kind), item.language, item.id.str().substr(item.kind.size() + 1));
  for (const Field* field : differing)
    findings.push_back(source.error(offset_of(file.offsets, field->name), "differs-from-english",
                                    "The field \"" + std::string(field->name) + "\" is not as in " + english.path + ".",
                                    "Take it over as it stands there."));
  if (item.translates.empty())
    findings.push_back(source.warning(0, "unmarked-translation", "It does not say which English text it was written from.",
                                      "Add translates: \"" + marks_.at(item.id.str()) + "\" once it says the same."));
  if (item.review.empty())
    findings.push_back(source.warning(0, "unmarked-translation", "It does not say which native reader has signed it.",
                                      "Add review: none, or the reader's name."));
}

void Translations::add_phrase_faults(const std::string& language, const Phrases& phrases, std::vector<Finding>& findings) const {
  const std::string path = language + "/phrases.yaml";
  std::string text;
  const auto add = [&](const std::string& key, Finding::Level level, const char* code, std::string message, const char* hint) {
    if (text.empty()) text = SourceText(path, bytes_of(path, kMostTableBytes)).text();
    findings.push_back({path, line_of(text, key), 1, level, code, std::move(message), hint});
  };
  for (const auto& [key, said] : phrases.by_key) {
    auto english = phrases_->find(key);
    const std::string form = other_form(key);
    const std::string other = form.empty() ? all_of_kind(key) : form;
    if (english == phrases_->end() && !other.empty()) english = phrases_->find(other);
    if (english == phrases_->end()) {
      add(key, Finding::Level::Warning, "unknown-phrase", "English has no phrase \"" + printable(key) + "\", so nobody says it.",
          "Mend the key, or take it out.");
      continue;
    }
    if (key == "when.say.time") continue;  // it has {hour} or {h}
    auto wanted = placeholders_of(english->second);
    const auto given = placeholders_of(said);
    if (!other.empty()) {  // "a day", "{n} days": the figure may be left out, and put in
      wanted.erase("n");
      if (given.count("n") != 0) wanted.insert("n");
    }
    for (const auto& name : wanted)
      if (given.count(name) == 0)
        add(key, Finding::Level::Error, "placeholder", "The phrase \"" + key + "\" leaves out {" + name + "}.",
            "Say it where it belongs in the sentence.");
    for (const auto& name : given)
      if (wanted.count(name) == 0)
        add(key, Finding::Level::Error, "placeholder", "The phrase \"" + key + "\" has {" + name + "}, which nothing fills.",
            "Use the placeholders of the English phrase, written as there.");
  }
}

std::vector<Finding> Translations::faults() const {
  std::vector<Finding> findings;
  for (const auto& item : content_.items)
    if (const Item* twin = english(*item)) add_item_faults(*item, *twin, findings);
  if (phrases_ == nullptr) return findings;
  for (const auto& [language, phrases] : content_.phrases)
    if (language != kFallbackLanguage) add_phrase_faults(language, phrases, findings);
  return findings;
}

void Translations::add_missing_texts(const std::string& language, std::vector<Finding>& findings) const {
  auto chain = fallback_chain(language);
  chain.pop_back();  // English
  const auto add = [&](std::string path, int line, const std::string& what) {
    findings.push_back({std::move(path), line, 1, Finding::Level::Info, "missing-text",
                        what + " is not there in " + language + ".", "Add " + language + ": beside en."});
  };
  for (const TopicRow& topic : content_.topics) {
    if (!has(topic.titles, chain)) add("topics.yaml", topic.line, "The title of " + topic.id);
    const bool asked = topic.synonyms.count(std::string(kFallbackLanguage)) != 0;
    if (asked && std::none_of(chain.begin(), chain.end(), [&](const auto& tag) { return topic.synonyms.count(tag) != 0; }))
      add("topics.yaml", topic.line, "A synonym of " + topic.id);
  }
  for (const Observance& day : content_.observances) {
    if (!has(day.title, chain)) add("observances.yaml", 1, "The title of " + day.id);
    for (const auto& [name, post] : {std::pair{"before", &day.before}, std::pair{"on", &day.on}, std::pair{"after", &day.after}})
      if (!has(post->text, chain)) add("observances.yaml", 1, "The text \"" + std::string(name) + "\" of " + day.id);
  }
  for (const Series& series : content_.series) {
    const std::string path = "series/" + series.slug + ".yaml";
    for (const auto& [name, texts] :
         {std::pair{"title", &series.title}, std::pair{"welcome", &series.welcome}, std::pair{"end", &series.end}})
      if (!has(*texts, chain)) add(path, 1, "The " + std::string(name));
    for (const SeriesStep& step : series.steps)
      if (!has(step.lead_in, chain)) add(path, 1, "The lead-in to " + step.item.str());
  }
}

std::vector<Finding> Translations::gaps(const std::string& language) const {
  std::vector<Finding> findings;
  auto chain = fallback_chain(language);
  chain.pop_back();
  std::set<std::string> there;
  for (const auto& item : content_.items) {
    if (std::find(chain.begin(), chain.end(), item->language) != chain.end()) there.insert(item->id.str());
    if (item->language != language || language == kFallbackLanguage) continue;
    if (english(*item) == nullptr)
      findings.push_back({item->path, 1, 1, Finding::Level::Warning, "orphaned", "There is no such item in English.",
                          "Take it out, or name it as the English file is named."});
    if (is_stale(*item))
      findings.push_back({item->path, 1, 1, Finding::Level::Warning, "stale",
                          english(*item)->path + " has changed since this was written from it.",
                          "Mend it, then write translates: \"" + marks_.at(item->id.str()) + "\"."});
  }
  const auto missing = [&](std::string path, const char* code, std::string message, std::string hint) {
    findings.push_back({std::move(path), 1, 1, Finding::Level::Info, code, std::move(message), std::move(hint)});
  };
  for (const auto& [id, item] : english_)
    if (!item->draft && !chain.empty() && there.count(id) == 0)
      missing(item->path, "missing-item", id + " is not there in " + language + ".", "Add " + language + "/" + id + ".md.");
  const auto is_said = [&](const std::string& key) {
    return std::any_of(chain.begin(), chain.end(), [&](const auto& tag) {
      const auto phrases = content_.phrases.find(tag);
      return phrases != content_.phrases.end() && phrases->second.by_key.count(key) != 0;
    });
  };
  if (phrases_ != nullptr && !chain.empty())
    for (const auto& [key, said] : *phrases_)
      if (!is_said(key) && !is_said(all_of_kind(key)))
        missing("en/phrases.yaml", "missing-phrase", "\"" + key + "\" is not said in " + language + ".",
                "Add it to " + language + "/phrases.yaml.");
  if (!chain.empty()) add_missing_texts(language, findings);
  return findings;
}

std::vector<LanguageState> Translations::states() const {
  std::map<std::string, LanguageState> states;
  for (const auto& [language, phrases] : content_.phrases) states[language].language = language;
  for (const auto& item : content_.items) {
    LanguageState& state = states[item->language];
    state.language = item->language;
    if (item->draft) continue;
    ++state.items;
    if (item->language == kFallbackLanguage) continue;
    state.unreviewed += item->review.empty() || item->review == "none" ? 1 : 0;
    state.stale += is_stale(*item) ? 1 : 0;
  }
  std::vector<LanguageState> all;
  for (auto& [language, state] : states) {
    for (const Finding& gap : gaps(language)) state.missing += gap.code == "missing-item" ? 1 : 0;
    all.insert(language == kFallbackLanguage ? all.begin() : all.end(), state);
  }
  return all;
}

}  // namespace allybot::library
