/** A UUIDv7. By hand, because crypto.randomUUID is missing on plain http pages. */
export function clientId(nowMs: number): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  let rest = Math.floor(nowMs)
  for (let index = 5; index >= 0; index--) {
    bytes[index] = rest % 256
    rest = Math.floor(rest / 256)
  }
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}
