#include "bot/library/points.h"

#include <algorithm>

#include "bot/core/text.h"
#include "bot/library/kind.h"
#include "bot/library/table_reading.h"

namespace allybot::library {
namespace {

constexpr std::string_view kFile = "points.yaml";
constexpr int kPoints = 60;

bool is_published(const Item& item, Date today) {
  if (item.draft || item.language != kFallbackLanguage) return false;
  return !(item.publish && today < *item.publish) && !(item.expire && today >= *item.expire);
}

/// The form in which items name points.
bool is_point(std::string_view id) {
  return id.size() == 3 && id[0] == 'S' && id[1] >= '0' && id[1] <= '6' && id[2] >= '0' && id[2] <= '9' && id != "S00" &&
         id <= "S60";
}

/// What a series names, if it can be read; check_series tells what is wrong with it.
std::vector<std::string> points_of_series(const FoundFile& file) {
  const auto bytes = read_bytes(file.real, kMostTableBytes);
  if (!bytes) return {};
  const SourceText source(file.path, *bytes);
  std::vector<Finding> ignored;
  const auto document = read_document(source, ignored);
  const YamlValue* points = document && document->is_map() ? document->get("points") : nullptr;
  if (points == nullptr) return {};
  return FieldReader(source, ignored).list("points", *points, 60);
}

}  // namespace

Table<PointRow> read_points(const SourceText& source) {
  return read_rows<PointRow>(source, "id", [&](const YamlValue& value, FieldReader& reader) {
    PointRow row;
    row.line = source.place_of(value.offset).line;
    auto kinds_known = kind_names();
    kinds_known.push_back(kSeries);
    read_row(value, "a point",
             {{"id", true,
               [&](std::string_view key, const YamlValue& id) {
                 const auto text = reader.text(key, id, 3);
                 if (text && !is_point(*text))
                   reader.error(id.offset, "point", "A point is named S01 to S60.", "Write it as id: S07.");
                 row.id = text.value_or("");
               }},
              {"title", true,
               [&](std::string_view key, const YamlValue& title) {
                 const YamlValue* english = title.is_map() ? title.get(kFallbackLanguage) : nullptr;
                 if (english == nullptr)
                   return reader.error(title.offset, "wrong-type", "The field \"title\" is given by language.",
                                       "Write it as title: {en: ...}.");
                 row.title = reader.text(key, *english, 80).value_or("");
               }},
              {"kinds", true,
               [&](std::string_view key, const YamlValue& list) {
                 row.kinds = reader.list(key, list, 8);
                 for (const auto& kind : row.kinds)
                   if (std::find(kinds_known.begin(), kinds_known.end(), kind) == kinds_known.end())
                     reader.error(list.offset, "unknown-kind", "\"" + printable(kind) + "\" is no kind of content.",
                                  did_you_mean(kind, kinds_known, "Use a kind's folder name, or series."));
               }}},
             reader);
    return row;
  });
}

Coverage::Coverage(const std::string& root, const FolderScan& scan, const Content& content, Date today) {
  if (const auto bytes = read_bytes(root + "/" + std::string(kFile), kMostTableBytes)) {
    is_asked_ = true;
    table_ = read_points(SourceText(std::string(kFile), *bytes));
  } else {
    for (int number = 1; number <= kPoints; ++number)
      table_.rows.push_back({std::string(number < 10 ? "S0" : "S") + std::to_string(number), "", {}, 1});
  }
  for (const auto& item : content.items)
    if (is_published(*item, today))
      for (const auto& point : item->points) ++counts_[point][item->kind];
  for (const FoundFile& file : scan.files)
    if (file.path.compare(0, kSeries.size() + 1, std::string(kSeries) + "/") == 0)
      for (const auto& point : points_of_series(file)) ++counts_[point][std::string(kSeries)];
}

std::size_t Coverage::count(const std::string& point, std::string_view kind) const {
  const auto of_point = counts_.find(point);
  if (of_point == counts_.end()) return 0;
  const auto found = of_point->second.find(kind);
  return found == of_point->second.end() ? 0 : found->second;
}

std::size_t Coverage::items(const std::string& point) const {
  std::size_t all = 0;
  for (const Kind& kind : kinds()) all += count(point, kind.name);
  return all;
}

std::vector<Finding> Coverage::findings() const {
  std::vector<Finding> found = table_.findings;
  if (!is_asked_) return found;
  for (const PointRow& row : table_.rows) {
    const auto add = [&](Finding::Level level, const char* code, std::string message, std::string hint) {
      found.push_back({std::string(kFile), row.line, 1, level, code, std::move(message), std::move(hint)});
    };
    if (items(row.id) == 0) {
      add(Finding::Level::Error, "point-uncovered", "No published item covers " + row.id + ", \"" + row.title + "\".",
          "Write one that has points: [" + row.id + "].");
      continue;
    }
    for (const auto& kind : row.kinds)
      if (count(row.id, kind) == 0)
        add(Finding::Level::Warning, "point-kind-missing", row.id + " asks for " + kind + ", and none of them names it.",
            "Write one that has points: [" + row.id + "], or take the kind out of the row.");
  }
  return found;
}

}  // namespace allybot::library
