#include "bot/library/style.h"

#include <algorithm>

#include "bot/core/text.h"
#include "bot/library/markdown.h"
#include "bot/library/table_reading.h"

namespace allybot::library {
namespace {

/// Ten words either way are a matter of taste; past that the card is thin or crowded.
constexpr std::size_t kWordSlack = 10;
constexpr double kLeastEase = 60.0;
/// Soft hyphen, zero-width space, word joiner, byte order mark, and the marks that embed or override a direction (U+202A to
/// U+202E). The marks that Arabic or Hebrew text needs (U+200E, U+200F, U+2066 to U+2069) and the joiner of emoji are not here.
constexpr const char* kUnseen[] = {"\xC2\xAD",     "\xE2\x80\x8B", "\xE2\x81\xA0", "\xEF\xBB\xBF", "\xE2\x80\xAA",
                                   "\xE2\x80\xAB", "\xE2\x80\xAC", "\xE2\x80\xAD", "\xE2\x80\xAE"};

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_between_words_of_a_phrase(std::string_view gap) {
  return gap.size() <= 4 && gap.find_first_of(".!?;:,()\"") == std::string_view::npos;
}

class Checker {
 public:
  Checker(const SourceText& source, const Kind& kind, const ItemFile& file)
      : source_(source), kind_(kind), file_(file), is_english_(file.item->language == kFallbackLanguage) {}

  std::vector<Finding> check(const std::vector<StyleRule>& rules) {
    for (const Passage& passage : passages_of(source_, kind_, file_)) {
      const auto words = words_in(passage);
      const bool ours =
          passage.field != "claim" && passage.field != "situation" && !(passage.field == "title" && kind_.title_is_a_name);
      if (ours && is_english_) check_phrases(passage, words, rules);
      if (passage.field != "claim") check_numbers(passage, words);
      check_typography(passage);
      if (passage.field == "body") check_length(passage, words);
    }
    check_rest();
    return std::move(findings_);
  }

 private:
  void warn(std::size_t offset, std::string code, std::string message, std::string hint) {
    findings_.push_back(source_.warning(offset, std::move(code), std::move(message), std::move(hint)));
  }
  void error(std::size_t offset, std::string code, std::string message, std::string hint) {
    findings_.push_back(source_.error(offset, std::move(code), std::move(message), std::move(hint)));
  }

  void check_phrases(const Passage& passage, const std::vector<Word>& words, const std::vector<StyleRule>& rules) {
    const auto first_end = passage.text.find_first_of(".!?");
    for (const StyleRule& rule : rules) {
      const auto& topics = file_.item->topics;
      if (std::any_of(rule.not_about.begin(), rule.not_about.end(),
                      [&](const auto& topic) { return std::find(topics.begin(), topics.end(), topic) != topics.end(); }))
        continue;
      if (rule.first_sentence_only && passage.field != "body") continue;
      for (const auto& phrase : rule.phrases)
        for (std::size_t at = 0; at + phrase.size() <= words.size(); ++at) {
          if (words[at].quoted && !rule.quoted_too) continue;
          if (rule.first_sentence_only && words[at].offset - passage.offset > first_end) break;
          if (!matches(words, at, phrase)) continue;
          const auto level = rule.level == Finding::Level::Error ? &Checker::error : &Checker::warn;
          (this->*level)(words[at].offset, rule.id, rule.message, rule.hint);
          break;
        }
    }
  }

  bool matches(const std::vector<Word>& words, std::size_t at, const std::vector<std::string>& phrase) const {
    for (std::size_t i = 0; i < phrase.size(); ++i) {
      if (words[at + i].folded != phrase[i]) return false;
      if (i == 0) continue;
      const auto end = words[at + i - 1].offset + words[at + i - 1].raw.size();
      if (!is_between_words_of_a_phrase(std::string_view(source_.text()).substr(end, words[at + i].offset - end))) return false;
    }
    return true;
  }

  void check_numbers(const Passage& passage, const std::vector<Word>& words) {
    if (!file_.item->sources.empty()) return;
    for (std::size_t at = 0; at < words.size(); ++at) {
      if (words[at].quoted) continue;
      const bool is_number = words[at].raw.front() >= '0' && words[at].raw.front() <= '9';
      const auto after = words[at].offset + words[at].raw.size();
      const bool percent = is_number && (is_percent_sign_at(after) || (is_english_ && at + 1 < words.size() &&
                                                                       is_one_of(words[at + 1].folded, {"percent", "per"})));
      if (percent)
        return error(words[at].offset, "number-without-source", "A number is here, and no source.",
                     "Add its id of sources.yaml to sources, or leave the number out.");
      if (!is_english_) continue;
      if (passage.field == "body" && is_figure(words, at))
        return warn(words[at].offset, "number-without-source", "A figure is here, and no source.",
                    "Add its id of sources.yaml to sources, put an example in quotes, or say it without the figure.");
      if (is_one_of(words[at].folded, {"research", "study", "studies", "experiment", "experiments", "meta-analysis"}) &&
          passage.field != "title")
        return warn(words[at].offset, "research-without-source", "The text speaks of research, and names no source.",
                    "Add its id of sources.yaml to sources, or say it without research.");
    }
  }

  /// Some languages put a space before the sign, which does not break there.
  bool is_percent_sign_at(std::size_t at) const {
    const auto rest = std::string_view(source_.text()).substr(at, 4);
    return rest.starts_with('%') || rest.starts_with(" %") || rest.starts_with("\xC2\xA0%") || rest.starts_with("\xE2\x80\xAF%");
  }

  /// A count of something in the world: not a year, a time, the number of a step, or how long something takes.
  bool is_figure(const std::vector<Word>& words, std::size_t at) const {
    if (is_one_of(words[at].folded, {"million", "millions", "billion", "billions"})) return true;
    const auto raw = words[at].raw;
    std::int64_t value = 0;
    if (!parse_number(raw, value) || value < 10 || (raw.size() == 4 && value >= 1900 && value < 2100)) return false;
    const auto around = [&](std::size_t place) { return place < source_.text().size() ? source_.text()[place] : '\n'; };
    const auto before = around(words[at].offset - 1), after = around(words[at].offset + raw.size());
    if (before == ':' || after == ':' || (before == '\n' && after == '.')) return false;
    return at + 1 >= words.size() ||
           !is_one_of(words[at + 1].folded, {"second", "seconds", "minute", "minutes", "hour", "hours", "day", "days", "week",
                                             "weeks", "month", "months", "years", "words", "lines", "characters"});
  }

  void check_typography(const Passage& passage) {
    const auto note = [&](std::string_view sign, const char* message, const char* hint) {
      const auto at = passage.text.find(sign);
      if (at != std::string_view::npos) warn(passage.offset + at, "typography", message, hint);
    };
    if (is_english_) {  // other languages have quotation marks, dashes and spaces of their own
      note("\xE2\x80\x94", "A long dash is here.", "Use a full stop, a comma or a colon.");
      note("\xE2\x80\x93", "A long dash is here.", "Use a plain hyphen for ranges, a comma or a colon elsewhere.");
      note("\xE2\x80\x9C", "A curly quotation mark is here.", "Use straight quotes (\").");
      note("\xE2\x80\x9D", "A curly quotation mark is here.", "Use straight quotes (\").");
      note("\xE2\x80\x99", "A curly apostrophe is here.", "Use a plain one (').");
      note("\xC2\xA0", "A no-break space is here.", "Use a plain space.");
    }
    note(" -- ", "Two hyphens are here.", "Use a full stop, a comma or a colon.");
    note("!", "An exclamation mark is here.", "End the sentence with a full stop.");
    note("\t", "A tab is here.", "Use one space.");
    // What web pages and word processors leave behind, and what turns the order of letters around unseen.
    for (const auto* sign : kUnseen)
      note(sign, "A character that cannot be seen is here.", "Delete it, and the letters around it, and type them again.");
    for (auto at = passage.text.find("  "); at != std::string_view::npos; at = passage.text.find("  ", at + 2)) {
      const bool line_start = at == 0 || passage.text[at - 1] == '\n';
      const auto next = passage.text.find_first_not_of(' ', at);
      const bool line_end = next == std::string_view::npos || passage.text[next] == '\n';
      if (line_start || line_end) continue;
      warn(passage.offset + at, "typography", "Two spaces stand in a row.", "Take one out.");
      break;
    }
    if (std::count(passage.text.begin(), passage.text.end(), '"') % 2 != 0)
      warn(passage.offset, "typography", "A quotation mark has no partner.", "Open and close each quotation.");
  }

  void check_length(const Passage& passage, const std::vector<Word>& words) {
    // What English says in 90 words takes others up to 130.
    const std::size_t least = kind_.least_words, most = is_english_ ? kind_.most_words : kind_.most_words * 13 / 9;
    if (words.size() + kWordSlack < least || words.size() > most + kWordSlack)
      warn(passage.offset, "length",
           "The body has " + std::to_string(words.size()) + " words; good are " + std::to_string(least) + " to " +
               std::to_string(most) + ".",
           words.size() < least ? "Say where it happens, or what to say." : "Take out what the reader would not miss.");
    if (!is_english_) return;
    const auto ease = reading_ease(plain_body(file_.item->body) + "\n" + file_.item->action);
    if (ease < kLeastEase)
      warn(passage.offset, "hard-to-read",
           "The reading ease is " + std::to_string(static_cast<int>(ease)) + "; plain text has 60 or more.",
           "Shorten the sentences and use shorter words.");
  }

  void check_rest() {
    const Item& item = *file_.item;
    if (item.title.back() == '.')
      warn(offset_of(file_.offsets, "title"), "typography", "The title ends in a full stop.", "Take it out.");
    if (file_.links > 1)
      error(file_.second_link, "too-many-links", "The body has " + std::to_string(file_.links) + " links.",
            "Keep the one that matters.");
    if (!item.sources.empty() && !item.review_by)
      warn(offset_of(file_.offsets, "sources"), "no-review-date", "It leans on a source and has no review_by.",
           "Add review_by, at most two years ahead.");
    if (!kind_.needs_steps) return;
    for (const Block& block : item.body) {
      const auto* list = std::get_if<Bullets>(&block);
      if (list != nullptr && list->numbered && list->items.size() >= 3 && list->items.size() <= 9) return;
    }
    error(file_.body_offset, "steps", "An exercise needs a numbered list of 4 to 8 steps.",
          "Write them as 1. 2. 3., one a line.");
  }

  const SourceText& source_;
  const Kind& kind_;
  const ItemFile& file_;
  const bool is_english_;
  std::vector<Finding> findings_;
};

}  // namespace

Table<StyleRule> read_style_rules(const SourceText& source) {
  return read_rows<StyleRule>(source, "id", [](const YamlValue& value, FieldReader& reader) {
    StyleRule row;
    const auto text_into = [&](std::string& into) {
      return [&into, &reader](std::string_view key, const YamlValue& text) {
        if (auto read = reader.text(key, text, 200)) into = std::move(*read);
      };
    };
    const auto flag_into = [&](bool& into) {
      return [&into, &reader](std::string_view key, const YamlValue& flag) { into = reader.flag(key, flag).value_or(false); };
    };
    read_row(value, "a rule of style",
             {{"id", true, text_into(row.id)},
              {"words", true,
               [&](std::string_view key, const YamlValue& list) {
                 for (const auto& phrase : reader.list(key, list, 200)) {
                   std::vector<std::string> words;
                   for (auto& word : words_in({"", 0, phrase})) words.push_back(std::move(word.folded));
                   if (!words.empty()) row.phrases.push_back(std::move(words));
                 }
               }},
              {"level", false,
               [&](std::string_view key, const YamlValue& level) {
                 const auto word = reader.choice(key, level, {"error", "warning"});
                 row.level = word == "error" ? Finding::Level::Error : Finding::Level::Warning;
               }},
              {"message", true, text_into(row.message)},
              {"hint", true, text_into(row.hint)},
              {"quoted_too", false, flag_into(row.quoted_too)},
              {"first_sentence_only", false, flag_into(row.first_sentence_only)},
              {"not_about", false,
               [&](std::string_view key, const YamlValue& topics) { row.not_about = reader.list(key, topics, 20); }}},
             reader);
    return row;
  });
}

std::vector<Finding> check_style(const SourceText& source, const Kind& kind, const ItemFile& file,
                                 const std::vector<StyleRule>& rules) {
  return Checker(source, kind, file).check(rules);
}

}  // namespace allybot::library
