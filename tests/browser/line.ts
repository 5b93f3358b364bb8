import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { afterAll } from 'vitest'

export type Line = { base: string; cut(): void; mend(): void }

/**
 * A line to the product that can be cut: whatever a browser tries, nothing gets through, also in the moment after a reload in which
 * what a browser was told of its network does not hold yet.
 */
export async function startLine(base: string): Promise<Line> {
  const { hostname, port } = new URL(base)
  const sockets = new Set<Socket>()
  let isCut = false
  const server = createServer((near) => {
    if (isCut) return near.destroy()
    const far = connect(Number(port), hostname)
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one)
      one.on('error', () => one.destroy())
      one.on('close', () => {
        sockets.delete(one)
        other.destroy()
      })
      one.pipe(other)
    }
    return near
  }).listen(0, hostname)
  await once(server, 'listening')
  const cut = (): void => {
    isCut = true
    for (const socket of sockets) socket.destroy()
  }
  afterAll(() => {
    cut()
    server.close()
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The line has no port')
  return { base: `http://${hostname}:${address.port}`, cut, mend: () => void (isCut = false) }
}
