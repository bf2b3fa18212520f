const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Makes a new id. Passed in, so that tests can know the ids beforehand. */
export type NewId = () => string;

/** True for a lower-case RFC 9562 UUID, the only form of an id that the product accepts and stores. */
export function isId(text: string): boolean {
  return UUID.test(text);
}

/** Random bytes for some hundred ids at once: asking for them costs more than all the rest of an id. */
const pool = new Uint8Array(16 * 256);
let taken = pool.length;

function randomBytes(): Uint8Array {
  if (taken === pool.length) {
    crypto.getRandomValues(pool);
    taken = 0;
  }
  taken += 16;
  return pool.slice(taken - 16, taken);
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/**
 * A new UUID version 7 (RFC 9562, 5.7): the time in milliseconds first, so that ids sort by age and index well.
 *
 * `nowMs` and `random` (16 bytes) are injectable.
 */
export function newId(nowMs = Date.now(), random = randomBytes()): string {
  const bytes = random.slice(0, 16);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, Math.floor(nowMs / 2 ** 32));
  view.setUint32(2, nowMs % 2 ** 32);
  view.setUint8(6, (view.getUint8(6) & 0x0f) | 0x70);
  view.setUint8(8, (view.getUint8(8) & 0x3f) | 0x80);
  let hex = "";
  for (const byte of bytes) hex += HEX[byte];
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
