// Where the objects of buttons are kept that do not fit into a button: in the store.
// Must never block who renders: the write happens on a worker.
#pragma once

#include "bot/app/workers.h"
#include "bot/platforms/buttons.h"
#include "bot/store/store.h"

namespace allybot::app {

/// Both have to outlive it.
platforms::ObjectHandles object_handles(store::Store& store, Workers& workers);

}  // namespace allybot::app
