/* The C test program: reads batches, decodes and encodes, answers (docs/conformance.md). table.h is generated.
 * With WW_BARE it runs on the ESP8266's core without a C library of an operating system. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct ww_out { uint8_t *p; uint32_t n; } ww_out;
typedef struct ww_in { const uint8_t *p; } ww_in;
static void put(ww_out *o, const void *p, uint32_t n) { memcpy(o->p + o->n, p, n); o->n += n; }
static void put_u8(ww_out *o, uint32_t v) { uint8_t b = (uint8_t)v; put(o, &b, 1); }
static void put_u32(ww_out *o, uint32_t v) { for (int i = 0; i < 4; i++) put_u8(o, (v >> (8 * i)) & 0xFF); }
static void put_u64(ww_out *o, uint64_t v) { put_u32(o, (uint32_t)v); put_u32(o, (uint32_t)(v >> 32)); }
static void put_f32(ww_out *o, float f) { uint32_t v; memcpy(&v, &f, 4); put_u32(o, f != f ? 0x7FC00000u : v); }
static void put_f64(ww_out *o, double f) { uint64_t v; memcpy(&v, &f, 8); put_u64(o, f != f ? (uint64_t)0x7FF8 << 48 : v); }
static void put_bytes(ww_out *o, const void *p, uint32_t n) { put_u32(o, n); put(o, p, n); }
#ifndef WW_NO_PHYSICAL
static void put_scaled(ww_out *o, double physical, int32_t r, int64_t raw) {
  uint64_t v; memcpy(&v, &physical, 8); put_u64(o, v); put_u8(o, r != 0); put_u64(o, r != 0 ? 0 : (uint64_t)raw);
}
#endif
static uint32_t get_u8(ww_in *i) { return *i->p++; }
static uint32_t get_u32(ww_in *i) { uint32_t v = 0; for (int k = 0; k < 4; k++) v |= get_u8(i) << (8 * k); return v; }
static uint64_t get_u64(ww_in *i) { uint64_t v = get_u32(i); return v | (uint64_t)get_u32(i) << 32; }
static float get_f32(ww_in *i) { uint32_t v = get_u32(i); float f; memcpy(&f, &v, 4); return f; }
static double get_f64(ww_in *i) { uint64_t v = get_u64(i); double f; memcpy(&f, &v, 8); return f; }
static void get_bytes(ww_in *i, void *to) { uint32_t n = get_u32(i); memcpy(to, i->p, n); i->p += n; }
static void get_text(ww_in *i, char *to, uint32_t room) { memset(to, 0, room); get_bytes(i, to); }

#include "table.h"

#ifdef WW_BARE
long ww_syscall(long nr, long a, long b, long c);
static int read_some(void *p, uint32_t n) { return (int)ww_syscall(12, 0, (long)p, (long)n); }
static int write_some(const void *p, uint32_t n) { return (int)ww_syscall(13, 1, (long)p, (long)n); }
#else
#include <stdlib.h>
#include <unistd.h>
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
  for (uint32_t round = 0; round < 9; round++) {
    ww_out mine = {response + o->n, 0}, dump = {canary, 0};
    uint32_t off = round & 3u;
    uint8_t *at = place + off;
    memset(place, round & 4u ? 0xFF : 0, n + 16);
#ifndef WW_BARE
    if (round == 8 && !(at = (uint8_t *)malloc(n ? n : 1))) return;
#endif
    memcpy(at, p, n);
    memset(e->value, round & 1u ? 0xAA : 0x55, e->size);
    int32_t r = e->decode(e->value, at, n);
#ifndef WW_BARE
    if (round == 8) free(at);
#endif
    if (r < 0) {
      uint32_t i = 0;
      while (i < e->size && ((uint8_t *)e->value)[i] == 0) i++;
      result(&mine, i == e->size ? 1 : 3, r, 0, canary, 0);
    } else {
      e->dump(e->value, &dump);
      int32_t w = e->encode(e->value, again, e->wire);
      result(&mine, w < 0 ? 2 : 0, w < 0 ? w : 0, w < 0 ? 0 : (uint32_t)w, canary, dump.n);
    }
    if (round == 0) start = mine.n;
    if (round == 0) memcpy(first, response + o->n, start);
    else if (mine.n != start || memcmp(first, response + o->n, start) != 0) { first[0] = 3; break; }
  }
  memcpy(response + o->n, first, start);
  o->n += start;
}

static void encode(ww_out *o, const entry *e, const uint8_t *p) {
  ww_in in = {p};
  e->load(e->value, &in);
  int32_t w = e->encode(e->value, again, e->wire);
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
