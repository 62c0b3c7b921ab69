/* Start of a program on the ESP8266's core in QEMU's machine "sim", its exceptions, and calls that are measured.
 *
 * In: main(), and the linker script's addresses. Out: main()'s result as the emulator's exit code; an exception that
 * nobody waits for ends the program with 100 and its cause.
 *
 * The core has no register windows (call0): a0 is the return address, a1 the stack, a2 to a7 are arguments and a2 the
 * result, a12 to a15 belong to the caller. Causes, special registers and the offsets of vectors are those of the Xtensa
 * Instruction Set Architecture Reference Manual; the numbers of `simcall` are those of QEMU (target/xtensa/xtensa-semi.c).
 */
        .equ    SYS_EXIT, 1
        .equ    SYS_WRITE, 4
        .equ    DOUBLE_EXCEPTION, 120
        .equ    PAINT, 0xC0FFEE11

/* QEMU loads the program and then resets the core, which begins at its reset vector and not at the program's entry. */
        .section .reset, "ax"
        .global reset
reset:  j       1f
        .align  4
0:      .word   start
1:      l32r    a0, 0b
        jx      a0

        .section .vectors, "ax"
        .align  256
vectors:
        .org    vectors + 0x10          /* debug */
        j       double_exception
        .org    vectors + 0x20          /* interrupts that cannot be masked */
        j       double_exception
        .org    vectors + 0x30          /* kernel mode */
        j       exception
        .org    vectors + 0x50          /* user mode */
        j       exception
        .org    vectors + 0x70          /* an exception during another */
        j       double_exception
        .align  4
        .literal_position
exception:
        movi    a3, waiting             /* is it expected? */
        l32i    a4, a3, 0
        beqz    a4, 1f
        mov     a1, a4                  /* then chip_try() returns the cause */
        rsr     a2, exccause
        movi    a4, caught
        wsr     a4, epc1
        rsync
        rfe
1:      movi    a1, chip_stack_top
        rsr     a2, exccause
        rsr     a3, epc1
        rsr     a4, excvaddr
        movi    a0, chip_unexpected
        callx0  a0
double_exception:
        movi    a2, SYS_EXIT
        movi    a3, DOUBLE_EXCEPTION
        simcall
        j       double_exception

        .section .text.start, "ax"
        .literal_position
        .align  4
        .global start
start:  movi    a2, vectors
        wsr     a2, vecbase
        movi    a2, 0x2F                /* user mode, no interrupts, and exceptions allowed: else the first is a double one */
        wsr     a2, ps
        rsync
        movi    a1, chip_stack_top
        movi    a2, chip_bss
        movi    a3, chip_bss_end
        movi    a4, 0
1:      bgeu    a2, a3, 2f
        s32i    a4, a2, 0
        addi    a2, a2, 4
        j       1b
2:      movi    a0, main
        callx0  a0
        .global chip_exit               /* void chip_exit(int code) */
chip_exit:
        mov     a3, a2
        movi    a2, SYS_EXIT
        simcall
1:      j       1b

/* int chip_write(int file, const void *p, size_t n) */
        .section .text.chip_write, "ax"
        .align  4
        .global chip_write
chip_write:
        mov     a5, a4
        mov     a4, a3
        mov     a3, a2
        movi    a2, SYS_WRITE
        simcall
        ret

/* int chip_try(void (*f)(void *), void *argument): 0, or the cause of the exception that f ended with */
        .section .text.chip_try, "ax"
        .literal_position
        .align  4
        .global chip_try
chip_try:
        addi    a1, a1, -32
        s32i    a0, a1, 0
        s32i    a12, a1, 4
        s32i    a13, a1, 8
        s32i    a14, a1, 12
        s32i    a15, a1, 16
        movi    a4, waiting
        s32i    a1, a4, 0
        mov     a5, a2
        mov     a2, a3
        callx0  a5
        movi    a2, 0
caught: movi    a4, waiting
        movi    a3, 0
        s32i    a3, a4, 0
        l32i    a0, a1, 0
        l32i    a12, a1, 4
        l32i    a13, a1, 8
        l32i    a14, a1, 12
        l32i    a15, a1, 16
        addi    a1, a1, 32
        ret

/* void chip_measure(chip_call *c): calls a function, counts, and looks how far down it wrote.
 * In: function, three arguments. Out: its result, ticks of the clock, bytes of stack.
 * Between the two readings of the clock are one of them, the call, and the function's own instructions. */
        .section .text.chip_measure, "ax"
        .literal_position
        .align  4
        .global chip_measure
chip_measure:
        addi    a1, a1, -16
        s32i    a0, a1, 0
        s32i    a12, a1, 4
        s32i    a13, a1, 8
        mov     a12, a2
        movi    a2, chip_stack_end      /* paint all that is free */
        movi    a3, PAINT
1:      s32i    a3, a2, 0
        addi    a2, a2, 4
        bltu    a2, a1, 1b
        l32i    a5, a12, 0
        l32i    a2, a12, 4
        l32i    a3, a12, 8
        l32i    a4, a12, 12
        rsr     a13, ccount
        callx0  a5
        rsr     a3, ccount
        sub     a3, a3, a13
        s32i    a2, a12, 16
        s32i    a3, a12, 20
        movi    a2, chip_stack_end      /* the lowest word that is no paint any more */
        movi    a3, PAINT
2:      l32i    a4, a2, 0
        bne     a4, a3, 3f
        addi    a2, a2, 4
        bltu    a2, a1, 2b
3:      sub     a2, a1, a2
        s32i    a2, a12, 24
        l32i    a0, a1, 0
        l32i    a12, a1, 4
        l32i    a13, a1, 8
        addi    a1, a1, 16
        ret

        .section .bss.waiting, "aw", @nobits
        .align  4
waiting: .space 4                       /* the stack of chip_try(), or 0 */
