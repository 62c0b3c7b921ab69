/* The counting counts: functions whose instructions and stack are known, measured as generated code is.
 *
 * Out: a line for each, `counted_100 101 0`: instructions and bytes of stack. */
#include "chip.h"

/* n times nop, and the return; the loop is two instructions for each round, and two around it. */
#define NOPS(n) __asm__(".section .text.counted\n.align 4\ncounted_" #n ":\n.rept " #n "\nnop\n.endr\nret\n.previous\n"); \
  void counted_##n(void)
NOPS(0);
NOPS(1);
NOPS(2);
NOPS(3);
NOPS(7);
NOPS(100);
NOPS(101);
NOPS(1000);
__asm__(".section .text.looped\n.align 4\nlooped:\nmovi a2, 2000\n1: addi a2, a2, -1\nbnez a2, 1b\nret\n.previous\n");
void looped(void);
__asm__(".section .text.deep\n.align 4\ndeep:\naddi a1, a1, -48\ns32i a1, a1, 0\naddi a1, a1, 48\nret\n.previous\n");
void deep(void);

static void show(const char *name, void (*function)(void)) {
  chip_call call = {(const void *)function, NULL, NULL, 0, 0, 0, 0};
  chip_measure(&call);
  chip_text(name);
  chip_text(" ");
  chip_number(chip_instructions(&call));
  chip_text(" ");
  chip_number(call.stack);
  chip_text("\n");
}

int main(void) {
  show("counted_0", counted_0);
  show("counted_1", counted_1);
  show("counted_2", counted_2);
  show("counted_3", counted_3);
  show("counted_7", counted_7);
  show("counted_100", counted_100);
  show("counted_101", counted_101);
  show("counted_1000", counted_1000);
  show("looped", looped);
  show("deep", deep);
  return 0;
}
