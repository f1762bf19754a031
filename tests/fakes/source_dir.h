// Where recorded files, goldens and content lie: the root of the checkout.
// Must never become a macro of every test: then no compiled test could be taken from the cache in another checkout.
#pragma once

#include <string>

namespace allybot::fakes {

/// No slash at the end. Tests only read there; they write below a TemporaryFolder.
std::string source_dir();

}  // namespace allybot::fakes
