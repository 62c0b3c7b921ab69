/* Values in the canonical form of docs/conformance.md: what table.h writes and reads for each kind of field. */
#ifndef WW_VALUES_H
#define WW_VALUES_H

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

/* Lists are put together in buffers, those of inner ones in others. */
#define WW_LEVELS 24
static uint8_t ww_pools[WW_LEVELS][1 << 17];
static uint32_t ww_used[WW_LEVELS], ww_level;
static uint8_t *ww_pool(void) { return ww_pools[ww_level] + ww_used[ww_level]; }
static uint32_t ww_pool_left(const uint8_t *p) { return (uint32_t)(ww_pools[ww_level - 1] + sizeof ww_pools[0] - p); }
static void ww_pool_take(uint32_t n) { ww_used[ww_level] += n; }

/* Where what is loaded will stand, and the first element that could not be put into its list: why, where, and where what
 * is missing for it begins. Behind that, what the writer says is of no use. */
static uint32_t ww_at, ww_held_code, ww_held_at, ww_held_from;
static void ww_hold(int32_t code, uint32_t at, uint32_t from) {
  if (ww_held_code != 0 && at >= ww_held_from) {
    if (from < ww_held_from) ww_held_from = from;
    return;
  }
  ww_held_code = (uint32_t)code;
  ww_held_at = at;
  ww_held_from = from;
}
/* Too many elements up to the end are found where the first one begins. */
static int ww_is_held(int failed, uint32_t at, int is_limit) {
  return ww_held_code != 0 && (!failed || at > ww_held_from || (at == ww_held_from && !is_limit));
}
static void ww_reset(void) { memset(ww_used, 0, sizeof ww_used); ww_at = ww_held_code = ww_level = 0; }

#endif
