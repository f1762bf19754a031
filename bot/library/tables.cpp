#include "bot/library/tables.h"

#include <algorithm>
#include <utility>

#include "bot/library/kind.h"
#include "bot/library/markdown.h"
#include "bot/library/table_reading.h"

namespace allybot::library {
namespace {

/// Reads `most` code points of text into a member.
template <class Row>
RowKey text_key(std::string_view name, bool required, std::size_t most, Row& row, std::string Row::*into, FieldReader& reader) {
  return {name, required, [&row, into, most, &reader](std::string_view key, const YamlValue& value) {
            if (auto text = reader.text(key, value, most)) row.*into = std::move(*text);
          }};
}

template <class Row>
RowKey choice_key(std::string_view name, bool required, std::vector<std::string_view> choices, Row& row, std::string Row::*into,
                  FieldReader& reader) {
  return {name, required, [&row, into, choices = std::move(choices), &reader](std::string_view key, const YamlValue& value) {
            if (auto word = reader.choice(key, value, choices)) row.*into = std::move(*word);
          }};
}

bool is_id(std::string_view text) {
  return !text.empty() && text.size() <= kMostIdLength && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
  });
}

template <class Row>
RowKey id_key(std::string_view name, Row& row, std::string Row::*into, FieldReader& reader) {
  return {name, true, [&row, into, &reader](std::string_view key, const YamlValue& value) {
            auto text = reader.text(key, value, kMostIdLength);
            if (!text) return;
            if (!is_id(*text))
              reader.error(value.offset, "slug", "An id is made of letters, digits and hyphens.", "Shorten or rename it.");
            row.*into = std::move(*text);
          }};
}

/// A map of languages; calls `read` with each.
void by_language(std::string_view name, const YamlValue& value, FieldReader& reader,
                 const std::function<void(const std::string&, const YamlValue&)>& read) {
  if (!value.is_map())
    return reader.error(value.offset, "wrong-type", "The field \"" + std::string(name) + "\" is given by language.",
                        "Write it as " + std::string(name) + ": {en: ...}.");
  for (const YamlEntry& entry : value.entries) read(entry.key, entry.value);
  if (value.get(kFallbackLanguage) == nullptr)
    reader.error(value.offset, "missing-key", "The field \"" + std::string(name) + "\" has no English.", "Add en: ...");
}

/// Sources may stand on pages that have no https; they are shown as text then.
void read_source_address(std::string_view key, const YamlValue& value, Source& row, FieldReader& reader) {
  constexpr std::string_view kPlain = "http://";
  if (value.is_text() && value.text.substr(0, kPlain.size()) == kPlain &&
      is_https_address("https://" + value.text.substr(kPlain.size()))) {
    reader.warning(value.offset, "insecure-link", "This address is not https, so it is shown without a link.",
                   "Use https:// if the page has it.");
    row.url = value.text;
    return;
  }
  if (auto address = reader.address(key, value)) row.url = std::move(*address);
}

void flatten(const SourceText& source, const YamlValue& map, const std::string& prefix, Table<Phrases>& table) {
  for (const YamlEntry& entry : map.entries) {
    const std::string key = prefix + entry.key;
    if (entry.value.is_map())
      flatten(source, entry.value, key + ".", table);
    else if (entry.value.is_text())
      table.rows.front().by_key[key] = entry.value.text;
    else
      table.findings.push_back(source.error(entry.key_offset, "wrong-type",
                                            "The phrase \"" + printable(key) + "\" is not a sentence.",
                                            "Put the sentence in double quotes."));
  }
}

}  // namespace

Table<TopicRow> read_topics(const SourceText& source) {
  return read_rows<TopicRow>(source, "id", [&source](const YamlValue& value, FieldReader& reader) {
    TopicRow row;
    row.line = source.place_of(value.offset).line;
    read_row(value, "a topic",
             {{"id", true,
               [&](std::string_view key, const YamlValue& id) {
                 auto text = reader.text(key, id, kMostIdLength);
                 if (text && !is_slug(*text))
                   reader.error(id.offset, "slug", "A topic's id is made of small letters, digits and hyphens.", "Rename it.");
                 if (text) row.id = std::move(*text);
               }},
              {"title", true,
               [&](std::string_view key, const YamlValue& titles) {
                 by_language(key, titles, reader, [&](const std::string& language, const YamlValue& title) {
                   if (auto text = reader.text(key, title, 60)) row.titles[language] = std::move(*text);
                 });
               }},
              {"synonyms", false,
               [&](std::string_view key, const YamlValue& all) {
                 by_language(key, all, reader, [&](const std::string& language, const YamlValue& words) {
                   for (const auto& word : reader.list(key, words, 200)) row.synonyms[language].push_back(fold_case(word));
                 });
               }}},
             reader);
    return row;
  });
}

Table<Source> read_sources(const SourceText& source) {
  return read_rows<Source>(source, "id", [](const YamlValue& value, FieldReader& reader) {
    Source row;
    read_row(value, "a source",
             {id_key("id", row, &Source::id, reader),
              text_key("topic", false, kMostIdLength, row, &Source::topic, reader),
              text_key("claim", true, 600, row, &Source::claim, reader),
              text_key("number", false, 120, row, &Source::number, reader),
              {"year", true,
               [&](std::string_view key, const YamlValue& year) {
                 if (const auto number = reader.number(key, year, 2200)) row.year = *number;
               }},
              text_key("population", false, 300, row, &Source::population, reader),
              text_key("publisher", true, 200, row, &Source::publisher, reader),
              text_key("title", true, 300, row, &Source::title, reader),
              {"url", true, [&](std::string_view key, const YamlValue& url) { read_source_address(key, url, row, reader); }},
              text_key("support", false, 60, row, &Source::support, reader),
              choice_key("confidence", true, {"strong", "moderate", "limited", "contested"}, row, &Source::confidence, reader),
              text_key("caveat", true, 400, row, &Source::caveat, reader),
              choice_key("flag", false, {"popular-but-weak", "counter-evidence"}, row, &Source::flag, reader),
              {"review_by", false, [&](std::string_view key, const YamlValue& day) { row.review_by = reader.day(key, day); }}},
             reader);
    return row;
  });
}

Table<FilePlan> read_file_plans(const SourceText& source) {
  return read_rows<FilePlan>(source, "slug", [&source](const YamlValue& value, FieldReader& reader) {
    FilePlan row;
    row.path = source.path();
    row.line = source.place_of(value.offset).line;
    const auto day_key = [&](std::string_view name, std::string FilePlan::*into) {
      return RowKey{name, false, [&row, &reader, into](std::string_view key, const YamlValue& day) {
                      if (reader.day(key, day)) row.*into = day.text;
                    }};
    };
    read_row(
        value, "a plan",
        {{"slug", true,
          [&](std::string_view key, const YamlValue& slug) {
            auto text = reader.text(key, slug, kMostIdLength);
            if (text && !is_slug(*text))
              reader.error(slug.offset, "slug", "A plan's slug is made of small letters, digits and hyphens.", "Rename it.");
            if (text) row.slug = std::move(*text);
          }},
         text_key("channel", true, 200, row, &FilePlan::channel, reader),
         text_key("words", true, 200, row, &FilePlan::words, reader),
         text_key("zone", false, 60, row, &FilePlan::zone, reader),
         day_key("start", &FilePlan::start),
         day_key("until", &FilePlan::until),
         {"kinds", false,
          [&](std::string_view key, const YamlValue& kinds_listed) {
            for (const auto& word : reader.list(key, kinds_listed, 7)) {
              if (const Kind* kind = kind_named(word))
                row.kinds.emplace_back(kind->name);
              else
                reader.error(kinds_listed.offset, "unknown-kind", "\"" + printable(cut_code_points(word, 60)) + "\" is no kind.",
                             did_you_mean(word, kind_names(), "Kinds are tips, myths, resources and so on."));
            }
          }},
         {"topics", false, [&](std::string_view key, const YamlValue& topics) { row.topics = reader.list(key, topics, 20); }},
         {"days", false, [&](std::string_view key, const YamlValue& days) { row.days = reader.list(key, days, 100); }},
         {"without", false, [&](std::string_view key, const YamlValue& days) { row.without = reader.list(key, days, 100); }}},
        reader);
    const auto note = [&](const std::string& name, const YamlValue& noted) {
      const auto place = source.place_of(noted.offset);
      row.places.try_emplace(name, place.line, place.column);
    };
    for (const YamlEntry& entry : value.entries) {
      note(entry.key, entry.value);
      for (const YamlValue& listed : entry.value.items) note(entry.key + ":" + listed.text, listed);
    }
    if (!row.days.empty() && !(row.kinds.empty() && row.topics.empty()))
      reader.error(value.offset, "contradiction", "A plan that keeps days of observance draws from no kinds and topics.",
                   "Take kinds and topics out, or make two plans of it.");
    if (row.days.empty() && !row.without.empty())
      reader.error(value.offset, "missing-key", "\"without\" leaves out days of observance, and this plan keeps none.",
                   "Add days: [usual], or take it out.");
    return row;
  });
}

Finding error_in(const FilePlan& plan, const std::string& place, std::string code, std::string message, std::string hint) {
  const auto found = plan.places.find(place);
  const auto [line, column] = found == plan.places.end() ? std::pair(plan.line, 1) : found->second;
  return {plan.path, line, column, Finding::Level::Error, std::move(code), std::move(message), std::move(hint)};
}

Table<Help> read_help(const SourceText& source) {
  Table<Help> table;
  const auto document = read_document(source, table.findings);
  if (!document) return table;
  FieldReader reader(source, table.findings);
  if (!document->is_map()) {
    reader.error(document->offset, "wrong-type", "The file has to hold fields.", "Write intro: and contacts:, one a line.");
    return table;
  }
  Help help;
  const auto contacts = [&](std::string_view, const YamlValue& value) {
    if (!value.is_list())
      return reader.error(value.offset, "wrong-type", "The contacts have to be a list.", "Begin each with a hyphen: - role: ...");
    for (const YamlValue& entry : value.items) {
      HelpContact contact;
      if (!entry.is_map()) {
        reader.error(entry.offset, "wrong-type", "A contact has to be a map of fields.",
                     "Write it as - role: ..., one field a line.");
        continue;
      }
      read_row(entry, "a contact",
               {text_key("role", true, 80, contact, &HelpContact::role, reader),
                text_key("name", false, 120, contact, &HelpContact::name, reader),
                text_key("reach", true, 300, contact, &HelpContact::reach, reader),
                text_key("hours", false, 200, contact, &HelpContact::hours, reader),
                text_key("note", false, 400, contact, &HelpContact::note, reader)},
               reader);
      help.contacts.push_back(std::move(contact));
    }
  };
  read_row(*document, "help",
           {text_key("intro", true, 800, help, &Help::intro, reader),
            text_key("emergency", false, 500, help, &Help::emergency, reader),
            text_key("supporting_someone", false, 800, help, &Help::supporting_someone, reader),
            {"contacts", true, contacts},
            {"sample", false,
             [&](std::string_view key, const YamlValue& value) { help.sample = reader.flag(key, value).value_or(false); }}},
           reader);
  table.readable = std::none_of(table.findings.begin(), table.findings.end(),
                                [](const Finding& finding) { return finding.level == Finding::Level::Error; });
  if (table.readable) table.rows.push_back(std::move(help));
  return table;
}

Table<Phrases> read_phrases(const SourceText& source) {
  Table<Phrases> table;
  const auto document = read_document(source, table.findings);
  if (!document) return table;
  if (document->kind != YamlValue::Kind::Null && !document->is_map()) {
    table.findings.push_back(source.error(document->offset, "wrong-type", "The file has to hold phrases by their keys.",
                                          "Write key: \"sentence\", one a line."));
    return table;
  }
  table.readable = true;
  table.rows.emplace_back();
  flatten(source, *document, "", table);
  return table;
}

}  // namespace allybot::library
