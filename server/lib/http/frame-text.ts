import type { RawData } from 'ws'

/** The text of a WebSocket frame as the server got it, whole or in fragments. */
export function frameText(data: RawData): string {
  if (data instanceof ArrayBuffer) return Buffer.from(data).toString()
  return Array.isArray(data) ? Buffer.concat(data).toString() : data.toString()
}
