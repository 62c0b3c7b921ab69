/* What every message keeps, whatever is in it: its size, its ends, zeros after an error. */
#include "check.h"
#include "common.h"
#include "greenhouse.h"
#include "showcase.h"
#include "sockets.h"

/* A fresh value, which memory that was not fresh must not show in, in buffers of every size around its own. */
#define WHOLE(type, bytes)                                               \
  do {                                                                   \
    uint8_t first[96], second[96];                                       \
    const size_t size = (bytes);                                         \
    size_t n;                                                            \
    type m;                                                              \
    memset(&m, 0xEE, sizeof m);                                          \
    memset(first, 0xCA, sizeof first);                                   \
    memset(second, 0x35, sizeof second);                                 \
    type##_init(&m);                                                     \
    CHECK(size < sizeof first);                                          \
    CHECK(type##_encode(&m, first, sizeof first) == (int32_t)size);      \
    CHECK(type##_encode(&m, second, size) == (int32_t)size);             \
    CHECK(memcmp(first, second, size) == 0);                             \
    CHECK(all(first + size, sizeof first - size, 0xCA));                 \
    for (n = 0; n < size; n++) {                                         \
      uint8_t *p = block(n);                                             \
      type part;                                                         \
      CHECK_ERROR(type##_encode(&m, p, n), WRW_CAPACITY, size);          \
      memcpy(p, first, n);                                               \
      memset(&part, 0xEE, sizeof part);                                  \
      CHECK_ERROR(type##_decode(&part, p, n), WRW_SHORT, n);             \
      CHECK(all(&part, sizeof part, 0));                                 \
      memset(&part, 0xEE, sizeof part);                                  \
      CHECK_ERROR(type##_decode_prefix(&part, p, n), WRW_SHORT, n);      \
      CHECK(all(&part, sizeof part, 0));                                 \
      free(p);                                                           \
    }                                                                    \
    memset(&m, 0xEE, sizeof m);                                          \
    CHECK_ERROR(type##_decode(&m, first, size + 1), WRW_TRAILING, size); \
    CHECK(all(&m, sizeof m, 0));                                         \
    CHECK(type##_decode_prefix(&m, first, size + 1) == (int32_t)size);   \
    memset(second, 0x35, sizeof second);                                 \
    CHECK(type##_encode(&m, second, sizeof second) == (int32_t)size);    \
    CHECK(memcmp(first, second, size) == 0);                             \
    memset(&m, 0xEE, sizeof m);                                          \
    CHECK(type##_decode(&m, first, size) == (int32_t)size);              \
    CHECK(type##_encode(&m, second, size) == (int32_t)size);             \
    CHECK(memcmp(first, second, size) == 0);                             \
  } while (0)

void check_whole(void) {
  WHOLE(common_point, COMMON_POINT_SIZE);
  WHOLE(common_stamp, COMMON_STAMP_SIZE);
  WHOLE(greenhouse_sensor_data, GREENHOUSE_SENSOR_DATA_SIZE);
  WHOLE(greenhouse_command, GREENHOUSE_COMMAND_SIZE);
  WHOLE(showcase_header, SHOWCASE_HEADER_SIZE);
  WHOLE(showcase_lamp, SHOWCASE_LAMP_SIZE);
  WHOLE(showcase_ping, SHOWCASE_PING_SIZE);
  WHOLE(showcase_widths, SHOWCASE_WIDTHS_SIZE);
  WHOLE(showcase_named, SHOWCASE_NAMED_SIZE);
  WHOLE(showcase_packed, SHOWCASE_PACKED_SIZE);
  WHOLE(showcase_ruled, SHOWCASE_RULED_SIZE);
  WHOLE(showcase_texts, SHOWCASE_TEXTS_SIZE);
  WHOLE(showcase_nested, SHOWCASE_NESTED_SIZE);
  WHOLE(showcase_natural, SHOWCASE_NATURAL_SIZE);
  WHOLE(sockets_reading, SOCKETS_READING_SIZE);
  WHOLE(sockets_integer, SOCKETS_INTEGER_SIZE);
  WHOLE(sockets_command, SOCKETS_COMMAND_SIZE);
  WHOLE(weather_data, WEATHER_DATA_SIZE);
}
