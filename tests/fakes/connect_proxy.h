// A proxy on 127.0.0.1 that lets connections through by CONNECT, whatever host they name, to one port of this machine.
// Must never look into what it carries: that is between the two ends.
#pragma once

#include <memory>
#include <string>
#include <vector>

namespace allybot::fakes {

class ConnectProxy {
 public:
  /// Everything leads to `port` of 127.0.0.1.
  explicit ConnectProxy(int port);
  ~ConnectProxy();
  ConnectProxy(const ConnectProxy&) = delete;
  ConnectProxy& operator=(const ConnectProxy&) = delete;

  int port() const;
  /// "me" with "FAKE:secret" from now on, or 407.
  void want_password();
  /// Answers with this status from now on instead of letting anything through; 0: lets it through again.
  void refuse_with(int status);
  /// Says yes and closes at once, or says nothing at all.
  void close_after_yes();
  void stay_silent();
  /// Cuts what it carries now.
  void cut();
  /// "host:port" of each CONNECT, in order.
  std::vector<std::string> asked() const;

 private:
  class Inner;
  std::unique_ptr<Inner> inner_;
};

/// HTTPS_PROXY names a proxy on 127.0.0.1 until this goes.
class ProxySetting {
 public:
  explicit ProxySetting(int port, const std::string& credentials = "me:FAKE%3Asecret");
  ~ProxySetting();
  ProxySetting(const ProxySetting&) = delete;
  ProxySetting& operator=(const ProxySetting&) = delete;
};

}  // namespace allybot::fakes
