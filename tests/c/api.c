/* A program that uses the generated headers as people do, and as people should not: exact-size blocks, buffers that are
 * too small, damaged bytes, values that do not fit. Valid C99 and C++11; built with sanitizers, for other byte orders
 * and without the check of texts. Prints `ok` and the number of checks, or the first that failed.
 */
#include "check.h"
#include "showcase.h"
#include "sockets.h"

long checks = 0;

/* A report of a weather station, and the bytes that every language agrees on. */
const uint8_t REPORT[36] = {
    0x43, 0x00, 0x00, 0x00, 0x7c, 0x0f, 0x49, 0x40, 0x9e, 0xef, 0xe3, 0xc0, 0xb9, 0x17, 0x00, 0x00, 'N', ' ',
    'N',  'E',  ' ',  'E',  ' ',  'S',  'E',  ' ',  'S',  ' ',  'S',  'W',  ' ',  'W',  ' ',  'N',  'W', 0x00};

weather_data report(void) {
  weather_data m;
  weather_data_init(&m);
  m.id = 67;
  m.v1 = 3.14157f;
  m.v2 = -7.123f;
  m.v3 = 6073;
  memcpy(m.v4, "N NE E SE S SW W NW", 20);
  return m;
}

uint8_t *block(size_t n) {
  uint8_t *p = (uint8_t *)malloc(n > 0 ? n : 1);
  CHECK(p != NULL);
  return p;
}

int all(const void *p, size_t n, int byte) {
  const uint8_t *bytes = (const uint8_t *)p;
  size_t i;
  for (i = 0; i < n; i++) {
    if (bytes[i] != byte) return 0;
  }
  return 1;
}

static void golden_bytes(void) {
  const weather_data m = report();
  weather_data back;
  uint8_t *p = block(WEATHER_DATA_SIZE);
  CHECK(WEATHER_DATA_SIZE == sizeof REPORT);
  CHECK(weather_data_encode(&m, p, WEATHER_DATA_SIZE) == 36);
  CHECK(memcmp(p, REPORT, sizeof REPORT) == 0);
  memset(&back, 0xEE, sizeof back);
  CHECK(weather_data_decode(&back, p, WEATHER_DATA_SIZE) == 36);
  CHECK(back.id == 67 && back.v1 == m.v1 && back.v2 == m.v2 && back.v3 == 6073);
  CHECK(strcmp(back.v4, "N NE E SE S SW W NW") == 0);
  CHECK(weather_data_peek_id(p) == 67);
  CHECK(weather_data_peek_v1(p) == m.v1);
  CHECK(weather_data_peek_v2(p) == m.v2);
  CHECK(weather_data_peek_v3(p) == 6073);
  CHECK(WEATHER_DATA_V4_OFFSET == 16 && WEATHER_DATA_V4_LEN == 20 && sizeof back.v4 == 21);
  free(p);
}

static void every_capacity(void) {
  const weather_data m = report();
  size_t cap;
  for (cap = 0; cap <= 40; cap++) {
    uint8_t frame[64];
    uint8_t *exact = block(cap);
    const int32_t wanted = cap < 36 ? WRW_ERROR(WRW_CAPACITY, 36) : 36;
    memset(frame, 0xCA, sizeof frame);
    CHECK(weather_data_encode(&m, frame + 8, cap) == wanted);
    CHECK(all(frame, 8, 0xCA));
    /* Nothing behind the message, and nothing at all if it does not fit. */
    CHECK(all(frame + 8 + (wanted < 0 ? 0 : 36), sizeof frame - 8 - (wanted < 0 ? 0 : 36), 0xCA));
    CHECK(weather_data_encode(&m, exact, cap) == wanted);
    if (wanted < 0) {
      CHECK(WRW_CODE(wanted) == WRW_CAPACITY && WRW_OFFSET(wanted) == 36);
    }
    free(exact);
  }
}

static void every_truncation(void) {
  size_t len;
  for (len = 0; len < 36; len++) {
    weather_data m;
    uint8_t *p = block(len);
    memcpy(p, REPORT, len);
    memset(&m, 0xEE, sizeof m);
    CHECK_ERROR(weather_data_decode(&m, p, len), WRW_SHORT, len);
    CHECK(all(&m, sizeof m, 0));
    memset(&m, 0xEE, sizeof m);
    CHECK_ERROR(weather_data_decode_prefix(&m, p, len), WRW_SHORT, len);
    CHECK(all(&m, sizeof m, 0));
    free(p);
  }
}

static void more_than_a_message(void) {
  weather_data m;
  uint8_t *p = block(40);
  memset(p, 0xFF, 40);
  memcpy(p, REPORT, 36);
  memset(&m, 0xEE, sizeof m);
  CHECK_ERROR(weather_data_decode(&m, p, 37), WRW_TRAILING, 36);
  CHECK(all(&m, sizeof m, 0));
  CHECK(weather_data_decode_prefix(&m, p, 40) == 36);
  CHECK(m.id == 67);
  /* What is wrong in the message comes before what follows it. */
  p[35] = 'x';
  p[34] = 0;
  CHECK_ERROR(weather_data_decode(&m, p, 40), WRW_NUL, 16);
  free(p);
}

/* Nothing asks for a buffer to be aligned. */
static void every_alignment(void) {
  const weather_data m = report();
  size_t at;
  for (at = 0; at < 8; at++) {
    weather_data back;
    uint8_t *p = block(at + 36);
    CHECK(weather_data_encode(&m, p + at, 36) == 36);
    CHECK(memcmp(p + at, REPORT, 36) == 0);
    CHECK(weather_data_decode(&back, p + at, 36) == 36);
    CHECK(back.id == m.id && back.v1 == m.v1 && back.v2 == m.v2 && back.v3 == m.v3);
    CHECK(weather_data_peek_id(p + at) == 67 && weather_data_peek_v2(p + at) == m.v2);
    free(p);
  }
}

/* A result keeps its code and its offset, up to the largest message. */
static void errors(void) {
  CHECK_ERROR(WRW_ERROR(WRW_SHORT, 0), WRW_SHORT, 0);
  CHECK_ERROR(WRW_ERROR(WRW_NUL, 1), WRW_NUL, 1);
  CHECK_ERROR(WRW_ERROR(WRW_CAPACITY, 8388607), WRW_CAPACITY, 8388607);
}

/* The answer does not depend on what stands around the message. */
static void poison(void) {
  static const uint8_t MARKS[] = {0x00, 0xFF, 0x80};
  size_t mark, at;
  for (at = 0; at < 36; at++) {
    int32_t answers[3];
    for (mark = 0; mark < 3; mark++) {
      uint8_t frame[52];
      weather_data m;
      memset(frame, MARKS[mark], sizeof frame);
      memcpy(frame + 8, REPORT, 36);
      frame[8 + at] = (uint8_t)(REPORT[at] ^ 0x80u);
      answers[mark] = weather_data_decode(&m, frame + 8, 36);
    }
    CHECK(answers[0] == answers[1] && answers[1] == answers[2]);
  }
}

static void nothing_at_all(void) {
  showcase_ping m;
  uint8_t *p = block(0);
  showcase_ping_init(&m);
  CHECK(showcase_ping_encode(&m, p, 0) == 0);
  CHECK(showcase_ping_decode(&m, p, 0) == 0);
  CHECK(showcase_ping_decode_prefix(&m, REPORT, 36) == 0);
  CHECK_ERROR(showcase_ping_decode(&m, REPORT, 36), WRW_TRAILING, 0);
  free(p);
}

static void other_machines_layouts(void) {
  static const uint8_t READING[12] = {1, 0, 0, 0, 'a', 'b', 9, 9, 0xcd, 0xcc, 0x2c, 0x40};
  sockets_reading m;
  uint8_t buf[12];
  CHECK(sockets_reading_decode(&m, READING, 12) == 12);
  CHECK(m.id == 1 && strcmp(m.code, "ab") == 0 && m.level == 2.7f);
  CHECK(sockets_reading_encode(&m, buf, 12) == 12);
  CHECK(buf[6] == 0 && buf[7] == 0 && memcmp(buf + 8, READING + 8, 4) == 0 && memcmp(buf, READING, 6) == 0);
}

/* What has to end the program: a check that fails, and what only a sanitizer sees. */
static void planted(const char *what) {
  uint8_t *p = block(36);
  memcpy(p, REPORT, 36);
  if (strcmp(what, "check") == 0) CHECK(p[0] == 0);
  if (strcmp(what, "address") == 0) CHECK(weather_data_peek_id(p + 33) != 1);
  if (strcmp(what, "undefined") == 0) CHECK(INT32_MAX - 67 + weather_data_peek_id(p) + p[0] != 1);
  free(p);
}

int main(int argc, char **argv) {
  if (argc > 1) planted(argv[1]);
  golden_bytes();
  every_capacity();
  every_truncation();
  more_than_a_message();
  every_alignment();
  errors();
  poison();
  nothing_at_all();
  other_machines_layouts();
  check_whole();
  check_texts();
  check_values();
  printf("ok %ld\n", checks);
  return 0;
}
