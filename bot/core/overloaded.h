// One function for each kind of a variant, for std::visit.
// Must never hold more than that.
#pragma once

namespace allybot {

template <class... Kinds>
struct Overloaded : Kinds... {
  using Kinds::operator()...;
};
template <class... Kinds>
Overloaded(Kinds...) -> Overloaded<Kinds...>;

}  // namespace allybot
