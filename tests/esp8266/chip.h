/* What programs on the emulated chip say, try and measure. */
#ifndef CHIP_H
#define CHIP_H

#include <stddef.h>
#include <stdint.h>

#if defined(__cplusplus)
extern "C" {
#endif

/** The cause of an exception: a load or store at an address that is not a multiple of its size (Xtensa ISA, EXCCAUSE). */
#define CHIP_UNALIGNED 9

/* start.S */
void chip_exit(int code) __attribute__((noreturn));
int chip_write(int file, const void *p, size_t n);
/** 0, or the cause of the exception that the function ended with. */
int chip_try(void (*f)(void *), void *argument);

/** A call that is measured: what goes in, and what comes out. */
typedef struct chip_call {
  const void *function;
  const void *first, *second;
  size_t third;
  int32_t result;
  uint32_t ticks; /**< of the clock; chip_instructions() makes instructions of them */
  uint32_t stack; /**< bytes below the caller's that were written */
} chip_call;
void chip_measure(chip_call *c);

/* chip.c */
/** Instructions of the function alone, with those it calls and its return. */
uint32_t chip_instructions(const chip_call *c);
void chip_text(const char *s);
void chip_number(uint32_t n);
void chip_hex(const void *p, size_t n);
/** A fresh room for a message at each alignment, with bytes around it that chip_room_kept() looks at. */
uint8_t *chip_room(uint32_t alignment, const void *bytes, size_t n);
int chip_room_kept(uint32_t alignment, size_t n);

#if defined(__cplusplus)
}
#endif
#endif
