// The real program as a child process, in a folder of its own, on free ports.
// Must never outlive its test: the destructor kills it by its own process id.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <functional>
#include <map>
#include <string>

namespace allybot::scenario {

/// A temporary folder with the place of a database and a copy of no content: the checkout's is used.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  const std::string& path() const { return path_; }
  std::string database() const { return "sqlite:" + path_ + "/allybot.db"; }

 private:
  std::string path_;
};

/// Asks `done` again and again, giving way in between, until it says yes or the time is over.
bool wait_until(std::chrono::milliseconds patience, const std::function<bool()>& done);

class Program {
 public:
  Program(const Folder& folder, std::map<std::string, std::string> settings);
  ~Program();
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;
  /// True once it prints where it listens; false when it ends or twenty seconds pass before.
  bool start();
  int port() const { return port_; }
  int ops_port() const { return ops_port_; }
  pid_t pid() const { return pid_; }
  void kill_hard();
  /// SIGTERM; the exit status, or -1 when it did not end within twelve seconds.
  int stop();
  /// What it has printed so far, logs and all.
  std::string output() const;

 private:
  const Folder& folder_;
  std::map<std::string, std::string> settings_;
  pid_t pid_ = -1;
  int port_ = 0, ops_port_ = 0;
};

}  // namespace allybot::scenario
