#include <signal.h>
#include <unistd.h>

#include <iostream>

#include "bot/app/cli.h"

int main(int count, char** words) {
  ::signal(SIGPIPE, SIG_IGN);  // a peer that closes early is an error of that write, not of the program
  const std::vector<std::string> arguments(words + 1, words + count);
  return allybot::app::run(arguments, allybot::app::process_source(),
                           {std::cin, std::cout, std::cerr, ::isatty(STDOUT_FILENO) == 1});
}
