/* The C test program: reads batches, decodes and encodes, answers (docs/conformance.md). table.h is generated.
 * With WW_BARE it runs on the ESP8266's core without a C library of an operating system. */
#include "values.h"
#include "table.h"

#ifdef WW_BARE
enum { WW_ROUNDS = 4 }; /* emulated code is slow: each alignment once, elsewhere beside both kinds of bytes */
long ww_syscall(long nr, long a, long b, long c);
static int read_some(void *p, uint32_t n) { return (int)ww_syscall(12, 0, (long)p, (long)n); }
static int write_some(const void *p, uint32_t n) { return (int)ww_syscall(13, 1, (long)p, (long)n); }
#else
#include <stdlib.h>
#include <unistd.h>
enum { WW_ROUNDS = 9 };
static int read_some(void *p, uint32_t n) { return (int)read(0, p, n); }
static int write_some(const void *p, uint32_t n) { return (int)write(1, p, n); }
#endif
static int read_all(uint8_t *p, uint32_t n) { while (n) { int r = read_some(p, n); if (r <= 0) return 0; p += r; n -= (uint32_t)r; } return 1; }
static void write_all(const uint8_t *p, uint32_t n) { while (n) { int r = write_some(p, n); if (r <= 0) return; p += r; n -= (uint32_t)r; } }

static uint8_t request[WW_BUFFER], response[4 * WW_BUFFER], place[WW_BUFFER + 16], again[WW_BUFFER], canary[WW_BUFFER], first[2 * WW_BUFFER];

static void result(ww_out *o, uint32_t status, int32_t r, uint32_t n, const uint8_t *dump, uint32_t m) {
  put_u8(o, status);
  put_u8(o, r < 0 ? (uint32_t)WRW_CODE(r) : 0);
  put_u32(o, r < 0 ? (uint32_t)WRW_OFFSET(r) : 0);
  put_u32(o, 0);
  put_u32(o, 0);
  put_bytes(o, again, n);
  put_bytes(o, dump, m);
}

/* One input at every alignment, between bytes of every kind, and in a block of exactly its size: one answer. */
static void decode(ww_out *o, const entry *e, const uint8_t *p, uint32_t n) {
  uint32_t start = o->n;
  for (uint32_t round = 0; round < WW_ROUNDS; round++) {
    ww_out mine = {response + o->n, 0}, dump = {canary, 0};
    uint32_t off = round & 3u;
    uint8_t *at = place + off;
    memset(place, (round ^ round >> 2) & 1u ? 0xFF : 0, n + 16);
#ifndef WW_BARE
    if (round == 8 && !(at = (uint8_t *)malloc(n ? n : 1))) return;
#endif
    memcpy(at, p, n);
    memset(e->value, round & 2u ? 0xAA : 0x55, e->size);
    int32_t r = e->decode(e->value, at, n);
    if (r < 0) {
      uint32_t i = 0;
      while (i < e->size && ((uint8_t *)e->value)[i] == 0) i++;
      result(&mine, i == e->size ? 1 : 3, r, 0, canary, 0);
    } else {
      e->dump(e->value, &dump);
      int32_t w = e->encode(e->value, again, e->wire);
      result(&mine, w < 0 ? 2 : 0, w < 0 ? w : 0, w < 0 ? 0 : (uint32_t)w, canary, dump.n);
    }
#ifndef WW_BARE
    if (round == 8) free(at);
#endif
    if (round == 0) start = mine.n;
    if (round == 0) memcpy(first, response + o->n, start);
    else if (mine.n != start || memcmp(first, response + o->n, start) != 0) { first[0] = 3; break; }
  }
  memcpy(response + o->n, first, start);
  o->n += start;
}

static void encode(ww_out *o, const entry *e, const uint8_t *p) {
  ww_in in = {p};
  ww_reset();
  e->load(e->value, &in);
  int32_t w = e->encode(e->value, again, e->wire);
  if (ww_is_held(w < 0, (uint32_t)WRW_OFFSET(w), WRW_CODE(w) == WRW_LIMIT)) w = WRW_ERROR(ww_held_code, ww_held_at);
  result(o, w < 0 ? 1 : 0, w < 0 ? w : 0, w < 0 ? 0 : (uint32_t)w, canary, 0);
}

int main(void) {
  while (read_all(request, 4)) {
    ww_in in = {request};
    uint32_t n = get_u32(&in);
    if (!read_all(request, n)) return 1;
    in.p = request;
    uint32_t operation = get_u8(&in);
    uint32_t index = get_u8(&in);
    index |= get_u8(&in) << 8;
    uint32_t count = get_u32(&in);
    ww_out out = {response, 4};
    for (uint32_t i = 0; i < count; i++) {
      uint32_t size = get_u32(&in);
      if (operation == 1) decode(&out, &TABLE[index], in.p, size); else encode(&out, &TABLE[index], in.p);
      in.p += size;
    }
    ww_out head = {response, 0};
    put_u32(&head, out.n - 4);
    write_all(response, out.n);
  }
  return 0;
}
