#include "bot/platforms/questions.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "bot/core/text.h"
#include "bot/platforms/numbered.h"
#include "bot/platforms/sentences.h"

namespace allybot::platforms {
namespace {

constexpr std::string_view kKeep = "=";
constexpr std::string_view kEmpty = "-";
constexpr std::string_view kCancel = "cancel";
constexpr std::size_t kMostShown = 150;  // characters of what was there

const Choice* choice_of(const Field& field, std::string_view text) {
  const auto number = number_in(text);
  if (number && *number >= 1 && static_cast<std::size_t>(*number) <= field.choices.size())
    return &field.choices[static_cast<std::size_t>(*number) - 1];
  const std::string folded = fold_case(text);
  for (const Choice& choice : field.choices)
    if (fold_case(choice.label) == folded || fold_case(choice.value) == folded) return &choice;
  return nullptr;
}

std::string shown_initial(const Field& field) {
  for (const Choice& choice : field.choices)
    if (choice.value == field.initial) return choice.label.empty() ? choice.value : choice.label;
  return cut_code_points(printable(field.initial), kMostShown);
}

/// "`=` keeps: every Tuesday", one of the ways to answer.
void add_way(Line& line, std::string_view typed, const std::string& means) {
  if (!line.empty()) line.push_back({" \xC2\xB7 ", false, false, false, {}});
  line.push_back({std::string(typed), false, false, true, {}});
  line.push_back({' ' + means, false, false, false, {}});
}

}  // namespace

Questions::Questions(Form form, Origin asked_in)
    : form_(std::move(form)), asked_in_(std::move(asked_in)), left_(form_.fields.size()) {
  std::iota(left_.begin(), left_.end(), 0U);
}

Card Questions::next(const Say& say) const {
  const Field& asked = field();
  Card card;
  card.title = form_.title;
  if (values_.empty() && !form_.intro.empty()) card.blocks.emplace_back(Paragraph{text_line(form_.intro)});
  if (const auto problem = problems_.find(asked.name); problem != problems_.end())
    card.blocks.emplace_back(Paragraph{text_line(problem->second)});
  const std::string colon = say(kSayColon);  // the other half is drawn by whoever shows a label
  card.blocks.emplace_back(
      Labelled{asked.label + (colon.ends_with(':') ? colon.substr(0, colon.size() - 1) : std::string()), text_line(asked.hint)});
  Bullets choices;
  for (const Choice& choice : asked.choices)
    choices.items.push_back({{std::to_string(choices.items.size() + 1), true, false, false, {}},
                             {' ' + (choice.label.empty() ? choice.value : choice.label), false, false, false, {}}});
  if (!choices.items.empty()) card.blocks.emplace_back(std::move(choices));
  Note ways;
  if (!asked.initial.empty()) add_way(ways.line, kKeep, say(kSayKeeps) + colon + ' ' + shown_initial(asked));
  if (asked.optional) add_way(ways.line, kEmpty, say(kSayLeavesEmpty));
  add_way(ways.line, fold_case(say(kSayCancel)), say(kSayStops));
  card.blocks.emplace_back(std::move(ways));
  return card;
}

std::string Questions::read(std::string_view text, const Say& say, std::string& problem) const {
  const Field& asked = field();
  if (text == kKeep && !asked.initial.empty()) return asked.initial;
  if (text == kEmpty || text == kKeep || text.empty()) {
    if (!asked.optional) problem = say(kSayNeeded);
    return {};
  }
  if (!asked.choices.empty()) {
    const Choice* chosen = choice_of(asked, text);
    if (chosen != nullptr) return chosen->value;
    problem = say(kSayOneOfThese);
    return {};
  }
  if (count_code_points(text) > asked.max_length) problem = say(kSayTooLong) + ' ' + std::to_string(asked.max_length);
  return std::string(text);
}

void Questions::answer(std::string_view text, const Say& say) {
  const std::string& name = field().name;
  std::string problem;
  std::string value = read(trim(text), say, problem);
  if (!problem.empty()) {
    problems_[name] = std::move(problem);
    return;
  }
  problems_.erase(name);
  values_[name] = std::move(value);
  left_.erase(left_.begin());
}

FormSubmitted Questions::sent(RequestId request) const {
  FormSubmitted form{asked_in_, form_.on_submit, Press::Standing::Good, values_};
  form.origin.request = std::move(request);
  form.action.binding = Binding::Member;
  return form;
}

bool Questions::ask_again(const FormProblems& problems) {
  left_.clear();
  problems_.clear();
  for (const auto& [name, problem] : problems.by_field) problems_.emplace(name, problem);
  for (std::size_t i = 0; i < form_.fields.size(); ++i)
    if (problems_.count(form_.fields[i].name) > 0) left_.push_back(i);
  return !left_.empty();
}

bool is_cancel(std::string_view text, const Questions::Say& say) {
  const std::string folded = fold_case(trim(text));
  return folded == kCancel || folded == fold_case(say(kSayCancel));
}

}  // namespace allybot::platforms
