/* Values of every kind: fresh ones, those at the ends of their ranges and beyond, and physical ones. */
#include "check.h"
#include "greenhouse.h"
#include "showcase.h"

/* Memory that no member owns never reaches the wire. */
static void painted_structs(void) {
  uint8_t first[43], second[43];
  showcase_named a, b;
  showcase_natural c, d;
  showcase_texts e, f;
  memset(&a, 0xAA, sizeof a);
  memset(&b, 0x55, sizeof b);
  a.color = b.color = SHOWCASE_COLOR_BLUE;
  a.wide_color = b.wide_color = 200;
  a.mode = b.mode = SHOWCASE_MODE_ON;
  a.level = b.level = SHOWCASE_LEVEL_HIGH;
  a.options = b.options = SHOWCASE_OPTIONS_ACK;
  a.rights = b.rights = SHOWCASE_RIGHTS_ADMIN;
  memset(first, 0x11, sizeof first);
  memset(second, 0x22, sizeof second);
  CHECK(showcase_named_encode(&a, first, sizeof first) == 9);
  CHECK(showcase_named_encode(&b, second, sizeof second) == 9);
  CHECK(memcmp(first, second, 9) == 0);
  memset(&c, 0xAA, sizeof c);
  memset(&d, 0x55, sizeof d);
  c.kind = d.kind = 1;
  c.count = d.count = 2;
  c.when = d.when = 0.5;
  memcpy(c.tag, "a", 2);
  memcpy(d.tag, "a", 2);
  CHECK(showcase_natural_encode(&c, first, sizeof first) == 24);
  CHECK(showcase_natural_encode(&d, second, sizeof second) == 24);
  CHECK(memcmp(first, second, 24) == 0);
  CHECK(all(first + 1, 3, 0) && all(first + 9, 7, 0));
  memset(&e, 0xAA, sizeof e);
  memset(&f, 0x55, sizeof f);
  memcpy(e.plain, "Zo\303\253", 5);
  memcpy(f.plain, "Zo\303\253", 5);
  memcpy(e.loose, "", 1);
  memcpy(f.loose, "", 1);
  memcpy(e.spaced, "ok", 3);
  memcpy(f.spaced, "ok", 3);
  memset(e.key, 7, 4);
  memset(f.key, 7, 4);
  memcpy(e.label, "abc", 4);
  memcpy(f.label, "abc", 4);
  CHECK(showcase_texts_encode(&e, first, sizeof first) == 27);
  CHECK(showcase_texts_encode(&f, second, sizeof second) == 27);
  CHECK(memcmp(first, second, 27) == 0);
}

static void fresh_values(void) {
  showcase_texts texts;
  showcase_named named;
  showcase_packed packed;
  showcase_ruled ruled;
  greenhouse_command command;
  memset(&texts, 0xEE, sizeof texts);
  memset(&named, 0xEE, sizeof named);
  memset(&packed, 0xEE, sizeof packed);
  memset(&ruled, 0xEE, sizeof ruled);
  memset(&command, 0xEE, sizeof command);
  showcase_texts_init(&texts);
  showcase_named_init(&named);
  showcase_packed_init(&packed);
  showcase_ruled_init(&ruled);
  greenhouse_command_init(&command);
  CHECK(strcmp(texts.plain, "none") == 0 && texts.loose[0] == 0 && all(texts.plain + 4, 5, 0));
  CHECK(named.mode == SHOWCASE_MODE_AUTO && named.rights == SHOWCASE_RIGHTS_READ);
  CHECK(named.level == SHOWCASE_LEVEL_LOW && named.color == SHOWCASE_COLOR_RED);
  CHECK(packed.word.hops == SHOWCASE_PACKED_WORD_HOPS_NONE && packed.status.fix == 0);
  CHECK(ruled.pressure == SHOWCASE_RULED_PRESSURE_NONE && ruled.gain != ruled.gain && ruled.ratio == 0);
  CHECK(command.speed == GREENHOUSE_COMMAND_SPEED_NONE && command.angle == 0);
}

static void widths_that_do_not_fit(void) {
  uint8_t buf[85];
  showcase_widths m;
  showcase_widths_init(&m);
  m.truth = 2;
  CHECK_ERROR(showcase_widths_encode(&m, buf, sizeof buf), WRW_BOOL, SHOWCASE_WIDTHS_TRUTH_OFFSET);
  m.truth = 1;
  m.three = 0x1000000;
  CHECK_ERROR(showcase_widths_encode(&m, buf, sizeof buf), WRW_RANGE, SHOWCASE_WIDTHS_THREE_OFFSET);
  m.three = 0xFFFFFF;
  m.int3 = -8388609;
  CHECK_ERROR(showcase_widths_encode(&m, buf, sizeof buf), WRW_RANGE, SHOWCASE_WIDTHS_INT3_OFFSET);
  m.int3 = -8388608;
  m.int7 = INT64_MIN;
  CHECK_ERROR(showcase_widths_encode(&m, buf, sizeof buf), WRW_RANGE, SHOWCASE_WIDTHS_INT7_OFFSET);
  m.int7 = -36028797018963968;
  CHECK(showcase_widths_encode(&m, buf, sizeof buf) == 85);
  CHECK(showcase_widths_decode(&m, buf, 85) == 85);
  CHECK(m.int3 == -8388608 && m.int7 == -36028797018963968 && m.three == 0xFFFFFF && m.truth == 1);
  CHECK(showcase_widths_peek_int3(buf) == -8388608 && showcase_widths_peek_int7(buf) == -36028797018963968);
  buf[SHOWCASE_WIDTHS_TRUTH_OFFSET] = 2;
  CHECK_ERROR(showcase_widths_decode(&m, buf, 85), WRW_BOOL, SHOWCASE_WIDTHS_TRUTH_OFFSET);
}

static void named_that_do_not_fit(void) {
  uint8_t buf[9];
  showcase_named m;
  showcase_named_init(&m);
  m.mode = 3;
  CHECK_ERROR(showcase_named_encode(&m, buf, sizeof buf), WRW_ENUM, SHOWCASE_NAMED_MODE_OFFSET);
  m.mode = SHOWCASE_MODE_OFF;
  m.level = 1;
  CHECK_ERROR(showcase_named_encode(&m, buf, sizeof buf), WRW_ENUM, SHOWCASE_NAMED_LEVEL_OFFSET);
  m.level = SHOWCASE_LEVEL_NORMAL;
  m.rights = 4;
  CHECK_ERROR(showcase_named_encode(&m, buf, sizeof buf), WRW_ENUM, SHOWCASE_NAMED_RIGHTS_OFFSET);
  m.rights = 0;
  m.color = 99; /* open: a value without a name is kept */
  CHECK(showcase_named_encode(&m, buf, sizeof buf) == 9 && buf[0] == 99);
  buf[1] = 1; /* 256 and more do not fit the declared type */
  CHECK_ERROR(showcase_named_decode(&m, buf, 9), WRW_RANGE, SHOWCASE_NAMED_WIDE_COLOR_OFFSET);
}

static void packed_that_do_not_fit(void) {
  uint8_t buf[6];
  showcase_packed m;
  showcase_packed_init(&m);
  m.status.moving = 2;
  CHECK_ERROR(showcase_packed_encode(&m, buf, sizeof buf), WRW_BOOL, 0);
  m.status.moving = 1;
  m.status.drift = 32;
  CHECK_ERROR(showcase_packed_encode(&m, buf, sizeof buf), WRW_RANGE, 0);
  m.status.drift = -32;
  m.word.hops = 4096;
  CHECK_ERROR(showcase_packed_encode(&m, buf, sizeof buf), WRW_RANGE, SHOWCASE_PACKED_WORD_OFFSET);
  m.word.hops = 5;
  CHECK(showcase_packed_encode(&m, buf, sizeof buf) == 6);
  memset(&m, 0xEE, sizeof m);
  CHECK(showcase_packed_decode(&m, buf, 6) == 6);
  CHECK(m.status.drift == -32 && m.status.moving == 1 && m.word.hops == 5);
  buf[2] = (uint8_t)(buf[2] ^ 0x10);
  CHECK_ERROR(showcase_packed_decode(&m, buf, 6), WRW_CONST, SHOWCASE_PACKED_WORD_OFFSET);
  CHECK(all(&m, sizeof m, 0));
}

static void ruled_that_do_not_fit(void) {
  uint8_t buf[32];
  showcase_ruled m;
  showcase_ruled_init(&m);
  m.ratio = wrw_f32(0x7FC00000);
  CHECK_ERROR(showcase_ruled_encode(&m, buf, sizeof buf), WRW_RANGE, SHOWCASE_RULED_RATIO_OFFSET);
  m.ratio = 1;
  m.trim[2] = 11;
  CHECK_ERROR(showcase_ruled_encode(&m, buf, sizeof buf), WRW_RANGE, SHOWCASE_RULED_TRIM_OFFSET + 2);
  m.trim[2] = -10;
  CHECK(showcase_ruled_encode(&m, buf, sizeof buf) == 32);
  CHECK(memcmp(buf, "WIRE\001", 6) == 0);
  buf[4] = 9; /* not checked, and written as the constant */
  CHECK(showcase_ruled_decode(&m, buf, 32) == 32);
  CHECK(m.pressure == SHOWCASE_RULED_PRESSURE_NONE && m.gain != m.gain && m.trim[2] == -10);
  buf[31] = 1;
  CHECK_ERROR(showcase_ruled_decode(&m, buf, 32), WRW_RESERVED, 31);
}

static void nested_that_do_not_fit(void) {
  uint8_t buf[43];
  showcase_nested m;
  showcase_nested_init(&m);
  m.lamps[2].brightness = 101;
  CHECK_ERROR(showcase_nested_encode(&m, buf, sizeof buf), WRW_RANGE, SHOWCASE_NESTED_LAMPS_OFFSET + 5);
  m.lamps[2].brightness = 100;
  m.days[6] = 3;
  CHECK_ERROR(showcase_nested_encode(&m, buf, sizeof buf), WRW_ENUM, SHOWCASE_NESTED_DAYS_OFFSET + 6);
  m.days[6] = SHOWCASE_MODE_AUTO;
  m.matrix[1][2] = 0x1234;
  CHECK(showcase_nested_encode(&m, buf, sizeof buf) == 43);
  CHECK(buf[34] == 0x12 && buf[35] == 0x34);
  /* The same of what comes from the wire. */
  buf[SHOWCASE_NESTED_DAYS_OFFSET + 6] = 3;
  CHECK_ERROR(showcase_nested_decode(&m, buf, 43), WRW_ENUM, SHOWCASE_NESTED_DAYS_OFFSET + 6);
  buf[SHOWCASE_NESTED_LAMPS_OFFSET + 5] = 101;
  CHECK_ERROR(showcase_nested_decode(&m, buf, 43), WRW_RANGE, SHOWCASE_NESTED_LAMPS_OFFSET + 5);
  CHECK(all(&m, sizeof m, 0));
}

static void commands_that_do_not_fit(void) {
  uint8_t buf[8];
  greenhouse_command m;
  greenhouse_command_init(&m);
  m.angle = 181;
  CHECK_ERROR(greenhouse_command_encode(&m, buf, sizeof buf), WRW_RANGE, GREENHOUSE_COMMAND_ANGLE_OFFSET);
  m.angle = 180;
  CHECK(greenhouse_command_encode(&m, buf, sizeof buf) == 8);
  CHECK(greenhouse_command_decode(&m, buf, 8) == 8 && m.angle == 180);
  buf[GREENHOUSE_COMMAND_ANGLE_OFFSET] = 181;
  CHECK_ERROR(greenhouse_command_decode(&m, buf, 8), WRW_RANGE, GREENHOUSE_COMMAND_ANGLE_OFFSET);
  buf[3] = 1; /* reserved, and in front of it */
  CHECK_ERROR(greenhouse_command_decode(&m, buf, 8), WRW_RESERVED, 3);
}

/* Every wire type at its own byte order, whatever the machine's. */
static void numbers(void) {
  static const uint8_t WIRE[85] = {
      1,    2,    0,    3,    0,    0,    4,    0,    0,    0,    5,    0,    0,    0,    0,    6,    0,
      0,    0,    0,    0,    7,    0,    0,    0,    0,    0,    0,    8,    0,    0,    0,    0,    0,
      0,    0,    0xff, 0xff, 0xfe, 0xff, 0xff, 0xfd, 0xff, 0xff, 0xff, 0xfc, 0xff, 0xff, 0xff, 0xff, 0xfb,
      0xff, 0xff, 0xff, 0xff, 0xff, 0xfa, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xf9, 0xff, 0xff, 0xff, 0xff,
      0xff, 0xff, 0xff, 0xf8, 0x00, 0x00, 0xc0, 0x3f, 0xc0, 0x04, 0,    0,    0,    0,    0,    0,    1};
  showcase_widths m;
  uint8_t *p = block(sizeof WIRE);
  memcpy(p, WIRE, sizeof WIRE);
  CHECK(showcase_widths_decode(&m, p, sizeof WIRE) == 85);
  CHECK(m.byte_ == 1 && m.word == 2 && m.three == 3 && m.four == 4 && m.five == 5 && m.six == 6);
  CHECK(m.seven == 7 && m.eight == 8 && m.int1 == -1 && m.int2 == -2 && m.int3 == -3 && m.int4 == -4);
  CHECK(m.int5 == -5 && m.int6 == -6 && m.int7 == -7 && m.int8 == -8);
  CHECK(m.single == 1.5f && m.double_ == -2.5 && m.truth == 1);
  memset(p, 0xEE, sizeof WIRE);
  CHECK(showcase_widths_encode(&m, p, sizeof WIRE) == 85);
  CHECK(memcmp(p, WIRE, sizeof WIRE) == 0);
  CHECK(showcase_widths_peek_five(p) == 5 && showcase_widths_peek_int5(p) == -5);
  CHECK(showcase_widths_peek_single(p) == 1.5f && showcase_widths_peek_double_(p) == -2.5);
  free(p);
}

static void physical_values(void) {
  greenhouse_command m;
  showcase_ruled r;
  showcase_packed_status b;
  greenhouse_command_init(&m);
  CHECK(greenhouse_command_set_speed_physical(&m, 45.5) == 0 && m.speed == 4550);
  CHECK(greenhouse_command_speed_physical(&m) == 45.5);
  CHECK_ERROR(greenhouse_command_set_speed_physical(&m, 655.36), WRW_RANGE, 0);
  CHECK_ERROR(greenhouse_command_set_speed_physical(&m, -0.01), WRW_RANGE, 0);
  CHECK_ERROR(greenhouse_command_set_speed_physical(&m, wrw_f64(0x7FF8000000000000)), WRW_RANGE, 0);
  CHECK_ERROR(greenhouse_command_set_speed_physical(&m, wrw_f64(0x7FF0000000000000)), WRW_RANGE, 0);
  CHECK_ERROR(greenhouse_command_set_speed_physical(&m, -1e300), WRW_RANGE, 0);
  CHECK(m.speed == 4550);
  CHECK(greenhouse_command_set_speed_physical(&m, 655.35) == 0 && m.speed == 65535);
  CHECK(greenhouse_command_set_speed_physical(&m, 0) == 0 && m.speed == 0);
  showcase_ruled_init(&r);
  CHECK(showcase_ruled_set_temperature_physical(&r, 21.5) == 0 && r.temperature == 215);
  CHECK(showcase_ruled_set_pressure_physical(&r, 1013.0) == 0 && r.pressure == 7130);
  CHECK(showcase_ruled_pressure_physical(&r) == 1013.0);
  CHECK(showcase_ruled_set_heading_physical(&r, 90) == 0 && r.heading == 1073741824);
  /* Halves go to the even number. */
  memset(&b, 0, sizeof b);
  CHECK(showcase_packed_status_set_drift_physical(&b, 0.25) == 0 && b.drift == 0);
  CHECK(showcase_packed_status_set_drift_physical(&b, 0.75) == 0 && b.drift == 2);
  CHECK(showcase_packed_status_set_drift_physical(&b, -0.25) == 0 && b.drift == 0);
  CHECK(showcase_packed_status_set_drift_physical(&b, -0.75) == 0 && b.drift == -2);
  CHECK(showcase_packed_status_set_drift_physical(&b, -16) == 0 && b.drift == -32);
  CHECK(showcase_packed_status_set_drift_physical(&b, 15.5) == 0 && b.drift == 31);
  CHECK_ERROR(showcase_packed_status_set_drift_physical(&b, 16), WRW_RANGE, 0);
}

void check_values(void) {
  painted_structs();
  fresh_values();
  widths_that_do_not_fit();
  named_that_do_not_fit();
  packed_that_do_not_fit();
  ruled_that_do_not_fit();
  nested_that_do_not_fit();
  commands_that_do_not_fit();
  numbers();
  physical_values();
}
