import { connect } from 'node:net'
import { startCuttableLine } from '#lib/test-line'

export type Line = { base: string; cut(): void; mend(): void }

/**
 * A line to the product that can be cut: whatever a browser tries, nothing gets through, also in the moment after a reload in which
 * what a browser was told of its network does not hold yet.
 */
export async function startLine(base: string): Promise<Line> {
  const { hostname, port } = new URL(base)
  const { port: near, cut, mend } = await startCuttableLine(() => connect(Number(port), hostname))
  return { base: `http://127.0.0.1:${near}`, cut, mend }
}
