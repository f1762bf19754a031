#include "bot/library/yaml_tree.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <sstream>
#include <unordered_set>

#include "bot/core/text.h"
#include "bot/library/plain_yaml.h"

namespace allybot::library {
namespace {

/// Deep enough for every file we have; a guard against a file that is nothing but brackets.
constexpr std::size_t kMostDepth = 12;

struct Refused {
  std::size_t offset;
  std::string code, message, hint;
};

std::string quoted(std::string_view text) { return "\"" + printable(cut_code_points(text, 60)) + "\""; }

/// Builds our tree from yaml-cpp's events: they carry marks for keys too, keep doubled keys, and cost a third of YAML::Node.
class Builder final : public YAML::EventHandler {
 public:
  Builder(std::string_view text, std::size_t base) : text_(text), base_(base) {}

  YamlValue take() { return std::move(root_); }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t) override {
    YamlValue value;
    value.offset = offset(mark);
    add(std::move(value));
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    throw Refused{offset(mark), "yaml", "YAML aliases are not read here.", "Write the value out, or put it in quotes."};
  }
  void OnScalar(const YAML::Mark& mark, const std::string&, YAML::anchor_t, const std::string& text) override {
    YamlValue value;
    value.kind = YamlValue::Kind::Text;
    value.offset = offset(mark);
    value.text = text;
    refuse_open_quote(value.offset);
    add(std::move(value));
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {
    open(YamlValue::Kind::List, mark);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {
    open(YamlValue::Kind::Map, mark);
  }
  void OnMapEnd() override { close(); }

 private:
  struct Level {
    YamlValue value;
    bool has_key = false;
    std::string key;
    std::size_t key_offset = 0;
    std::unordered_set<std::string> keys;
  };

  std::size_t offset(const YAML::Mark& mark) const { return base_ + static_cast<std::size_t>(mark.pos < 0 ? 0 : mark.pos); }

  /// yaml-cpp takes a quote that is never closed for text up to the end of the file (0.7, measured).
  void refuse_open_quote(std::size_t offset) const {
    std::size_t at = offset - base_;
    if (at >= text_.size() || (text_[at] != '"' && text_[at] != '\'')) return;
    const char quote = text_[at];
    for (++at; at < text_.size(); ++at) {
      if (quote == '"' && text_[at] == '\\') {
        ++at;
      } else if (text_[at] == quote) {
        if (quote == '"' || at + 1 >= text_.size() || text_[at + 1] != quote) return;
        ++at;
      }
    }
    throw Refused{offset, "yaml", "This quotation mark is never closed.", "Close it on the same line."};
  }

  void open(YamlValue::Kind kind, const YAML::Mark& mark) {
    if (levels_.size() >= kMostDepth)
      throw Refused{offset(mark), "yaml", "Lists and maps are nested too deeply.",
                    "Take out a level of brackets or indentation."};
    Level level;
    level.value.kind = kind;
    level.value.offset = offset(mark);
    levels_.push_back(std::move(level));
  }

  void close() {
    YamlValue done = std::move(levels_.back().value);
    levels_.pop_back();
    add(std::move(done));
  }

  void add(YamlValue value) {
    if (levels_.empty()) {
      root_ = std::move(value);
      return;
    }
    Level& level = levels_.back();
    if (level.value.is_list()) {
      level.value.items.push_back(std::move(value));
      return;
    }
    if (level.has_key) {
      level.value.entries.push_back({std::move(level.key), level.key_offset, std::move(value)});
      level.has_key = false;
      return;
    }
    if (!value.is_text())
      throw Refused{value.offset, "yaml", "A key has to be a plain word.", "Put a value that holds { or [ in quotes."};
    if (!level.keys.insert(value.text).second)
      throw Refused{value.offset, "doubled-key", "The key " + quoted(value.text) + " is here twice.", "Keep one of them."};
    level.has_key = true;
    level.key = std::move(value.text);
    level.key_offset = value.offset;
  }

  std::string_view text_;
  std::size_t base_;
  YamlValue root_;
  std::vector<Level> levels_;
};

/// Tabs that indent become one space each: yaml-cpp refuses them, editors write them, and columns stay where they are.
std::string without_tab_indentation(std::string_view text) {
  std::string clean(text);
  bool at_start = true;
  for (char& c : clean) {
    if (at_start && c == '\t') c = ' ';
    if (c == '\n')
      at_start = true;
    else if (c != ' ')
      at_start = false;
  }
  return clean;
}

std::string_view line_at(const SourceText& source, std::size_t offset) {
  const std::string_view text = source.text();
  offset = std::min(offset, text.size());
  const auto line_break = offset == 0 ? std::string_view::npos : text.rfind('\n', offset - 1);
  const auto start = line_break == std::string_view::npos ? 0 : line_break + 1;
  return text.substr(start, text.find('\n', start) - start);
}

bool has_smart_quote(std::string_view line) {
  return line.find("\xE2\x80\x9C") != std::string_view::npos || line.find("\xE2\x80\x9D") != std::string_view::npos;
}

/// The innermost [ or { that begins a value in [from, to) and is not closed there, or npos: that is what the author forgot, while
/// yaml-cpp tells of the line after it.
std::size_t open_bracket(std::string_view text, std::size_t from, std::size_t to) {
  std::vector<std::size_t> open;
  char before = '\n';  // the last character that is no space
  for (std::size_t at = from; at < std::min(to, text.size()); ++at) {
    const char c = text[at];
    const bool begins_value = std::string_view(":-,[{\n").find(before) != std::string_view::npos;
    if ((c == '"' || c == '\'') && begins_value) {
      const auto end = text.find(c, at + 1);
      at = std::min(end, to);
    } else if ((c == '[' || c == '{') && begins_value) {
      open.push_back(at);
    } else if ((c == ']' || c == '}') && !open.empty()) {
      open.pop_back();
    }
    if (c != ' ') before = c;
  }
  return open.empty() ? std::string::npos : open.back();
}

Finding explain(const SourceText& source, std::size_t from, std::size_t offset, const std::string& reason) {
  const auto bracket = open_bracket(source.text(), from, offset);
  if (bracket != std::string::npos) {
    const bool list = source.text()[bracket] == '[';
    return source.error(bracket, "yaml", list ? "This list is never closed." : "This map is never closed.",
                        list ? "Close it with ]." : "Close it with }, or put the value in double quotes.");
  }
  const auto line = line_at(source, offset);
  std::string hint = "Put the value in double quotes, and indent with spaces.";
  if (has_smart_quote(line))
    hint = "Use straight quotes (\"), the curly ones do not quote in YAML.";
  else if (reason.find("illegal map value") != std::string::npos)
    hint = "A value that holds a colon and a space needs double quotes around it.";
  else if (line.find('\"') != std::string_view::npos || line.find('\'') != std::string_view::npos)
    hint = "Close the quotes; inside double quotes write \\\" for a quotation mark.";
  return source.error(offset, "yaml", "This is not valid YAML: " + printable(cut_code_points(reason, 120)) + ".", hint);
}

}  // namespace

const YamlValue* YamlValue::get(std::string_view key) const {
  for (const auto& entry : entries)
    if (entry.key == key) return &entry.value;
  return nullptr;
}

tl::expected<YamlValue, Finding> read_yaml(const SourceText& source, std::size_t from, std::size_t to) {
  if (auto plain = read_plain_yaml(std::string_view(source.text()).substr(from, to - from), from)) return std::move(*plain);
  return read_any_yaml(source, from, to);
}

tl::expected<YamlValue, Finding> read_any_yaml(const SourceText& source, std::size_t from, std::size_t to) {
  const std::string text = without_tab_indentation(std::string_view(source.text()).substr(from, to - from));
  Builder builder(text, from), more(text, from);
  try {
    std::istringstream stream(text);
    YAML::Parser parser(stream);
    parser.HandleNextDocument(builder);
    // What follows the end of a document would be dropped without a word.
    if (parser.HandleNextDocument(more))
      throw Refused{more.take().offset, "yaml", "The YAML goes on after its end.",
                    "Indent it like the lines above, and take out lines with three hyphens or dots."};
    return builder.take();
  } catch (const Refused& refused) {
    return tl::unexpected(source.error(refused.offset, refused.code, refused.message, refused.hint));
  } catch (const YAML::Exception& problem) {
    const auto offset = from + static_cast<std::size_t>(problem.mark.pos < 0 ? 0 : problem.mark.pos);
    return tl::unexpected(explain(source, from, std::min(offset, to), problem.msg));
  }
}

}  // namespace allybot::library
