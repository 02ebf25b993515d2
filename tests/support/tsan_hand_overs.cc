// Debian builds libgrpc and abseil without ThreadSanitizer, which therefore sees neither their
// locks nor the queue through which one thread hands a call to the next, and takes everything that
// passes there for a race. To suppress those reports would hide ours, for every call runs below
// frames of gRPC. So this tells it of the hand-overs instead, by standing before the functions that
// make them: what was done before a batch of a call was started is seen by whoever is told of its
// end, and what was done under a lock by whoever takes the lock next.
#include <dlfcn.h>
#include <grpc/grpc.h>
#include <link.h>
#include <sanitizer/tsan_interface.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <utility>

namespace {

using Functor = grpc_completion_queue_functor;
using Told = void (*)(Functor*, int);

// The function that stands behind ours of the same name.
template <typename Function>
Function* Behind(std::atomic<Function*>& known, const char* name) {
  Function* found = known.load(std::memory_order_relaxed);
  if (found == nullptr) {
    found = reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
    if (found == nullptr) std::abort();
    known.store(found, std::memory_order_relaxed);
  }
  return found;
}

// A tag is either an object that is called when the batch ends, or one that a thread waits for. The
// first begins with the address of a function, the second with that of a table.
bool IsCode(const void* address) {
  const auto inside = [](dl_phdr_info* module, std::size_t, void* asked) {
    const auto wanted = *static_cast<std::uintptr_t*>(asked);
    for (int i = 0; i < module->dlpi_phnum; ++i) {
      const auto& part = module->dlpi_phdr[i];
      const std::uintptr_t begin = module->dlpi_addr + part.p_vaddr;
      if (part.p_type == PT_LOAD && (part.p_flags & PF_X) != 0 && wanted >= begin &&
          wanted < begin + part.p_memsz)
        return 1;
    }
    return 0;
  };
  auto wanted = reinterpret_cast<std::uintptr_t>(address);
  return dl_iterate_phdr(inside, &wanted) != 0;
}

constexpr std::size_t kMostKinds = 16;
std::array<std::atomic<Told>, kMostKinds> told;

template <std::size_t kind>
void TellAfterwards(Functor* functor, int ok) {
  __tsan_acquire(functor);
  told[kind].load(std::memory_order_relaxed)(functor, ok);
}

template <std::size_t... kind>
constexpr std::array<Told, kMostKinds> Tellers(std::index_sequence<kind...>) {
  return {TellAfterwards<kind>...};
}
constexpr auto kTellers = Tellers(std::make_index_sequence<kMostKinds>());

// Puts one of ours before the function that the tag calls. There are as few of them as gRPC has
// kinds of tags.
void StandBefore(Functor* functor) {
  for (std::size_t kind = 0; kind < kMostKinds; ++kind) {
    if (functor->functor_run == kTellers[kind]) return;
  }
  if (!IsCode(reinterpret_cast<const void*>(functor->functor_run))) return;
  for (std::size_t kind = 0; kind < kMostKinds; ++kind) {
    Told free = nullptr;
    if (told[kind].compare_exchange_strong(free, functor->functor_run) ||
        free == functor->functor_run) {
      functor->functor_run = kTellers[kind];
      return;
    }
  }
  std::abort();
}

}  // namespace

extern "C" grpc_call_error grpc_call_start_batch(grpc_call* call, const grpc_op* ops, size_t nops,
                                                 void* tag, void* reserved) {
  static std::atomic<decltype(grpc_call_start_batch)*> behind;
  if (tag != nullptr) {
    StandBefore(static_cast<Functor*>(tag));
    __tsan_release(tag);
  }
  return Behind(behind, "grpc_call_start_batch")(call, ops, nops, tag, reserved);
}

// The locks of abseil, by the names that its library has for them.
#define MIDSTANCE_ABSL_MUTEX "_ZN4absl7debian35Mutex"
#define MIDSTANCE_ABSL_CONDITION "_ZN4absl7debian37CondVar"

using Lock = void(void*);
void LockMutex(void* mutex) __asm__(MIDSTANCE_ABSL_MUTEX "4LockEv");
void LockMutex(void* mutex) {
  static std::atomic<Lock*> behind;
  Behind(behind, MIDSTANCE_ABSL_MUTEX "4LockEv")(mutex);
  __tsan_acquire(mutex);
}

void UnlockMutex(void* mutex) __asm__(MIDSTANCE_ABSL_MUTEX "6UnlockEv");
void UnlockMutex(void* mutex) {
  static std::atomic<Lock*> behind;
  __tsan_release(mutex);
  Behind(behind, MIDSTANCE_ABSL_MUTEX "6UnlockEv")(mutex);
}

using Try = bool(void*);
bool TryMutex(void* mutex) __asm__(MIDSTANCE_ABSL_MUTEX "7TryLockEv");
bool TryMutex(void* mutex) {
  static std::atomic<Try*> behind;
  const bool locked = Behind(behind, MIDSTANCE_ABSL_MUTEX "7TryLockEv")(mutex);
  if (locked) __tsan_acquire(mutex);
  return locked;
}

using Wait = void(void*, void*);
void WaitFor(void* condition, void* mutex) __asm__(MIDSTANCE_ABSL_CONDITION "4WaitEPNS0_5MutexE");
void WaitFor(void* condition, void* mutex) {
  static std::atomic<Wait*> behind;
  __tsan_release(mutex);
  Behind(behind, MIDSTANCE_ABSL_CONDITION "4WaitEPNS0_5MutexE")(condition, mutex);
  __tsan_acquire(mutex);
}
