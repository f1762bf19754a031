#include "bot/platforms/text_scan.h"

#include <nlohmann/json.hpp>

namespace allybot::platforms {
namespace {

using nlohmann::json;

/// Follows the names down to where the parser is, and stops it at the first thing that is wrong.
class Scanner final : public json::json_sax_t {
 public:
  Scanner(std::initializer_list<std::string_view> paths, std::size_t most_depth)
      : most_depth_(most_depth), paths_(paths), texts_(paths.size()), seen_(paths.size()) {}

  bool null() override { return value(); }
  bool boolean(bool /*value*/) override { return value(); }
  bool number_integer(number_integer_t /*value*/) override { return value(); }
  bool number_unsigned(number_unsigned_t /*value*/) override { return value(); }
  bool number_float(number_float_t /*value*/, const string_t& /*text*/) override { return value(); }
  bool binary(binary_t& /*value*/) override { return false; }
  bool string(string_t& text) override {
    const int wanted = wanted_here();
    if (wanted >= 0) texts_[static_cast<std::size_t>(wanted)] = std::move(text);
    return value();
  }
  bool start_object(std::size_t /*size*/) override { return open(false); }
  bool end_object() override { return close(); }
  bool start_array(std::size_t /*size*/) override { return open(true); }
  bool end_array() override { return close(); }
  bool key(string_t& name) override {
    at_.back().name = std::move(name);
    // A second value of a name that is wanted, or of one on the way to it, would let two readers see two things.
    const std::string path = path_here();
    if (path.empty()) return true;
    for (std::size_t i = 0; i < paths_.size(); ++i) {
      if (paths_[i] == path && seen_[i]++ > 0) return false;
      const bool on_the_way =
          paths_[i].size() > path.size() && paths_[i].substr(0, path.size()) == path && paths_[i][path.size()] == '.';
      if (on_the_way) {
        for (const std::string& passed : passed_)
          if (passed == path) return false;
        passed_.push_back(path);
        break;
      }
    }
    return true;
  }
  bool parse_error(std::size_t /*at*/, const std::string& /*token*/, const json::exception& /*why*/) override { return false; }

  std::vector<std::string> take() { return std::move(texts_); }

 private:
  struct Level {
    bool array = false;
    std::string name;
  };

  bool open(bool array) {
    if (at_.empty() && array) return false;
    if (at_.size() >= most_depth_) return false;
    at_.push_back({array, {}});
    return true;
  }
  bool close() {
    at_.pop_back();
    return true;
  }
  bool value() const { return !at_.empty(); }

  /// "context.v"; empty inside of an array, where no wanted name can stand.
  std::string path_here() const {
    std::string path;
    for (const Level& level : at_) {
      if (level.array || level.name.find('.') != std::string::npos) return {};
      if (!path.empty()) path += '.';
      path += level.name;
    }
    return path;
  }
  int wanted_here() const {
    const std::string path = path_here();
    for (std::size_t i = 0; i < paths_.size(); ++i)
      if (paths_[i] == path) return static_cast<int>(i);
    return -1;
  }

  const std::size_t most_depth_;
  std::vector<std::string_view> paths_;
  std::vector<std::string> texts_;
  std::vector<int> seen_;
  std::vector<std::string> passed_;
  std::vector<Level> at_;
};

}  // namespace

std::optional<std::vector<std::string>> scan_texts(std::string_view body, std::initializer_list<std::string_view> paths,
                                                   std::size_t most_depth) {
  Scanner scanner(paths, most_depth);
  try {
    if (!json::sax_parse(body.begin(), body.end(), &scanner)) return std::nullopt;
  } catch (const json::exception&) {  // a number beyond all ranges
    return std::nullopt;
  }
  return scanner.take();
}

}  // namespace allybot::platforms
