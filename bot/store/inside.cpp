#include "bot/store/inside.h"

namespace allybot::store {
namespace {

// Not a global of the program but of one call chain: which transactions this thread is in, innermost first.
thread_local const Inside* innermost = nullptr;

}  // namespace

Inside::Inside(const Store& store) : store_(&store), outer_(innermost) {
  for (const Inside* one = outer_; one != nullptr; one = one->outer_)
    if (one->store_ == store_) again_ = true;
  innermost = this;
}

Inside::~Inside() { innermost = outer_; }

}  // namespace allybot::store
