// A load generator for the bench: signed requests from a file, on kept-alive or fresh connections, closed or open loop, with slow
// company. Talks to 127.0.0.1 only; bounded in time and count.
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <string>
#include <vector>

namespace {

using Steady = std::chrono::steady_clock;

struct Options {
  std::string mode = "keep";  // keep, close, open
  int port = 0;
  int connections = 64;
  double seconds = 5;
  double rate = 500;  // open: fresh connections a second
  int idle = 0, half = 0, trickle = 0;
  std::string file;
};

/// Requests are separated by their length: "<bytes>\n<bytes of request>" one after the other.
std::vector<std::string> read_requests(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::vector<std::string> requests;
  std::size_t length = 0;
  while (file >> length) {
    file.get();
    std::string request(length, '\0');
    file.read(request.data(), static_cast<std::streamsize>(length));
    requests.push_back(std::move(request));
  }
  return requests;
}

struct Connection {
  int fd = -1;
  std::string out, in;
  std::size_t sent = 0;
  Steady::time_point began;
  bool slow = false;
};

int open_socket(int port, bool blocking_connect) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return -1;
  const int one = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  const linger hard{1, 0};  // no TIME_WAIT: thousands of fresh connections a second would run out of ports
  ::setsockopt(fd, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
  if (!blocking_connect) ::fcntl(fd, F_SETFL, O_NONBLOCK);
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(static_cast<std::uint16_t>(port));
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(fd, reinterpret_cast<sockaddr*>(&to), sizeof to) != 0 && errno != EINPROGRESS) {
    ::close(fd);
    return -1;
  }
  ::fcntl(fd, F_SETFL, O_NONBLOCK);
  return fd;
}

/// 0: more to come; 1: a whole answer with status 200; -1: another status.
int whole_answer(const std::string& in) {
  const auto head = in.find("\r\n\r\n");
  if (head == std::string::npos) return 0;
  const int verdict = in.compare(9, 3, "200") == 0 ? 1 : -1;
  std::string lower = in.substr(0, head);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  const auto length = lower.find("content-length:");
  if (length != std::string::npos)
    return in.size() - head - 4 >= std::strtoul(lower.c_str() + length + 15, nullptr, 10) ? verdict : 0;
  if (lower.find("chunked") != std::string::npos)
    return in.size() >= 5 && in.compare(in.size() - 5, 5, "0\r\n\r\n") == 0 ? verdict : 0;
  return verdict;
}

class Load {
 public:
  Load(Options options, std::vector<std::string> requests) : options_(std::move(options)), requests_(std::move(requests)) {
    epoll_ = ::epoll_create1(EPOLL_CLOEXEC);
  }

  void run() {
    for (int i = 0; i < options_.idle; ++i) add_slow("");
    for (int i = 0; i < options_.half; ++i) add_slow("POST /slack/commands HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: appl");
    const std::size_t first_trickle = all_.size();
    for (int i = 0; i < options_.trickle; ++i) add_slow("POST /slack/commands HTTP/1.1\r\nHost: 127.0.0.1\r\n");
    const auto start = Steady::now();
    const auto end = start + std::chrono::duration_cast<Steady::duration>(std::chrono::duration<double>(options_.seconds));
    auto next_fresh = start, next_trickle = start;
    if (options_.mode != "open")
      for (int i = 0; i < options_.connections; ++i) add_fresh(Steady::now());
    while (Steady::now() < end || (in_flight_ > 0 && Steady::now() < end + std::chrono::seconds(3))) {
      const auto now = Steady::now();
      if (options_.mode == "open") {
        // Latency counts from when the request should have left, so that a stalled server is not flattered.
        for (; next_fresh <= now && next_fresh < end;
             next_fresh += std::chrono::nanoseconds(static_cast<long>(1e9 / options_.rate)))
          add_fresh(next_fresh);
      }
      if (options_.trickle > 0 && now >= next_trickle) {
        for (std::size_t i = first_trickle; i < first_trickle + static_cast<std::size_t>(options_.trickle); ++i)
          if (all_[i].fd >= 0) (void)!::write(all_[i].fd, "X", 1);
        next_trickle = now + std::chrono::seconds(1);
      }
      ending_ = now >= end;
      pump();
    }
    report(std::chrono::duration<double>(Steady::now() - start).count());
  }

 private:
  void add_slow(const std::string& bytes) {
    Connection one;
    one.fd = open_socket(options_.port, true);
    one.slow = true;
    if (one.fd < 0)
      ++failures_;
    else if (!bytes.empty())
      (void)!::write(one.fd, bytes.data(), bytes.size());
    all_.push_back(std::move(one));
  }

  void add_fresh(Steady::time_point began) {
    std::size_t at = all_.size();
    if (!free_.empty()) {
      at = free_.back();
      free_.pop_back();
    } else {
      all_.emplace_back();
    }
    Connection& one = all_[at];
    one = Connection{};
    one.fd = open_socket(options_.port, false);
    if (one.fd < 0) {
      ++failures_;
      free_.push_back(at);
      return;
    }
    ++in_flight_;
    next_request(one, began);
    epoll_event event{};
    event.events = EPOLLIN | EPOLLOUT | EPOLLET;
    event.data.u64 = at;
    ::epoll_ctl(epoll_, EPOLL_CTL_ADD, one.fd, &event);
  }

  void next_request(Connection& one, Steady::time_point began) {
    one.out = requests_[next_++ % requests_.size()];
    one.sent = 0;
    one.in.clear();
    one.began = began;
  }

  void pump() {
    epoll_event events[256];
    const int count = ::epoll_wait(epoll_, events, 256, 1);
    for (int i = 0; i < count; ++i) serve(static_cast<std::size_t>(events[i].data.u64));
  }

  void serve(std::size_t at) {
    Connection& one = all_[at];
    if (one.fd < 0) return;
    for (;;) {
      while (one.sent < one.out.size()) {
        const auto wrote = ::send(one.fd, one.out.data() + one.sent, one.out.size() - one.sent, MSG_NOSIGNAL);
        if (wrote < 0 && errno == EAGAIN) return;
        if (wrote < 0 && errno == ENOTCONN) return;
        if (wrote < 0) return drop(at, true);
        one.sent += static_cast<std::size_t>(wrote);
      }
      char buffer[16384];
      const auto got = ::recv(one.fd, buffer, sizeof buffer, 0);
      if (got < 0 && errno == EAGAIN) return;
      if (got <= 0) return drop(at, true);
      one.in.append(buffer, static_cast<std::size_t>(got));
      const int verdict = whole_answer(one.in);
      if (verdict == 0) continue;
      if (verdict < 0) ++refused_;
      latencies_.push_back(std::chrono::duration<double, std::milli>(Steady::now() - one.began).count());
      if (options_.mode == "keep" && !ending_) {
        next_request(one, Steady::now());
        continue;
      }
      drop(at, false);
      if (options_.mode == "close" && !ending_) add_fresh(Steady::now());
      return;
    }
  }

  void drop(std::size_t at, bool failed) {
    ::close(all_[at].fd);
    all_[at].fd = -1;
    --in_flight_;
    free_.push_back(at);
    if (!failed) return;
    ++failures_;
    if (options_.mode != "open" && !ending_) add_fresh(Steady::now());
  }

  void report(double seconds) {
    std::sort(latencies_.begin(), latencies_.end());
    const auto at = [&](double share) {
      if (latencies_.empty()) return -1.0;
      return latencies_[std::min(latencies_.size() - 1,
                                 static_cast<std::size_t>(share * static_cast<double>(latencies_.size())))];
    };
    std::printf(
        "{\"answers\":%zu,\"refused\":%zu,\"failures\":%zu,\"unanswered\":%d,\"per_second\":%.0f,\"p50_ms\":%.3f,\"p99_ms\":%.3f,"
        "\"max_ms\":%.3f}\n",
        latencies_.size(), refused_, failures_, in_flight_, static_cast<double>(latencies_.size()) / seconds, at(0.5), at(0.99),
        at(1));
  }

  Options options_;
  std::vector<std::string> requests_;
  int epoll_ = -1;
  std::vector<Connection> all_;
  std::vector<std::size_t> free_;
  std::vector<double> latencies_;
  std::size_t next_ = 0, failures_ = 0, refused_ = 0;
  int in_flight_ = 0;
  bool ending_ = false;
};

}  // namespace

int main(int count, char** words) {
  Options options;
  for (int i = 1; i + 1 < count; i += 2) {
    const std::string name = words[i], value = words[i + 1];
    if (name == "--mode")
      options.mode = value;
    else if (name == "--port")
      options.port = std::atoi(value.c_str());
    else if (name == "--connections")
      options.connections = std::atoi(value.c_str());
    else if (name == "--seconds")
      options.seconds = std::min(60.0, std::atof(value.c_str()));
    else if (name == "--rate")
      options.rate = std::max(1.0, std::atof(value.c_str()));
    else if (name == "--idle")
      options.idle = std::atoi(value.c_str());
    else if (name == "--half")
      options.half = std::atoi(value.c_str());
    else if (name == "--trickle")
      options.trickle = std::atoi(value.c_str());
    else if (name == "--requests")
      options.file = value;
  }
  auto requests = read_requests(options.file);
  if (requests.empty() || options.port == 0) {
    std::fprintf(stderr, "load: --port and --requests FILE are needed\n");
    return 2;
  }
  rlimit files{16384, 16384};
  ::setrlimit(RLIMIT_NOFILE, &files);
  Load(options, std::move(requests)).run();
}
