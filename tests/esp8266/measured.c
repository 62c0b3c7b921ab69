/* The code that is measured: the functions of one message as a program's own code calls them.
 *
 * In: HEADER, MESSAGE (`weather_data`), and DECODE, ENCODE or both. Nothing else is in this object, so that its
 * sections are what the message costs. */
#include HEADER

#define JOIN_(a, b) a##b
#define JOIN(a, b) JOIN_(a, b)

#if defined(__cplusplus)
extern "C" {
#endif

#if defined(DECODE)
int32_t measured_decode(MESSAGE *m, const uint8_t *buf, size_t len);
int32_t measured_decode(MESSAGE *m, const uint8_t *buf, size_t len) { return JOIN(MESSAGE, _decode)(m, buf, len); }
#endif
#if defined(ENCODE)
int32_t measured_encode(const MESSAGE *m, uint8_t *buf, size_t cap);
int32_t measured_encode(const MESSAGE *m, uint8_t *buf, size_t cap) { return JOIN(MESSAGE, _encode)(m, buf, cap); }
#endif

#if defined(__cplusplus)
}
#endif
