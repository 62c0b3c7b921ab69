/* Start and system calls for a program on the ESP8266's core under an emulator of Linux. */
        .text
        .literal_position
        .global _start
_start: movi    a0, main
        callx0  a0
        mov     a6, a2
        movi    a2, 118                 /* exit */
        syscall
1:      j       1b

        .global ww_syscall
        .align  4
ww_syscall:                             /* (number, a, b, c): the kernel takes a6, a3, a4, a5 */
        mov     a6, a3
        mov     a3, a4
        mov     a4, a5
        syscall
        ret
