#include "bot/app/remote/program.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>

namespace allybot::app {
namespace {

constexpr std::size_t kMostOutput = 64U << 10U;
constexpr std::int64_t kLookEvery = 200;  // milliseconds, whether to stop

std::vector<char*> pointers_to(std::vector<std::string>& words) {
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  return pointers;
}

/// Reads until the end; false at the deadline, or when it is to stop.
bool read_all(int end, std::string& out, std::chrono::steady_clock::time_point deadline, const std::stop_token& stop) {
  std::array<char, 4096> part{};
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now()).count();
    pollfd one{end, POLLIN, 0};
    if (left <= 0 || stop.stop_requested()) return false;
    if (::poll(&one, 1, static_cast<int>(std::min(left, kLookEvery))) <= 0) continue;
    const auto count = ::read(end, part.data(), part.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return true;
    if (out.size() < kMostOutput) out.append(part.data(), static_cast<std::size_t>(count));
  }
}

}  // namespace

Result<Ran> run_program(const std::vector<std::string>& words, const std::map<std::string, std::string>& environment,
                        std::chrono::seconds patience, const std::stop_token& stop) {
  std::vector<std::string> arguments = words, variables;
  for (const auto& [name, value] : environment) variables.push_back(name + '=' + value);
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return fail(Code::Unavailable, "no pipe for " + words.front());
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&files, ends[1], 1);
  posix_spawn_file_actions_adddup2(&files, ends[1], 2);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);  // so that its children end with it
  pid_t child = -1;
  const int failed = ::posix_spawnp(&child, words.front().c_str(), &files, &attributes, pointers_to(arguments).data(),
                                    pointers_to(variables).data());
  posix_spawn_file_actions_destroy(&files);
  posix_spawnattr_destroy(&attributes);
  ::close(ends[1]);
  if (failed != 0) {
    ::close(ends[0]);
    return fail(Code::Unavailable, words.front() + " cannot be started; is it installed?");
  }
  Ran ran;
  const bool ended = read_all(ends[0], ran.out, std::chrono::steady_clock::now() + patience, stop);
  ::close(ends[0]);
  if (!ended) ::kill(-child, SIGKILL);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (!ended && stop.stop_requested()) return fail(Code::Unavailable, words.front() + " was stopped");
  if (!ended)
    return fail(Code::Unavailable, words.front() + " took longer than " + std::to_string(patience.count()) + " seconds");
  ran.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return ran;
}

}  // namespace allybot::app
