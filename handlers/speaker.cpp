#include "handlers/speaker.h"

#include "bot/core/text.h"

namespace allybot::handlers {
namespace {

constexpr std::size_t kMostLabel = 30;  // code points; what the strictest platform shows

}  // namespace

std::string Speaker::say(std::string_view key, const Values& values) const {
  if (values.empty()) {  // most sentences have nothing to fill in, and a card says a dozen of them
    std::string text = library.phrase(language, key);
    if (text.find('{') == std::string::npos) return text;
  }
  Values all = values;
  all.emplace_back("command", command);
  return library.phrase(language, key, all);
}

std::string Speaker::say_counted(std::string_view key, std::int64_t count, Values values) const {
  values.emplace_back("n", std::to_string(count));
  const std::string stem(key), form = stem + '.' + library::plural_form(language, count);
  std::string text = say(form, values);
  return text == form ? say(stem + ".other", values) : text;
}

std::string Speaker::label(std::string_view key) const {
  std::string blank = say("colon");
  if (!blank.empty()) blank.pop_back();
  return say(key) + blank;
}

Line Speaker::line(std::string_view key, const Values& values) const { return styled(say(key, values)); }

Line styled(std::string_view text) {
  Line line;
  std::string before;
  const auto flush = [&] {
    if (!before.empty()) line.push_back(plain(std::move(before)));
    before.clear();
  };
  for (std::size_t at = 0; at < text.size();) {
    const bool is_code = text[at] == '`';
    const bool is_strong = text.substr(at, 2) == "**";
    if (is_code || is_strong) {
      const std::string_view mark = is_code ? "`" : "**";
      const std::size_t end = text.find(mark, at + mark.size());
      if (end != std::string_view::npos && end > at + mark.size()) {
        flush();
        const std::string inside(text.substr(at + mark.size(), end - at - mark.size()));
        line.push_back(is_code ? code(inside) : strong(inside));
        at = end + mark.size();
        continue;
      }
    }
    before += text[at++];
  }
  flush();
  return line;
}

Inline plain(std::string text) { return {std::move(text), false, false, false, {}}; }
Inline strong(std::string text) { return {std::move(text), true, false, false, {}}; }
Inline code(std::string text) { return {std::move(text), false, false, true, {}}; }
Inline link(std::string text, std::string address) { return {std::move(text), false, false, false, std::move(address)}; }

Button button(std::string_view label, std::string action, std::string object, Binding binding, ButtonStyle style) {
  Button made;
  made.label = cut_code_points(label, kMostLabel);
  made.action = Action{std::move(action), std::move(object), binding};
  made.style = style;
  return made;
}

}  // namespace allybot::handlers
