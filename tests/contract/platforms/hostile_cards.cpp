#include "tests/contract/platforms/hostile_cards.h"

namespace allybot::platforms::contract {
namespace {

std::string repeated(const std::string& text, std::size_t times) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) all += text;
  return all;
}

Inline run(std::string text) { return {std::move(text), false, false, false, {}}; }

Button button(std::string label, std::string object = "tips/a") {
  return {std::move(label), {"more", std::move(object), Binding::Member}, ButtonStyle::Default, {}, {}};
}

/// The text in every place of a card that holds text.
Card everywhere(const std::string& text) {
  Card card;
  card.title = text;
  card.blocks = {Paragraph{{run(text)}},
                 Paragraph{{{text, true, false, false, {}}, {text, false, true, false, {}}, {text, false, false, true, {}}}},
                 Paragraph{{{text, false, false, false, "https://example.org/page"}}},
                 Bullets{{{run(text)}, {run(text)}}, false},
                 Bullets{{{run(text)}, {run(text)}}, true},
                 Quote{{run(text)}},
                 Labelled{text, {run(text)}},
                 Note{{run(text)}},
                 Divider{}};
  card.buttons = {button(text, text),
                  {text, {"more", text, Binding::Anyone}, ButtonStyle::Danger, text, {}},
                  {text, {}, ButtonStyle::Primary, {}, "https://example.org/page"}};
  return card;
}

}  // namespace

Card plain_card() {
  return {"Say whose idea it was",
          {Paragraph{{run("Ideas get lost when somebody louder repeats them.")}},
           Labelled{"This week", {run("In one meeting, name the person who said it first.")}},
           Note{{run("Source: "), {"a study", false, false, false, "https://example.org/study"}, run(", 2018.")}}},
          {button("Another", "tips/say-whose-idea"),
           {"Share here", {"shar", "tips/say-whose-idea", Binding::Member}, ButtonStyle::Primary, "Post it for everybody?", {}},
           {"Read more", {}, ButtonStyle::Default, {}, "https://example.org/study"}},
          "r1/tips/say-whose-idea/en"};
}

std::vector<std::pair<std::string, Card>> hostile_cards() {
  std::vector<std::pair<std::string, Card>> all;
  all.emplace_back("long text", everywhere(repeated("A sentence that goes on. ", 400)));
  all.emplace_back("one long word", everywhere(repeated("x", 9000)));
  all.emplace_back("ampersands", everywhere(repeated("&<>", 2000)));
  all.emplace_back("line breaks", everywhere(repeated("\n", 3000) + "end" + repeated("\n> ", 2000)));
  all.emplace_back("emoji", everywhere(repeated("\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x92\xBB", 1500)));
  all.emplace_back("right to left", everywhere("\xE2\x80\xAE" + repeated("\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D ", 800)));
  all.emplace_back("combining marks", everywhere("e" + repeated("\xCC\x81", 6000)));
  all.emplace_back(
      "mentions",
      everywhere("<!channel> <!here> <@U0FAKE002> <#C0FAKE001> <!subteam^S1> @channel @here @all @everyone @alice ~town-square"));
  all.emplace_back(
      "links", everywhere("<https://evil.example|safe> [safe](https://evil.example) <https://evil.example> https://evil.example "
                          "http://evil.example www.evil.example <a href='https://evil.example'>safe</a> "
                          "![x](https://evil.example/p.png) [x]: https://evil.example"));
  all.emplace_back(
      "markup",
      everywhere(
          "*a* **b** _c_ __d__ ~e~ `f` ```g``` > h\n# i\n- j\n1. k\n|l|m|\n|-|-|\n---\n===\n$x$ \\* <b>n</b> &amp; :tada:"));
  all.emplace_back("control characters", everywhere(std::string("a\0b\x01\x1B[31mc\x7F\r\n\t\xC2\x85z", 17)));
  all.emplace_back("bytes that are no text", everywhere("caf\xE9 \xFF\xFE \xED\xA0\x80 \xC3"));
  all.emplace_back("quotes and backslashes", everywhere(R"(" \ \" {"text":"x"} ',"y":1)"));
  all.emplace_back("emptiness", everywhere(""));
  all.emplace_back("blanks", everywhere("  \n \xC2\xA0 "));

  Card many_blocks{"Fifty", {}, {button("Another")}, {}};
  for (int i = 0; i < 50; ++i) many_blocks.blocks.push_back(Paragraph{{run(repeated("block ", 60))}});
  all.emplace_back("fifty blocks", many_blocks);
  Card mixed{"Two hundred", {}, {}, {}};
  for (int i = 0; i < 200; ++i) {
    if (i % 2 == 0)
      mixed.blocks.push_back(Note{{run("note " + std::to_string(i))}});
    else
      mixed.blocks.push_back(Quote{{run("quote " + std::to_string(i))}});
    mixed.blocks.push_back(Divider{});
  }
  all.emplace_back("four hundred blocks", mixed);

  Card many_buttons{"Thirty", {Paragraph{{run("Choose.")}}}, {}, {}};
  for (int i = 0; i < 30; ++i) many_buttons.buttons.push_back(button("Choice " + std::to_string(i), "o" + std::to_string(i)));
  all.emplace_back("thirty buttons", many_buttons);
  Card far_too_many = many_buttons;
  for (int i = 0; i < 200; ++i) far_too_many.buttons.push_back(button("More " + std::to_string(i)));
  all.emplace_back("more buttons than anybody shows", far_too_many);

  Card traps = plain_card();
  traps.cache_key.clear();
  for (const char* address : {"javascript:alert(1)", "http://evil.example", "data:text/html,x", "https://evil.example/a b",
                              "!channel", "@U1", "//evil.example", "https://"}) {
    traps.blocks.push_back(
        Paragraph{{{"trap", false, false, false,
                    std::string(address) == "https://evil.example/a b" ? "https://example.org/a b|<c>" : address}}});
    traps.buttons.push_back({"trap",
                             {},
                             ButtonStyle::Default,
                             {},
                             std::string(address) == "https://evil.example/a b" ? "https://example.org/a b" : address});
  }
  all.emplace_back("strange addresses", traps);
  all.emplace_back("nothing at all", Card{});
  Bullets list;
  for (int i = 0; i < 300; ++i) list.items.push_back({run("item " + repeated("word ", 30))});
  all.emplace_back("a long list", Card{"List", {list}, {}, {}});
  return all;
}

}  // namespace allybot::platforms::contract
