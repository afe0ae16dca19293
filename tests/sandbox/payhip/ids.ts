import type { Books } from "@/tests/sandbox/kit/books";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
/** Without a common divisor with 62, so that different numbers give different codes. */
const STRIDE = 7_368_787;

/** The next product key such as `RGsF`: four or five letters and digits, with upper and lower case. */
export function nextProductKey(books: Books): string {
  for (;;) {
    const number = books.nextId("product key", 1);
    const key = code(number, number % 3 === 0 ? 5 : 4);
    if (/[A-Z]/.test(key) && /[a-z]/.test(key)) return key;
  }
}

/** The next transaction id: ten letters and digits. */
export function nextTransactionId(books: Books): string {
  const number = books.nextId("transaction", 5001);
  return code(number, 5) + code(number * 31 + 17, 5);
}

export function nextCouponId(books: Books): string {
  return code(books.nextId("coupon", 1), 5);
}

/** So many letters and digits, a bijection of the numbers below 62 to that power. */
function code(number: number, length: number): string {
  let rest = (number * STRIDE + 1_234_567) % LETTERS.length ** length;
  let text = "";
  for (let place = 0; place < length; place += 1) {
    text += LETTERS[rest % LETTERS.length];
    rest = Math.floor(rest / LETTERS.length);
  }
  return text;
}
