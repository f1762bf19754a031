#include <iterator>

#include "bot/library/kind.h"

namespace allybot::library {

std::vector<Field> common_fields(bool needs_action) {
  return {
      {"title", FieldForm::Text, &Item::title, true, 70, {}, "What the item is called; unique in its language, no full stop."},
      {"topics",
       FieldForm::Slugs,
       &Item::topics,
       true,
       4,
       {},
       "One to four topics of topics.yaml; the first is the main topic.",
       "[meetings]"},
      {"audience",
       FieldForm::Choices,
       &Item::audience,
       true,
       0,
       {std::begin(kAudiences), std::end(kAudiences)},
       "Whom the item is written for.",
       "[everyone]"},
      {"barrier",
       FieldForm::Choices,
       &Item::barrier,
       false,
       0,
       {std::begin(kBarriers), std::end(kBarriers)},
       "What keeps people from acting, that the item helps with.",
       "[know-how]"},
      {"action",
       FieldForm::Text,
       &Item::action,
       needs_action,
       200,
       {},
       "One thing to do this week, in one or two short sentences.",
       "In your next meeting, do one small thing that you can name here."},
      {"sources", FieldForm::Slugs, &Item::sources, false, 8, {}, "Ids of sources.yaml for every number in the text."},
      {"points",
       FieldForm::Points,
       &Item::points,
       false,
       12,
       {},
       "Points of the 2018 discussion that the item covers, S01 to S60."},
      {"regions", FieldForm::Regions, &Item::regions, false, 60, {}, "Countries it holds for, ISO 3166; left out: all."},
      {"not_regions", FieldForm::Regions, &Item::not_regions, false, 60, {}, "Countries it does not hold for, ISO 3166."},
      {"draft", FieldForm::Flag, &Item::draft, false, 0, {}, "true: nobody sees it yet."},
      {"note", FieldForm::Text, &Item::note, false, 2000, {}, "For whoever edits: what is wrong or still open. Never shown."},
      {"publish", FieldForm::Day, &Item::publish, false, 0, {}, "First day on which it is shown."},
      {"expire", FieldForm::Day, &Item::expire, false, 0, {}, "First day on which it is not shown any more."},
      {"review_by", FieldForm::Day, &Item::review_by, false, 0, {}, "Day by which its claims are looked at again."},
      {"review", FieldForm::Text, &Item::review, false, 80, {}, "Translations alone: the native reader who signed it, or none."},
      {"translates",
       FieldForm::Mark,
       &Item::translates,
       false,
       0,
       {},
       "Translations alone: first 12 hexadecimal digits of the SHA-256 of the English file that it was written from."},
  };
}

std::vector<Field> fields_with(std::vector<Field> own, bool needs_action) {
  auto fields = common_fields(needs_action);
  fields.insert(fields.end(), std::make_move_iterator(own.begin()), std::make_move_iterator(own.end()));
  return fields;
}

}  // namespace allybot::library
