// Notices a transaction that is begun inside another on the same thread, which would wait for itself for ever.
// Must never outlive the call that made it.
#pragma once

namespace allybot::store {

class Store;

class Inside {
 public:
  explicit Inside(const Store& store);
  ~Inside();
  Inside(const Inside&) = delete;
  Inside& operator=(const Inside&) = delete;
  /// This thread was in a transaction of this store already.
  bool again() const { return again_; }

 private:
  const Store* store_;
  const Inside* outer_;
  bool again_ = false;
};

}  // namespace allybot::store
