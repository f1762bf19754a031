#include "tests/fakes/source_dir.h"

namespace allybot::fakes {

std::string source_dir() { return SOURCE_DIR; }

}  // namespace allybot::fakes
