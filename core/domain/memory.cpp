#include "core/domain/memory.hpp"

#include <malloc.h>
#include <sys/mman.h>

#include <cstdint>

namespace crm {
namespace {

/// Of x86-64 and, with small pages of 4 KiB, of AArch64.
constexpr std::size_t large_page = std::size_t{2} << 20;

std::size_t in_large_pages(std::size_t bytes) {
  return (bytes + large_page - 1) / large_page * large_page;
}

}  // namespace

void* take_memory(std::size_t bytes) {
  if (bytes < much_memory) return ::operator new(bytes);
  const std::size_t wanted = in_large_pages(bytes);
  if (wanted < bytes) throw std::bad_alloc();
  // A large page begins at a multiple of its size: what lies before and behind is given back.
  void* const all = ::mmap(nullptr, wanted + large_page, PROT_READ | PROT_WRITE,
                           MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (all == MAP_FAILED) throw std::bad_alloc();
  char* const begin = static_cast<char*>(all);
  const std::size_t before =
      (large_page - reinterpret_cast<std::uintptr_t>(begin) % large_page) % large_page;
  if (before > 0) ::munmap(begin, before);
  if (before < large_page) ::munmap(begin + before + wanted, large_page - before);
#ifdef MADV_HUGEPAGE
  // Without them it is memory all the same.
  (void)::madvise(begin + before, wanted, MADV_HUGEPAGE);
#endif
  return begin + before;
}

void give_memory_back(void* memory, std::size_t bytes) noexcept {
  if (bytes < much_memory)
    ::operator delete(memory);
  else
    ::munmap(memory, in_large_pages(bytes));
}

void give_free_memory_back() {
#ifdef __GLIBC__
  (void)::malloc_trim(0);
#endif
}

}  // namespace crm
