#include "bot/core/log.h"

#include <unistd.h>

#include <atomic>

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "bot/core/mutex.h"
#include "bot/core/text.h"

namespace allybot::log {
namespace {

constexpr spdlog::level::level_enum spd_level(Level level) {
  switch (level) {
    case Level::Debug: return spdlog::level::debug;
    case Level::Info: return spdlog::level::info;
    case Level::Warning: return spdlog::level::warn;
    case Level::Error: return spdlog::level::err;
  }
  return spdlog::level::err;
}

class StderrSink final : public Sink {
 public:
  StderrSink() : terminal_(::isatty(STDERR_FILENO) == 1) {
    if (terminal_) {
      logger_ = std::make_shared<spdlog::logger>("allybot", std::make_shared<spdlog::sinks::stderr_color_sink_mt>());
      logger_->set_pattern("%H:%M:%S %^%l%$ %v");
    } else {
      logger_ = std::make_shared<spdlog::logger>("allybot", std::make_shared<spdlog::sinks::stderr_sink_mt>());
      logger_->set_pattern(R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v})", spdlog::pattern_time_type::utc);
    }
    logger_->set_level(spdlog::level::debug);
  }

  void write(const Line& line) override { logger_->log(spd_level(line.level), terminal_ ? as_text(line) : as_json(line)); }
  void flush() override { logger_->flush(); }

 private:
  static std::string as_text(const Line& line) {
    std::string text = line.event;
    for (const Field& field : line.fields) text += ' ' + field.name() + '=' + printable(field.value());
    return text;
  }
  static std::string as_json(const Line& line) {
    std::string text = "\"event\":" + json_quoted(line.event);
    for (const Field& field : line.fields) {
      text += ',' + json_quoted(field.name()) + ':';
      text += field.quoted() ? json_quoted(field.value()) : field.value();
    }
    return text;
  }

  bool terminal_;
  std::shared_ptr<spdlog::logger> logger_;
};

std::atomic<Level> least_level{Level::Info};

struct Current {
  Mutex mutex;
  std::shared_ptr<Sink> sink BOT_GUARDED_BY(mutex);
};

Current& current() {
  static Current instance;
  return instance;
}

std::shared_ptr<Sink> current_sink() {
  Current& now = current();
  const Lock lock(now.mutex);
  if (!now.sink) now.sink = stderr_sink();
  return now.sink;
}

}  // namespace

std::shared_ptr<Sink> stderr_sink() { return std::make_shared<StderrSink>(); }

void set_sink(std::shared_ptr<Sink> sink) {
  Current& now = current();
  const Lock lock(now.mutex);
  now.sink = std::move(sink);
}

void set_level(Level least) { least_level = least; }

void write(Level level, std::string_view event, std::initializer_list<Field> fields) {
  if (level < least_level.load(std::memory_order_relaxed)) return;
  current_sink()->write(Line{level, std::string(event), fields});
}

void flush() { current_sink()->flush(); }

}  // namespace allybot::log
