/* What no codec can be cheaper than: packed structs by hand, a length, and one copy. No text is checked or ended, no
 * value is tested, and nothing is zeroed on failure. In the shape of generated headers, so that both are measured by
 * the same program. */
#ifndef LIMIT_H
#define LIMIT_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define LIMIT(name, members) \
  typedef struct __attribute__((packed)) name { members } name; \
  static inline int32_t name##_decode(name *m, const uint8_t *buf, size_t len) { \
    if (len != sizeof *m) return -1; \
    memcpy(m, buf, sizeof *m); \
    return (int32_t)sizeof *m; \
  } \
  static inline int32_t name##_encode(const name *m, uint8_t *buf, size_t cap) { \
    if (cap < sizeof *m) return -1; \
    memcpy(buf, m, sizeof *m); \
    return (int32_t)sizeof *m; \
  }

/* weather.Data, and plain.Data */
LIMIT(limit_data, int32_t id; float v1; float v2; uint32_t v3; char v4[20];)
/* greenhouse.Command */
LIMIT(limit_command, uint8_t kind; uint8_t options; uint8_t servo; uint8_t reserved; int16_t angle; uint16_t speed;)

#endif
