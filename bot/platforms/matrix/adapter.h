// Matrix, as an application service of one homeserver: what registry.cpp lists.
// Must never be included by another platform.
#pragma once

#include "bot/platforms/adapter.h"

namespace allybot::platforms::matrix {

const Platform& declaration();

}  // namespace allybot::platforms::matrix
