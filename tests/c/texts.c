/* Text of fixed sizes: its end, its padding, its encoding. */
#include "check.h"
#include "showcase.h"

static void texts(void) {
  weather_data m = report();
  uint8_t buf[36];
  /* Exactly as many bytes as there are, and one more. */
  memcpy(m.v4, "12345678901234567890", 21);
  CHECK(weather_data_encode(&m, buf, sizeof buf) == 36);
  CHECK(memcmp(buf + 16, "12345678901234567890", 20) == 0);
  memset(&m, 0xEE, sizeof m);
  CHECK(weather_data_decode(&m, buf, sizeof buf) == 36);
  CHECK(strcmp(m.v4, "12345678901234567890") == 0);
  m.v4[20] = 'x';
  CHECK_ERROR(weather_data_encode(&m, buf, sizeof buf), WRW_LIMIT, 16);
  memset(m.v4, 0, sizeof m.v4);
  CHECK(weather_data_encode(&m, buf, sizeof buf) == 36);
  CHECK(all(buf + 16, 20, 0));
#if !defined(WRW_NO_TEXT_CHECK)
  memcpy(m.v4, "\355\240\200", 4); /* a surrogate */
  CHECK_ERROR(weather_data_encode(&m, buf, sizeof buf), WRW_UTF8, 16);
  memset(m.v4, 0xC0, sizeof m.v4); /* too long comes before what is wrong in it */
  CHECK_ERROR(weather_data_encode(&m, buf, sizeof buf), WRW_LIMIT, 16);
  buf[16] = 0xC0;
  buf[17] = 0x80;
  CHECK_ERROR(weather_data_decode(&m, buf, sizeof buf), WRW_UTF8, 16);
  CHECK(all(&m, sizeof m, 0));
#else
  buf[16] = 0xC0;
  buf[17] = 0x80;
  CHECK(weather_data_decode(&m, buf, sizeof buf) == 36);
#endif
  memset(buf + 16, 0, 20);
  buf[17] = 'x';
  CHECK_ERROR(weather_data_decode(&m, buf, sizeof buf), WRW_NUL, 16);
}

#if !defined(WRW_NO_TEXT_CHECK)
/* Every sequence of two and the interesting ones of three and four bytes, against a plain reading of RFC 3629. */
static int utf8(const uint8_t *p, size_t n) {
  size_t i = 0;
  while (i < n) {
    const uint32_t c = p[i];
    const size_t more = c < 0x80 ? 0 : c < 0xC0 ? 9 : c < 0xE0 ? 1 : c < 0xF0 ? 2 : c < 0xF8 ? 3 : 9;
    static const uint32_t LOWEST[] = {0, 0x80, 0x800, 0x10000};
    uint32_t code = c;
    size_t k;
    if (more == 9 || i + more >= n) return 0;
    if (more > 0) code = c & (0x3Fu >> more);
    for (k = 1; k <= more; k++) {
      if ((p[i + k] & 0xC0) != 0x80) return 0;
      code = code << 6 | (p[i + k] & 0x3Fu);
    }
    if (code < LOWEST[more] || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) return 0;
    i += more + 1;
  }
  return 1;
}

static void text_of(const uint8_t *sample, size_t n) {
  weather_data m;
  uint8_t buf[36], again[36];
  int32_t got;
  memcpy(buf, REPORT, 36);
  memset(buf + 16, 0, 20);
  memcpy(buf + 36 - n, sample, n);
  memset(buf + 16, 'a', 20 - n);
  got = weather_data_decode(&m, buf, 36);
  if (utf8(sample, n)) {
    CHECK(got == 36);
    CHECK(weather_data_encode(&m, again, 36) == 36);
    CHECK(memcmp(buf, again, 36) == 0);
  } else {
    CHECK_ERROR(got, WRW_UTF8, 16);
    memset(&m, 0, sizeof m);
    memcpy(m.v4, sample, n);
    CHECK_ERROR(weather_data_encode(&m, again, 36), WRW_UTF8, 16);
  }
}

static void all_encodings(void) {
  static const uint8_t EDGES[] = {0x01, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xE0, 0xED, 0xF0, 0xF4, 0xFF};
  uint8_t s[4];
  uint32_t a, b, c, d;
  for (a = 1; a < 256; a++) {
    s[0] = (uint8_t)a;
    text_of(s, 1);
    for (b = 1; b < 256; b++) {
      s[1] = (uint8_t)b;
      text_of(s, 2);
    }
    for (b = 0; b < sizeof EDGES; b++) {
      s[1] = EDGES[b];
      for (c = 0; c < sizeof EDGES; c++) {
        s[2] = EDGES[c];
        text_of(s, 3);
        if (a < 0xE8) continue;
        for (d = 0; d < sizeof EDGES; d++) {
          s[3] = EDGES[d];
          text_of(s, 4);
        }
      }
    }
  }
}
#endif

static void spaces_and_looseness(void) {
  static const uint8_t WIRE[27] = {'Z', 'o', 0xC3, 0xAB, 0, 0, 0, 0, 'a', 'b', 0, 'x', 0xFF, 0, 'o', 'k', ' ', ' ', ' ',
                                   ' ', 1,   2,    3,    4, 'a', 'b', 'c'};
  showcase_texts m;
  uint8_t buf[27];
  CHECK(showcase_texts_decode(&m, WIRE, sizeof WIRE) == 27);
  CHECK(strcmp(m.plain, "Zo\303\253") == 0 && strcmp(m.loose, "ab") == 0);
  CHECK(strcmp(m.spaced, "ok") == 0 && strcmp(m.label, "abc") == 0 && m.key[3] == 4);
  CHECK(showcase_texts_encode(&m, buf, sizeof buf) == 27);
  CHECK(all(buf + 10, 4, 0) && all(buf + 16, 4, ' '));
  memcpy(m.spaced, "ok ", 4);
  CHECK_ERROR(showcase_texts_encode(&m, buf, sizeof buf), WRW_RANGE, 14);
  memcpy(m.spaced, "", 1);
  CHECK(showcase_texts_encode(&m, buf, sizeof buf) == 27);
  CHECK(all(buf + 14, 6, ' '));
  CHECK(showcase_texts_decode(&m, buf, sizeof buf) == 27 && m.spaced[0] == 0);
  buf[15] = 0;
  CHECK_ERROR(showcase_texts_decode(&m, buf, sizeof buf), WRW_NUL, 14);
#if !defined(WRW_NO_TEXT_CHECK)
  buf[15] = 0xC3;
  buf[16] = 0xAB;
  CHECK_ERROR(showcase_texts_decode(&m, buf, sizeof buf), WRW_UTF8, 14);
#endif
}

void check_texts(void) {
  texts();
#if !defined(WRW_NO_TEXT_CHECK)
  all_encodings();
#endif
  spaces_and_looseness();
}
