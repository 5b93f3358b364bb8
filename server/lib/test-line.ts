import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { afterAll } from 'vitest'

export type TestLine = {
  /** The database, through this line. */
  connectionString: string
  /** Ends every connection and takes no new one, until it is mended. */
  cut(): void
  mend(): void
}

/** A line to a database that can fail. For tests. */
export async function startTestLine(connectionString: string): Promise<TestLine> {
  const real = new URL(connectionString)
  const port = Number(real.port || 5432)
  const folder = real.searchParams.get('host')
  const sockets = new Set<Socket>()
  let isCut = false
  const server = createServer((near) => {
    if (isCut) return near.destroy()
    const far = folder ? connect(`${folder}/.s.PGSQL.${port}`) : connect(port, real.hostname)
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one)
      one.pipe(other)
      one.on('error', () => one.destroy())
      one.on('close', () => {
        sockets.delete(one)
        other.destroy()
      })
    }
    return near
  }).listen(0, '127.0.0.1')
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
  const url = new URL(connectionString)
  url.searchParams.delete('host')
  url.hostname = '127.0.0.1'
  url.port = String(address.port)
  return { connectionString: url.href, cut, mend: () => void (isCut = false) }
}
