#pragma once

#include <pthread.h>

namespace midstance {

// Names the calling thread for profilers and /proc; at most 15 letters.
inline void NameThisThread(const char* name) { pthread_setname_np(pthread_self(), name); }

}  // namespace midstance
