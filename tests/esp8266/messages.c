/* The examples of schemas: each is decoded, compared, and encoded at each alignment.
 *
 * In: table.h (the tables that the conformance programs have) and examples.h, which the test makes. Out: a line for each
 * example, `weather.Data 0 ok`. The values are compared in the canonical form of docs/conformance.md. */
#include "chip.h"

#define WW_BUFFER 1024u
#include "values.h"
#include "table.h"

typedef struct example {
  const char *name;
  uint32_t index; /* in TABLE */
  const char *bytes;
  uint32_t size;
  int32_t result;    /* of decode */
  const char *dump;  /* what it is decoded to */
  uint32_t dumped;
  const char *again; /* what that is encoded as */
} example;

#include "examples.h"

static const example *now;
static uint8_t *bytes;
static const char *wrong;
static uint8_t dumped[WW_BUFFER];

static void try_decode(void *unused) {
  const entry *e = &TABLE[now->index];
  ww_out out = {dumped, 0};
  (void)unused;
  memset(e->value, 0x55, e->size);
  if (e->decode(e->value, bytes, now->size) != now->result) wrong = "decode";
  if (now->result < 0) return;
  e->dump(e->value, &out);
  if (out.n != now->dumped || memcmp(dumped, now->dump, out.n) != 0) wrong = "value";
}

static void try_encode(void *unused) {
  const entry *e = &TABLE[now->index];
  ww_in in = {(const uint8_t *)now->dump};
  (void)unused;
  memset(e->value, 0xAA, e->size);
  e->load(e->value, &in);
  if (e->encode(e->value, bytes, now->size) != (int32_t)now->size) wrong = "encode";
}

static int try_both(uint32_t alignment) {
  int cause;
  wrong = NULL;
  bytes = chip_room(alignment, now->bytes, now->size);
  cause = chip_try(try_decode, NULL);
  if (cause != 0 || wrong != NULL || now->result < 0) return cause;
  bytes = chip_room(alignment, NULL, now->size);
  cause = chip_try(try_encode, NULL);
  if (memcmp(bytes, now->again, now->size) != 0) wrong = "bytes";
  if (!chip_room_kept(alignment, now->size)) wrong = "bytes around the message";
  return cause;
}

int main(void) {
  uint32_t i, alignment;
  for (i = 0; i < sizeof EXAMPLES / sizeof *EXAMPLES; i++) {
    int cause = 0;
    now = &EXAMPLES[i];
    wrong = NULL;
    for (alignment = 0; alignment < 4 && cause == 0 && wrong == NULL; alignment++) cause = try_both(alignment);
    chip_text(now->name);
    if (cause != 0) {
      chip_text(" exception ");
      chip_number((uint32_t)cause);
    } else if (wrong != NULL) {
      chip_text(" wrong: ");
      chip_text(wrong);
    } else {
      chip_text(" ok");
    }
    if (cause != 0 || wrong != NULL) {
      chip_text(" at alignment ");
      chip_number(alignment - 1u);
    }
    chip_text("\n");
  }
  return 0;
}
