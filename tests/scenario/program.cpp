#include "tests/scenario/program.h"
#include "tests/fakes/source_dir.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <vector>

namespace allybot::scenario {
namespace {

using Steady = std::chrono::steady_clock;

/// A short pause without asking any clock: poll() on nothing.
void give_way() { ::poll(nullptr, 0, 10); }

int port_after(const std::string& text, const std::string& mark) {
  const auto at = text.find(mark);
  if (at == std::string::npos) return 0;
  const auto colon = text.find(':', at + mark.size());
  return colon == std::string::npos ? 0 : std::atoi(text.c_str() + colon + 1);
}

}  // namespace

Folder::Folder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "allybot-scenario.XXXXXX").string();
  path_ = ::mkdtemp(pattern.data());
}

Folder::~Folder() {
  std::error_code none;
  std::filesystem::remove_all(path_, none);
}

bool wait_until(std::chrono::milliseconds patience, const std::function<bool()>& done) {
  const auto until = Steady::now() + patience;
  while (!done()) {
    if (Steady::now() >= until) return false;
    give_way();
  }
  return true;
}

Program::Program(const Folder& folder, std::map<std::string, std::string> settings)
    : folder_(folder), settings_(std::move(settings)) {
  const std::vector<std::pair<std::string, std::string>> usual = {
      {"PORT", "0"},
      {"ALLYBOT_OPS_ADDR", "127.0.0.1:0"},
      {"ALLYBOT_CONTENT", fakes::source_dir() + "/content"},
      {"ALLYBOT_DATABASE_URL", folder.database()},
      {"ALLYBOT_SECRET", "a-secret-of-tests-with-more-than-32-bytes"},
  };
  settings_.insert(usual.begin(), usual.end());
}

Program::~Program() { kill_hard(); }

bool Program::start() {
  const std::string out = folder_.path() + "/out";
  std::vector<std::string> words;
  for (const auto& [name, value] : settings_) words.push_back(name + "=" + value);
  words.push_back(std::string("PATH=") + std::getenv("PATH"));
  for (const char* name : {"ASAN_OPTIONS", "TSAN_OPTIONS", "UBSAN_OPTIONS"})
    if (const char* value = std::getenv(name)) words.push_back(std::string(name) + "=" + value);
  std::vector<char*> environment;
  for (std::string& word : words) environment.push_back(word.data());
  environment.push_back(nullptr);
  std::string program = ALLYBOT_PROGRAM, serve = "serve";
  char* arguments[] = {program.data(), serve.data(), nullptr};
  std::ofstream(out, std::ios::trunc);  // what an earlier start printed tells another port
  pid_ = ::fork();
  if (pid_ == 0) {
    const int file = ::open(out.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    ::dup2(file, STDOUT_FILENO);
    ::dup2(file, STDERR_FILENO);
    if (::chdir(folder_.path().c_str()) != 0) ::_exit(126);
    ::execve(program.c_str(), arguments, environment.data());
    ::_exit(127);
  }
  const bool listening = wait_until(std::chrono::seconds(20), [&] {
    int status = 0;
    if (::waitpid(pid_, &status, WNOHANG) == pid_) {
      pid_ = -1;
      return true;
    }
    const std::string text = output();
    port_ = port_after(text, "listening   http:");
    ops_port_ = port_after(text, "operations http:");
    return ops_port_ != 0;
  });
  return listening && pid_ > 0;
}

void Program::kill_hard() {
  if (pid_ <= 0) return;
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

int Program::stop() {
  if (pid_ <= 0) return -1;
  ::kill(pid_, SIGTERM);
  int status = 0;
  const bool ended = wait_until(std::chrono::seconds(12), [&] { return ::waitpid(pid_, &status, WNOHANG) == pid_; });
  if (!ended) {
    kill_hard();
    return -1;
  }
  pid_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

std::string Program::output() const {
  std::ifstream file(folder_.path() + "/out");
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace allybot::scenario
