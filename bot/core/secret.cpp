#include "bot/core/secret.h"

namespace allybot {

Secret::~Secret() {
  volatile char* at = text_.data();  // volatile: the writes must survive optimisation
  for (std::size_t i = 0; i < text_.size(); ++i) at[i] = 0;
}

}  // namespace allybot
