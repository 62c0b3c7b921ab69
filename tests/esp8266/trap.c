/* The trap springs: loads and stores of four bytes at every alignment, and the last one with nobody waiting.
 *
 * Out: a line for each alignment, `0 load 0 store 0`, with the causes; then the end by an exception. */
#include "chip.h"

static uint8_t bytes[8] __attribute__((aligned(4)));

/* Without noipa gcc sees the alignment, and loads byte by byte. */
static uint32_t __attribute__((noipa)) load(const void *p) { return *(const volatile uint32_t *)p; }
static void __attribute__((noipa)) store(void *p) { *(volatile uint32_t *)p = 1; }
static void load_(void *p) { (void)load(p); }

int main(void) {
  uint32_t alignment;
  for (alignment = 0; alignment < 4; alignment++) {
    chip_number(alignment);
    chip_text(" load ");
    chip_number((uint32_t)chip_try(load_, bytes + alignment));
    chip_text(" store ");
    chip_number((uint32_t)chip_try(store, bytes + alignment));
    chip_text("\n");
  }
  (void)load(bytes + 1);
  return 0;
}
