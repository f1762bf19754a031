#include "bot/platforms/playground/render.h"

#include <nlohmann/json.hpp>
#include <type_traits>

#include "bot/core/text.h"
#include "bot/platforms/card_text.h"
#include "bot/platforms/playground/limits.h"

namespace allybot::platforms::playground {
namespace {

using Json = nlohmann::ordered_json;

std::string dumped(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

Json line_json(const Line& line, Cutter& cutter) {
  Json runs = Json::array();
  for (const Inline& run : line) {
    Json made{{"text", cutter.text(run.text, kText)}};
    if (run.strong) made["strong"] = true;
    if (run.emphasis) made["emphasis"] = true;
    if (run.code) made["code"] = true;
    if (const std::string address = run.link.empty() ? std::string() : safe_link(run.link); !address.empty())
      made["link"] = address;
    runs.push_back(std::move(made));
  }
  return runs;
}

Json block_json(const Block& block, Cutter& cutter) {
  return std::visit(
      [&](const auto& one) -> Json {
        using Kind = std::decay_t<decltype(one)>;
        if constexpr (std::is_same_v<Kind, Bullets>) {
          Json items = Json::array();
          for (const Line& item : one.items) items.push_back(line_json(item, cutter));
          return Json{{"kind", one.numbered ? "numbers" : "bullets"}, {"items", std::move(items)}};
        } else if constexpr (std::is_same_v<Kind, Labelled>) {
          return Json{{"kind", "labelled"}, {"label", one.label}, {"line", line_json(one.line, cutter)}};
        } else if constexpr (std::is_same_v<Kind, Divider>) {
          return Json{{"kind", "divider"}};
        } else {
          const char* kind = std::is_same_v<Kind, Quote> ? "quote" : std::is_same_v<Kind, Note> ? "note" : "paragraph";
          return Json{{"kind", kind}, {"line", line_json(one.line, cutter)}};
        }
      },
      block);
}

const char* name_of(ButtonStyle style) {
  switch (style) {
    case ButtonStyle::Default: return "default";
    case ButtonStyle::Primary: return "primary";
    case ButtonStyle::Danger: return "danger";
  }
  return "default";
}

Json button_json(const Button& button, const std::string& field, const Sign& sign, Cutter& cutter) {
  Json made{{"label", cutter.text(button.label, kButton, field)}, {"style", name_of(button.style)}};
  if (!button.url.empty()) {
    const std::string address = safe_link(button.url);
    if (address.empty()) {
      cutter.note(field, "only https and mailto addresses are links");
      return nullptr;
    }
    made["url"] = address;
    return made;
  }
  made["value"] = sign(button.action);
  if (!button.confirm.empty()) made["confirm"] = cutter.text(button.confirm, kConfirm, field + " confirm");
  return made;
}

const char* name_of(Field::Kind kind) {
  switch (kind) {
    case Field::Kind::Text: return "text";
    case Field::Kind::LongText: return "long";
    case Field::Kind::Choose: return "choose";
  }
  return "text";
}

Json choices_json(const std::vector<Choice>& choices) {
  Json made = Json::array();
  for (const Choice& choice : choices)
    made.push_back(Json{{"value", choice.value}, {"label", choice.label.empty() ? choice.value : choice.label}});
  return made;
}

Json field_json(const Field& field) {
  Json made{{"name", field.name},       {"label", field.label},       {"kind", name_of(field.kind)}, {"hint", field.hint},
            {"initial", field.initial}, {"optional", field.optional}, {"most", field.max_length}};
  if (field.kind == Field::Kind::Choose) made["choices"] = choices_json(field.choices);
  return made;
}

Json places_json(const Member& reader) {
  Json made = Json::array();
  for (const Channel& channel : channels())
    made.push_back(Json{{"id", channel.id}, {"name", channel.name}, {"about", channel.about}, {"direct", false}});
  made.push_back(Json{{"id", private_channel(MemberId(reader.id)).str()}, {"name", "Allybot"}, {"direct", true}});
  return made;
}

Json people_json() {
  Json made = Json::array();
  for (const Member& member : members())
    made.push_back(Json{
        {"id", member.id}, {"name", member.name}, {"handle", member.handle}, {"about", member.about}, {"admin", member.admin}});
  return made;
}

Json moment_json(const std::optional<TimePoint>& moment) { return moment ? Json(to_unix_millis(*moment)) : Json(nullptr); }

}  // namespace

std::string card_content(const Card& card, const Sign& sign, Cutter& cutter) {
  Json blocks = Json::array();
  for (const Block& block : card.blocks) blocks.push_back(block_json(block, cutter));
  Json buttons = Json::array();
  const std::size_t shown = cutter.number(card.buttons.size(), kButtons);
  for (std::size_t i = 0; i < shown; ++i) {
    Json made = button_json(card.buttons[i], "button " + std::to_string(i + 1), sign, cutter);
    if (!made.is_null()) buttons.push_back(std::move(made));
  }
  return dumped(Json{
      {"card", {{"title", cutter.text(card.title, kTitle)}, {"blocks", std::move(blocks)}, {"buttons", std::move(buttons)}}}});
}

std::string text_content(std::string_view text) { return "{\"text\":" + json_quoted(text) + '}'; }

std::string form_answer(const Form& form, const std::string& value) {
  Json fields = Json::array();
  for (const Field& field : form.fields) fields.push_back(field_json(field));
  return dumped(Json{{"form",
                      {{"title", form.title},
                       {"intro", form.intro},
                       {"submit", form.submit},
                       {"value", value},
                       {"fields", std::move(fields)}}}});
}

std::string problems_answer(const FormProblems& problems) {
  Json made = Json::array();
  for (const auto& [field, problem] : problems.by_field) made.push_back(Json{{"field", field}, {"problem", problem}});
  return dumped(Json{{"problems", std::move(made)}});
}

std::string completions_answer(const Completions& completions) {
  return dumped(Json{{"choices", choices_json(completions.choices)}});
}

Card problems_as_card(const FormProblems& problems) {
  Bullets all;
  for (const auto& [field, problem] : problems.by_field) all.items.push_back(text_line(problem));
  Card card;
  card.blocks.emplace_back(std::move(all));
  return card;
}

std::string state_json(const State& state) {
  const Json head{{"epoch", state.epoch},
                  {"round", state.news.epoch},
                  {"sequence", state.news.sequence},
                  {"command", state.command},
                  {"member", state.member.id},
                  {"members", people_json()},
                  {"channels", places_json(state.member)},
                  {"clock",
                   {{"now", to_unix_millis(state.clock.now)},
                    {"target", moment_json(state.clock.target)},
                    {"next_nudge", moment_json(state.clock.next_nudge)}}}};
  std::string text = dumped(head);
  text.back() = ',';
  text += "\"messages\":[";
  const char* comma = "";
  for (const Message& one : state.news.messages) {
    // A content was serialised when the message came: it is put in as it stands.
    text += comma;
    text += "{\"id\":" + std::to_string(one.id) + ",\"channel\":" + json_quoted(one.channel.str()) +
            ",\"author\":" + json_quoted(one.author.str()) + ",\"private\":" + (one.only_for.empty() ? "false" : "true") +
            ",\"at\":" + std::to_string(to_unix_millis(one.at)) + ",\"content\":" + one.content + '}';
    comma = ",";
  }
  return text + "]}";
}

}  // namespace allybot::platforms::playground
