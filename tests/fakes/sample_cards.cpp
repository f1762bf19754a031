#include "tests/fakes/sample_cards.h"

namespace allybot::fakes {
namespace {

Inline run(std::string text) { return {std::move(text), false, false, false, {}}; }
Inline strong(std::string text) { return {std::move(text), true, false, false, {}}; }
Inline code(std::string text) { return {std::move(text), false, false, true, {}}; }
Inline link(std::string text, std::string address) { return {std::move(text), false, false, false, std::move(address)}; }

Button button(std::string label, std::string action, std::string object, ButtonStyle style = ButtonStyle::Default) {
  return {std::move(label), {std::move(action), std::move(object), Binding::Member}, style, {}, {}};
}

Card tip() {
  Card card{"Say whose idea it was",
            {Paragraph{{run("Ideas get lost when somebody louder repeats them & gets the credit.")}},
             Paragraph{{run("It takes "), strong("one sentence"), run(" to give an idea back to the person who had it.")}},
             Labelled{"This week", {run("In one meeting, name the person who said it first.")}},
             Note{{run("Source: "), link("Who gets heard?", "https://example.org/heard?a=1&b=2"),
                   run(", 2018; 12 teams in one firm.")}}},
            {button("Another", "more", "tips/say-whose-idea", ButtonStyle::Primary),
             button("Share here", "shar", "tips/say-whose-idea"), button("Useful", "good", "tips/say-whose-idea"),
             button("Not for me", "poor", "tips/say-whose-idea"), button("This is wrong", "wrng", "tips/say-whose-idea")},
            "sample/tip"};
  card.buttons[4].opens_form = true;
  card.buttons[1].confirm = "Post this for everybody in the channel? Your name is not on it.";
  return card;
}

Card myth_question() {
  return {"Myth or fact?",
          {Quote{{run("We just do not get any women to apply.")}}, Paragraph{{run("What do you think?")}}},
          {button("Myth", "gues", "myth myths/no-women-to-ask"), button("Fact", "gues", "true myths/no-women-to-ask")},
          "sample/myth-question"};
}

Card myth_answer() {
  return {
      "Mostly a myth",
      {Quote{{run("We just do not get any women to apply.")}},
       Paragraph{{run("Adverts with fewer must-haves brought more women among those who applied.")}},
       Bullets{{{run("Half of the must-haves can be learned on the job.")}, {run("A pay range in the advert helps.")}}, false},
       Labelled{"This week", {run("Cut one must-have from an open advert.")}}, Divider{},
       Note{{run("How sure we are: fairly. One country, 2019.")}}},
      {button("Another", "more", "myths/no-women-to-ask", ButtonStyle::Primary),
       {"Read the study", {}, ButtonStyle::Default, {}, "https://example.org/adverts"}},
      "sample/myth-answer"};
}

Card list() {
  return {"3 things about parental leave",
          {Bullets{{{strong("Plan cover early"), run(" - a tip")},
                    {strong("The first week back"), run(" - a tip")},
                    {strong("Equal leave"), run(" - a resource")}},
                   true}},
          {button("1", "show", "tips/plan-cover-early"), button("2", "show", "tips/first-week-back"),
           button("3", "show", "resources/aviva-equal-leave")},
          "sample/list"};
}

Card help() {
  return {"What I can do",
          {Paragraph{{run("Ask me in private; nobody else sees it.")}},
           Bullets{{{code("/ally tip [words]"), run(" one thing to do this week")},
                    {code("/ally myth [words]"), run(" a claim, and what is known")},
                    {code("/ally schedule add WHEN"), run(" a nudge for this channel: "), code("every Tuesday 10:00")}},
                   false},
           Note{{run("This is no channel for reports. "), link("Who can help", "mailto:help@example.org")}}},
          {},
          "sample/help"};
}

}  // namespace

std::vector<std::pair<std::string, Card>> sample_cards() {
  return {{"tip", tip()}, {"myth-question", myth_question()}, {"myth-answer", myth_answer()}, {"list", list()}, {"help", help()}};
}

Card sample_home() {
  return {"Welcome back",
          {Paragraph{{run("One small thing for this week, and where to find more.")}}, Divider{},
           Labelled{"Your nudges", {run("every Tuesday at 10:00 (Europe/Berlin)")}}},
          {button("A tip", "tip", ""), button("A myth", "myth", "")},
          "sample/home"};
}

Form sample_form() {
  Form form;
  form.title = "This is wrong";
  form.intro = "Tell the admins what to mend. They see your words and not your name.";
  form.submit = "Send";
  form.fields.push_back({"what", "What is wrong", Field::Kind::LongText, "A sentence is enough", {}, {}, false, 1000});
  form.fields.push_back({"kind",
                         "Which part",
                         Field::Kind::Choose,
                         {},
                         "number",
                         {{"number", "A number"}, {"source", "The source"}, {"words", "The words"}},
                         true,
                         75});
  form.on_submit = {"wrng", "tips/say-whose-idea", Binding::Member};
  return form;
}

}  // namespace allybot::fakes
