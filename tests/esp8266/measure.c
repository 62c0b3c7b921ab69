/* Measures one message at each alignment.
 *
 * In: measured.c's macros, and GOLDEN, an encoded message. Out: a line for each direction and alignment,
 * `decode 0 85 16`: instructions and bytes of stack. The exit code is 1 if a result or a byte is wrong. */
#include HEADER
#include "chip.h"

#include <string.h>

#define JOIN_(a, b) a##b
#define JOIN(a, b) JOIN_(a, b)
#define SIZE (sizeof golden)

int32_t measured_decode(MESSAGE *m, const uint8_t *buf, size_t len);
int32_t measured_encode(const MESSAGE *m, uint8_t *buf, size_t cap);

static const uint8_t golden[] = GOLDEN;
static MESSAGE value, expected;

static void measure(const char *name, const void *function, const MESSAGE *m, uint32_t alignment, const uint8_t *bytes) {
  chip_call call = {function, m, chip_room(alignment, bytes, SIZE), SIZE, 0, 0, 0};
  chip_measure(&call);
  if (call.result != (int32_t)SIZE || memcmp(call.second, golden, SIZE) != 0 || !chip_room_kept(alignment, SIZE)) {
    chip_exit(1);
  }
  chip_text(name);
  chip_number(alignment);
  chip_text(" ");
  chip_number(chip_instructions(&call));
  chip_text(" ");
  chip_number(call.stack);
  chip_text("\n");
}

int main(void) {
  uint32_t alignment;
  /* What stands between members stays as it was, in both. */
  memset(&expected, 0x55, sizeof expected);
  if (JOIN(MESSAGE, _decode)(&expected, golden, SIZE) != (int32_t)SIZE) return 1;
  for (alignment = 0; alignment < 4; alignment++) {
#if defined(DECODE)
    memset(&value, 0x55, sizeof value);
    measure("decode ", (const void *)measured_decode, &value, alignment, golden);
    if (memcmp(&value, &expected, sizeof value) != 0) return 1;
#endif
#if defined(ENCODE)
    memcpy(&value, &expected, sizeof value);
    measure("encode ", (const void *)measured_encode, &value, alignment, NULL);
#endif
  }
  return 0;
}
