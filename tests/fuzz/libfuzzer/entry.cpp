// libFuzzer's door to the one target that FUZZ_TARGET names. https://llvm.org/docs/LibFuzzer.html
#include <cstddef>
#include <cstdint>
#include <memory>

#include "bot/core/log.h"
#include "tests/fuzz/targets.h"

namespace {

class Nowhere final : public allybot::log::Sink {
 public:
  void write(const allybot::log::Line& /*line*/) override {}
};

}  // namespace

extern "C" int LLVMFuzzerInitialize(int* /*argument_count*/, char*** /*arguments*/) {
  allybot::log::set_sink(std::make_shared<Nowhere>());
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  allybot::fuzz::FUZZ_TARGET({reinterpret_cast<const char*>(bytes), size});
  return 0;
}
