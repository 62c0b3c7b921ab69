/* The article's message, by hand: every member and every byte at each alignment.
 *
 * Out: `ok` for each alignment. C and C++. */
#include "chip.h"
#include "weather.h"

static const uint8_t golden[] = {
    0x43, 0x00, 0x00, 0x00, 0x7C, 0x0F, 0x49, 0x40, 0x9E, 0xEF, 0xE3, 0xC0, 0xB9, 0x17, 0x00, 0x00, 'N', ' ',
    'N',  'E',  ' ',  'E',  ' ',  'S',  'E',  ' ',  'S',  ' ',  'S',  'W',  ' ',  'W',  ' ',  'N',  'W', 0x00};
static const char text[] = "N NE E SE S SW W NW";

static uint8_t *bytes;
static const char *wrong;

static void expect(int is_so, const char *what) {
  if (!is_so && wrong == NULL) wrong = what;
}

/* Bit for bit: comparing floats is arithmetic that the chip has in its ROM. */
static int same(float a, float b) { return wrw_f32_bits(a) == wrw_f32_bits(b); }

static void decode(void *argument) {
  weather_data *m = (weather_data *)argument;
  memset(m, 0x55, sizeof *m);
  expect(weather_data_decode(m, bytes, sizeof golden) == 36, "decode");
  expect(m->id == 67, "id");
  expect(same(m->v1, 3.14157f), "v1");
  expect(same(m->v2, -7.123f), "v2");
  expect(m->v3 == 6073, "v3");
  expect(memcmp(m->v4, text, sizeof text) == 0 && m->v4[20] == '\0', "v4");
  expect(weather_data_peek_id(bytes) == 67, "peek id");
  expect(same(weather_data_peek_v1(bytes), 3.14157f), "peek v1");
  expect(same(weather_data_peek_v2(bytes), -7.123f), "peek v2");
  expect(weather_data_peek_v3(bytes) == 6073, "peek v3");
  expect(weather_data_decode(m, bytes, 35) == WRW_ERROR(WRW_SHORT, 35), "35 bytes");
  expect(m->id == 0 && m->v4[0] == '\0', "zeros after a failure");
}

static void encode(void *argument) {
  weather_data *m = (weather_data *)argument;
  weather_data_init(m);
  m->id = 67;
  m->v1 = 3.14157f;
  m->v2 = -7.123f;
  m->v3 = 6073;
  memcpy(m->v4, text, sizeof text);
  expect(weather_data_encode(m, bytes, 36) == 36, "encode");
  expect(weather_data_encode(m, bytes, 35) == WRW_ERROR(WRW_CAPACITY, 36), "room for 35 bytes");
}

int main(void) {
  static weather_data value;
  uint32_t alignment;
  for (alignment = 0; alignment < 4; alignment++) {
    int cause;
    bytes = chip_room(alignment, golden, sizeof golden);
    cause = chip_try(decode, &value);
    if (cause == 0) {
      bytes = chip_room(alignment, NULL, sizeof golden);
      cause = chip_try(encode, &value);
      expect(memcmp(bytes, golden, sizeof golden) == 0, "bytes");
      expect(chip_room_kept(alignment, sizeof golden), "bytes around the message");
    }
    chip_number(alignment);
    if (cause != 0) {
      chip_text(" exception ");
      chip_number((uint32_t)cause);
    }
    chip_text(cause != 0 ? "\n" : wrong != NULL ? " wrong: " : " ok\n");
    if (cause == 0 && wrong != NULL) {
      chip_text(wrong);
      chip_text("\n");
    }
    wrong = NULL;
  }
  return 0;
}
