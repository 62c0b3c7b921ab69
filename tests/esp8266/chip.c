/* Output, arithmetic and guarded buffers of programs on the emulated chip. */
#include "chip.h"

#include <string.h>

#define ROOM 1024u
#define GUARD 0xA7

static uint8_t room[ROOM] __attribute__((aligned(8)));

/* With `-icount shift=7` QEMU's clock goes on by 2^7 ns with every instruction, and CCOUNT counts it at 40 MHz (QEMU's
 * lx106): n instructions are n * 128 / 25 ticks, and the two readings together are off by less than one tick, a fifth of
 * an instruction. So rounding gives the exact number; the readings leave one of themselves and the call in it. */
uint32_t chip_instructions(const chip_call *c) { return ((c->ticks * 25u + 64u) >> 7) - 2u; }

void chip_text(const char *s) {
  size_t n = 0;
  while (s[n] != '\0') n++;
  (void)chip_write(1, s, n);
}

/* By subtraction: the chip divides in its ROM, which is not ours to run. */
void chip_number(uint32_t n) {
  static const uint32_t powers[] = {1000000000u, 100000000u, 10000000u, 1000000u, 100000u, 10000u, 1000u, 100u, 10u, 1u};
  char digits[10];
  size_t count = 0, i;
  for (i = 0; i < 10; i++) {
    char digit = '0';
    while (n >= powers[i]) {
      n -= powers[i];
      digit++;
    }
    if (digit != '0' || count > 0 || i == 9) digits[count++] = digit;
  }
  (void)chip_write(1, digits, count);
}

void chip_hex(const void *p, size_t n) {
  const uint8_t *bytes = (const uint8_t *)p;
  size_t i;
  for (i = 0; i < n; i++) {
    char pair[2];
    pair[0] = "0123456789abcdef"[bytes[i] >> 4];
    pair[1] = "0123456789abcdef"[bytes[i] & 15];
    (void)chip_write(1, pair, 2);
  }
}

uint8_t *chip_room(uint32_t alignment, const void *bytes, size_t n) {
  uint8_t *at = room + 8 + alignment;
  if (n + 16u > ROOM) chip_exit(99);
  memset(room, GUARD, sizeof room);
  if (bytes != NULL) memcpy(at, bytes, n);
  return at;
}

int chip_room_kept(uint32_t alignment, size_t n) {
  size_t i;
  for (i = 0; i < sizeof room; i++) {
    if (room[i] != GUARD && (i < 8u + alignment || i >= 8u + alignment + n)) return 0;
  }
  return 1;
}

/* What start.S calls for an exception that nobody waits for. */
void chip_unexpected(uint32_t cause, uint32_t program, uint32_t address);
void chip_unexpected(uint32_t cause, uint32_t program, uint32_t address) {
  uint32_t i;
  chip_text("\nexception ");
  chip_number(cause);
  for (i = 0; i < 2; i++) {
    uint32_t word = __builtin_bswap32(i == 0 ? program : address);
    chip_text(i == 0 ? " at 0x" : ", address 0x");
    chip_hex(&word, 4);
  }
  chip_text("\n");
  chip_exit(100 + (int)cause);
}
