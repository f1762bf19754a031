// Log lines are an event name and fields, written as one JSON object a line (or as text on a terminal).
// Must never be given message text, names of people, tokens, signatures or bodies.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace allybot::log {

enum class Level { Debug, Info, Warning, Error };

/// One named value of a line. Takes text, numbers and booleans; a Secret does not convert.
class Field {
 public:
  Field(std::string_view name, std::string_view value) : name_(name), value_(value), quoted_(true) {}
  Field(std::string_view name, const std::string& value) : Field(name, std::string_view(value)) {}
  Field(std::string_view name, const char* value) : Field(name, std::string_view(value)) {}
  Field(std::string_view name, bool value) : name_(name), value_(value ? "true" : "false") {}
  template <class Number, class = std::enable_if_t<std::is_arithmetic_v<Number> && !std::is_same_v<Number, bool>>>
  Field(std::string_view name, Number value) : name_(name), value_(std::to_string(value)) {}

  const std::string& name() const { return name_; }
  const std::string& value() const { return value_; }
  bool quoted() const { return quoted_; }

 private:
  std::string name_;
  std::string value_;
  bool quoted_ = false;
};

struct Line {
  Level level;
  std::string event;
  std::vector<Field> fields;
};

/// Where lines go. write() is called by any thread, one at a time.
class Sink {
 public:
  virtual ~Sink() = default;
  virtual void write(const Line& line) = 0;
  virtual void flush() {}
};

/// JSON lines on stderr; text with colour when stderr is a terminal. The sink before the first set_sink().
std::shared_ptr<Sink> stderr_sink();
void set_sink(std::shared_ptr<Sink> sink);
void set_level(Level least);

void write(Level level, std::string_view event, std::initializer_list<Field> fields);
void flush();

inline void debug(std::string_view event, std::initializer_list<Field> fields = {}) { write(Level::Debug, event, fields); }
inline void info(std::string_view event, std::initializer_list<Field> fields = {}) { write(Level::Info, event, fields); }
inline void warning(std::string_view event, std::initializer_list<Field> fields = {}) { write(Level::Warning, event, fields); }
inline void error(std::string_view event, std::initializer_list<Field> fields = {}) { write(Level::Error, event, fields); }

}  // namespace allybot::log
