/* What the parts of the program share: the report of a weather station, blocks of exact sizes, checks that end it. */
#ifndef CHECK_H
#define CHECK_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "weather.h"

extern long checks;

#define CHECK(condition)                                      \
  do {                                                        \
    checks++;                                                 \
    if (!(condition)) {                                       \
      printf("%s:%d: %s\n", __FILE__, __LINE__, #condition);  \
      exit(1);                                                \
    }                                                         \
  } while (0)

#define CHECK_ERROR(result, code, offset)         \
  do {                                            \
    const int32_t got_ = (result);                \
    CHECK(got_ < 0);                              \
    CHECK(WRW_CODE(got_) == (code));              \
    CHECK(WRW_OFFSET(got_) == (int32_t)(offset)); \
  } while (0)

/* A report as it stands on the wire, and as a program has it. */
extern const uint8_t REPORT[36];
weather_data report(void);

/* A block of exactly n bytes, so that a sanitizer sees the byte behind it. */
uint8_t *block(size_t n);

/* Whether n bytes are all the same. */
int all(const void *p, size_t n, int byte);

void check_texts(void);
void check_values(void);
void check_whole(void);

#endif
