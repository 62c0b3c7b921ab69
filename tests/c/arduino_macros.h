/* What a sketch has defined before it includes a generated header: the macros, types and functions of the ESP8266's
 * Arduino core, its older releases and the AVR's (min and max), and a few that libraries for it like.
 *
 * A header included after this one must mean the same as without it. `arduino_binary.h` has B0 to B11111111, and is
 * written by the test.
 */
#ifndef ARDUINO_MACROS_H
#define ARDUINO_MACROS_H

#include <stdbool.h>
#include <stdint.h>

#include "arduino_binary.h"

#define ARDUINO 10819
#define ESP8266 1
#define F_CPU 80000000L

/* Pins, modes, interrupts, numbers to print. */
#define HIGH 0x1
#define LOW 0x0
#define INPUT 0x00
#define INPUT_PULLUP 0x02
#define INPUT_PULLDOWN_16 0x04
#define OUTPUT 0x01
#define OUTPUT_OPEN_DRAIN 0x03
#define WAKEUP_PULLUP 0x05
#define WAKEUP_PULLDOWN 0x07
#define SPECIAL 0xF8
#define FUNCTION_0 0x08
#define RISING 0x01
#define FALLING 0x02
#define CHANGE 0x03
#define ONLOW 0x04
#define ONHIGH 0x05
#define DEFAULT 1
#define EXTERNAL 0
#define INTERNAL 3
#define SERIAL 0x0
#define DISPLAY 0x1
#define LSBFIRST 0
#define MSBFIRST 1
#define DEC 10
#define HEX 16
#define OCT 8
#define BIN 2
#define LED_BUILTIN 2
#define NOT_A_PIN -1
#define NOT_A_PORT -1
#define NOT_ON_TIMER 0
#define PWMRANGE 1023
#define TIM_EDGE 0
#define TIM_LEVEL 1
#define TIM_SINGLE 0
#define TIM_LOOP 1

#define PI 3.1415926535897932384626433832795
#define HALF_PI 1.5707963267948966192313216916398
#define TWO_PI 6.283185307179586476925286766559
#define DEG_TO_RAD 0.017453292519943295769236907684886
#define RAD_TO_DEG 57.295779513082320876798154814105
#define EULER 2.718281828459045235360287471352

/* Registers with short names: what they expand to is no constant and no identifier. */
#define ESP8266_REG(addr) *((volatile uint32_t *)(0x60000000 + (addr)))
#define MAC0 ESP8266_REG(0x50)
#define CHIPID ESP8266_REG(0x58)
#define GPO ESP8266_REG(0x300)
#define GPI ESP8266_REG(0x318)
#define GPC(p) ESP8266_REG(0x328 + ((p & 0xF) * 4))
#define T1C ESP8266_REG(0x608)
#define T1V ESP8266_REG(0x604)
#define U0A ESP8266_REG(0x018)
#define U0F ESP8266_REG(0x000)
#define U0ID ESP8266_REG(0x07C)
#define UIS ESP8266_REG(0x20020)
#define USD(u) ESP8266_REG(0x014 + (0xF00 * (u & 1)))
#define RTCSV ESP8266_REG(0x704)
#define WDT_FEED() (ESP8266_REG(0x914) = 0x73)

/* Of the chip's own headers. */
#define BIT(nr) (1UL << (nr))
#define LOCAL static
#define STORE_ATTR __attribute__((aligned(4)))
#define IRAM_ATTR
#define ICACHE_RAM_ATTR
#define ICACHE_FLASH_ATTR
#define PROGMEM
#define __le16 u16
#if !defined(__cplusplus)
#define BOOL bool
#define TRUE true
#define FALSE false
#endif

/* Of libraries. */
#define ENABLED 1
#define DISABLED 0
#define ON 1
#define OFF 0
#define ERROR 1
#define SUCCESS 0
#define RESET 5
#define START 8
#define STOP 6
#define VERSION "1.0"

#undef abs
#undef max
#undef min
#undef round
#define abs(x) ((x) > 0 ? (x) : -(x))
#define min(a, b) ((a) < (b) ? (a) : (b))
#define max(a, b) ((a) > (b) ? (a) : (b))
#define round(x) ((x) >= 0 ? (long)((x) + 0.5) : (long)((x)-0.5))
#define constrain(amt, low, high) ((amt) < (low) ? (low) : ((amt) > (high) ? (high) : (amt)))
#define radians(deg) ((deg)*DEG_TO_RAD)
#define degrees(rad) ((rad)*RAD_TO_DEG)
#define sq(x) ((x) * (x))
#define interrupts() xt_rsil(0)
#define noInterrupts() xt_rsil(15)
#define clockCyclesPerMicrosecond() (F_CPU / 1000000L)
#define lowByte(w) ((uint8_t)((w)&0xff))
#define highByte(w) ((uint8_t)((w) >> 8))
#define bitRead(value, bit) (((value) >> (bit)) & 0x01)
#define bitSet(value, bit) ((value) |= (1UL << (bit)))
#define bitClear(value, bit) ((value) &= ~(1UL << (bit)))
#define bitWrite(value, bit, bitvalue) (bitvalue ? bitSet(value, bit) : bitClear(value, bit))
#define bit(b) (1UL << (b))
#define _BV(b) (1UL << (b))
#define _min(a, b) ((a) < (b) ? (a) : (b))
#define _max(a, b) ((a) > (b) ? (a) : (b))
#define F(string_literal) (FPSTR(PSTR(string_literal)))
#define PSTR(s) (s)
#define FPSTR(s) (s)
#define digitalPinToInterrupt(p) (p)

/* Names at file scope that are no macros, and that members and parameters stand beside. */
typedef uint8_t byte;
typedef bool boolean;
typedef uint16_t word;
typedef uint8_t u8;
typedef uint32_t u32;
typedef int32_t s32;
typedef enum { OK = 0, FAIL, PENDING, BUSY, CANCEL } STATUS;
static const uint8_t D0 = 16, D1 = 5, SDA = 4, SCL = 5, SS = 15, A0 = 17;

#if defined(__cplusplus)
#define word(...) makeWord(__VA_ARGS__)
extern "C" {
#endif
void init(void);
void setup(void);
void loop(void);
void yield(void);
void delay(unsigned long);
unsigned long millis(void);
#if defined(__cplusplus)
}
#endif

#endif
