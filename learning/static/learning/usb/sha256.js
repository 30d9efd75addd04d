/**
 * SHA-256 (FIPS 180-4), as browsers offer theirs to secure pages only.
 *
 * Atoll.sha256("abc")  →  "ba7816bf…" (hex, of the text's UTF-8)
 */
var Atoll = Atoll || {};

(function () {
  "use strict";

  const fraction = (number) => ((number - Math.floor(number)) * 4294967296) | 0;
  const turn = (word, by) => (word >>> by) | (word << (32 - by));
  const FIRST = [];
  const ROUND = [];
  for (let number = 2; ROUND.length < 64; number += 1) {
    let divisor = 2;
    while (number % divisor) divisor += 1;
    if (divisor < number) continue;
    if (FIRST.length < 8) FIRST.push(fraction(Math.sqrt(number)));
    ROUND.push(fraction(Math.cbrt(number)));
  }

  function padded(text) {
    const bytes = new TextEncoder().encode(text);
    const whole = new Uint8Array(((bytes.length + 72) >> 6) << 6);
    whole.set(bytes);
    whole[bytes.length] = 0x80;
    const view = new DataView(whole.buffer);
    view.setUint32(whole.length - 8, Math.floor(bytes.length / 536870912));
    view.setUint32(whole.length - 4, bytes.length << 3);
    return view;
  }

  function schedule(view, start) {
    const words = new Int32Array(64);
    for (let i = 0; i < 16; i += 1) words[i] = view.getInt32(start + 4 * i);
    for (let i = 16; i < 64; i += 1) {
      const a = words[i - 15];
      const b = words[i - 2];
      const low = turn(a, 7) ^ turn(a, 18) ^ (a >>> 3);
      const high = turn(b, 17) ^ turn(b, 19) ^ (b >>> 10);
      words[i] = words[i - 16] + low + words[i - 7] + high;
    }
    return words;
  }

  function compress(state, words) {
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 64; i += 1) {
      const high = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
      const one = (h + high + ((e & f) ^ (~e & g)) + ROUND[i] + words[i]) | 0;
      const low = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
      const two = (low + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
    }
    return [a, b, c, d, e, f, g, h].map((word, i) => (word + state[i]) | 0);
  }

  Atoll.sha256 = function (text) {
    const view = padded(text);
    let state = FIRST;
    for (let start = 0; start < view.byteLength; start += 64) {
      state = compress(state, schedule(view, start));
    }
    return state.map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
  };
})();
