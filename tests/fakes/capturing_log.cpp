#include "tests/fakes/capturing_log.h"

namespace allybot::fakes {

class CapturingLog::Keeping final : public log::Sink {
 public:
  void write(const log::Line& line) override {
    const Lock lock(mutex_);
    lines_.push_back(line);
  }
  std::vector<log::Line> lines() {
    const Lock lock(mutex_);
    return lines_;
  }

 private:
  Mutex mutex_;
  std::vector<log::Line> lines_ BOT_GUARDED_BY(mutex_);
};

CapturingLog::CapturingLog() : sink_(std::make_shared<Keeping>()) { log::set_sink(sink_); }
CapturingLog::~CapturingLog() { log::set_sink(nullptr); }

std::vector<log::Line> CapturingLog::lines() const { return sink_->lines(); }

bool CapturingLog::has(const std::string& event) const {
  for (const log::Line& line : lines())
    if (line.event == event) return true;
  return false;
}

std::string CapturingLog::all_text() const {
  std::string text;
  for (const log::Line& line : lines()) {
    text += line.event;
    for (const log::Field& field : line.fields) text += ' ' + field.name() + '=' + field.value();
    text += '\n';
  }
  return text;
}

}  // namespace allybot::fakes
